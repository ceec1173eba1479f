#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-readers.sh DIR FILE.csv
#
# In the test machine: each reader of the table, by the program in DIR. What it
# prints is left in /out/readers.

modprobe -a vhci-hcd ccid
systemctl --quiet --runtime mask jpki-status@.service
cd "$1" || exit 1
./check_readers "$2" > /out/readers 2>&1
