# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034
#
# A virtual reader for tests of jpkictl, to be sourced: plugged in with Alice's
# card on it, and gone with the test. $reader_options are its own; $dir is a
# scratch directory.

dir=$(mktemp -d)
control=$dir/control

# shellcheck disable=SC2086 # a list of words
vreader/vreader --vhci ${reader_options:-} --card cards/alice \
	--control "$control" > "$dir/log" 2>&1 &
vreader=$!
trap 'kill $vreader; rm -rf "$dir"' EXIT

tell() { vreader/vrctl "$control" "$@"; }

same() {
	[ "$1" = "$2" ] || { echo "expected '$2', got '$1'"; return 1; }
}

card_powered() {
	for _ in $(seq 100); do
		[ "$(cat /sys/class/ccid/ccid0/card 2>&1)" = powered ] && return
		sleep 0.1
	done
	return 1
}

# exit_of STATUS COMMAND...: what it prints is in $dir/out and $dir/err
exit_of() {
	expected=$1
	shift
	"$@" > "$dir/out" 2> "$dir/err"
	same $? "$expected" || { cat "$dir/out" "$dir/err"; return 1; }
}

# sent PIN: how many times the card on the reader was given that PIN
sent() { tell apdus | tr ' ' '\n' | sed -n "s/^$1=//p"; }
