#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: check.sh [style|unit|qemu|debug|system]...
#
# Runs those groups of tests and adds up; by default all of them, with debug in
# the short form that SHORT=1 gives it alone. What each step printed is kept in
# $O/log, as NAME.log and, for the tally, NAME.tap.
set -euo pipefail
unset MAKEFLAGS	# the jobs of a make that waits for this are not ours

cd "$(dirname "$0")/.."
export O=${O:-build} WERROR=1
log=$O/log
make=(make --no-print-directory "-j$(nproc)")
limit=1200

say() { printf '%4d s  %s\n' "$SECONDS" "$1"; }
value() { "${make[@]}" -s "print-$1"; }

# A step that prints TAP itself.
tap() {
	local name=$1 status=0
	shift
	say "$name"
	timeout "$limit" "$@" > "$log/$name.tap" 2>&1 < /dev/null || status=$?
	printf '\n# exit %d\n' $status >> "$log/$name.tap"
}

# A step that is one test: 0 passes, 4 is a skip, all else fails.
step() {
	local name=$1 status=0 verdict
	shift
	say "$name"
	timeout "$limit" "$@" > "$log/$name.log" 2>&1 < /dev/null || status=$?
	case $status in
	0) verdict="ok 1 $name" ;;
	4) verdict="ok 1 $name # SKIP" ;;
	*) verdict="not ok 1 $name: exit status $status" ;;
	esac
	{
		echo 1..1
		sed 's/^/# /' "$log/$name.log"
		echo "$verdict"
		echo '# exit 0'
	} > "$log/$name.tap"
}

style() {
	local script name
	for script in scripts/check-* scripts/tests/*; do
		name=${script##*/}
		[ "$name" = check-dmesg ] || step "${name%.sh}" "$script"
	done
	step sparse "${make[@]}" sparse
}

unit() {
	local program name
	step unit-tests "${make[@]}" -k unit-tests
	for program in $(value UNIT_TESTS); do
		name=${program#"$O"/asan/}
		tap "unit-${name//\//-}" "$program"
	done
}

# Boots once, runs programs that print TAP, and reads the kernel's log.
boot() {
	local name=$1 machine=$2 guest=$3 program tap
	shift 3
	# shellcheck disable=SC2086 # lists of words
	step "boot-$name" selftests/qemu/run.sh --timeout "$limit" \
		--out "$log/$name" $machine -- \
		"$PWD/selftests/qemu/guest-check.sh" $guest "$@"
	step "kernel-log-$name" scripts/check-dmesg "$log/$name/dmesg" \
		"$log/$name/console"
	for program; do
		program=${program%% *}
		tap=${program##*/}.tap
		cp "$log/$name/$tap" "$log/$name-$tap" 2>/dev/null ||
			: > "$log/$name-$tap"
	done
}

# The driver's own tests on the kernel of Debian's backports.
backports() {
	local KDIR programs
	mapfile -t programs < <(value ST_DRIVER | xargs -r realpath)
	step backports-kernel scripts/backports-kernel.sh
	KDIR=$(tail -n 1 "$log/backports-kernel.log")
	export KDIR KVER=${KDIR##*/linux-headers-}
	step module-backports "${make[@]}" modules
	boot backports '' --vhci "${programs[@]}"
}

# What all machines share.
machines() {
	step kselftests "${make[@]}" -k kselftests
	step cards selftests/qemu/cards.sh "$O/cards"
}

# The kselftests that do not hunt, on the stock kernel; and the storm, for only
# without KASAN, which keeps what is freed for a while, can objects be counted.
stock() {
	local programs
	mapfile -t programs < <(value ST_CALM | xargs -r realpath)
	boot kselftest '--append slub_debug=U' --vhci "${programs[@]}" \
		"$PWD/$O/selftests/storm"
}

# What else a machine is booted for.
others() {
	boot usbredir "--card $O/cards/fine" '' \
		"$PWD/selftests/qemu/smoke.sh" "$PWD/selftests/qemu/idle.sh"
	tap secrets selftests/qemu/secrets.sh
	tap suspend selftests/qemu/suspend.sh
	step kernel-log-suspend scripts/check-dmesg "$O/suspend/console"
	step readers selftests/qemu/readers.sh "$(value READERS)"
	step bench env SHORT=1 selftests/bench/bench.sh
	step kernel-log-bench scripts/check-dmesg \
		"$O/bench-short/guest/dmesg" "$O/bench-short/guest/console"
	backports
}

# A machine keeps one processor busy: two of them at a time.
qemu() {
	machines
	others &
	stock
	wait
}

# On the kernel that looks for mistakes; see selftests/qemu/debug.config.
debug() {
	local kernel programs limit=7200 lies='200000 1 8' fuzz=300 storm='5000 8'
	local at=$PWD/$O/selftests guest=$PWD/selftests/qemu tests=ST_CALM nomem
	nomem=slub_debug=A$(printf ,kmalloc-%s 8 16 32 96 128 192 256 512 1k 2k 4k 8k)
	if [ -n "${SHORT:-}" ]; then
		limit=1200 lies='3000 1 4' fuzz=20 storm='200 8' tests=ST_SHORT
	fi
	scripts/debug-kernel.sh > "$log/debug-kernel" || :
	kernel=$(cat "$log/debug-kernel")
	step debug-kernel test -n "$kernel"
	step module-debug "${make[@]}" "KDIR=$kernel/build" CCID_KUNIT=y \
		"KVER=$(basename "$kernel"/lib/modules/*)" modules
	step debug-tests "${make[@]}" -k debug-tests
	step debug-cards selftests/qemu/cards.sh "$O/cards"
	mapfile -t programs < <(value "$tests" | xargs -r realpath)
	# Each keeps two processors busy.
	boot debug --debug '--vhci --limit 900' "$guest/kunit.sh" \
		"${programs[@]}" "$guest/leaks.sh"
	boot debug-xhci "--debug --card $O/cards/fine --append $nomem" '' \
		"$at/nomem" "$guest/leaks.sh"
	boot debug-hunt --debug "--vhci --no-udev --limit $limit" \
		"$at/malice $lies" "$at/ioctl_fuzz $fuzz" "$at/storm $storm" \
		"$guest/leaks.sh"
}

# The packages, installed and used on a Debian of their own.
system() {
	step system-root selftests/system/root.sh
	tap system selftests/system/system.sh
	step kernel-log-system scripts/check-dmesg "$O/system/out/dmesg" \
		"$O/system/out/console"
}

all() {
	export SHORT=1
	style &
	unit
	wait
	machines
	{ others; system; } &
	stock
	debug
	wait
}

rm -rf "$log"
mkdir -p "$log"
step userspace "${make[@]}" userspace testtools
step module "${make[@]}" modules
for group in "${@:-all}"; do
	"$group"
done
scripts/tally "$log"/*.tap
