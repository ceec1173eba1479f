# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# TAP from shell scripts, to be sourced: test_that NAME COMMAND... is one test
# point, by the exit status. What a failing command says goes with it.

n=0

test_that() {
	what=$1
	verdict=ok
	n=$((n + 1))
	shift
	output=$("$@" 2>&1) || verdict='not ok'
	[ "$verdict" = ok ] || echo "$output" | sed 's/^/# /'
	echo "$verdict $n - $what"
}
