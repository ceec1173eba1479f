#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the debug kernel's machine, last: the module goes, and kmemleak finds
# nothing that nobody points to any more. Young objects are given the time to
# be found by; what a first scan finds is still named by the driver's symbols.

# shellcheck source=/dev/null
. ../tap.sh

leaks=/sys/kernel/debug/kmemleak

scan() {
	sleep 6			# what is younger is not reported
	echo scan > "$leaks"
	cat "$leaks"
	[ -z "$(cat "$leaks")" ]
}

echo 1..3
test_that 'kmemleak finds nothing with the driver loaded' scan
test_that 'the driver can be unloaded' modprobe -r ccid
test_that 'kmemleak finds nothing once it is unloaded' scan
