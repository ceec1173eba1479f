#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-secrets.sh MARKER-PROGRAM
#
# In the test machine of secrets.sh: verifies and changes the signature PIN of
# the card, says so in /out/done, and waits until the memory has been looked at.
# The exit statuses of jpkictl are left in /out/exits.

marker=$1

enter() {
	file=$1
	shift
	"$marker" "/out/$file" jpkictl pin "$@" sign --pin-fd 3
	echo "$file $?" >> /out/exits
}

udevadm wait --settle --timeout=30 /dev/ccid0
tries=100
until [ "$(cat /sys/class/ccid/ccid0/card)" = powered ] || [ $tries = 0 ]; do
	tries=$((tries - 1))
	sleep 0.1
done

enter wrong verify
enter right verify
enter change change
"$marker" /out/control --hold &

touch /out/done
until [ -e /out/seen ]; do
	sleep 0.2
done
kill $!
