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

# soon SECONDS COMMAND...: it succeeds before that many seconds are over
soon() {
	tenths=$(($1 * 10))
	shift
	until "$@" > /dev/null 2>&1; do
		tenths=$((tenths - 1))
		[ $tenths -gt 0 ] || { echo "not yet: $*"; return 1; }
		sleep 0.1
	done
}

# free_ports N: of the bus, for readers that come at once and would race for them
free_ports() {
	awk '$1 == "hs" && $3 == 4 { print $2 + 0 }' \
		/sys/devices/platform/vhci_hcd.0/status* | head -n "$1"
}

# controls N: so many more readers can be told something
controls() { [ "$(find "$dir" -name 'control.*' | wc -l)" = "$1" ]; }

generation() { cat /sys/class/ccid/ccid0/generation; }

powered() { [ "$(cat /sys/class/ccid/ccid0/card)" = powered ]; }

card_powered() { soon 10 powered; }

# exit_of STATUS COMMAND...: what it prints is in $dir/out and $dir/err
exit_of() {
	expected=$1
	shift
	"$@" > "$dir/out" 2> "$dir/err"
	same $? "$expected" || { cat "$dir/out" "$dir/err"; return 1; }
}

# sent PIN: how many times the card on the reader was given that PIN
sent() { tell apdus | tr ' ' '\n' | sed -n "s/^$1=//p"; }
