#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-bench.sh DIR ROUNDS COUNT READERS SECONDS
#
# In the test machine: measures the ways to a card in turn, each time in another
# order, with the programs in DIR. No driver takes a reader by itself; a reader
# is there for the machine when it is authorized. Rows go to /out/raw.csv.
set -eu

rounds=$2
count=$3
readers=$4
seconds=$5
control=/dev/virtio-ports/bench
exec 3> /out/raw.csv
cd "$1"

bench() { bench/bench "$round" "$way" "$@" >&3; }

# The readers by their numbers, as the USB core names them.
declare -A device=()
find_readers() {
	local file serial

	for file in /sys/bus/usb/devices/*/serial; do
		read -r serial < "$file"
		[[ $serial != bench* ]] ||
			device[$((10#${serial#bench}))]=$(basename "${file%/*}")
	done
}

authorize() { echo "$2" > "/sys/bus/usb/devices/${device[$1]}/authorized"; }
bind() { echo "${device[$1]}:1.0" > "/sys/bus/usb/drivers/ccid/$2"; }

begin_usb() { :; }
end_usb() { :; }

# memory_of_kernel: what it has allocated and cannot give back, in KiB
memory_of_kernel() { awk '/^SUnreclaim/ { print $2 }' /proc/meminfo; }

# memory_of PID: its part of the memory, in KiB
memory_of() { awk '/^Pss:/ { print $2 }' "/proc/$1/smaps_rollup"; }

row() { echo "$round,$way,$1,$2,$3" >&3; }

begin_driver() {
	local i before

	before=$(memory_of_kernel)
	for ((i = 0; i < $1; i++)); do bind "$i" bind; done
	udevadm settle
	memory=$(($(memory_of_kernel) - before))
}

end_driver() {
	local i

	for ((i = 0; i < $1; i++)); do bind "$i" unbind; done
}

begin_pcsc() {
	pcscd --foreground > /dev/null 2>&1 &
	pcscd=$!
}

end_pcsc() {
	kill "$pcscd"
	wait "$pcscd" || :
}

# with READERS WAY COMMAND...: while that way has so many readers
with() {
	local n=$1 i

	way=$2
	shift 2
	for ((i = 0; i < n; i++)); do authorize "$i" 1; done
	udevadm settle
	"begin_$way" "$n"
	"$@"
	"end_$way" "$n"
	for ((i = 0; i < n; i++)); do authorize "$i" 0; done
}

one_reader() {
	bench "$count" apdus
	bench $((count / 20)) card
	bench $((count / 150 + 1)) arrival $control
}

# The same with what this driver comes with: a daemon, or a unit for each card.
jpkid_reads() {
	systemctl start jpkid
	way=jpkid bench $((count / 150 + 1)) file $control /run/jpki/ccid0.json
	way=jpkid row memory kib \
		"$(memory_of "$(systemctl show -P MainPID jpkid)")"
	sleep 1
	way=jpkid row memory_spare kib "$(memory_of "$(pgrep -x jpkid-read)")"
	systemctl --quiet stop jpkid.socket jpkid
}

unit_reads() {
	systemctl --quiet --runtime unmask jpki-status@.service
	way=unit bench $((count / 150 + 1)) file $control /run/bench/status.json
	systemctl --quiet --runtime mask jpki-status@.service
}

product() {
	jpkid_reads
	unit_reads
}

# idle READERS: once, and when udevd has got rid of its workers
idle() {
	[ "$round" = 0 ] || return 0
	sleep "$seconds"
	bench "$seconds" idle "idle$1"
}

# many READERS: busy at once, and then idle
many() {
	bench $((count / 5)) crowd "$1"
	[ "$way" != pcsc ] || memory=$(memory_of "$pcscd")
	# less than this is lost among what else comes and goes
	[ "$way" = usb ] || [ "$1" -lt 16 ] || row "memory$1" kib "$memory"
	idle "$1"
}

# pcscd has room for no more than 16 readers.
crowds() {
	local n

	for n in $(printf '%d\n' 1 8 16 "$readers" | sort -nu); do
		[ "$n" -le "$readers" ] || continue
		[ "$n" -gt 16 ] || with "$n" pcsc many "$n"
		with "$n" driver many "$n"
		with "$n" usb many "$n"
	done
}

# calls COMMAND...: system calls that it makes, and pcscd with it
calls() {
	local tracer=

	if [ "$way" = pcsc ]; then
		strace -f -c -o /run/bench/pcscd -p "$pcscd" 2> /dev/null &
		tracer=$!
		sleep 1
	fi
	strace -f -c -o /run/bench/client "$@" > /dev/null
	if [ -n "$tracer" ]; then
		kill -INT $tracer
		wait $tracer || :
	else
		: > /run/bench/pcscd
	fi
	awk '$NF == "total" { n += $4 } END { print n }' \
		/run/bench/client /run/bench/pcscd
}

# By the difference of many and twice as many.
system_calls() {
	local once twice

	bench/bench 0 "$way" 1 one read256 > /dev/null	# now it is there
	once=$(calls bench/bench 0 "$way" 100 one read256)
	twice=$(calls bench/bench 0 "$way" 200 one read256)
	row read256 calls "$(awk "BEGIN { print ($twice - $once) / 100 }")"
}

systemctl --quiet --runtime mask jpki-status@.service
mkdir -p /run/bench /run/systemd/system/jpki-status@.service.d /etc/default
echo 'JPKI_STATUS_OPTIONS=--json' > /etc/default/jpki
printf '[Service]\nStandardOutput=truncate:/run/bench/status.json\n' \
	> /run/systemd/system/jpki-status@.service.d/bench.conf
systemctl daemon-reload
modprobe ccid
echo 0 > /sys/bus/usb/drivers_autoprobe
until [ ${#device[@]} = "$readers" ]; do
	sleep 0.5
	find_readers
done
ways=(usb driver pcsc)
for ((round = 0; round < rounds; round++)); do
	for ((turn = 0; turn < 3; turn++)); do
		with 1 "${ways[(round + turn) % 3]}" one_reader
	done
	with 1 driver product
	way=usb idle 0
	crowds
done
round=0
for way in "${ways[@]}"; do with 1 "$way" system_calls; done
way=driver row module kib \
	"$(awk '$1 == "ccid" { print $2 / 1024 }' /proc/modules)"
