#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints a directory with a bare Debian 12: systemd, the newest kernel and its
# headers, DKMS, what the packages of this project depend on, and in /srv/kernel
# the headers of the kernel before it. It is made once a month and kept in the
# cache; without a network the last one does.
set -euo pipefail

packages=(dbus dkms gcc jq libc6-dev libjson-c5 libnl-genl-3-200 libssl3
	libsystemd0 libudev1 linux-headers-amd64 linux-image-amd64 make pkg-config
	systemd-sysv udev)
archive=http://deb.debian.org
cache=${JPKI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jpki-ccid}

# In the new root: half of the older headers is installed, for time; the half
# that DKMS waits for is only laid ready.
# shellcheck disable=SC2016 # for the shell in there
older='
set -eu
headers=$(apt-cache search --names-only "^linux-headers-6.1.0-[0-9]+-amd64$" |
	cut -d " " -f 1 | sort -V | tail -n 2 | head -n 1)
apt-get -q -y install --no-install-recommends "${headers%-amd64}-common"
mkdir /srv/kernel
cd /srv/kernel
apt-get -q -o APT::Sandbox::User=root download "$headers"
'
list=$(printf '%s\n' "${packages[@]}" "$older" | sha256sum | cut -c 1-12)
dir=$cache/root-$list-$(date +%Y-%m)

build() {
	local tmp
	mkdir -p "$cache"
	tmp=$(mktemp -d "$cache/tmp.XXXXXX")
	# shellcheck disable=SC2064 # the one of now
	trap "rm -rf '$tmp'" EXIT
	echo "making a Debian root for the machine, some minutes" >&2
	# shellcheck disable=SC2016 # for mmdebstrap's shell
	mmdebstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" \
		--customize-hook='chroot "$1" sh -c '"'$older'" \
		bookworm "$tmp/root" \
		"deb $archive/debian bookworm main" \
		"deb $archive/debian-security bookworm-security main" >&2 ||
		return 1
	mv -T "$tmp/root" "$dir"
}

[ -d "$dir" ] || build || {
	dir=$(find "$cache" -maxdepth 1 -name "root-$list-*" | sort | tail -n 1)
	[ -n "$dir" ] || { echo "no Debian root: no network?" >&2; exit 1; }
}
find "$cache" -maxdepth 1 -name 'root-*' -not -path "$dir" \
	-exec rm -rf {} + >&2
echo "$dir"
