#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A terminal in QEMU and a virtual reader on its USB. A card is put down and
# swapped for another, and the reader unplugged. What the terminal shows of the
# cards was started by its own udev; without it this fails.
set -euo pipefail
unset MAKEFLAGS	# the jobs of a make that waits for this are not ours

cd "$(dirname "$0")/../.."
export O=${O:-build}
out=$O/demo

say() { printf '\n[%3d s] %s\n' "$SECONDS" "$*"; }
fail() { printf '\ndemo: %s: see %s\n' "$1" "$out/console" >&2; exit 1; }
reader() { "$O/selftests/vreader/vrctl" "$out/vreader.ctl" "$@" > /dev/null; }

# wait_for SECONDS WORDS: until the terminal has shown the words
wait_for() {
	local deadline=$((SECONDS + $1))

	until grep -qsE "$2" "$out/console"; do
		kill -0 "$machine" 2>/dev/null || fail "the machine has stopped"
		[ $SECONDS -lt $deadline ] || fail "'$2' did not appear"
		sleep 0.1
	done
}

# status NUMBER WORDS: shows the status of that card, in which the words must be
status() {
	local process

	wait_for 30 "demo: status $1"
	sleep 0.5	# the journal is not in a hurry
	process=$(grep -oE 'jpkictl\[[0-9]+\]' "$out/console" | uniq |
		sed -n "$1p")
	[ -n "$process" ] || fail "no status of card $1"
	grep -F "$process" "$out/console" |
		sed 's/\r//; s/.*jpkictl\[[0-9]*\]: /    /' | tee "$out/status-$1"
	grep -qE "$2" "$out/status-$1" || fail "card $1 is not '$2'"
}

say "ビルドしています / building"
make -s --no-print-directory "-j$(nproc)" userspace testtools modules >&2
selftests/qemu/cards.sh "$O/cards"

say "端末を起動しています(20秒ほど) / starting the terminal, some 20 seconds"
rm -rf "$out"
selftests/qemu/run.sh --reader --timeout 150 --out "$out" -- \
	"$PWD/selftests/qemu/guest-demo.sh" > "$O/demo.log" 2>&1 &
machine=$!
trap 'kill $machine 2>/dev/null || :; wait' EXIT

wait_for 60 'demo: ready'
say "カードリーダーをつなぎます / plugging the reader in"
reader plug
wait_for 30 'demo: plugged'

say "1枚目のカードを置きます / putting the first card down"
reader insert "$(realpath "$O/cards/fine")"
status 1 有効です

say "別のカードに替えます: 更新期間中、暗証番号の残りは1回" \
	"/ another card: may be renewed, one PIN try left"
reader swap "$(realpath "$O/cards/renew")"
status 2 あと1回

say "カードリーダーを抜きます / unplugging the reader"
reader unplug
wait_for 30 'demo: unplugged'
wait $machine || fail "the terminal ended with an error"
scripts/check-dmesg "$out/dmesg" || fail "the kernel complained"
say "終わりました / done"
