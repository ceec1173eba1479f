#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# jpkictl, as installed, against a card with known dates on a virtual reader:
# what it says before, at and after each boundary, and that it says no more; then
# who holds the card, which takes the PIN. Alice's certificate ends on 2028-05-10,
# so renewal opens on 2028-02-11; her PIN for card data is 1234.

# shellcheck disable=SC2154 # reader.sh sets dir

# shellcheck source=/dev/null
. ./tap.sh
# shellcheck source=/dev/null
. ./reader.sh

# at NOW EXIT FACTS: state, days left, opening day and expiry as of NOW
at() {
	json=$(jpkictl status --json --now "$1")
	status=$?
	facts=$(echo "$json" | jq -r '.certificates.auth |
		"\(.state) \(.days_left) \(.renewal_opens) \(.expiry_date)"')
	same "$facts" "$3" && same $status "$2"
}

field() {
	same "$(jpkictl status --json --now 2027-01-01 | jq -r "$1")" "$2"
}

says() {
	text=$1
	shift
	"$@" 2>&1 | tee "$dir/out" | grep -q "$text" || {
		cat "$dir/out"
		return 1
	}
}

# Nothing of the APDUs, in any spelling: the AID, and bytes of the certificate.
debug_is_discreet() {
	jpkictl status --debug > /dev/null 2> "$dir/err"
	grep -q APDU "$dir/err" || { echo "no debug output"; return 1; }
	! tr -dc '0-9A-Fa-f\n' < "$dir/err" | grep -i -e d392f000 -e 30820
}

exported_is_issued() {
	jpkictl cert export auth --der -o "$dir/auth.der" &&
		cmp "$dir/auth.der" cards/alice/auth.crt
}

no_try_is_spent() { same "$(sent auth)" 0; }

# hears EVENT FACT: watch prints such an event
hears() {
	for _ in $(seq 100); do
		jq -c "select(.event == \"$1\")" "$dir/watch" 2>&1 |
			grep -q "$2" && return
		sleep 0.1
	done
	cat "$dir/watch"
	return 1
}

watched() {
	jpkictl watch --json --now 2027-01-01 > "$dir/watch" &
	watcher=$!
	hears pin_counter '"ef":"0018","left":3,"max":3' &&
		tell fault wrong-type on=xfr > /dev/null &&
		! jpkictl apdu 00A4040C0AD392F000260100000001 2> /dev/null &&
		hears fault '"error":"reader_protocol"'
	wrong=$?
	kill $watcher
	wait $watcher && return $wrong
}

pins_locked() {
	tell tries auth 0
	jpkictl status --json --now 2027-01-01 > "$dir/out"
	same $? 1 && same "$(jq -c '.pins.auth' "$dir/out")" \
		'{"left":0,"max":3,"locked":true}'
}

last_try() {
	tell tries auth 1
	field .pins.auth.left 1 &&
		field '.actions | map(.id) | contains(["last_try_auth"])' true
}

revoked() {
	tell swap cards/carol > /dev/null && card_powered &&
		exit_of 1 jpkictl cert verify auth --ca-dir cards/ca \
			--crl-dir cards/ca --now 2027-01-01 &&
		says revoked jpkictl cert verify auth --ca-dir cards/ca \
			--crl-dir cards/ca --now 2027-01-01 --lang en
}

another_card() {
	old=$(cat /sys/class/ccid/ccid0/generation)
	tell swap cards/bob > /dev/null && sleep 0.5 && card_powered &&
		exit_of 4 jpkictl status --reader "ccid0@$old" &&
		field .certificates.auth.expiry_date 2026-12-01
}

none_of() { tell remove && sleep 0.5 && exit_of 4 jpkictl status; }

no_reader() { tell unplug && sleep 1 && exit_of 3 jpkictl status; }

# attributes PIN OPTION...: with the PIN coming from a descriptor
attributes() {
	echo "$1" > "$dir/pin"
	shift
	jpkictl attributes --json "$@" 3< "$dir/pin" --pin-fd 3
}

# costs TRIES EXIT PIN OPTION...: what an entry comes to
costs() {
	tries=$1
	before=$(sent card)
	shift
	exit_of "$1" attributes "$2" ${3:+"$3"} &&
		same "$(sent card)" $((before + tries))
}

holder() {
	tell swap cards/alice > /dev/null && sleep 0.5 && card_powered &&
		attributes 1234 > "$dir/out" &&
		same "$(jq -r '"\(.name) \(.birth) \(.sex)"' "$dir/out")" \
			'電子　太郎 1990-05-10 male'
}

closed_again() {
	says 6982 jpkictl apdu 00A4040C0AD3921000310001010408 \
		00A4020C020002 00B0000004
}

store_opens() {
	echo 1234 | jpkictl status --json --now 2027-01-01 --attributes \
		--pin-fd 0 > "$dir/out" &&
		same "$(jq -r '.services[] | select(.id == "convenience_store")
			.usable' "$dir/out")" yes
}

last_try_of_card() { tell tries card 1 && costs 0 5 1234; }

# Without a terminal; the agent's part is played here.
agent() {
	setsid jpkictl attributes --lang en > "$dir/out" 2>&1 < /dev/null &
	asking=$!
	for _ in $(seq 100); do
		socket=$(sed -n 's/^Socket=//p' /run/systemd/ask-password/ask.*)
		[ -n "$socket" ] && break
		sleep 0.1
	done
	echo 1234 | /lib/systemd/systemd-reply-password 1 "$socket"
	wait $asking && grep -q 電子 "$dir/out"
}

verifies_to() {
	exit_of "$1" jpkictl cert verify auth --now 2027-01-01 --ca-dir "$2"
}

echo TAP version 13
echo 1..41
test_that 'the reader comes with its card' card_powered
test_that 'the day before the window' at 2028-02-10 0 \
	'valid 90 2028-02-11 2028-05-10'
test_that 'the first day of the window' at 2028-02-11 0 \
	'renewable 89 2028-02-11 2028-05-10'
test_that 'the window opens at midnight in Japan' \
	at 2028-02-10T15:00:00Z 0 'renewable 89 2028-02-11 2028-05-10'
test_that 'and not a second before' \
	at 2028-02-10T14:59:59Z 0 'valid 90 2028-02-11 2028-05-10'
test_that 'the last day' at 2028-05-10 0 \
	'renewable 0 2028-02-11 2028-05-10'
test_that 'the last second of validity' at 2028-05-10T23:59:59+09:00 0 \
	'renewable 0 2028-02-11 2028-05-10'
test_that 'the second after it' at 2028-05-11T00:00:00+09:00 1 \
	'expired -1 2028-02-11 2028-05-10'
test_that 'the day after' at 2028-05-11 1 \
	'expired -1 2028-02-11 2028-05-10'
test_that 'the day before the issue' at 2023-06-30 0 \
	'not_yet_valid 1776 2028-02-11 2028-05-10'
test_that 'the reader is named' field .reader.name ccid0
test_that 'and told by its numbers' \
	field '.reader.vendor_id + .reader.product_id' 054c0dc8
test_that 'the card is told' field .card.kind mynumber
test_that 'tries of auth' field .pins.auth.left 3
test_that 'tries of sign' field .pins.sign.left 5
test_that 'sign is unknown without its PIN' \
	field '.certificates.sign | .state + (.missing | tostring)' \
	'unknown["sign_pin"]'
test_that 'the citizen reads Japanese' says 有効 \
	jpkictl status --lang ja --now 2027-01-01
test_that 'or English' says alid jpkictl status --lang en --now 2027-01-01
test_that 'the list has the reader' says ccid0 jpkictl list
test_that 'watch tells of counters and faults' watched
test_that 'the export is what was issued' exported_is_issued
test_that 'the chain verifies' verifies_to 0 cards/ca
test_that 'but not to other authorities' verifies_to 1 cards/alice/none
test_that 'a revoked certificate does not verify' revoked
test_that 'debug output tells no byte of an APDU' debug_is_discreet
test_that 'a PIN on the command line is refused' \
	exit_of 2 jpkictl apdu 002000800431323334
test_that 'an APDU goes through' says 9000 \
	jpkictl apdu 00A4040C0AD392F000260100000001
test_that 'all of that spends no try' no_try_is_spent
test_that 'the holder is told after the PIN' holder
test_that 'and the card is closed again' closed_again
test_that 'the date of birth settles more' store_opens
test_that 'the password agent may be asked' agent
test_that 'a wrong PIN costs one try' costs 1 6 9999
test_that 'a malformed one costs none' costs 0 2 999
test_that 'the last try is kept' last_try_of_card
test_that 'unless it is asked for' costs 1 6 9999 --last-try
test_that 'a locked PIN is not tried' costs 0 1 1234 --last-try
test_that 'the last try is told' last_try
test_that 'a locked PIN is told' pins_locked
test_that 'another card than the one meant is refused' another_card
test_that 'no card is told' none_of
