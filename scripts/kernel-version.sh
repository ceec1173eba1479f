#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prints the kernel version to build for: the running kernel's when its headers
# are installed, else the newest that has headers, else nothing.
set -eu

has_headers() {
	[ -e "/lib/modules/$1/build/Module.symvers" ] ||
		[ -e "/usr/src/linux-headers-$1/Module.symvers" ]
}

if has_headers "$(uname -r)"; then
	uname -r
	exit
fi
for dir in /lib/modules/*/build /usr/src/linux-headers-*; do
	version=${dir#/usr/src/linux-headers-}
	version=${version#/lib/modules/}
	version=${version%/build}
	if has_headers "$version"; then
		echo "$version"
	fi
done | sort -V | tail -n 1
