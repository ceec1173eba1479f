#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the demonstration's machine: a terminal set to Japanese that lives until
# its reader is unplugged. What it shows of the cards is started by udev alone;
# this only says when.

dmesg --console-level emerg
echo 'JPKI_STATUS_OPTIONS=--lang ja' > /etc/default/jpki
n=0
journalctl --follow --lines=all --output=cat _PID=1 |
	while read -r line; do
		case $line in
		Finished\ jpki-status@* | Failed\ *jpki-status@*)
			n=$((n + 1))
			echo "demo: status $n"
			;;
		esac
	done &

modprobe xhci_pci
udevadm settle
echo "demo: ready"
udevadm wait --timeout=60 /dev/ccid0 && echo "demo: plugged" &&
	udevadm wait --timeout=90 --removed /dev/ccid0 && echo "demo: unplugged"
