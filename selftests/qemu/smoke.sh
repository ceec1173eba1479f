#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the test machine, a virtual reader with a card on its USB: udev loads the
# module, gives the device to its group and starts the status of the card.

# shellcheck source=/dev/null
. ../tap.sh

echo 1..7

mode_and_group() {
	stat -c %a:%G /dev/ccid0
	[ "$(stat -c %a:%G /dev/ccid0)" = 660:jpki ]
}

status_unit() {
	tries=60
	until journalctl -b -o cat -u 'jpki-status@*' | grep -q Finished; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || break
		sleep 0.5
	done
	journalctl -b -o cat -u 'jpki-status@ccid0@1.service'
	[ $tries -gt 0 ]
}

status_text() {
	journalctl -b -o cat _COMM=jpkictl | grep .
}

shown_once() {
	udevadm settle
	sleep 1
	runs=$(journalctl -b -o cat _PID=1 | grep -c 'Starting jpki-status@')
	echo "runs: $runs"
	[ "$runs" = 1 ]
}

other_user_is_refused() {
	! setpriv --reuid=nobody --regid=nogroup --clear-groups \
		dd if=/dev/ccid0 count=0
}

unload() {
	udevadm settle
	modprobe -r ccid && [ ! -e /dev/ccid0 ]
}

test_that 'udev loads the driver' udevadm wait --settle --timeout=30 /dev/ccid0
test_that 'the node belongs to the group jpki' mode_and_group
test_that 'nobody else may open it' other_user_is_refused
test_that 'the card starts its status unit' status_unit
test_that 'the status unit says something' status_text
test_that 'one card is shown once' shown_once
test_that 'the module can be unloaded' unload
