#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: batch.sh JPKICTL ROWS
#
# Has so many rows answered, and prints the time and the peak of the memory.
set -eu

jpkictl=$1
rows=$2
peak=$(mktemp)
trap 'rm -f "$peak"' EXIT
start=$(date +%s)
awk -v "rows=$rows" 'BEGIN {
	for (i = 0; i < rows; i++)
		print i ",cert_state,on=2025-04-01;not_before=2020-03-01;" \
			"expiry=2025-07-01,,"
}' | {
	# a command in the background would read nothing
	exec 3<&0
	"$jpkictl" rules batch - <&3 > /dev/null &
	pid=$!
	while grep VmHWM "/proc/$pid/status" > "$peak.new" 2>/dev/null; do
		[ ! -s "$peak.new" ] || mv "$peak.new" "$peak"
		sleep 0.2
	done
	rm -f "$peak.new"
	wait "$pid"
}
echo "$rows rows: $(($(date +%s) - start)) s, $(tr -s '\t ' ' ' < "$peak")"
