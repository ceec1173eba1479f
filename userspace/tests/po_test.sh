#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The Japanese catalogue has every message, none of them fuzzy. The build fills
# in where the messages and the catalogue are.
set -u

pot='@POT@'
po='@PO@'
failed=0

result()
{
	if [ "$1" -eq 0 ]; then
		echo "ok $2 - $3"
	else
		echo "not ok $2 - $3"
		failed=1
	fi
}

echo 1..3
msgfmt --check -o /dev/null "$po" 2>&1 | sed 's/^/# /'
msgfmt --check -o /dev/null "$po" 2>/dev/null
result $? 1 "the catalogue is well formed"

msgcmp "$po" "$pot" 2>&1 | sed 's/^/# /'
msgcmp "$po" "$pot" 2>/dev/null
result $? 2 "every message is translated"

! msgattrib --only-fuzzy --no-obsolete "$po" | grep -q '^msgid "..*"'
result $? 3 "no translation is fuzzy"

exit $failed
