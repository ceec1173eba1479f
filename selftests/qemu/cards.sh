#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage: cards.sh DIR
#
# Makes the cards of the demonstration in DIR, with dates as seen from today:
# "fine" is valid for years, "renew" ends in six weeks and has one try left.
set -eu

dir=$1
mkpki=${O:-build}/selftests/vreader/mkpki

rm -rf "$dir/fine" "$dir/renew"
card() {
	"$mkpki" --out "$dir" --reuse-keys --name "$1" --birth 1990-05-10 \
		--auth-from "$2" --auth-until "$3" \
		--sign-from "$2" --sign-until "$3"
}
card fine "$(date -d '-1 year' +%F)" "$(date -d '+4 years' +%F)"
card renew "$(date -d '-5 years +6 weeks' +%F)" "$(date -d '+6 weeks' +%F)"
echo auth_tries=1 >> "$dir/renew/profile"
