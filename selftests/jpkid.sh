# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# jpkid, as installed and started by systemd, with a card on a virtual reader:
# what its tests share, to be sourced after reader.sh.

[ -d /run/systemd/system ] || {
	echo '1..0 # SKIP no systemd, which starts the daemon'
	exit
}
run=/run/jpki
file=$run/ccid0.json
conf=/etc/jpki/jpkid.conf
# shellcheck disable=SC2154 # reader.sh sets these
trap 'systemctl stop jpkid.socket jpkid; kill $vreader; rm -rf "$dir" $conf' EXIT

pid() { systemctl show -P MainPID jpkid; }

# reading: a card is being read; who only waits for the next one has none open
reading() {
	for reader in $(pgrep -x jpkid-read); do
		find "/proc/$reader/fd" -lname '/dev/ccid*'
	done | grep -q .
}

settings() {
	mkdir -p /etc/jpki
	printf '%s\n' "$@" > $conf
}

# published FILTER VALUE: of the file
published() { [ "$(jq -r "$1" "$file")" = "$2" ]; }

# card_of EXPIRY: the file tells of the card on the reader, and of this day
card_of() {
	published .card.generation "$(generation)" &&
		published .certificates.auth.expiry_date "$1"
}

inserted() { soon 5 card_of 2028-05-10; }

starts() {
	systemctl start jpkid && systemctl is-active jpkid &&
		[ "$(stat -c %U /proc/"$(pid)")" = jpkid ]
}

journal() { journalctl -b -o json "$@" | jq -s length; }

files() { [ "$(find "$run" -name '*.json' | wc -l)" = "$1" ]; }
