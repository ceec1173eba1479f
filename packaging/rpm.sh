#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: rpm.sh DIR
#
# Builds the RPM packages of the last commit in DIR, as RPMS/*/*.rpm and
# SRPMS/*.rpm. What is needed to build is not looked for: on Debian no package
# of RPM's has it. What the build says goes to DIR/log.
set -eu

cd "$(dirname "$0")/.."
mkdir -p "$1/SOURCES"
dir=$(realpath "$1")
version=$(cat VERSION)

rm -rf "$dir/RPMS" "$dir/SRPMS"
git archive --format=tar --prefix="jpki-ccid-$version/" HEAD |
	xz > "$dir/SOURCES/jpki-ccid-$version.tar.xz"
# Nothing of a make that runs this is for the build inside.
env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u O -u KVER -u WERROR \
	rpmbuild -ba --nodeps --define "_topdir $dir" \
	packaging/jpki-ccid.spec > "$dir/log" 2>&1 || {
	tail -n 30 "$dir/log" >&2
	exit 1
}
rm -rf "$dir/BUILD" "$dir/BUILDROOT"
