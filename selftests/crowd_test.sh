#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A reader among many with many slots, which ask for more time whatever they are
# asked: as many slots wait for them as a workqueue of the kernel runs work at a
# time (256), and some more.

# shellcheck disable=SC2154 # reader.sh sets dir and vreader

# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh

crowd=18
slots=16

nodes() { [ "$(find /sys/class/ccid -mindepth 1 | wc -l)" = "$1" ]; }

another_card() { [ "$(generation)" -gt "$1" ] && powered; }

# One slot of each is being asked, and has got more time already.
all_wait() {
	[ "$(cat /sys/class/ccid/ccid*/statistics/time_extensions |
		grep -cvx 0)" = $crowd ]
}

crowd_comes() {
	soon 30 controls $crowd || return
	sockets=$(find "$dir" -name 'control.*' | paste -sd,)
	vreader/vrctl "$sockets" fault timext endless xendless &&
		vreader/vrctl "$sockets" plug &&
		soon 60 nodes $((crowd * slots + 1)) && soon 10 all_wait
}

# On one queue with theirs the work for it would wait for five minutes.
card_is_told_of() {
	before=$(generation)
	tell swap cards/bob
	soon 5 another_card "$before"
}

# shellcheck disable=SC2086 # a list of words
crowd_leaves() {
	kill $others
	soon 60 nodes 1
}

echo TAP version 13
echo 1..4
test_that 'a card lies on the reader' card_powered
others=
for port in $(free_ports $crowd); do
	vreader/vreader --vhci="$port" --unplugged --slots $slots \
		--control "$dir/control.$port" > "$dir/log.$port" 2>&1 &
	others="$others $!"
done
test_that 'readers come that keep everybody waiting' crowd_comes
test_that 'another card on the first is told of at once' card_is_told_of
test_that 'they leave, and it stays' crowd_leaves
