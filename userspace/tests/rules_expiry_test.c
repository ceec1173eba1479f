// SPDX-License-Identifier: GPL-2.0-or-later
/* Until when, and from when: rules DATE, CARD, EXP and STAT. */
#include "rules_rows.h"

static void cards_end_on_a_birthday(void)
{
	RULES_CHECK("card_expiry",
		{ "birth=1990-05-10;issued=2020-05-09", "expiry=2029-05-10" },
		{ "birth=1990-05-10;issued=2020-05-10", "expiry=2030-05-10" },
		{ "birth=1990-05-10;issued=2020-05-11", "expiry=2030-05-10" },
		{ "birth=1990-05-10;issued=2016-01-01", "expiry=2025-05-10" },
		{ "birth=1990-05-10;issued=2015-12-31", "error" },
		{ "birth=2000-02-29;issued=2023-02-27", "expiry=2032-02-29" },
		{ "birth=2000-02-29;issued=2023-02-28", "expiry=2033-02-28" },
		{ "birth=2000-02-29;issued=2024-02-28", "expiry=2033-02-28" },
		{ "birth=2000-02-29;issued=2024-02-29", "expiry=2034-02-28" });
}

static void minors_have_five_birthdays(void)
{
	RULES_CHECK("card_expiry",
		/* 20 up to 2022-03-31, from then on 18 */
		{ "birth=2002-03-31;issued=2022-03-31", "expiry=2032-03-31" },
		{ "birth=2002-04-01;issued=2022-03-31", "expiry=2026-04-01" },
		{ "birth=2004-04-01;issued=2022-04-01", "expiry=2032-04-01" },
		{ "birth=2004-04-02;issued=2022-04-01", "expiry=2026-04-02" },
		/* the application's day chooses the law, the issue the age */
		{ "birth=2004-01-01;issued=2022-04-20;applied=2022-03-31",
		  "expiry=2027-01-01" },
		{ "birth=2004-01-01;issued=2022-04-20;applied=2022-04-01",
		  "expiry=2032-01-01" },
		{ "birth=2004-04-10;issued=2022-04-20;applied=2022-04-05",
		  "expiry=2032-04-10" },
		/* of age on 28 February of a common year */
		{ "birth=2004-02-29;issued=2025-02-27",	"expiry=2034-02-28" },
		{ "birth=2008-02-29;issued=2026-02-27", "expiry=2030-02-28" },
		{ "birth=2008-02-29;issued=2026-02-28", "expiry=2036-02-29" });
}

static void a_stay_ends_a_card(void)
{
	RULES_CHECK("card_expiry",
		{ "birth=1985-08-20;issued=2023-02-01;stay_until=2032-08-19",
		  "expiry=2032-08-19" },
		{ "birth=1985-08-20;issued=2023-02-01;stay_until=2032-08-21",
		  "expiry=2032-08-20" },
		{ "birth=1985-08-20;issued=2023-02-01;stay_until=2023-02-01",
		  "expiry=2023-02-01" },
		{ "birth=1985-08-20;issued=2023-02-01;stay_until=2023-01-31",
		  "error" });
}

#define AUTH "card=mynumber;kind=auth;birth=1990-05-10;"
#define SIGN "card=mynumber;kind=sign;birth=1990-05-10;"
#define JUKI "card=juki;kind=sign;birth=1970-01-01;"

static void certificates_end_with_their_first_limit(void)
{
	RULES_CHECK("cert_expiry",
		{ AUTH "issued=2020-05-09;card_expiry=2029-05-10",
		  "expiry=2024-05-10;limit=birthday5" },
		{ AUTH "issued=2020-05-10;card_expiry=2029-05-10",
		  "expiry=2025-05-10;limit=birthday5" },
		{ AUTH "issued=2024-05-10;card_expiry=2029-05-10",
		  "expiry=2029-05-10;limit=birthday5" },
		{ AUTH "issued=2024-05-10;card_expiry=2029-05-09",
		  "expiry=2029-05-09;limit=card" },
		{ AUTH "issued=2024-05-10;card_expiry=2030-05-10;"
		  "stay_until=2029-05-09", "expiry=2029-05-09;limit=stay" },
		{ AUTH "issued=2024-05-10;card_expiry=2028-01-01;"
		  "stay_until=2028-01-01", "expiry=2028-01-01;limit=card" },
		/* the other certificate limits sign alone */
		{ AUTH "issued=2024-05-10;card_expiry=2030-05-10;"
		  "auth_expiry=2025-05-10",
		  "expiry=2029-05-10;limit=birthday5" },
		{ SIGN "issued=2024-05-10;card_expiry=2030-05-10;"
		  "auth_expiry=2025-05-10", "expiry=2025-05-10;limit=auth" },
		{ SIGN "issued=2024-05-10;card_expiry=2025-05-10;"
		  "auth_expiry=2025-05-10", "expiry=2025-05-10;limit=card" },
		{ SIGN "issued=2024-05-10;card_expiry=2030-05-10;"
		  "auth_expiry=2025-05-10;stay_until=2025-05-10",
		  "expiry=2025-05-10;limit=auth" },
		{ SIGN "issued=2024-05-10;card_expiry=2030-05-10;"
		  "auth_expiry=none", "expiry=2029-05-10;limit=birthday5" },
		{ "card=mynumber_facial;kind=auth;birth=1990-05-10;"
		  "issued=2024-05-10;card_expiry=2026-05-10",
		  "expiry=2026-05-10;limit=card" });
}

static void a_renewal_in_time_has_six_birthdays(void)
{
	RULES_CHECK("cert_expiry",
		{ AUTH "issued=2024-03-01;card_expiry=2034-05-10;renewed=yes",
		  "expiry=2029-05-10;limit=birthday6" },
		{ AUTH "issued=2024-03-01;card_expiry=2034-05-10;renewed=no",
		  "expiry=2028-05-10;limit=birthday5" },
		{ AUTH "issued=2024-03-01;card_expiry=2029-05-09;renewed=yes",
		  "expiry=2029-05-09;limit=card" });
}

static void juki_certificates_have_three_years(void)
{
	RULES_CHECK("cert_expiry",
		{ JUKI "issued=2013-04-01", "expiry=2016-03-31;limit=juki3y" },
		{ JUKI "issued=2013-03-01", "expiry=2016-02-29;limit=juki3y" },
		{ JUKI "issued=2012-02-29", "expiry=2015-02-28;limit=juki3y" },
		{ JUKI "issued=2012-02-28", "expiry=2015-02-27;limit=juki3y" },
		{ JUKI "issued=2015-12-22", "expiry=2018-12-21;limit=juki3y" },
		{ JUKI "issued=2015-12-23", "error" },
		{ JUKI "issued=2013-04-01;stay_until=2016-03-31",
		  "expiry=2016-03-31;limit=stay" },
		{ JUKI "issued=2013-04-01;stay_until=2016-04-01",
		  "expiry=2016-03-31;limit=juki3y" },
		{ JUKI "issued=2013-04-01;card_expiry=2014-01-01",
		  "expiry=2016-03-31;limit=juki3y" },
		{ JUKI "issued=2013-04-01;auth_expiry=none",
		  "expiry=2016-03-31;limit=juki3y" });
}

static void renewal_opens_with_the_window(void)
{
	RULES_CHECK("renewal_opens",
		{ "expiry=2023-05-27", "opens=2023-02-28" },
		{ "expiry=2023-05-28", "opens=2023-03-01" },
		{ "expiry=2023-05-31", "opens=2023-03-01" },
		{ "expiry=2024-05-29", "opens=2024-03-01" },
		{ "expiry=2023-06-01", "opens=2023-03-02" },
		{ "expiry=2199-12-31", "opens=2199-10-01" },
		{ "expiry=2200-01-01", "error" });
	RULES_CHECK("can_renew",
		{ "card=mynumber;on=2025-04-01;expiry=2025-07-01",
		  "allowed=no;opens=2025-04-02;rule=STAT-2" },
		{ "card=mynumber;on=2025-04-02;expiry=2025-07-01",
		  "allowed=yes;as=renewal;opens=2025-04-02;rule=STAT-2" },
		{ "card=mynumber;on=2025-07-01;expiry=2025-07-01",
		  "allowed=yes;as=renewal;opens=2025-04-02;rule=STAT-2" },
		{ "card=mynumber_facial;on=2025-07-02;expiry=2025-07-01",
		  "allowed=yes;as=issue;opens=2025-04-02;rule=STAT-2" },
		{ "card=juki;on=2015-12-22;expiry=2016-01-10",
		  "allowed=yes;as=renewal;opens=2015-10-11;rule=STAT-2" },
		{ "card=juki;on=2015-12-22;expiry=2016-06-10",
		  "allowed=no;opens=2016-03-11;rule=STAT-2" },
		{ "card=juki;on=2015-12-23;expiry=2016-01-10",
		  "allowed=no;rule=EXP-4" },
		{ "card=mynumber;on=2015-12-31;expiry=2025-07-01", "error" });
}

static void notices_are_sent_in_one_month(void)
{
	RULES_CHECK("notice_window",
		{ "expiry=2025-05-31", "from=2025-02-28;to=2025-03-31" },
		{ "expiry=2025-04-30", "from=2025-01-30;to=2025-02-28" },
		{ "expiry=2025-05-31;state=renewable",
		  "from=2025-02-28;to=2025-03-31" },
		{ "expiry=2025-05-31;state=not_yet_valid",
		  "from=2025-02-28;to=2025-03-31" },
		{ "state=expired", "none" },
		{ "expiry=2025-05-31;state=absent", "none" },
		{ "state=revoked", "none" },
		{ "expiry=2025-05-31;state=unknown", "unknown:state" },
		{ "state=unknown", "unknown:expiry" },
		{ "state=valid", "unknown:expiry" },
		{ "state=expired;expiry=2025-02-30", "error" });
}

#define CERT "not_before=2023-07-01;expiry=2028-05-10;"

static void states_come_in_their_order(void)
{
	RULES_CHECK("cert_state",
		{ CERT "on=2023-06-30",
		  "state=not_yet_valid;opens=2028-02-11" },
		{ CERT "on=2023-07-01", "state=valid;opens=2028-02-11" },
		{ CERT "on=2028-02-10", "state=valid;opens=2028-02-11" },
		{ CERT "on=2028-02-11", "state=renewable;opens=2028-02-11" },
		{ CERT "on=2028-05-10", "state=renewable;opens=2028-02-11" },
		{ CERT "on=2028-05-11", "state=expired" },
		{ CERT "on=2025-01-01;revoked_on=2025-01-02",
		  "state=valid;opens=2028-02-11" },
		{ CERT "on=2025-01-02;revoked_on=2025-01-02", "state=revoked" },
		{ CERT "on=2029-01-01;revoked_on=2028-05-10", "state=revoked" },
		{ CERT "on=2029-01-01;revoked_on=2028-05-11", "state=expired" },
		{ CERT "on=2025-01-01;absent=no",
		  "state=valid;opens=2028-02-11" },
		{ "on=2025-01-01;absent=yes", "state=absent" });
}

static void states_say_what_is_missing(void)
{
	RULES_CHECK("cert_state",
		{ "on=2025-01-01;expiry=2028-05-10",
		  "state=unknown;missing=not_before" },
		{ "on=2028-05-10;expiry=2028-05-10",
		  "state=unknown;missing=not_before" },
		{ "on=2028-05-11;expiry=2028-05-10", "state=expired" },
		{ "on=2025-01-01;revoked_on=2025-01-01",
		  "state=unknown;missing=expiry" },
		{ "on=2025-01-01;revoked_on=2025-01-02",
		  "state=unknown;missing=expiry,not_before" },
		{ "on=2025-01-01;expiry=2028-05-10;revoked_on=2025-01-01",
		  "state=revoked" },
		{ "absent=yes", "state=unknown;missing=on" },
		{ "", "state=unknown;missing=on" },
		{ "on=2025-01-01;absent=yes;not_before=2020-01-01", "error" },
		{ CERT "on=2025-01-01;revoked_on=2023-06-30", "error" },
		{ "on=2025-01-01;not_before=2028-05-11;expiry=2028-05-10",
		  "error" });
}

static void contradictory_days_are_errors(void)
{
	RULES_CHECK("card_expiry",
		{ "birth=2020-01-02;issued=2020-01-01", "error" },
		{ "birth=2020-01-01;issued=2020-01-01", "expiry=2025-01-01" },
		{ "birth=2019-06-01;issued=2020-01-01;applied=2019-05-31",
		  "error" },
		{ "birth=2019-05-31;issued=2020-01-01;applied=2020-01-02",
		  "error" },
		{ "applied=2020-01-02;issued=2020-01-01", "error" });
	RULES_CHECK("cert_expiry",
		{ AUTH "issued=2024-05-10;card_expiry=2024-05-09", "error" },
		{ AUTH "issued=2024-05-10;card_expiry=2024-05-10",
		  "expiry=2024-05-10;limit=card" },
		{ AUTH "issued=2024-05-10;auth_expiry=2024-05-09", "error" },
		{ SIGN "issued=2024-05-10;card_expiry=2026-05-10;"
		  "auth_expiry=2026-05-11", "error" },
		{ JUKI "issued=2013-04-01;card_expiry=2013-03-31", "error" },
		{ JUKI "issued=2013-04-01;auth_expiry=2014-01-01", "error" },
		{ "card=juki;kind=auth", "error" },
		{ "card=mynumber_facial;kind=sign", "error" });
}

static void missing_inputs_are_listed_in_two_steps(void)
{
	RULES_CHECK("cert_expiry",
		{ "", "unknown:birth,card,issued,kind" },
		{ "card=mynumber;kind=sign;issued=2024-05-10",
		  "unknown:birth" },
		{ SIGN "issued=2024-05-10", "unknown:auth_expiry,card_expiry" },
		{ AUTH "issued=2024-05-10", "unknown:card_expiry" },
		{ "card=mynumber_facial;kind=auth;birth=1990-05-10;"
		  "issued=2024-05-10", "unknown:card_expiry" });
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(cards_end_on_a_birthday),
		TAP_CASE(minors_have_five_birthdays),
		TAP_CASE(a_stay_ends_a_card),
		TAP_CASE(certificates_end_with_their_first_limit),
		TAP_CASE(a_renewal_in_time_has_six_birthdays),
		TAP_CASE(juki_certificates_have_three_years),
		TAP_CASE(renewal_opens_with_the_window),
		TAP_CASE(notices_are_sent_in_one_month),
		TAP_CASE(states_come_in_their_order),
		TAP_CASE(states_say_what_is_missing),
		TAP_CASE(contradictory_days_are_errors),
		TAP_CASE(missing_inputs_are_listed_in_two_steps),
	};
	int failed;

	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
