#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: idle.sh [SECONDS]
#
# In the test machine, a virtual reader with a card on its USB, and jpkid: as
# long as nobody asks for anything (60 seconds), neither of them wakes up. In
# the end all is read again, so that it is sure what would have been seen.

# shellcheck source=/dev/null
. ../tap.sh

seconds=${1:-60}
file=/run/jpki/ccid0.json
usb=/out/idle.usb
trace=/out/idle.trace
tracing=/sys/kernel/tracing

pid() { systemctl show -P MainPID jpkid; }

# soon COMMAND...: it succeeds within half a minute
soon() {
	for _ in $(seq 150); do
		"$@" > /dev/null 2>&1 && return
		sleep 0.2
	done
	return 1
}

# Not while another day begins in Japan, and when who reads cards has gone.
begins() {
	date -u -s 03:00 && modprobe -a ccid usbmon && systemctl start jpkid &&
		soon [ -s $file ] && udevadm settle && soon nobody_reads
}

# Who only waits for the next card has none open.
nobody_reads() {
	! pgrep -x jpkictl && ! for reader in $(pgrep -x jpkid-read); do
		find "/proc/$reader/fd" -lname '/dev/ccid*'
	done | grep .
}

# Where the reader is, as usbmon names it: bus and device.
place() {
	cd -P /sys/class/ccid/ccid0/device/.. || return
	printf ':%d:%03d:' "$(cat busnum)" "$(cat devnum)"
}

switches() {
	sed -n 's/.*voluntary_ctxt_switches:\t//p' /proc/"$jpkid"/status
	cat /sys/class/ccid/ccid0/statistics/*
}

listen() {
	cat /sys/kernel/debug/usb/usbmon/0u > $usb &
	monitor=$!
	echo 16384 > $tracing/buffer_size_kb
	for event in workqueue/workqueue_queue_work timer/timer_expire_entry \
		timer/hrtimer_expire_entry sched/sched_wakeup ccid; do
		echo 1 > $tracing/events/$event/enable
	done
	echo > $tracing/trace
}

hush() {
	kill $monitor
	echo 0 > $tracing/events/enable
	cat $tracing/trace > $trace
}

# What was heard of the driver, its reader and the daemon.
heard_work() { grep -E 'ccid|jpkid' $trace; }
heard_urbs() { grep -F -e "$place" $usb; }

# The kernel's own ticks are among it, and it is all that there was.
nothing_of_theirs() {
	written=$(sed -nE 's,.*entries-written: ([0-9]+/[0-9]+).*,\1,p' $trace)
	echo "$written events"
	[ "${written%/*}" -gt 0 ] && same "${written%/*}" "${written#*/}" &&
		! heard_work
}

same() { [ "$1" = "$2" ] || { echo "$1, then $2" | tr '\n' ' '; false; }; }

all_seen() {
	listen
	kill -HUP "$jpkid"
	sleep 5
	hush
	[ "$(switches)" != "$before" ] || { echo 'no switch'; false; } &&
		heard_urbs > /dev/null && grep -q jpkid $trace &&
		grep -q '\[ccid\]\|ccid_command' $trace
}

mount -t debugfs debug /sys/kernel/debug 2> /dev/null
echo TAP version 13
echo 1..5
test_that 'jpkid publishes the card that lies there' begins
sleep 5
jpkid=$(pid)
place=$(place)
listen
before=$(switches)
sleep "$seconds"
after=$(switches)
hush
test_that "for $seconds seconds neither it nor the reader is busy" \
	same "$before" "$after"
test_that 'nothing of theirs is woken up, by a timer or otherwise' \
	nothing_of_theirs
test_that 'there is no traffic on the USB' eval '! heard_urbs'
test_that 'and all that would have been seen' all_seen
systemctl stop jpkid.socket jpkid
modprobe -r ccid
