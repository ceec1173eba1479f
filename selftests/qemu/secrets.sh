#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: secrets.sh
#
# Looks for PINs in the whole memory of the test machine, kernel and all, after
# jpkictl has verified and changed one and its processes have ended. The PINs
# are made for this run; the machine is given them inverted, and the reader and
# its card are outside of it. A marker that a process there still holds shows
# that what is there would be found. Prints TAP.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
build=${O:-build}
build=$(cd "$build" && pwd)
out=$build/secrets
card=$build/selftests/secret-card

# 15 letters and a digit: the longest signature PIN.
secret() {
	local letters
	letters=$(head -c 400 /dev/urandom | base64 -w 0 | tr -dc '[:upper:]')
	echo "${letters:0:15}7"
}

masked() {
	printf '%s\n' "$@" | od -An -v -tx1 | tr -d ' \n' |
		tr '0123456789abcdef' 'fedcba9876543210'
}

# A text, and what a dump of its bytes would look like.
forms() {
	local hex
	hex=$(printf %s "$1" | od -An -v -tx1)
	hex=${hex:1}
	printf '%s\n' "$1" "$hex" "${hex^^}" "${hex// /}" "${hex// /:}"
}

found() {
	forms "$1" > "$out/forms"
	LC_ALL=C grep -qaFf "$out/forms" "$out/memory"
}

number=0
that() {
	local what=$1 verdict=ok
	shift
	"$@" || verdict='not ok'
	number=$((number + 1))
	echo "$verdict $number $what"
}

ended() { grep -qx "$1 $2" "$out/exits"; }
absent() { ! found "$1"; }
tell() { echo "$1" > "$out/monitor.in"; }

# The monitor is asked for something more: that is answered when the dump is.
dump() {
	tell "dump-guest-memory $out/memory"
	tell 'info status'
	timeout 120 grep -m 1 -q 'VM status' < "$out/monitor.out"
}

wrong=$(secret) right=$(secret) new=$(secret) control=$(secret)
rm -rf "$out" "$card"
mkdir -p "$card"
"$build/selftests/vreader/mkpki" --out "$card" --name holder > /dev/null
echo "sign_pin=$right" >> "$card/holder/profile"

echo 1..8
# run.sh empties its directory first: the PINs go there when the machine boots.
"$here/run.sh" --monitor --timeout 200 --card "$card/holder" --out "$out" -- \
	"$here/guest-secrets.sh" "$build/selftests/marker" > "$build/secrets.log" 2>&1 &
machine=$!
until [ -p "$out/monitor.out" ]; do
	kill -0 $machine || { cat "$build/secrets.log"; exit 1; }
	sleep 0.1
done
masked "$wrong" > "$out/wrong"
masked "$right" > "$out/right"
masked "$right" "$new" > "$out/change"
masked "$control" > "$out/control"
until [ -e "$out/done" ]; do
	kill -0 $machine || { cat "$build/secrets.log"; exit 1; }
	sleep 0.2
done

that 'a wrong PIN was refused' ended wrong 6
that 'the right one was taken' ended right 0
that 'and changed' ended change 0
that 'the memory was written down' dump
that 'what is in memory is found there' found "$control"
that 'the wrong PIN is nowhere' absent "$wrong"
that 'the right PIN is nowhere' absent "$right"
that 'the new PIN is nowhere' absent "$new"
rm -f "$out/memory" "$out/forms"
touch "$out/seen"
wait $machine || echo "# the machine ended with exit status $?"
