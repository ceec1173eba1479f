// SPDX-License-Identifier: GPL-2.0-or-later
/* Days, instants, and the state of a certificate on a day. */
#include <jpki/date.h>

#include "state.h"
#include "tap.h"

#define DAY (24 * 3600)

static struct jpki_date day(const char *text)
{
	struct jpki_date date = { 0, 0, 0 };

	CHECK_LONG(jpki_date_parse(text, &date), JPKI_OK);
	return date;
}

static const char *text_of(struct jpki_date date)
{
	static char text[JPKI_DATE_SIZE];

	jpki_date_format(date, text, sizeof(text));
	return text;
}

static int64_t instant(const char *text)
{
	int64_t at = 0;

	CHECK_LONG(jpki_instant_parse(text, &at), JPKI_OK);
	return at;
}

static void every_day_of_the_range_goes_there_and_back(void)
{
	struct jpki_date last = { 1899, 12, 31 };
	int64_t days;

	for (days = jpki_date_to_days(day("1900-01-01"));
	     days <= jpki_date_to_days(day("2199-12-31")); days++) {
		struct jpki_date date = jpki_date_from_days(days);

		if (!jpki_date_ok(date) || jpki_date_to_days(date) != days ||
		    jpki_date_cmp(last, date) >= 0) {
			CHECK_TEXT(text_of(date), "a day that fits");
			return;
		}
		last = date;
	}
	CHECK_TEXT(text_of(last), "2199-12-31");
}

static void known_days_have_their_numbers(void)
{
	CHECK_LONG(jpki_date_to_days(day("1970-01-01")), 0);
	CHECK_LONG(jpki_date_to_days(day("1969-12-31")), -1);
	CHECK_LONG(jpki_date_to_days(day("2000-03-01")), 11017);
	CHECK_LONG(jpki_date_to_days(day("1900-03-01")), -25508);
	CHECK_LONG(jpki_date_days_between(day("2024-02-28"),
					  day("2024-03-01")), 2);
	CHECK_LONG(jpki_date_days_between(day("2100-03-01"),
					  day("2100-02-28")), -1);
}

static void days_that_do_not_exist_are_refused(void)
{
	static const char *const bad[] = {
		"", "2023", "2023-02", "2023-02-29", "2100-02-29",
		"2024-13-01", "2024-00-01", "2024-01-00", "2024-04-31",
		"1899-12-31", "2200-01-01", "2024-1-01", "2024-01-1",
		"2024-01-011", "+024-01-01", "2024/01/01", " 2024-01-01",
		"2024-01-01T"
	};
	struct jpki_date date = { 1, 2, 3 };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (jpki_date_parse(bad[i], &date) != JPKI_INVALID)
			CHECK_TEXT(bad[i], "a day that is refused");
	CHECK_LONG(date.year, 1);
}

static void months_end_with_their_last_day(void)
{
	CHECK_TEXT(text_of(jpki_date_add_months(day("2023-05-31"), -3)),
		   "2023-02-28");
	CHECK_TEXT(text_of(jpki_date_add_months(day("2024-05-31"), -3)),
		   "2024-02-29");
	CHECK_TEXT(text_of(jpki_date_add_months(day("2023-01-31"), 1)),
		   "2023-02-28");
	CHECK_TEXT(text_of(jpki_date_add_months(day("2024-02-29"), 12)),
		   "2025-02-28");
	CHECK_TEXT(text_of(jpki_date_add_months(day("2023-02-15"), -3)),
		   "2022-11-15");
	CHECK_TEXT(text_of(jpki_date_add_months(day("2023-12-31"), 2)),
		   "2024-02-29");
}

static void renewal_opens_the_day_after_three_months_before(void)
{
	static const char *const pairs[][2] = {
		{ "2025-07-01", "2025-04-02" }, { "2023-07-07", "2023-04-08" },
		{ "2023-05-27", "2023-02-28" }, { "2023-05-28", "2023-03-01" },
		{ "2023-05-29", "2023-03-01" }, { "2023-05-30", "2023-03-01" },
		{ "2023-05-31", "2023-03-01" }, { "2024-05-28", "2024-02-29" },
		{ "2024-05-29", "2024-03-01" }, { "2024-05-31", "2024-03-01" },
		{ "2023-03-31", "2023-01-01" }, { "2023-03-30", "2022-12-31" },
		{ "1900-01-01", "1899-10-02" },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		CHECK_TEXT(text_of(jpki_date_renewal_opens(day(pairs[i][0]))),
			   pairs[i][1]);
}

static void a_day_in_japan_begins_nine_hours_early(void)
{
	CHECK_TEXT(text_of(jpki_date_of_instant(
			instant("2028-05-10T14:59:59Z"))), "2028-05-10");
	CHECK_TEXT(text_of(jpki_date_of_instant(
			instant("2028-05-10T15:00:00Z"))), "2028-05-11");
	CHECK_TEXT(text_of(jpki_date_of_instant(-9 * 3600)), "1970-01-01");
	CHECK_TEXT(text_of(jpki_date_of_instant(-9 * 3600 - 1)), "1969-12-31");
	CHECK_LONG(jpki_date_instant(day("2028-05-11"), 0),
		   instant("2028-05-10T15:00:00Z"));
}

static void instants_come_in_any_offset(void)
{
	char text[JPKI_INSTANT_SIZE];

	CHECK_LONG(instant("1970-01-01T00:00:00Z"), 0);
	CHECK_LONG(instant("1970-01-01T09:00:00+09:00"), 0);
	CHECK_LONG(instant("1969-12-31T20:30:00-03:30"), 0);
	CHECK_LONG(instant("1970-01-02T00:00:00-00:00"), DAY);
	jpki_instant_format(instant("2028-05-10T14:59:59Z"), text,
			    sizeof(text));
	CHECK_TEXT(text, "2028-05-10T23:59:59+09:00");
	jpki_instant_format(-1, text, sizeof(text));
	CHECK_TEXT(text, "1970-01-01T08:59:59+09:00");
}

static void instants_of_another_form_are_refused(void)
{
	static const char *const bad[] = {
		"", "2024-01-01", "2024-01-01T12:00:00", "2024-01-01t12:00:00Z",
		"2024-01-01T12:00:00z", "2024-01-01T24:00:00Z",
		"2024-01-01T12:60:00Z", "2024-01-01T12:00:60Z",
		"2024-01-01T12:00:00.5Z", "2024-01-01T12:00Z",
		"2024-01-01T12:00:00+24:00", "2024-01-01T12:00:00+0900",
		"2024-01-01T12:00:00+09:00 ", "2024-01-01 12:00:00Z",
		"2024-02-30T12:00:00Z"
	};
	int64_t at = 7;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (jpki_instant_parse(bad[i], &at) != JPKI_INVALID)
			CHECK_TEXT(bad[i], "an instant that is refused");
	CHECK_LONG(at, 7);
}

static const char *state_on(const char *on, const char *revoked)
{
	struct jpki_date from = day("2023-07-01");
	struct jpki_date expiry = day("2028-05-10");
	struct jpki_date revoked_on;

	if (revoked)
		revoked_on = day(revoked);
	return jpki_state_name(jpki_rules_state(day(on), from, expiry,
						revoked ? &revoked_on : NULL));
}

static void states_change_on_their_days(void)
{
	CHECK_TEXT(state_on("2023-06-30", NULL), "not_yet_valid");
	CHECK_TEXT(state_on("2023-07-01", NULL), "valid");
	CHECK_TEXT(state_on("2028-02-10", NULL), "valid");
	CHECK_TEXT(state_on("2028-02-11", NULL), "renewable");
	CHECK_TEXT(state_on("2028-05-10", NULL), "renewable");
	CHECK_TEXT(state_on("2028-05-11", NULL), "expired");
}

static void a_revocation_counts_from_its_day_up_to_the_expiry(void)
{
	CHECK_TEXT(state_on("2025-03-02", "2025-03-03"), "valid");
	CHECK_TEXT(state_on("2025-03-03", "2025-03-03"), "revoked");
	CHECK_TEXT(state_on("2029-01-01", "2025-03-03"), "revoked");
	CHECK_TEXT(state_on("2028-05-10", "2028-05-10"), "revoked");
	CHECK_TEXT(state_on("2028-05-11", "2028-05-11"), "expired");
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(every_day_of_the_range_goes_there_and_back),
		TAP_CASE(known_days_have_their_numbers),
		TAP_CASE(days_that_do_not_exist_are_refused),
		TAP_CASE(months_end_with_their_last_day),
		TAP_CASE(renewal_opens_the_day_after_three_months_before),
		TAP_CASE(a_day_in_japan_begins_nine_hours_early),
		TAP_CASE(instants_come_in_any_offset),
		TAP_CASE(instants_of_another_form_are_refused),
		TAP_CASE(states_change_on_their_days),
		TAP_CASE(a_revocation_counts_from_its_day_up_to_the_expiry),
	};

	return TAP_RUN(cases);
}
