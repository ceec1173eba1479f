#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# In the debug kernel's machine: loads the unit tests of kernel/proto, and gives
# what KUnit says of each as one test of a plain TAP.

results=/sys/kernel/debug/kunit

# Who loads them sleeps until they have run.
echo 0 > /proc/sys/kernel/hung_task_timeout_secs
if ! modprobe ccid_kunit; then
	echo 'Bail out! ccid_kunit cannot be loaded'
	exit 1
fi
echo 120 > /proc/sys/kernel/hung_task_timeout_secs
cat "$results"/*/results | awk '
	/^    (not )?ok / {
		verdict = $1 == "ok" ? "ok" : "not ok"
		sub(/^ *(not )?ok [0-9]+ (- )?/, "")
		print verdict, ++n, "-", suite "." $0
		next
	}
	/# Subtest: / { suite = $NF; next }
	/^    +#/ { sub(/^ */, ""); print }
	END { print "1.." n + 0 }'
modprobe -r ccid_kunit
