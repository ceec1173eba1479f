#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: readers.sh FILE.csv
#
# Boots once and puts each reader of the table on a bus there; see
# selftests/readers/main.c. Without the file all of it is skipped (4).
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$top" && realpath -m "${O:-build}")
out=$build/readers
file=$1

if [ ! -e "$file" ]; then
	echo "$file: no such table of readers, skipped"
	echo 'readers: 0 passed, 0 failed, 1 skipped'
	exit 4
fi
status=0
"$top/selftests/qemu/run.sh" --timeout 600 --out "$out" -- \
	"$top/selftests/qemu/guest-readers.sh" "$build/selftests" \
	"$(realpath "$file")" > "$build/readers.log" 2>&1 || status=$?
if ! grep -s '^FAILED\|^readers: ' "$out/readers"; then
	tail -n 30 "$build/readers.log"
	echo 'readers: 0 passed, 1 failed, 0 skipped'
	exit 1
fi
[ $status != 0 ] ||
	"$top/scripts/check-dmesg" "$out/dmesg" "$out/console" || status=1
exit $status
