#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: deps.sh GROUP...
#
# The Debian packages that each group of verbs needs, in one place. As root the
# missing ones are installed; otherwise they are named, and that is an error.
set -eu

build='gcc gettext libc6-dev libjson-c-dev libnl-genl-3-dev libssl-dev
	libsystemd-dev libudev-dev linux-headers-amd64 make pkg-config'
machine='busybox-static cpio kmod libusbredirparser-dev qemu-system-x86
	systemd udev'
check="$machine coccinelle g++ jq libcmocka-dev linux-source-6.1 mandoc perl
	shellcheck socat sparse xz-utils"
bench="$machine gnuplot-nox jq libccid libpcsclite-dev libusb-1.0-0-dev pcscd
	strace"
debug='bc binutils bison flex libelf-dev libssl-dev linux-source-6.1
	patch'
demo=$machine
packages='debhelper dh-dkms dpkg-dev lintian rpm'
system=mmdebstrap
fuzz='clang libclang-rt-14-dev'

wanted=
for group; do
	case $group in
	bench) wanted="$wanted $bench" ;;
	build) wanted="$wanted $build" ;;
	check) wanted="$wanted $check" ;;
	debug) wanted="$wanted $debug" ;;
	demo) wanted="$wanted $demo" ;;
	fuzz) wanted="$wanted $fuzz" ;;
	packages) wanted="$wanted $packages" ;;
	system) wanted="$wanted $system" ;;
	*) echo "deps.sh: no group '$group': bench, build, check, debug, demo, fuzz, packages, system" >&2; exit 2 ;;
	esac
done

if ! command -v dpkg-query >/dev/null; then
	echo "This is not Debian. Needed is what these packages of Debian 12" \
		"(amd64) hold: $wanted" >&2
	exit 1
fi

missing=
for package in $wanted; do
	case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || :) in
	*' installed') ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
	echo "Packages are missing. As root:" >&2
	echo "    apt-get install --no-install-recommends$missing" >&2
	exit 1
fi
echo "installing$missing"
export DEBIAN_FRONTEND=noninteractive
# A broken third-party source is no reason to stop: the install will tell.
apt-get -q update || :
# shellcheck disable=SC2086 # a list of words
apt-get -q -y install --no-install-recommends $missing
