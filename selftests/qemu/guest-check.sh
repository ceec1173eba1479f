#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-check.sh [--vhci] PROGRAM...
#
# In the test machine: runs test programs one after another, each in its own
# directory, and leaves what they print in /out/NAME.tap. With --vhci they plug
# in readers of their own, and have them for themselves: nothing asks the cards
# for their status.

if [ "$1" = --vhci ]; then
	shift
	modprobe vhci-hcd
	systemctl --quiet --runtime mask jpki-status@.service
fi
[ $# -gt 0 ] || { echo "guest-check.sh: no programs"; exit 2; }

for program; do
	name=${program##*/}
	echo "# $name"
	cd "${program%/*}" || exit 1
	{
		timeout 300 "$program" 2>&1
		printf '\n# exit %d\n' $?
	} | tee "/out/$name.tap"
done
