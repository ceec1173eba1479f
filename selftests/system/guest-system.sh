#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: guest-system.sh CARD NUMBER
#
# In the system that system.sh boots, with the older version installed. CARD is
# the directory of a card, outside; the test points are numbered after NUMBER.
# They go to /out/tap.

card=$1
exec > /out/tap 2>&1
# shellcheck source=selftests/tap.sh
. /srv/tap.sh
n=$2

version=$(cat /srv/version)
node=/dev/ccid0
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

# The reader does it outside, and the request is gone.
reader() {
	echo "$*" > /out/request.new
	mv /out/request.new /out/request
	until [ ! -e /out/request ]; do
		sleep 0.1
	done
	grep -q ^ok /out/answer
}

# within SECONDS COMMAND...
within() {
	end=$(($(date +%s) + $1))
	shift
	until "$@"; do
		[ "$(date +%s)" -lt $end ] || return 1
		sleep 0.3
	done
}

as() { setpriv --reuid=nobody --regid=nogroup "$@"; }
not_loaded() { [ ! -e /sys/module/ccid ]; }

jpkid_runs() {
	within 60 systemctl is-active jpkid.socket jpkid.service &&
		systemd-analyze security --no-pager --threshold=15 jpkid.service
}

plugged() {
	reader plug && udevadm wait --settle --timeout=60 $node
}

mode_and_group() {
	stat -c %a:%G $node
	[ "$(stat -c %a:%G $node)" = 660:jpki ]
}

outsider_is_refused() {
	as --clear-groups sh -c ": <> $node" 2>&1 | tee /dev/stderr |
		grep -q 'Permission denied'
}

member_may() { as --groups=jpki sh -c ": <> $node"; }

known_to_udev() {
	udevadm info --query=property $node
	udevadm info --query=property $node | grep -qx ID_CCID_CONTACTLESS=only
}

card_is_published() { reader insert "$card" && jpkid_publishes; }

status_finished() {
	journalctl -b -o cat _PID=1 | grep -q 'Finished jpki-status@ccid0@'
}

console_shows() {
	systemctl --quiet disable --now jpkid.socket jpkid.service
	reader remove && reader insert "$card" && within 60 status_finished
	journalctl -b -o cat _COMM=jpkictl | tee /dev/stderr | grep -q valid
}

json_is_valid() {
	as --groups=jpki jpkictl status --json | tee /dev/stderr |
		jq -e '.certificates.auth.state == "valid"'
}

pin_is_verified() {
	jpkictl pin verify sign --pin-fd 3 3< /srv/pin
}

nothing_private_is_logged() {
	journalctl -b > /out/journal.now
	dmesg >> /out/journal.now
	[ "$(grep -c . /out/journal.now)" -gt 100 ] &&
		[ "$(wc -l < /srv/holder)" = 4 ] || return 1
	! grep -F -f /srv/pin -f /srv/holder /out/journal.now
}

upgrade() {
	apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends \
		/srv/newer/*.deb || { tail -n 20 /var/lib/dkms/*/*/build/make.log; false; }
}

only_the_new_one_is_built() {
	dkms status
	dkms status | grep -q "^jpki-ccid/$version, $(uname -r).*: installed" &&
		! dkms status | grep -v "^jpki-ccid/$version"
}

smoke() { sh /srv/smoke && cc -o /srv/kiosk /srv/kiosk.c; }

jpkid_publishes() {
	within 30 test -s /run/jpki/ccid0.json
	as --groups=jpki cat /run/jpki/ccid0.json | tee /dev/stderr |
		jq -e '.schema == "jpki.status/1" and
			.certificates.auth.state == "valid"'
}

jpkid_journals() {
	journalctl -b -o json JPKI_READER=ccid0 | tee /dev/stderr |
		jq -e -s 'any(.[]; .JPKI_STATE_AUTH == "valid")'
}

# kiosk OPTION: what jpkid tells a program with those groups
kiosk() { as "$1" timeout 5 /srv/kiosk; }

jpkid_tells_members() {
	kiosk --groups=jpki | tee /dev/stderr | jq -e 'select(.card.present)'
}

jpkid_tells_nobody_else() {
	kiosk --clear-groups 2>&1 | tee /dev/stderr |
		grep -q 'Permission denied' &&
		! as --clear-groups cat /run/jpki/ccid0.json
}

# Who reads the card just now lets go of it soon.
unload() {
	for _ in $(seq 30); do
		! rmmod ccid || return 0
		sleep 1
	done
	return 1
}

serves_again() {
	unload && modprobe ccid &&
		udevadm wait --settle --timeout=60 $node && json_is_valid
}

unplug() { reader unplug && udevadm wait --removed --timeout=60 $node; }

remove() {
	apt-get -q -y -o Dpkg::Use-Pty=0 remove '*jpki*' &&
		[ -z "$(dkms status)" ] && unload && ! modprobe ccid
}

# What has a name of ours and was not there before any package was, but for what
# run.sh brings.
purged() {
	dpkg --purge jpki-ccid jpki-ccid-dkms libjpki0 libjpki-dev &&
		[ ! -e /run/jpki ] || return 1
	sh /srv/names.sh > /out/names
	! LC_ALL=C comm -13 /srv/names /out/names |
		grep -v '/jpki-guest\|/jpki-debug-init' | grep -E 'jpki|ccid'
}

test_that 'jpkid runs, with hardly any rights' jpkid_runs
test_that 'no module is loaded before there is a reader' not_loaded
test_that 'udev loads the module for a reader' plugged
test_that 'the node belongs to the group jpki' mode_and_group
test_that 'nobody else may open it' outsider_is_refused
test_that 'a member of the group may' member_may
test_that 'udev knows that the reader is contactless' known_to_udev
test_that 'a card that is put down is published' card_is_published
test_that 'its status as JSON is valid' json_is_valid
test_that 'its PIN is verified' pin_is_verified
test_that 'the upgrade goes through with the card there' upgrade
test_that 'DKMS has built the new version, and the old one is gone' \
	only_the_new_one_is_built
test_that 'the card is read across the upgrade' json_is_valid
test_that 'the new module takes over' serves_again
test_that 'programs build against the installed library' smoke
test_that 'jpkid publishes the card again' jpkid_publishes
test_that 'its journal has the state in a field' jpkid_journals
test_that 'it tells members of the group' jpkid_tells_members
test_that 'but to nobody else' jpkid_tells_nobody_else
test_that 'where it is disabled the console shows the card' console_shows
test_that 'no PIN and nothing of the holder is in the journal' \
	nothing_private_is_logged
test_that 'the reader can be unplugged' unplug
test_that 'removed, the module is gone' remove
test_that 'nothing is left after a purge' purged
