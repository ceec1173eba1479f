#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What "make bench" does: boots the stock kernel once, with virtual readers on
# its USB, and has guest-bench.sh measure the ways to a card there in turn.
# Leaves in $O/bench: raw.csv, bench.json, bench.svg, and the table in table.md,
# which it prints.
#
# BENCH_ROUNDS (5) says how many rounds, BENCH_READERS (32) how many readers.
# With SHORT set it is one round of little, in $O/bench-short, which says nothing
# about times.
set -euo pipefail
unset MAKEFLAGS	# the jobs of a make that waits for this are not ours

cd "$(dirname "$0")/../.."
export O=${O:-build}
build=$(realpath -m "$O")
out=$build/bench
rounds=${BENCH_ROUNDS:-5}
readers=${BENCH_READERS:-32}
count=300
seconds=5
if [ -n "${SHORT:-}" ]; then
	rounds=1 readers=2 count=20 seconds=1 out=$out-short
fi

load=$(uptime | sed 's/.*average: //')
children=()
trap '[ ${#children[@]} = 0 ] || kill "${children[@]}" 2>/dev/null || :; wait' EXIT

make -s --no-print-directory "-j$(nproc)" userspace testtools modules benchtools
make -s --no-print-directory "$O/selftests/cards/.made"
rm -rf "$out"
mkdir -p "$out"

# A controller has ports for fifteen; QEMU makes a hub of the last one.
words=(-smp 1)
for ((i = 0; i < readers; i++)); do
	name=$(printf 'bench%03d' "$i")
	bus=usb$((i / 14))
	[ $((i % 14)) != 0 ] || words+=(-device "qemu-xhci,id=$bus,p2=15,p3=15")
	"$build/selftests/vreader/vreader" --usbredir "$out/$name.sock" \
		--control "$out/$name.ctl" --serial "$name" \
		--card "$build/selftests/cards/alice" \
		> "$out/$name.log" 2>&1 &
	children+=($!)
	words+=(-chardev "socket,id=$name,path=$out/$name.sock"
		-device "usb-redir,chardev=$name,bus=$bus.0")
done
for ((i = 0; i < readers; i++)); do
	until [ -S "$out/$(printf 'bench%03d' "$i").sock" ]; do
		sleep 0.05
	done
done
words+=(-chardev "socket,id=control,path=$out/bench000.ctl"
	-device virtio-serial -device "virtserialport,chardev=control,name=bench"
	-plugin "$build/selftests/bench/count.so,to=$out/instructions")

selftests/qemu/run.sh --timeout 1500 --out "$out/guest" \
	--append "usbcore.authorized_default=0 quiet" --qemu "${words[*]}" -- \
	"$PWD/selftests/bench/guest-bench.sh" "$build/selftests" \
	"$rounds" "$count" "$readers" "$seconds" > "$out/log" 2>&1 || {
	tail -n 30 "$out/log" >&2
	exit 1
}

# The plugin has counted in the order of the rows that ask for it.
awk -F , -v OFS=, '$4 == "instructions" {
	if ((getline count < "'"$out"'/instructions") <= 0) next
	$5 = count / $5
} { print }' "$out/guest/raw.csv" > "$out/raw.csv"

jq -R -s -f selftests/bench/summary.jq --arg rounds "$rounds" \
	--arg date "$(date -u +%FT%TZ)" --arg load "$load" \
	--arg kernel "$(make -s print-KVER)" \
	--arg emulator "$(qemu-system-x86_64 --version | head -n 1)" \
	"$out/raw.csv" > "$out/bench.json"
jq -r -f selftests/bench/table.jq "$out/bench.json" | tee "$out/table.md"
gnuplot -e "raw='$out/raw.csv'; out='$out/bench.svg'" selftests/bench/plot.gp
echo "load of this machine, at the beginning and now: $load /$(uptime | sed 's/.*average: / /')"
