#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# jpkictl pin verify and pin change, as installed, against a card on a virtual
# reader: what each entry costs, which PIN is in force afterwards, and that none
# is to be found anywhere. Alice's PINs are 1234, ABC123 and 1234.

# shellcheck disable=SC2154 # reader.sh sets dir

# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh

tracing=/sys/kernel/tracing

# A password that is nowhere else, made where nothing logs it.
marker=$(head -c 300 /dev/urandom | base64 -w 0 | tr -dc '[:upper:]' |
	head -c 15)7

lines() { printf '%s\n' "$@" > "$dir/lines"; }

# pin VERB PIN OPTION...: with what lines() was given last
pin() { jpkictl pin "$@" --json --pin-fd 3 3< "$dir/lines"; }

# costs TRIES EXIT VERB PIN OPTION...: what an entry comes to
costs() {
	tries=$1
	status=$2
	shift 2
	before=$(sent "$2")
	exit_of "$status" pin "$@" &&
		same "$(sent "$2")" $((before + tries))
}

# result RESULT LEFT: of what was run last
result() {
	same "$(jq -r '"\(.schema) \(.result) \(.tries.left)"' "$dir/out")" \
		"jpki.entry/1 $1 $2"
}

error() { same "$(jq -r '"\(.schema) \(.error)"' "$dir/out")" "jpki.error/1 $1"; }

right() {
	lines 1234
	costs 1 0 verify auth && result verified 3 &&
		costs 1 0 verify card && result verified 3 || return 1
	lines ABC123
	costs 1 0 verify sign && result verified 5
}

wrong() {
	lines 9876
	costs 1 6 verify auth && result wrong_pin 2 || return 1
	lines 1234
	costs 1 0 verify auth && result verified 3
}

malformed() {
	lines 123
	costs 0 2 verify auth && error pin_form || return 1
	lines abc123
	costs 0 2 verify sign && error pin_form || return 1
	lines 1234 1234
	costs 0 2 change auth && error pin_same || return 1
	lines 1234 567
	costs 0 2 change auth && error pin_form
}

last_try() {
	tell tries auth 1
	lines 1234
	costs 0 5 verify auth && result pin_floor 1 &&
		costs 0 5 change auth && result pin_floor 1 &&
		costs 1 0 verify auth --last-try && result verified 3
}

# The administrator has not allowed it, and nobody is no administrator.
last_try_is_for_administrators() {
	tell tries auth 1
	chmod 755 "$dir" && chmod 644 "$dir/lines"
	chmod 666 /dev/ccid0
	before=$(sent auth)
	exit_of 5 setpriv --reuid nobody --clear-groups jpkictl pin verify auth \
		--json --last-try --pin-fd 3 3< "$dir/lines"
	refused=$?
	chmod 660 /dev/ccid0
	[ $refused = 0 ] && result pin_floor 1 && same "$(sent auth)" "$before"
}

lost_for_good() {
	lines 9876
	costs 1 6 verify auth --last-try && result wrong_pin 0 || return 1
	lines 1234
	costs 0 1 verify auth --last-try && result pin_locked 0 &&
		grep -q 'user authentication is locked' "$dir/err"
}

changed() {
	lines ABC123 "$marker"
	costs 1 0 change sign && result changed 5 || return 1
	lines "$marker"
	costs 1 0 verify sign && result verified 5 || return 1
	lines ABC123
	costs 1 6 verify sign && result wrong_pin 4
}

wrong_old_one_changes_nothing() {
	lines "ABC123" "XYZ123"
	costs 1 6 change sign && result wrong_pin 3 || return 1
	lines "$marker"
	costs 1 0 verify sign && result verified 5
}

# The card that another program finds is closed.
closed_again() {
	lines 1234
	costs 1 0 verify card || return 1
	jpkictl apdu 00A4040C0AD3921000310001010408 00A4020C020002 \
		00B0000004 | grep -q 6982
}

# begin VERB PIN: leaves jpkictl, $asking, waiting for a PIN that comes by $fifo
begin() {
	rm -f "$dir/fifo"
	mkfifo "$dir/fifo"
	jpkictl pin "$@" --json --debug --pin-fd 0 \
		< "$dir/fifo" > "$dir/out" 2> "$dir/err" &
	asking=$!
	exec 4> "$dir/fifo"
	for _ in $(seq 100); do
		grep -q CCID_IOC_UNLOCK "$dir/err" && return
		sleep 0.1
	done
	cat "$dir/err"
	return 1
}

# finish EXIT LINE...: gives it the PIN
finish() {
	expected=$1
	shift
	printf '%s\n' "$@" >&4
	exec 4>&-
	wait "$asking"
	same $? "$expected" || { cat "$dir/out" "$dir/err"; return 1; }
}

swapped() {
	tell tries auth 3 > /dev/null
	begin "$1" auth || return 1
	tell swap cards/bob > /dev/null
	sleep 0.5
	card_powered
	shift
	finish 4 "$@" && error card_changed && same "$(sent auth)" 0
}

swapped_before_verify() { swapped verify 9876; }
swapped_before_change() { swapped change 9876 5678; }

not_in_the_process_list() {
	tell swap cards/alice > /dev/null && sleep 0.5 && card_powered || return 1
	lines ABC123 "$marker"
	costs 1 0 change sign && begin change sign || return 1
	echo "$marker" >&4
	sleep 0.5	# it has that line and waits for the next one
	{ cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ; } 2>&1 |
		tr '\0' '\n' > "$dir/processes"
	finish 0 "${marker%7}8" && grep -q jpkictl "$dir/processes" &&
		hidden "$dir/processes"
}

# hidden FILE...: the marker is not in them, neither as text nor in digits
hidden() {
	hex=$(printf %s "$marker" | od -An -tx1 | tr -d ' \n')
	for file; do
		[ -s "$file" ] || { echo "$file is empty"; return 1; }
		tr -d ' :\n' < "$file" > "$dir/joined"
		! grep -qi -e "$marker" -e "$hex" "$dir/joined" ||
			{ echo "it is in $file"; return 1; }
	done
}

# costs() once more, and what was printed is added to what is searched
told() {
	costs "$@" --debug && cat "$dir/out" "$dir/err" >> "$dir/told"
}

# Everything that may be turned on is, but for tracing of system calls.
found_nowhere() {
	echo 'module ccid +p' > /sys/kernel/debug/dynamic_debug/control
	echo 1 > $tracing/events/ccid/enable
	lines "${marker%7}8" "$marker"
	told 1 0 change sign || return 1
	lines "$marker" "7$marker"
	told 0 2 change sign || return 1
	lines "$marker" "${marker%7}8"
	told 1 0 change sign || return 1
	lines "$marker"
	told 1 6 verify sign || return 1
	dmesg > "$dir/dmesg"
	journalctl --no-pager > "$dir/journal"
	cat $tracing/trace > "$dir/trace"
	echo 0 > $tracing/events/ccid/enable
	grep -q 'PIN command' "$dir/told" && grep -q type=6f "$dir/trace" &&
		hidden "$dir/told" "$dir/dmesg" "$dir/journal" "$dir/trace" \
			"$dir/log"
}

no_keys() {
	before=$(sent auth)
	exit_of 2 jpkictl pin verify auth --pinpad --json &&
		error no_pin_pad && same "$(sent auth)" "$before"
}

echo TAP version 13
echo 1..16
test_that 'the reader comes with its card' card_powered
test_that 'a right PIN is told' right
test_that 'a wrong PIN costs one try, a right one gives it back' wrong
test_that 'what is malformed costs none' malformed
test_that 'the last try is kept unless it is asked for' last_try
test_that 'and then only for an administrator' last_try_is_for_administrators
test_that 'who insists may lock it, and is not let go on' lost_for_good
test_that 'a new PIN is in force and the old one is not' changed
test_that 'without the old one nothing changes' wrong_old_one_changes_nothing
test_that 'the card is closed again' closed_again
test_that 'a card swapped before its PIN came keeps its tries' \
	swapped_before_verify
test_that 'and before it was changed' swapped_before_change
test_that 'a PIN is in no process list' not_in_the_process_list
test_that 'nor in what is printed, logged or traced' found_nowhere
test_that 'a reader without keys is told' no_keys
test_that 'no card is told' eval 'tell remove && sleep 0.5 &&
	exit_of 4 jpkictl pin verify auth'
