// SPDX-License-Identifier: GPL-2.0-or-later
/* The settings of jpkid: what is taken, and what is refused with which words. */
#include <stdlib.h>
#include <unistd.h>

#include "config.h"
#include "tap.h"

static char path[] = "/tmp/jpkid.conf.XXXXXX";
static struct config config;
static char complaint[CONFIG_COMPLAINT_SIZE];

static bool reads(const char *text)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	complaint[0] = '\0';
	return config_read(path, &config, complaint);
}

/* The complaint is about that line, and says that. */
static void refuses(const char *text, int line, const char *why)
{
	char want[CONFIG_COMPLAINT_SIZE];
	struct config before;

	CHECK(reads("clients = 7\n"));
	before = config;
	CHECK(!reads(text));
	snprintf(want, sizeof(want), "%s:%d: %s", path, line, why);
	CHECK_TEXT(complaint, want);
	CHECK(!memcmp(&before, &config, sizeof(config)));
}

static void no_file_is_the_defaults(void)
{
	struct config defaults = config_default();

	CHECK(config_read("/nonexistent/jpkid.conf", &config, complaint));
	CHECK(!memcmp(&defaults, &config, sizeof(config)));
	CHECK_LONG(config.clients, 32);
	CHECK(config.identity);
	CHECK_LONG(config.journal, CONFIG_JOURNAL_STATE);
}

static void every_key_is_taken(void)
{
	CHECK(reads("# settings\n\n  clients=256\r\n\tidentity = no \n"
		    "journal = full\nlanguage = ja\nca-dir = /a b\n"
		    "crl-dir = /c"));
	CHECK_TEXT(complaint, "");
	CHECK_LONG(config.clients, 256);
	CHECK(!config.identity);
	CHECK_LONG(config.journal, CONFIG_JOURNAL_FULL);
	CHECK_TEXT(config.language, "ja");
	CHECK_TEXT(config.ca_dir, "/a b");
	CHECK_TEXT(config.crl_dir, "/c");
}

static void what_is_not_said_is_as_by_default(void)
{
	CHECK(reads("clients = 7\n"));
	CHECK(reads("journal = none\n"));
	CHECK_LONG(config.clients, 32);
	CHECK_LONG(config.journal, CONFIG_JOURNAL_NONE);
}

static void wrong_values_are_refused(void)
{
	static const char number[] =
		"clients must be a number from 1 to 256.";
	static const char ca_dir[] =
		"ca-dir must be a path that begins with a slash.";

	refuses("clients = 0\n", 1, number);
	refuses("clients = 257\n", 1, number);
	refuses("clients = -1\n", 1, number);
	refuses("clients = 99999999999999999999\n", 1, number);
	refuses("clients = 1x\n", 1, number);
	refuses("clients =\n", 1, number);
	refuses("\nidentity = maybe\n", 2, "identity must be yes or no.");
	refuses("journal = all\n", 1, "journal must be none, state or full.");
	refuses("language = fr\n", 1, "language must be ja or en.");
	refuses("ca-dir = a\n", 1, ca_dir);
	refuses("crl-dir =\n", 1,
		"crl-dir must be a path that begins with a slash.");
}

static void what_is_no_setting_is_refused(void)
{
	static const char no_key[] =
		"There is no such key; see jpkid.conf(5).";

	refuses("clients\n", 1, "A line must be KEY = VALUE.");
	refuses("[section]\n", 1, "A line must be KEY = VALUE.");
	refuses("Clients = 3\n", 1, no_key);
	refuses("= 3\n", 1, no_key);
	refuses("clients = 3\nclient = 3\n", 2, no_key);
}

static void a_path_or_line_that_is_too_long_is_refused(void)
{
	char text[600];

	memset(text, 'x', sizeof(text));
	memcpy(text, "ca-dir = /", 10);
	text[9 + CONFIG_PATH_SIZE] = '\0';
	refuses(text, 1, "ca-dir must be a path that begins with a slash.");
	text[9 + CONFIG_PATH_SIZE - 1] = '\0';
	CHECK(reads(text));
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	refuses(text, 1, "The line is too long.");
}

static void what_is_no_file_is_refused(void)
{
	config = config_default();
	CHECK(!config_read("/tmp", &config, complaint));
	CHECK_TEXT(complaint, "/tmp:0: Is a directory");
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(no_file_is_the_defaults),
		TAP_CASE(every_key_is_taken),
		TAP_CASE(what_is_not_said_is_as_by_default),
		TAP_CASE(wrong_values_are_refused),
		TAP_CASE(what_is_no_setting_is_refused),
		TAP_CASE(a_path_or_line_that_is_too_long_is_refused),
		TAP_CASE(what_is_no_file_is_refused),
	};
	int failed;

	close(mkstemp(path));
	failed = TAP_RUN(cases);
	unlink(path);
	return failed;
}
