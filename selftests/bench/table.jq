# SPDX-License-Identifier: GPL-2.0-or-later
#
# The object of summary.jq to a table in Markdown.

# Three digits, or four.
def short:
	if . == null then "-"
	elif . >= 1000000 then "\(. / 100000 | round / 10)M"
	elif . >= 10000 then "\(. / 1000 | round)k"
	elif . >= 100 then "\(round)"
	else "\(. * 100 | round / 100)" end;

def cell($way):
	.ways[$way] | if . == null then "-"
	elif .n > 1 and .p99 != .median then
		"\(.median | short) (\(.p99 | short))"
	else .median | short end;

# What is the better for being more is told the other way round; near nothing
# there is no ratio.
def times($us; $other):
	.quantity as $quantity |
	(.what | startswith("idle")) as $idle |
	.ratios[$us][$other] | if . == null or $idle then "-"
	elif $quantity == "per_second" then
		"\(1 / .median | short) (\(1 / .max | short) to \(1 / .min | short))"
	else "\(.median | short) (\(.min | short) to \(.max | short))" end;

def line($all; $name; $what; $quantity; $us):
	first($all[] | select(.what == $what and .quantity == $quantity)) //
		null |
	if . == null then empty else
		"| \($name) | \(cell("usb")) | \(cell($us)) | \(cell("pcsc")) | " +
		"\(times($us; "usb")) | \(times($us; "pcsc")) |"
	end;

def crowds($all; $name; $what; $quantity):
	[$all[] | select(.quantity == $quantity) | .what |
		select(startswith($what)) | ltrimstr($what) |
		select(test("^[0-9]+$")) | tonumber] | sort[] as $n |
	line($all; ($name | sub("#"; "\($n)")); "\($what)\($n)"; $quantity;
		"driver");

.results as $all |
"| median (99th percentile) | bare libusb | this driver | pcscd + libccid | libusb: times ours | pcscd: times ours |",
"|---|---|---|---|---|---|",
([["case1", "case 1 command"], ["read256", "READ BINARY, 256 bytes"],
  ["sign", "signature, 256 bytes"],
  ["read4096", "READ BINARY, 4096 bytes"]][] |
	line($all; "\(.[1]), µs"; .[0]; "us"; "driver"),
	line($all; "… instructions"; .[0]; "instructions"; "driver")),
line($all; "256 bytes: processor busy, µs"; "read256"; "busy_us"; "driver"),
line($all; "… context switches"; "read256"; "switches"; "driver"),
line($all; "… system calls"; "read256"; "calls"; "driver"),
line($all; "both certificates and counters, µs"; "card"; "us"; "driver"),
line($all; "… instructions"; "card"; "instructions"; "driver"),
line($all; "card put down, program has its facts, µs"; "arrival"; "us";
	"driver"),
line($all; "… instructions"; "arrival"; "instructions"; "driver"),
line($all; "card put down, JSON of jpkid, µs"; "arrival"; "us"; "jpkid"),
line($all; "… instructions"; "arrival"; "instructions"; "jpkid"),
line($all; "card put down, JSON of udev + jpkictl, µs"; "arrival"; "us";
	"unit"),
line($all; "… instructions"; "arrival"; "instructions"; "unit"),
crowds($all; "READ BINARY a second, readers busy: #"; "crowd"; "per_second"),
crowds($all; "instructions of each, readers busy: #"; "crowd";
	"instructions"),
crowds($all; "context switches a second, readers idle: #"; "idle";
	"switches"),
crowds($all; "instructions a second, readers idle: #"; "idle";
	"instructions"),
crowds($all; "memory, KiB, readers: #"; "memory"; "kib"),
line($all; "memory, KiB, the module"; "module"; "kib"; "driver"),
line($all; "memory, KiB, jpkid"; "memory"; "kib"; "jpkid"),
line($all; "… its process that waits for a card"; "memory_spare"; "kib";
	"jpkid")
