#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the headers' directory of the kernel of Debian's backports: its
# packages unpacked into the cache, image and headers below one root, where
# nothing on the machine will ever boot it. The machine's own list of packages
# and sources is not touched. Without a network an older one in the cache does.
set -eu

meta=linux-image-amd64
suite=bookworm-backports
cache=${JPKI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jpki-ccid}
lists=$cache/$suite

private_apt() {
	command=$1
	shift
	"$command" -q -o APT::Sandbox::User=root -o Dir::State::lists="$lists" \
		-o Dir::Etc::sourcelist="$cache/$suite.list" \
		-o Dir::Etc::sourceparts=/nonexistent -o Dir::Cache::pkgcache= \
		-o Dir::Cache::srcpkgcache= "$@"
}

newest() {
	mkdir -p "$lists/partial"
	echo "deb http://deb.debian.org/debian $suite main" \
		> "$cache/$suite.list"
	private_apt apt-get update >&2 || return 1
	private_apt apt-cache show "$meta" 2>/dev/null |
		sed -n 's/^Depends:.* linux-image-\([^ ,]*\).*/\1/p' | head -n 1
}

# The headers say where the rest of them lies.
unpack() {
	for deb in "$2"/*.deb; do
		dpkg-deb -x "$deb" "$2/root"
	done
	sed -i "s|/usr/src/|$cache/linux-$1/usr/src/|" \
		"$2/root/usr/src/linux-headers-$1/Makefile"
	mv -T "$2/root" "$cache/linux-$1"
}

fetch() {
	tmp=$(mktemp -d "$cache/tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	base=${1%-amd64}
	(cd "$tmp" && private_apt apt-get download "linux-image-$1" \
		"linux-headers-$1" "linux-headers-$base-common" \
		"linux-kbuild-$base") >&2
	unpack "$1" "$tmp"
}

version=$(newest) || version=
if [ -z "$version" ]; then
	version=$(find "$cache" -maxdepth 1 -name 'linux-[0-9]*-amd64' |
		sort -V | tail -n 1)
	version=${version##*/linux-}
	[ -n "$version" ] || {
		echo "no kernel of $suite: no network, and none in $cache" >&2
		exit 1
	}
fi
[ -d "$cache/linux-$version" ] || fetch "$version"
echo "$cache/linux-$version/usr/src/linux-headers-$version"
