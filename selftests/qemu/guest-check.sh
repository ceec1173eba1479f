#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-check.sh [--vhci] [--no-udev] [--limit SECONDS] COMMAND...
#
# In the test machine: runs test programs one after another, each in its own
# directory, and leaves what they print in /out/NAME.tap. A command is a program
# or one string with its arguments. With --vhci they plug in readers of their
# own, and have them for themselves: nothing asks the cards for their status.
# With --no-udev nobody hears of readers that come and go by the thousand.

limit=300
while :; do
	case $1 in
	--vhci)
		modprobe vhci-hcd
		[ ! -d /run/systemd/system ] ||
			systemctl --quiet --runtime mask jpki-status@.service
		shift
		;;
	--no-udev) udevadm control --exit; modprobe ccid; shift ;;
	--limit) limit=$2; shift 2 ;;
	*) break ;;
	esac
done
[ $# -gt 0 ] || { echo "guest-check.sh: no programs"; exit 2; }

run() {
	name=${1##*/}
	echo "# $name" | tee /dev/kmsg
	cd "${1%/*}" || exit 1
	{
		timeout "$limit" "$@" 2>&1
		printf '\n# exit %d\n' $?
	} | tee "/out/$name.tap"
}

for command; do
	# shellcheck disable=SC2086 # a program and its arguments
	run $command
done
