// SPDX-License-Identifier: GPL-2.0-or-later
/* Profiles of municipalities: what is taken, and where a mistake is found. */
#include "profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "rules_rows.h"

static struct jpki_profile profile;
static struct jpki_profile_fault fault;

static bool parse(const char *text)
{
	return jpki_profile_parse(jpki_span("kyoto"), jpki_span(text), &profile,
				  &fault);
}

static void a_profile_says_what_differs(void)
{
	CHECK(parse("# Kyoto\r\n"
		    "title = 京都市\r\n"
		    "telephone=075-000-0000\n"
		    "store_delay = 3\n"
		    "parent = heads\n"
		    "fee_reissue_fault_card = 900\n"
		    "\n"
		    "[ward]\n"
		    "title = 区役所\n"
		    "hours = weekday 08:30-12:00\n"
		    "hours = weekday,sunday-5 13:00-17:00\n"
		    "closed = 12-29..01-03\n"));
	CHECK_TEXT(profile.name, "kyoto");
	CHECK_TEXT(profile.title, "京都市");
	CHECK_TEXT(profile.telephone, "075-000-0000");
	CHECK_LONG(profile.store_delay, 3);
	CHECK_LONG(profile.parent, PARENT_HEADS);
	CHECK_LONG(jpki_profile_fee(&profile, FEE_REISSUE_FAULT, WHAT_BOTH),
		   1100);
	CHECK_LONG(profile.desk_count, 1);
	CHECK_LONG(profile.desk[0].hour_count, 2);
	CHECK_LONG(profile.desk[0].hours[0].to, 12 * 3600);
	CHECK_LONG(profile.desk[0].hours[1].days,
		   DAY_WEEKDAY | 16 << DAY_SUNDAY_NTH);
	CHECK_LONG(profile.desk[0].closed[0].from.day, 29);
}

static void mistakes_are_found_where_they_are(void)
{
	static const struct {
		const char *text;
		int line;
		const char *key;
	} rows[] = {
		{ "", 1, "title" },
		{ "title = a\nname", 2, "name" },
		{ "title = a\nbranch = b\n", 2, "branch" },
		{ "title = a\n\ntitle = b\n", 3, "title" },
		{ "title =\n", 1, "title" },
		{ "title = \x01\n", 1, "title" },
		{ "title = \xff\n", 1, "title" },
		{ "telephone = call us\n", 1, "telephone" },
		{ "store_start = 2018-02-30\n", 1, "store_start" },
		{ "store_delay = 61\n", 1, "store_delay" },
		{ "store_delay = -1\n", 1, "store_delay" },
		{ "store_delay =\n", 1, "store_delay" },
		{ "household_move = maybe\n", 1, "household_move" },
		{ "fee_renewal_card = 1\n", 1, "fee_renewal_card" },
		{ "hours = weekday 08:30-17:00\n", 1, "hours" },
		{ "[Ward]\n", 1, "Ward" },
		{ "[]\n", 1, "" },
		{ "[ward\n", 1, "[ward" },
		{ "[ward]\n[ward]\n", 2, "ward" },
		{ "[ward]\nstore_delay = 1\n", 2, "store_delay" },
		{ "[ward]\nhours = weekday\n", 2, "hours" },
		{ "[ward]\nhours = monday 08:30-17:00\n", 2, "hours" },
		{ "[ward]\nhours = sunday-6 08:30-17:00\n", 2, "hours" },
		{ "[ward]\nhours = weekday 17:00-08:30\n", 2, "hours" },
		{ "[ward]\nhours = weekday 08:30-24:00\n", 2, "hours" },
		{ "[ward]\nhours = weekday 8:30-17:00\n", 2, "hours" },
		{ "[ward]\nclosed = 2020-02-30\n", 2, "closed" },
		{ "[ward]\nclosed = 12-29\n", 2, "closed" },
		{ "[ward]\nclosed = 12-29.01-03\n", 2, "closed" },
		{ "[ward]\nclosed = 12-29..13-03\n", 2, "closed" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK(!parse(rows[i].text));
		tap_long(rows[i].text, (int)i, "line", fault.line,
			 rows[i].line);
		tap_text(rows[i].text, (int)i, "key", fault.key, rows[i].key);
	}
}

static void tables_of_a_profile_have_an_end(void)
{
	char text[4096];
	int i, len = 0;

	for (i = 0; i <= PROFILE_DESKS; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				"[desk-%d]\n", i);
	CHECK(!parse(text));
	CHECK_LONG(fault.line, PROFILE_DESKS + 1);
	len = snprintf(text, sizeof(text), "[ward]\n");
	for (i = 0; i <= PROFILE_HOURS; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				"hours = sunday 0%d:00-0%d:30\n", i, i);
	CHECK(!parse(text));
	CHECK_LONG(fault.line, PROFILE_HOURS + 2);
	len = snprintf(text, sizeof(text), "[ward]\n");
	for (i = 0; i <= PROFILE_CLOSED; i++)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				"closed = 2020-01-%02d\n", i + 1);
	CHECK(!parse(text));
	CHECK_LONG(fault.line, PROFILE_CLOSED + 2);
}

static void write_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file))
		CHECK_TEXT(path, "a file that can be written");
}

static void remove_file(const char *dir, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	(void)unlink(path);
}

static void a_directory_adds_and_replaces(void)
{
	char dir[] = "/tmp/profiles-XXXXXX";

	CHECK(mkdtemp(dir));
	write_file(dir, "kyoto.profile", "title = 京都市\n[ward]\n");
	write_file(dir, "uji.profile", "title = 宇治市\nanswer_months = 2\n");
	write_file(dir, "README", "not a profile\n");
	CHECK_LONG(jpki_profiles_add(rules_profiles, dir), JPKI_OK);
	CHECK_TEXT(rules_answer("answer_until",
				"letter=2024-01-31;profile=uji"),
		   "until=2024-03-31");
	CHECK_TEXT(rules_answer("answer_until",
				"letter=2024-01-31;profile=kyoto"), "none");
	CHECK_TEXT(rules_answer("office_open",
				"profile=kyoto;desk=ward;"
				"at=2024-01-31T12:00:00Z"), "unknown:hours");
	CHECK_LONG(jpki_profiles_add(rules_profiles, "/nonexistent"), JPKI_OK);
	remove_file(dir, "kyoto.profile");
	remove_file(dir, "uji.profile");
	remove_file(dir, "README");
	(void)rmdir(dir);
}

static void a_wrong_file_is_told_with_its_line(void)
{
	char dir[] = "/tmp/profiles-XXXXXX";
	struct jpki_profiles *profiles = NULL;
	struct jpki_ctx *ctx;

	CHECK(mkdtemp(dir));
	write_file(dir, "kyoto.profile", "title = 京都市\nparent = never\n");
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_profiles_new(ctx, &profiles), JPKI_OK);
	CHECK_LONG(jpki_profiles_add(profiles, dir), JPKI_BAD_FILE);
	CHECK(strstr(jpki_ctx_detail(ctx, JPKI_BAD_FILE),
		     "kyoto.profile:2: parent: expected proves|heads|shares"));
	remove_file(dir, "kyoto.profile");
	write_file(dir, "Kyoto.profile", "title = 京都市\n");
	CHECK_LONG(jpki_profiles_add(profiles, dir), JPKI_BAD_FILE);
	CHECK(strstr(jpki_ctx_detail(ctx, JPKI_BAD_FILE), "a file name"));
	remove_file(dir, "Kyoto.profile");
	(void)rmdir(dir);
	jpki_profiles_free(&profiles);
	jpki_ctx_free(&ctx);
}

static void a_desk_that_never_opens_has_no_next(void)
{
	struct jpki_profiles set = { .count = 1, .profile = &profile };
	struct jpki_finding finding;

	CHECK(parse("title = a\n[ward]\nhours = weekday 08:30-17:00\n"
		    "closed = 01-01..12-31\n"));
	jpki_rules_ask_line(&set, "office_open", "profile=kyoto;desk=ward;"
			    "at=2024-01-31T12:00:00Z", &finding);
	CHECK_TEXT(finding.text, "open=no");
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_profile_says_what_differs),
		TAP_CASE(mistakes_are_found_where_they_are),
		TAP_CASE(tables_of_a_profile_have_an_end),
		TAP_CASE(a_directory_adds_and_replaces),
		TAP_CASE(a_wrong_file_is_told_with_its_line),
		TAP_CASE(a_desk_that_never_opens_has_no_next),
	};
	int failed;

	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
