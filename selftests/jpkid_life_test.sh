#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: jpkid_life_test.sh [INSERTIONS [READERS]]
#
# jpkid over a long time: days that pass, events that get lost, many cards
# (INSERTIONS, 50) and many readers (READERS, 8; vhci_hcd has room for 120), and
# what it costs; how it begins and ends.

# shellcheck disable=SC2154 # reader.sh and jpkid.sh set these

# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh
# shellcheck source=/dev/null
. ./jpkid.sh

insertions=${1:-50}
readers=${2:-8}
figures=$dir/figures

day() { [ "$(jq -r .time "$file" | cut -c -10)" = "$1" ]; }

uptime() { cut -d . -f 1 /proc/uptime; }

# A clock that is set, and then a midnight in Japan.
another_day() {
	real=$(($(date +%s) - $(uptime)))
	date -u -s 2027-01-01T14:59:45Z
	soon 10 day 2027-01-01 && soon 30 day 2027-01-02
	wrong=$?
	date -s "@$((real + $(uptime)))"
	soon 10 eval '! day 2027-01-02' && return $wrong
}

journal_has() { journalctl --sync && [ "$(journal "$@")" -ge 1 ]; }

journals_more() {
	settings 'journal = full'
	systemctl reload jpkid
	soon 10 journal_has JPKI_TRIES_AUTH=3 JPKI_EXPIRY_AUTH=2028-05-10
	wrong=$?
	settings
	systemctl reload jpkid
	return $wrong
}

# While it does not listen more happens than the kernel keeps for it.
overrun() {
	kill -STOP "$(pid)"
	for i in $(seq 80); do
		tell swap cards/alice > /dev/null
	done
	tell swap cards/bob > /dev/null
	sleep 0.5
	kill -CONT "$(pid)"
	soon 20 card_of 2026-12-01
}

expiring() { grep "\"expiry_date\":\"$1\"" "$run"/*.json; }

now() { cut -d ' ' -f 1 /proc/uptime; }

seconds() { echo "$(now) - $1" | bc; }

control_of() { echo "$dir/control.$1"; }

# The first of them does not tell of cards. They come before everything else, or
# the kernel, setting up the first, would keep the others from being plugged in.
many() {
	others=
	asked=--no-interrupt
	i=0
	for port in $(free_ports $((readers - 1))); do
		i=$((i + 1))
		nice -n -20 vreader/vreader --vhci="$port" --unplugged $asked \
			--card cards/bob --control "$(control_of "$i")" > "$dir/log.$i" 2>&1 &
		others="$others $!"
		asked=
	done
	soon 60 controls $((readers - 1))
	sockets=$(find "$dir" -name 'control.*' | paste -sd,)
	start=$(now)
	nice -n -20 vreader/vrctl "$sockets" plug > /dev/null
	echo "$readers readers, plugged in within $(seconds "$start") s" > "$figures"
	soon 120 files "$readers" &&
		vreader/vrctl "$(control_of 1)" swap cards/alice &&
		soon 10 expiring 2028-05-10
	wrong=$?
	echo "published after $(seconds "$start") s, VmRSS $(costs VmRSS) kB" >> "$figures"
	# shellcheck disable=SC2086 # a list of words
	kill $others
	soon 60 files 1 && [ $wrong = 0 ]
}

switches() {
	sed -n 's/.*voluntary_ctxt_switches:\t//p' /proc/"$(pid)"/status |
		paste -sd+ | bc
}

# Asking for the process id is no business of the daemon's.
sleeps() {
	soon 5 eval '! reading'
	sleep 2
	before=$(switches)
	sleep 5
	same "$(switches)" "$before"
}

# what of /proc/PID/status, or how many descriptors
costs() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" /proc/"$(pid)"/status; }

same_descriptors() { same "$(descriptors)" "$files"; }
descriptors() { find /proc/"$(pid)"/fd -type l | wc -l; }

small() {
	echo "at most $(costs VmHWM) kB of memory were in use" >> "$figures"
	cat "$figures"
	[ "$(costs VmHWM)" -lt 3072 ]
}

# What a first insertion needs is there by now.
does_not_grow() {
	memory=$(costs VmRSS)
	files=$(descriptors)
	for i in $(seq "$insertions"); do
		tell swap cards/alice > /dev/null
		[ $((i % 20)) != 0 ] || soon 10 card_of 2028-05-10 || return
		[ $((i % 1000)) != 0 ] || echo "# $i cards so far" >&3
	done
	soon 10 card_of 2028-05-10
	soon 5 same_descriptors
	echo "$insertions cards, VmRSS from $memory to $(costs VmRSS) kB," \
		"descriptors from $files to $(descriptors)" >> "$figures"
	cat "$figures"
	same_descriptors &&
		[ "$(costs VmRSS)" -le $((memory + 64)) ]
}

started_by_socket() {
	systemctl stop jpkid && [ ! -e "$file" ] && [ -S "$run/jpkid.sock" ] || return
	timeout 20 ./kiosk > "$dir/heard.socket" &
	soon 20 systemctl is-active jpkid && soon 10 [ -e "$file" ] &&
		grep -q reader_added "$dir/heard.socket"
}

ends() {
	systemctl stop jpkid jpkid.socket
	! pgrep -x jpkid && [ ! -e "$file" ] && [ ! -e "$run/jpkid.sock" ]
}

# Where nothing of systemd's or udev's is running, but what it may have left in
# the environment, jpkid makes its directory and socket and talks plainly.
starts_alone() {
	soon 10 [ -s "$alone_run/ccid0.json" ] &&
		same "$(stat -c %a:%U:%G "$alone_run" "$alone_run/ccid0.json" \
			"$alone_run/jpkid.sock" | tr '\n' ' ')" \
			'750:root:jpki 640:root:jpki 660:root:jpki '
}

follows_alone() {
	file=$alone_run/ccid0.json
	tell swap cards/bob > /dev/null
	soon 10 card_of 2026-12-01
	wrong=$?
	tell swap cards/alice > /dev/null
	soon 10 card_of 2028-05-10 && return $wrong
}

talks_plainly() {
	kill -HUP $alone
	soon 5 [ -s "$dir/alone.log" ] && same "$(cat "$dir/alone.log")" \
		'jpkid: The settings were read again.'
}

second_is_refused() {
	exit_of 1 jpkid --foreground --run-dir "$alone_run" &&
		grep 'another jpkid publishes there' "$dir/err" &&
		[ -s "$alone_run/ccid0.json" ] && [ -S "$alone_run/jpkid.sock" ]
}

ended_alone() { same "$1" 0 && same "$(ls -A "$alone_run")" ''; }

echo TAP version 13
echo 1..16
settings
test_that 'the daemon starts' starts
test_that 'a card that lies there is published' inserted
test_that 'the journal has more when it may' journals_more
test_that 'another day is another status' another_day
test_that 'what it did not hear it asks for' overrun
test_that "$readers readers at once are all published" many
test_that 'it sleeps while nothing happens' sleeps
test_that 'it has been small all the time' small
test_that "$insertions cards later it is no larger" does_not_grow 3>&1
sed 's/^/# /' "$figures"
test_that 'an application that connects starts it' started_by_socket
test_that 'it leaves nothing behind' ends
alone_run=$dir/alone/jpki
mkdir "$dir/alone"
# shellcheck disable=SC2016 # for the shell in there
unshare --mount sh -c 'mount --bind "$1" /run && exec env -i PATH="$PATH" \
	JOURNAL_STREAM=1:1 LISTEN_FDS=1 NOTIFY_SOCKET=/run/none \
	jpkid --foreground' sh "$dir/alone" 2> "$dir/alone.log" &
alone=$!
test_that 'it starts without systemd' starts_alone
test_that 'follows the card' follows_alone
test_that 'talks plainly' talks_plainly
test_that 'lets no other publish there' second_is_refused
kill $alone
wait $alone
test_that 'and leaves nothing behind either' ended_alone $?
