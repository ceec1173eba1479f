// SPDX-License-Identifier: GPL-2.0-or-later
/* What a card may carry and its PINs: rules ELIG, REV, PIN and RST. */
#include "rules_rows.h"

#define MYNUMBER	"card=mynumber;birth=2010-06-15;"

static void sign_is_for_holders_of_fifteen(void)
{
	RULES_CHECK("eligible",
		{ MYNUMBER "kind=sign;on=2025-06-14",
		  "eligible=no;rule=ELIG-2" },
		{ MYNUMBER "kind=sign;on=2025-06-15",
		  "eligible=yes;rule=ELIG-2" },
		{ MYNUMBER "kind=sign;on=2025-06-15;adult_ward=yes",
		  "eligible=no;rule=ELIG-2" },
		{ MYNUMBER "kind=auth;on=2025-06-14;adult_ward=yes",
		  "eligible=yes;rule=ELIG-1" },
		{ "card=mynumber;birth=2012-02-29;kind=sign;on=2027-02-27",
		  "eligible=no;rule=ELIG-2" },
		{ "card=mynumber;birth=2012-02-29;kind=sign;on=2027-02-28",
		  "eligible=yes;rule=ELIG-2" });
}

static void the_first_refusal_counts(void)
{
	RULES_CHECK("eligible",
		{ "card=juki;kind=auth;birth=1990-01-01;on=2014-01-01",
		  "eligible=no;rule=ELIG-5" },
		{ "card=juki;kind=sign;birth=1990-01-01;on=2015-12-22",
		  "eligible=yes;rule=ELIG-5" },
		{ "card=juki;kind=sign;birth=1990-01-01;on=2015-12-23",
		  "eligible=no;rule=ELIG-5" },
		{ "card=juki;kind=sign;birth=2005-01-01;on=2015-12-22",
		  "eligible=no;rule=ELIG-2" },
		{ "card=mynumber_facial;kind=sign;birth=1990-01-01;"
		  "on=2024-01-01;resident=no", "eligible=no;rule=ELIG-3" },
		{ "card=mynumber_facial;kind=auth;birth=1990-01-01;"
		  "on=2024-01-01", "eligible=yes;rule=ELIG-1" },
		{ MYNUMBER "kind=sign;on=2025-06-14;card_expiry=2025-06-13;"
		  "resident=no", "eligible=no;rule=ELIG-1" },
		{ MYNUMBER "kind=sign;on=2025-06-14;card_expiry=2025-06-14;"
		  "resident=no", "eligible=no;rule=ELIG-4" },
		{ MYNUMBER "kind=sign;on=2025-06-14;resident=yes",
		  "eligible=no;rule=ELIG-2" },
		{ "card=mynumber;kind=auth;birth=1990-01-01;on=2015-12-31",
		  "error" },
		{ "card=mynumber;kind=auth;birth=2025-01-02;on=2025-01-01",
		  "error" },
		{ "card=juki;kind=sign;on=2016-01-01", "unknown:birth" });
}

static void events_void_what_they_touch(void)
{
	RULES_CHECK("revoked_by",
		{ "card=mynumber;event=address_change",
		  "auth=stays;sign=void" },
		{ "card=mynumber;event=name_change", "auth=stays;sign=void" },
		{ "card=mynumber;event=alias_change", "auth=stays;sign=void" },
		{ "card=mynumber;event=birth_date_change",
		  "auth=stays;sign=void" },
		{ "card=mynumber;event=sex_change", "auth=stays;sign=void" },
		{ "card=mynumber;event=residence_code_change",
		  "auth=void;sign=void" },
		{ "card=mynumber;event=card_void", "auth=void;sign=void" },
		{ "card=mynumber;event=death", "auth=void;sign=void" },
		{ "card=mynumber;event=not_renewed",
		  "auth=expired;sign=expired" },
		{ "card=juki;event=not_renewed", "auth=none;sign=expired" },
		{ "card=juki;event=address_change", "auth=none;sign=void" },
		{ "card=mynumber_facial;event=sex_change",
		  "auth=stays;sign=none" },
		{ "card=mynumber;event=moon_phase", "error" });
}

static void a_request_voids_what_it_names(void)
{
	RULES_CHECK("revoked_by",
		{ "card=mynumber;event=voluntary", "unknown:kinds" },
		{ "card=mynumber;event=voluntary;kinds=auth",
		  "auth=void;sign=stays" },
		{ "card=mynumber;event=voluntary;kinds=sign",
		  "auth=stays;sign=void" },
		{ "card=mynumber;event=voluntary;kinds=auth+sign",
		  "auth=void;sign=void" },
		{ "card=mynumber;event=voluntary;kinds=sign+auth", "error" },
		{ "card=mynumber_facial;event=voluntary;kinds=auth",
		  "auth=void;sign=none" },
		{ "card=mynumber_facial;event=death;kinds=auth+sign",
		  "error" },
		{ "card=juki;event=voluntary", "unknown:kinds,on" },
		{ "card=juki;event=voluntary;kinds=sign", "unknown:on" },
		{ "card=juki;event=voluntary;kinds=sign;on=2015-12-22",
		  "auth=none;sign=void" },
		{ "card=juki;event=voluntary;kinds=sign;on=2015-12-23",
		  "auth=none;sign=stays" },
		{ "card=juki;event=death;kinds=auth", "error" },
		{ "card=mynumber;event=death;on=2015-12-31", "error" });
}

static void the_earliest_event_counts(void)
{
	RULES_CHECK("void_from",
		{ "card=mynumber;events=death@2025-01-10+"
		  "address_change@2024-05-01+name_change@2024-04-30",
		  "auth=2025-01-10;sign=2024-04-30" },
		{ "card=mynumber;events=not_renewed@2025-01-10",
		  "auth=none;sign=none" },
		{ "card=juki;events=card_void@2014-01-10",
		  "auth=none;sign=2014-01-10" },
		{ "card=mynumber_facial;events=card_void@2024-01-10",
		  "auth=2024-01-10;sign=none" },
		{ "card=mynumber;events=death@2025-01-10+voluntary@2024-01-01",
		  "unknown:kinds" },
		{ "card=mynumber;events=death@2025-01-10+voluntary@2024-01-01;"
		  "kinds=sign", "auth=2025-01-10;sign=2024-01-01" },
		{ "card=juki;kinds=sign;events=voluntary@2015-12-22",
		  "auth=none;sign=2015-12-22" },
		{ "card=juki;kinds=sign;events=voluntary@2015-12-23",
		  "auth=none;sign=none" },
		{ "card=mynumber;events=death@2025-02-29", "error" },
		{ "card=mynumber;events=death", "error" },
		{ "card=mynumber;events=death@2025-01-10+", "error" },
		{ "card=mynumber;events=@2025-01-10", "error" },
		{ "card=mynumber;events=", "error" });
}

static void pins_have_a_form(void)
{
	RULES_CHECK("pin_form",
		{ "pin_kind=auth;pin=0000", "ok=yes" },
		{ "pin_kind=auth;pin=000", "ok=no;reason=length" },
		{ "pin_kind=auth;pin=", "ok=no;reason=length" },
		{ "pin_kind=auth;pin=abcd", "ok=no;reason=charset" },
		{ "pin_kind=card;pin=12 4", "ok=no;reason=charset" },
		{ "pin_kind=auth;pin=１２３", "ok=no;reason=length" },
		{ "pin_kind=card;pin=１２３４", "ok=no;reason=charset" },
		{ "pin_kind=sign;pin=ABCDE1", "ok=yes" },
		{ "pin_kind=sign;pin=ABC12", "ok=no;reason=length" },
		{ "pin_kind=sign;pin=ABCDEFGH12345678", "ok=yes" },
		{ "pin_kind=sign;pin=ABCDEFGH123456789",
		  "ok=no;reason=length" },
		{ "pin_kind=sign;pin=abcdef", "ok=no;reason=lowercase" },
		{ "pin_kind=sign;pin=aBCDE1", "ok=no;reason=lowercase" },
		{ "pin_kind=sign;pin=abc-123", "ok=no;reason=charset" },
		{ "pin_kind=sign;pin=ＡＢＣ１２３", "ok=no;reason=charset" },
		{ "pin_kind=sign;pin=123456", "ok=no;reason=needs_letter" },
		{ "pin_kind=sign;pin=ABCDEF", "ok=no;reason=needs_digit" },
		{ "pin_kind=sign;pin=ABC=123", "ok=no;reason=charset" },
		{ "pin_kind=sign;pin=\xff\xfe" "ABC1", "error" },
		{ "pin_kind=sign;pin=1;card=mynumber_facial",
		  "ok=no;reason=not_applicable" },
		{ "pin_kind=auth;pin=1234;card=juki", "error" },
		{ "pin_kind=card;pin=1234;card=juki", "ok=yes" },
		{ "pin_kind=auth", "unknown:pin" });
}

static void pins_lock_after_wrong_entries(void)
{
	RULES_CHECK("pin_lock",
		{ "pin_kind=auth;wrong=0", "locked=no;left=3" },
		{ "pin_kind=auth;wrong=2", "locked=no;left=1" },
		{ "pin_kind=auth;wrong=3", "locked=yes;left=0" },
		{ "pin_kind=card;wrong=2", "locked=no;left=1" },
		{ "pin_kind=card;wrong=3", "locked=yes;left=0" },
		{ "pin_kind=sign;wrong=4", "locked=no;left=1" },
		{ "pin_kind=sign;wrong=5", "locked=yes;left=0" },
		{ "pin_kind=sign;wrong=007", "locked=yes;left=0" },
		{ "pin_kind=sign;wrong=99999999999999999999999",
		  "locked=yes;left=0" },
		{ "pin_kind=sign;wrong=+1", "error" },
		{ "pin_kind=sign;wrong=1.0", "error" },
		{ "pin_kind=sign;wrong=１", "error" },
		{ "pin_kind=sign;card=mynumber_facial;wrong=1",
		  "not_applicable" },
		{ "pin_kind=sign;card=mynumber_facial", "unknown:wrong" },
		{ "pin_kind=auth;wrong=0;card=juki", "error" });
}

static void stores_unlock_with_the_other_pin(void)
{
	RULES_CHECK("unlock",
		{ "card=mynumber;pin_kind=auth;other_known=yes",
		  "desk=yes;store=yes;rule=RST-2" },
		{ "card=mynumber;pin_kind=auth;other_known=yes;"
		  "other_locked=yes", "desk=yes;store=no;rule=RST-2" },
		{ "card=mynumber;pin_kind=sign;other_known=yes;"
		  "face_failures=4", "desk=yes;store=yes;rule=RST-2" },
		{ "card=mynumber;pin_kind=sign;other_known=yes;"
		  "face_failures=5", "desk=yes;store=no;rule=RST-3" },
		{ "card=mynumber;pin_kind=sign;other_known=no;"
		  "face_failures=5", "desk=yes;store=no;rule=RST-2" },
		{ "card=mynumber;pin_kind=auth;other_known=yes;"
		  "face_failures=9", "desk=yes;store=yes;rule=RST-2" },
		{ "card=mynumber;pin_kind=card;other_known=yes",
		  "desk=yes;store=no;rule=RST-2" },
		{ "card=juki;pin_kind=sign;other_known=yes",
		  "desk=yes;store=no;rule=RST-2" },
		{ "card=juki;pin_kind=auth;other_known=yes", "error" },
		{ "card=mynumber_facial;pin_kind=sign;other_known=yes",
		  "not_applicable" },
		{ "card=mynumber_facial;pin_kind=sign",
		  "unknown:other_known" });
}

#define AT(done, now) "app_done=2024-05-" done "+09:00;now=2024-05-" now "+09:00"
#define UNTIL(until) "usable=yes;until=2024-05-" until "+09:00"
#define LATER(until, next) "usable=no;until=2024-05-" until "+09:00;"	\
	"next=2024-05-" next "+09:00"

static void terminals_serve_for_a_day(void)
{
	RULES_CHECK("store_until",
		{ AT("01T12:00:00", "01T12:00:00"), UNTIL("02T12:00:00") },
		{ AT("01T12:00:00", "01T23:00:00"), UNTIL("02T12:00:00") },
		{ AT("01T12:00:00", "01T23:00:01"),
		  LATER("02T12:00:00", "02T06:30:00") },
		{ AT("01T12:00:00", "02T06:29:59"),
		  LATER("02T12:00:00", "02T06:30:00") },
		{ AT("01T12:00:00", "02T06:30:00"), UNTIL("02T12:00:00") },
		{ AT("01T12:00:00", "02T12:00:00"), UNTIL("02T12:00:00") },
		{ AT("01T12:00:00", "02T12:00:01"), "usable=no;next=redo" },
		/* the last usable instant is not always the last one */
		{ AT("01T23:30:00", "02T08:00:00"), UNTIL("02T23:00:00") },
		{ AT("01T23:30:00", "02T23:00:01"), "usable=no;next=redo" },
		{ AT("01T03:00:00", "01T08:00:00"), UNTIL("01T23:00:00") },
		{ AT("01T03:00:00", "01T04:00:00"),
		  LATER("01T23:00:00", "01T06:30:00") },
		{ AT("01T06:30:00", "01T23:30:00"),
		  LATER("02T06:30:00", "02T06:30:00") },
		{ AT("01T06:29:59", "01T23:30:00"), "usable=no;next=redo" },
		{ AT("01T12:00:00", "01T11:59:59"), "error" },
		{ "app_done=2024-05-01T00:00:00-03:30;"
		  "now=2024-05-01T03:30:00Z", UNTIL("02T12:30:00") },
		{ "now=2024-05-01T24:00:00Z", "error" },
		{ "now=2024-05-01T03:30:00Z", "unknown:app_done" });
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(sign_is_for_holders_of_fifteen),
		TAP_CASE(the_first_refusal_counts),
		TAP_CASE(events_void_what_they_touch),
		TAP_CASE(a_request_voids_what_it_names),
		TAP_CASE(the_earliest_event_counts),
		TAP_CASE(pins_have_a_form),
		TAP_CASE(pins_lock_after_wrong_entries),
		TAP_CASE(stores_unlock_with_the_other_pin),
		TAP_CASE(terminals_serve_for_a_day),
	};
	int failed;

	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
