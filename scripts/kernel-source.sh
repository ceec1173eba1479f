#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the directory with the few files of the kernel's source that the
# checks need, unpacked from Debian's package into the cache: checkpatch, its
# data and the header from which it learns USB's names, and kselftest's headers.
set -eu

archive=/usr/src/linux-source-6.1.tar.xz
build=$(dpkg-query -W -f '${Version}' linux-source-6.1)
cache=${JPKI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/jpki-ccid}
dir=$cache/linux-checks-6.1-$build
if [ ! -d "$dir" ]; then
	mkdir -p "$cache"
	tmp=$(mktemp -d "$cache/tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	echo "unpacking checkpatch, coccinelle and kselftest from $archive" >&2
	tar -C "$tmp" -xJf "$archive" --strip-components=1 --wildcards \
		'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' \
		'*/scripts/const_structs.checkpatch' \
		'*/scripts/coccinelle/*' '*/include/uapi/linux/usb/ch9.h' \
		'*/tools/testing/selftests/kselftest*.h'
	chmod 755 "$tmp"
	mv -T "$tmp" "$dir"
fi
echo "$dir"
