#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: deb.sh DIR [VERSION]
#
# Builds the Debian packages of the last commit, and its source package, in DIR,
# without those of debugging symbols, so that DIR/*.deb is what to install.
# With VERSION they are called that, for tests of upgrades. What the build says
# goes to DIR/log.
set -eu

cd "$(dirname "$0")/.."
mkdir -p "$1"
dir=$(realpath "$1")
now=$(cat VERSION)
version=${2:-$now}
source=$dir/jpki-ccid-$version

rm -rf "$source"
rm -f "$dir"/*jpki*_*
mkdir "$source"
git archive HEAD | tar -x -C "$source"
cd "$source"
[ "$version" = "$now" ] || sed -i "s/\\b$(echo "$now" | sed 's/\./\\./g')\\b/$version/" \
	VERSION dkms.conf debian/changelog debian/libjpki0.symbols
# Nothing of a make that runs this is for the build inside.
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u O -u KVER -u WERROR \
	DEB_BUILD_OPTIONS=noautodbgsym dpkg-buildpackage -us -uc > "$dir/log" 2>&1 || {
	tail -n 30 "$dir/log" >&2
	exit 1
}
rm -rf "$source"
