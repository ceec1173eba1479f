#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: stock-kernel.sh VERSION
#
# Prints the directory below which Debian's kernel of that version lies, as
# boot/vmlinuz-VERSION and lib/modules/VERSION/kernel: the one that was unpacked
# beside its headers where KDIR names them, the machine's own when it is
# installed, else the package unpacked into the cache, which nothing on the
# machine will ever boot.
set -eu

version=$1
beside=${KDIR:-/}
beside=${beside%/usr/src/*}
if [ -r "$beside/boot/vmlinuz-$version" ]; then
	echo "${beside:-/}"
	exit
fi
if [ -r "/boot/vmlinuz-$version" ] && [ -d "/lib/modules/$version/kernel" ]; then
	echo /
	exit
fi

# The image must be of the same build as the headers, or modules do not load.
build=$(dpkg-query -W -f '${Version}' "linux-headers-$version") || {
	echo "the headers of $version are no Debian package:" \
		"set KVER to one whose headers are" >&2
	exit 1
}
cache=${JPKI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jpki-ccid}
dir=$cache/linux-image-$version-$build
if [ ! -d "$dir" ]; then
	mkdir -p "$cache"
	tmp=$(mktemp -d "$cache/tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	echo "fetching the kernel image $version ($build)" >&2
	(cd "$tmp" && apt-get -q -o APT::Sandbox::User=root \
		download "linux-image-$version=$build") >&2
	dpkg-deb -x "$tmp"/linux-image-*.deb "$tmp/root"
	mv -T "$tmp/root" "$dir"
fi
echo "$dir"
