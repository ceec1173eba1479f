#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# jpkictl pin verify --pinpad, as installed, against a card on a virtual reader
# with keys: the PIN is typed there, and what each entry costs. Alice's PIN is
# 1234.

# shellcheck disable=SC2034,SC2154 # for reader.sh, and from it
reader_options='--pinpad=1'
# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh

# costs TRIES EXIT KEYS...: what comes of it when those are pressed
costs() {
	tries=$1
	status=$2
	shift 2
	before=$(sent auth)
	tell pinpad "$@" > /dev/null &&
		exit_of "$status" jpkictl pin verify auth --pinpad --json &&
		same "$(sent auth)" $((before + tries))
}

result() {
	same "$(jq -r '"\(.result) \(.tries.left)"' "$dir/out")" "$1"
}

error() { same "$(jq -r .error "$dir/out")" "$1"; }

wrong() { costs 1 6 type 9876 && result 'wrong_pin 2'; }
right() { costs 1 0 type 1234 && result 'verified 3'; }
cancelled() { costs 0 7 cancel && error canceled; }
too_late() { costs 0 7 timeout && error timeout; }

# Two wrong ones leave one try: what is typed is not asked for any more.
floor() {
	costs 1 6 type 9876 && costs 1 6 type 9876 || return 1
	tell pinpad type 1234 > /dev/null
	before=$(sent auth)
	exit_of 5 jpkictl pin verify auth --pinpad --json &&
		result 'pin_floor 1' && same "$(sent auth)" "$before"
}

within_rules() { same "$(tell violations)" 'ok 0'; }

echo TAP version 13
echo 1..7
test_that 'the reader comes with its card' card_powered
test_that 'a wrong PIN costs one try' wrong
test_that 'a right one gives it back' right
test_that 'who gives up spends none' cancelled
test_that 'nor who does not type' too_late
test_that 'the last try is kept' floor
test_that 'no rule of CCID was broken' within_rules
