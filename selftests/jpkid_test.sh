#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# jpkid, as installed and started by systemd: what it publishes of a card, to
# whom, and when that changes.

# shellcheck disable=SC2154 # reader.sh and jpkid.sh set these

# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh
# shellcheck source=/dev/null
. ./jpkid.sh

heard=$dir/heard

# hears FILTER: so far a line of the socket is such an object
hears() { jq -e -n "[inputs | select($1)] | length > 0" "$heard"; }

same_as_status() {
	jpkictl status --json > "$dir/status"
	same "$(jq -S 'del(.time)' "$file")" "$(jq -S 'del(.time)' "$dir/status")"
}

permissions() {
	same "$(stat -c %a:%U:%G "$run" "$file" "$run/jpkid.sock" | tr '\n' ' ')" \
		'750:jpkid:jpki 640:jpkid:jpki 660:jpkid:jpki '
}

journal_tells() {
	journalctl --sync
	[ "$(journal JPKI_READER=ccid0 JPKI_STATE_AUTH=valid \
		"JPKI_GENERATION=$(generation)")" -ge 1 ]
}

# Neither the serial number nor the issuer, in any field.
journal_is_discreet() {
	serial=$(jq -r .certificates.auth.serial "$file")
	[ ${#serial} -gt 2 ] && journalctl --sync &&
		! journalctl -b -o export -u jpkid | grep -i -e "$serial" -e 'OU='
}

greeted() {
	soon 5 hears '.event == "reader_added"' &&
		soon 5 hears '.event == "card_inserted"' &&
		soon 5 hears '.schema == "jpki.status/1"'
}

removed() {
	tell remove > /dev/null
	soon 5 [ ! -e "$file" ] && soon 5 hears '.event == "card_removed"'
}

# The file has the time at which it was written.
put_down() {
	start=$(date +%s.%N)
	tell insert cards/bob > /dev/null
	soon 5 card_of 2026-12-01 &&
		echo "$(stat -c %.9Y "$file") - $start" | bc > "$dir/took" &&
		soon 5 hears '.certificates.auth.expiry_date == "2026-12-01"'
}

swapped() {
	tell swap cards/alice > /dev/null
	soon 5 card_of 2028-05-10
}

# The card leaves while it is being read, and another comes at once.
pulled() {
	tell delay 300 > /dev/null
	tell swap cards/bob > /dev/null
	soon 5 reading && tell remove > /dev/null
	soon 5 [ ! -e "$file" ] && tell delay 0 > /dev/null
	tell insert cards/bob > /dev/null
	soon 10 card_of 2026-12-01
}

# A counter that changes is read again; nothing else is.
counter() {
	soon 5 published .pins.auth.left 3 || return
	echo 0000 | jpkictl pin verify auth --pin-fd 0 2> /dev/null
	soon 5 published .pins.auth.left 2 &&
		soon 5 hears '.pins.auth.left == 2'
}

mute() {
	tell remove > /dev/null
	tell fault mute x9 > /dev/null
	tell insert cards/alice > /dev/null
	soon 15 hears '.event == "card_mute"' && [ ! -e "$file" ]
	wrong=$?
	tell fault clear > /dev/null
	tell remove > /dev/null
	soon 5 [ ! -e /sys/class/ccid/ccid0/atr ] || true
	tell insert cards/alice > /dev/null
	soon 5 inserted && [ $wrong = 0 ]
}

unplugged() {
	tell unplug > /dev/null
	soon 10 [ ! -e "$file" ] && soon 5 hears '.event == "reader_removed"'
}

plugged() {
	tell plug > /dev/null
	soon 20 inserted
}

reloaded() {
	tell unplug > /dev/null
	soon 10 modprobe -r ccid && soon 5 [ ! -e "$file" ] &&
		modprobe ccid && tell plug > /dev/null && soon 20 inserted
}

reloads_settings() {
	settings 'identity = no' 'language = ja'
	systemctl reload jpkid
	soon 5 published .certificates.auth.serial null &&
		published .certificates.auth.issuer null &&
		published .certificates.auth.state valid &&
		jq -r '.actions[].text' "$file" | grep -q 失効
}

refuses_settings() {
	settings 'identity = yes' 'clients = many'
	! jpkid --check-config 2> "$dir/complaint" || return
	grep -F "$conf:2: clients must be a number from 1 to 256." \
		"$dir/complaint" || return
	systemctl reload jpkid
	journal_says "$conf:2: clients" && published .certificates.auth.serial null
}

journal_says() {
	soon 5 eval "journalctl --sync; journalctl -b -u jpkid -o cat | grep -F '$1'"
}

kiosks() { [ "$(pgrep -xc kiosk)" = "$1" ]; }

limits_clients() {
	settings 'clients = 3'
	systemctl reload jpkid
	sleep 0.5
	for i in 1 2 3 4 5; do
		./kiosk > "$dir/heard.$i" 2>&1 &
	done
	soon 5 kiosks 3 || return
	settings
	systemctl reload jpkid
}

others_are_refused() {
	! setpriv --reuid=nobody --regid=nogroup --clear-groups cat "$file" &&
		! setpriv --reuid=nobody --regid=nogroup --clear-groups \
			./kiosk
}

exposure() { systemd-analyze security --no-pager --threshold=15 jpkid.service; }

# The unit that shows a card on the console has nothing to do.
stands_back() {
	systemctl --quiet --runtime unmask jpki-status@.service
	systemctl start "jpki-status@ccid0@$(generation).service"
	systemctl --quiet --runtime mask jpki-status@.service
	journalctl --sync
	journalctl -b -o cat -u 'jpki-status@*' | grep -q 'skipped because' &&
		[ "$(journal _COMM=jpkictl -u 'jpki-status@*')" = 0 ]
}

advises() {
	timeout 5 ./kiosk.sh > "$dir/advice" 2> /dev/null
	grep -q . "$dir/advice"
}

echo TAP version 13
echo 1..24
settings 'language = en'
test_that 'the reader comes with its card' card_powered
test_that 'the daemon starts, as a user of its own' starts
test_that 'a card that lies there is published' inserted
test_that 'as jpkictl tells of it' same_as_status
test_that 'to the group alone' permissions
test_that 'the journal has the states' journal_tells
test_that 'and nothing that names a certificate' journal_is_discreet
./kiosk > "$heard" 2> "$dir/kiosk" &
test_that 'an application is told how things stand' greeted
test_that 'of a card taken away, whose file goes' removed
test_that 'and of one put down' put_down
echo "# published after $(cat "$dir/took") s"
test_that 'a card in place of another is read' swapped
test_that 'pulled while it is read, it leaves nothing' pulled
test_that 'a try that is spent is told' counter
test_that 'a mute card is told of, and has no file' mute
test_that 'a reader unplugged takes its file along' unplugged
test_that 'and is heard of again' plugged
test_that 'so is the reader of another module' reloaded
test_that 'changed settings are followed' reloads_settings
test_that 'wrong ones are refused, and told by line' refuses_settings
test_that 'more applications than allowed are not let in' limits_clients
test_that 'users of no group hear nothing' others_are_refused
test_that 'nor does the console show the card' stands_back
test_that 'it has hardly any rights' exposure
test_that 'an example advises the holder' advises
