// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl as its users meet it: each run is a process of its own, with the mock
 * for readers. Whole answers are compared with the files of golden/.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "mock.h"
#include "pki.h"
#include "process.h"
#include "tap.h"

#define out		process_out
#define err		process_err
#define NOW		"--now=2026-11-22"

static struct pki_ca ca;
static struct mock_card card;

static void begin(void)
{
	mock_reset(&card);
	pki_issue(&ca, &pki_auth, &card.auth);
	pki_ca_file(&ca, &card.auth_ca);
	card.auth.padding = 100;
}

#define RUN(...) process_run(NULL, __VA_ARGS__, (char *)NULL)

static void check_golden(const char *name)
{
	char path[512], want[PROCESS_TEXT_MAX] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", TEST_GOLDEN, name);
	file = fopen(path, "r");
	if (file)
		process_slurp(file, want);
	CHECK_TEXT(out, want);
}

static void check_error(const char *want)
{
	CHECK_TEXT(err, want);
}

static void a_good_card_in_json(void)
{
	begin();
	CHECK_LONG(RUN("status", "--json", NOW), 0);
	check_golden("status_valid.json");
	check_error("");
}

static void a_good_card_for_people(void)
{
	begin();
	CHECK_LONG(RUN("status", "--lang", "en", NOW), 0);
	check_golden("status_valid_en.txt");
	CHECK_LONG(RUN("status", "--lang", "ja", NOW), 0);
	check_golden("status_valid_ja.txt");
	check_error("");
}

static void a_renewable_card_with_one_try_left(void)
{
	begin();
	card.auth_left = 1;
	CHECK_LONG(RUN("status", "--lang=ja", "--now", "2028-02-11"), 0);
	check_golden("status_renewable_ja.txt");
	CHECK_LONG(RUN("status", "--lang=en", "--now", "2028-05-10"), 0);
	check_golden("status_last_day_en.txt");
}

static void an_expired_card_with_locked_pins_is_a_no(void)
{
	begin();
	card.auth_left = 0;
	card.sign_left = 0;
	CHECK_LONG(RUN("status", "--lang=en", "--now", "2028-05-11"), 1);
	check_golden("status_expired_en.txt");
	CHECK_LONG(RUN("status", "--json", "--lang=ja", "--now", "2028-05-11"),
		   1);
	check_golden("status_expired_ja.json");
}

static void a_locked_pin_has_two_ways_out(void)
{
	begin();
	card.sign_left = 0;
	CHECK_LONG(RUN("status", "--lang=ja", NOW), 1);
	check_golden("status_locked_ja.txt");
	CHECK_LONG(RUN("status", "--json", "--lang=en", NOW), 1);
	check_golden("status_locked.json");
}

static void a_young_holder_is_told_more(void)
{
	begin();
	CHECK_LONG(RUN("status", "--lang=ja", "--birth=2012-05-11", NOW), 0);
	check_golden("status_young_ja.txt");
	CHECK_LONG(RUN("status", "--json", "--birth=2012-05-11", NOW), 0);
	check_golden("status_young.json");
}

static void a_phone_in_json(void)
{
	begin();
	card.label = "JPKIAPIOSTOKEN";
	CHECK_LONG(RUN("status", "--json", NOW), 0);
	check_golden("status_phone.json");
}

static void another_card_in_json(void)
{
	begin();
	card.no_jpki = true;
	CHECK_LONG(RUN("status", "--json", NOW), 0);
	check_golden("status_other.json");
	CHECK_LONG(RUN("status", "--lang=en", NOW), 0);
	CHECK_TEXT(out, "This is not a My Number Card.\n");
}

static void an_empty_reader_is_exit_4(void)
{
	begin();
	mock.reader[0].presence = CCID_CARD_ABSENT;
	CHECK_LONG(RUN("status", "--json", NOW), 4);
	check_golden("status_absent.json");
	check_error("jpkictl: There is no card on the reader; "
		    "put one on it. (ccid0)\n");
}

static void errors_have_a_name_for_programs(void)
{
	begin();
	mock.reader[0].fail_request = CCID_IOC_APDU;
	mock.reader[0].fail_errno = ETIMEDOUT;
	CHECK_LONG(RUN("status", "--json", NOW), 7);
	CHECK_TEXT(out,
		   "{\"schema\":\"jpki.error/1\",\"error\":\"timeout\",\"text\":"
		   "\"The card did not answer in time; leave it still on the "
		   "reader and try again.\",\"detail\":\"ccid0: ETIMEDOUT\"}\n");
	mock.readers = 0;
	CHECK_LONG(RUN("status"), 3);
	CHECK_TEXT(out, "");
	mock.readers = 1;
	mock.reader[0].open_errno = EACCES;
	CHECK_LONG(RUN("status"), 8);
}

static void a_named_card_is_the_only_one_read(void)
{
	begin();
	CHECK_LONG(RUN("status", "--reader", "ccid0@7", NOW), 0);
	CHECK_LONG(RUN("status", "--reader", "/dev/ccid0", NOW), 0);
	CHECK_LONG(RUN("status", "--reader", "ccid0@6", "--json", NOW), 4);
	CHECK(strstr(out, "\"error\":\"card_changed\""));
	CHECK_LONG(RUN("status", "--reader", "ccid5", NOW), 3);
	CHECK_LONG(RUN("status", "--reader", "sda", NOW), 2);
}

static void of_several_readers_the_one_with_a_card_is_meant(void)
{
	begin();
	mock.reader[1] = mock.reader[0];
	mock.reader[1].name = "ccid1";
	mock.reader[0].presence = CCID_CARD_ABSENT;
	mock.readers = 2;
	CHECK_LONG(RUN("status", "--json", NOW), 0);
	CHECK(strstr(out, "\"device\":\"/dev/ccid1\""));
	mock.reader[0].presence = CCID_CARD_POWERED;
	CHECK_LONG(RUN("status", NOW), 2);
	check_error("jpkictl: There are several readers; choose one with "
		    "--reader NAME. (ccid0, ccid1)\n");
	mock.reader[0].open_errno = EACCES;
	mock.reader[1].open_errno = EACCES;
	CHECK_LONG(RUN("status", NOW), 8);
}

static void a_reader_that_left_since_is_not_listed(void)
{
	begin();
	mock.reader[1] = mock.reader[0];
	mock.reader[1].name = "ccid1";
	mock.reader[0].open_errno = ENOENT;
	mock.readers = 2;
	CHECK_LONG(RUN("list", "--lang=en"), 0);
	CHECK_TEXT(out, "ccid1  054c:0dc8  SONY RC-S300/S: card present\n");
}

static void readers_are_listed(void)
{
	begin();
	mock.reader[1] = mock.reader[0];
	mock.reader[1].name = "ccid1";
	mock.reader[1].presence = CCID_CARD_ABSENT;
	mock.readers = 2;
	CHECK_LONG(RUN("list", "--lang=en"), 0);
	CHECK_TEXT(out, "ccid0  054c:0dc8  SONY RC-S300/S: card present\n"
			"ccid1  054c:0dc8  SONY RC-S300/S: no card\n");
	CHECK_LONG(RUN("list", "--json"), 0);
	check_golden("list.json");
	mock.reader[1].fail_request = CCID_IOC_STATUS;
	mock.reader[1].fail_errno = EPROTO;
	CHECK_LONG(RUN("list", "--json"), 7);
	CHECK(strstr(out, "reader_protocol") && !strstr(out, "jpki.list"));
	mock.readers = 0;
	CHECK_LONG(RUN("list"), 3);
}

static void tries_left_are_shown(void)
{
	begin();
	CHECK_LONG(RUN("pin", "status", "--lang=en"), 0);
	CHECK_TEXT(out,
		   "Tries left\n"
		   "  PIN for user authentication (4 digits): 3 tries left.\n"
		   "  Password for digital signatures: 5 tries left.\n"
		   "  PIN for card data (4 digits): 3 tries left.\n");
	card.card_left = 0;
	CHECK_LONG(RUN("pin", "status", "--json", NOW), 1);
	check_golden("pin.json");
	card.no_jpki = true;
	card.no_text = true;
	CHECK_LONG(RUN("pin", "status"), 7);
	CHECK_LONG(RUN("pin"), 2);
	CHECK_LONG(RUN("pin", "guess"), 2);
}

static void a_certificate_is_shown(void)
{
	begin();
	CHECK_LONG(RUN("cert", "show", "auth", "--lang=en"), 0);
	CHECK(strstr(out, "Valid from 2023-07-01 through 2028-05-10\n"));
	CHECK_LONG(RUN("cert", "show", "auth-ca", "--json"), 0);
	CHECK(strstr(out, "\"certificate\":\"auth-ca\""));
	CHECK(strstr(out, "\"key_usage\":[\"cert_sign\",\"crl_sign\"]"));
	CHECK_LONG(RUN("cert", "show", "sign"), 8);
	CHECK_TEXT(out, "");
	CHECK_LONG(RUN("cert", "show", "sign-ca"), 7);
	CHECK_LONG(RUN("cert", "show", "other"), 2);
	CHECK_LONG(RUN("cert", "show"), 2);
	CHECK_LONG(RUN("cert", "forge", "auth"), 2);
	CHECK_LONG(RUN("cert", "show", "auth", "--pem"), 2);
}

static void a_certificate_is_exported(void)
{
	char dir[64], path[96];
	FILE *file;

	begin();
	pki_make_dir(dir);
	snprintf(path, sizeof(path), "%s/auth.der", dir);
	CHECK_LONG(RUN("cert", "export", "auth", "--der", "-o", path), 0);
	CHECK_TEXT(out, "");
	file = fopen(path, "r");
	CHECK(file && fread(out, 1, PROCESS_TEXT_MAX, file) == card.auth.len);
	CHECK(!memcmp(out, card.auth.bytes, card.auth.len));
	if (file)
		fclose(file);
	CHECK_LONG(RUN("cert", "export", "auth"), 0);
	CHECK(!strncmp(out, "-----BEGIN CERTIFICATE-----\n", 28));
	CHECK_LONG(RUN("cert", "export", "auth", "--json"), 0);
	CHECK(strstr(out, "\"data\":\"-----BEGIN CERTIFICATE-----\\n"));
	CHECK_LONG(RUN("cert", "export", "auth", "-o", "/nonexistent/x"), 2);
	CHECK_LONG(RUN("cert", "export", "auth", "--pem", "--der"), 2);
	pki_remove_dir(dir);
}

static void a_certificate_is_verified(void)
{
	char dir[64];

	begin();
	pki_make_dir(dir);
	CHECK_LONG(RUN("cert", "verify", "auth", NOW, "--ca-dir", dir,
		       "--crl-dir", "/nonexistent", "--json"), 1);
	CHECK(strstr(out, "\"issuer\":\"failed\""));
	CHECK(strstr(err, "has the key identifier "));
	pki_write_ca(&ca, dir, "ca.crt");
	CHECK_LONG(RUN("cert", "verify", "auth", NOW, "--ca-dir", dir,
		       "--crl-dir", "/nonexistent", "--lang=en"), 0);
	check_golden("verify_en.txt");
	CHECK_LONG(RUN("cert", "verify", "auth", "--now=2029-01-01",
		       "--ca-dir", dir, "--crl-dir", "/nonexistent"), 1);
	CHECK_LONG(RUN("cert", "verify", "auth-ca", NOW, "--ca-dir", dir,
		       "--crl-dir", "/nonexistent", "--lang=en"), 0);
	CHECK_LONG(RUN("cert", "verify", "auth", NOW, "--ca-dir", dir,
		       "--crl", "/nonexistent"), 2);
	pki_remove_dir(dir);
}

static void apdus_are_sent_in_one_transaction(void)
{
	begin();
	CHECK_LONG(RUN("apdu", "00:A4:04:0C:0A:D392F000260100000001",
		       "00 a4 02 0c 02 00 06", "00B0000004"), 0);
	CHECK_TEXT(out, "9000\n9000\n4a504b49 9000\n");
	CHECK_LONG(RUN("apdu", "--json", "00B0000004"), 0);
	CHECK_TEXT(out, "{\"schema\":\"jpki.apdu/1\",\"responses\":"
			"[{\"data\":\"\",\"sw\":\"6986\"}]}\n");
	CHECK_LONG(RUN("apdu", "00 20 00 80"), 0);
	CHECK_TEXT(out, "63c3\n");
}

static void apdus_that_are_none_are_refused(void)
{
	begin();
	CHECK_LONG(RUN("apdu"), 2);
	CHECK_LONG(RUN("apdu", "00", "B0", "00", "00"), 2);
	CHECK_LONG(RUN("apdu", "00B0000"), 2);
	CHECK_LONG(RUN("apdu", "00 B0 00 0g"), 2);
	CHECK_LONG(RUN("apdu", "00 B0 0 000"), 2);
}

static void a_pin_on_the_command_line_is_refused(void)
{
	static const char *const commands[] = {
		"00 20 00 80 04 31 32 33 34", "00 24 01 80 04 31 32 33 34",
		"00 2C 00 80 04 31 32 33 34", "10 20 00 80 01 31",
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		CHECK_LONG(RUN("apdu", "00B0000004", commands[i], "--lang=en"),
			   2);
		CHECK_TEXT(out, "");
		check_error("jpkictl: A PIN must not be on the command "
			    "line.\n");
	}
}

static void debugging_shows_no_byte_of_an_apdu(void)
{
	begin();
	CHECK_LONG(RUN("apdu", "--debug", "00A4040C0AD392F000260100000001",
		       "00A4020C020006", "00B0000004", "0020008000"), 0);
	CHECK(strstr(err, "CCID_IOC_APDU: 15 bytes, answer 2 bytes, SW 9000"));
	CHECK(strstr(err, "CCID_IOC_APDU: PIN command, SW 63C3, "));
	CHECK(!strstr(err, "d392") && !strstr(err, "D392"));
	CHECK(!strstr(err, "4a50") && !strstr(err, "4A50") &&
	      !strstr(err, "JPKIAP"));
	CHECK(!strstr(err, "4 bytes, answer 2") && !strstr(err, ": 5 bytes, "
							   "answer 2"));
}

static void wrong_usage_is_exit_2(void)
{
	begin();
	CHECK_LONG(RUN("--lang=en"), 2);
	CHECK_LONG(RUN("sing"), 2);
	check_error("jpkictl: Unknown verb sing; see jpkictl --help.\n");
	CHECK_LONG(RUN("status", "--fast"), 2);
	check_error("jpkictl: Unknown option --fast; see jpkictl --help.\n");
	CHECK_LONG(RUN("status", "--now"), 2);
	CHECK_LONG(RUN("status", "--now", "2027-02-29"), 2);
	CHECK_LONG(RUN("status", "--lang", "de"), 2);
	CHECK_LONG(RUN("status", "extra"), 2);
	CHECK_LONG(RUN("list", "--reader", "ccid0"), 2);
	CHECK_LONG(RUN("status", "--now", "yesterday", "--json"), 2);
	CHECK(strstr(out, "\"error\":\"usage\""));
}

static void help_and_version_are_answers(void)
{
	begin();
	mock.readers = 0;
	CHECK_LONG(RUN("--help", "--lang=en"), 0);
	CHECK(strstr(out, "  status\n"));
	CHECK_LONG(RUN("--version"), 0);
	CHECK(!strncmp(out, "jpkictl ", 8));
	check_error("");
}

static void a_full_disk_is_told(void)
{
	int status = -1;
	pid_t pid;

	begin();
	fflush(stdout);
	pid = fork();
	if (!pid) {
		char *argv[] = { (char *)"jpkictl", (char *)"status", NULL };

		if (!freopen("/dev/full", "w", stdout) ||
		    !freopen("/dev/null", "w", stderr))
			_exit(98);
		exit(cli_run(2, argv));
	}
	waitpid(pid, &status, 0);
	CHECK(WIFEXITED(status));
	CHECK_LONG(WEXITSTATUS(status), 2);
}

/* Cards and readers coming and going, one step before each sleep. */
static bool come_and_go(int step)
{
	switch (step) {
	case 0:		/* another card */
		mock.reader[0].generation = 8;
		mock_event(0);
		return true;
	case 1:		/* a record that says nothing new */
		mock_event(0);
		return true;
	case 2:
		mock.reader[0].presence = CCID_CARD_ABSENT;
		mock_event(0);
		return true;
	case 3:
		mock.readers = 2;
		mock_news("ccid1", true);
		return true;
	case 4:		/* a card that does not answer, then no reader */
		mock.reader[1].presence = CCID_CARD_MUTE;
		mock_event(1);
		return true;
	case 5:
		mock.reader[1].gone = true;
		mock_event(1);
		return true;
	default:
		return false;
	}
}

static void begin_watch(void)
{
	begin();
	mock.reader[1] = mock.reader[0];
	mock.reader[1].name = "ccid1";
	mock.reader[1].presence = CCID_CARD_ABSENT;
	mock.reader[1].generation = 9;
	mock.script = come_and_go;
}

static void watching_tells_each_card_once(void)
{
	begin_watch();
	CHECK_LONG(RUN("watch", "--json", NOW), 0);
	check_golden("watch.json");
	check_error("");
	CHECK_LONG(RUN("watch", "--lang=en", NOW), 0);
	check_golden("watch_en.txt");
}

static void watching_goes_on_after_a_card_that_fails(void)
{
	begin_watch();
	card.auth.bytes[0] = 0x31;
	CHECK_LONG(RUN("watch", "--json", NOW), 0);
	CHECK(strstr(out, "bad_certificate"));
	CHECK(strstr(out, "card_removed"));
}

static void the_language_follows_the_locale(void)
{
	begin();
	mock.readers = 0;
	setenv("LANG", "ja_JP.UTF-8", 1);
	RUN("list");
	CHECK(strstr(err, "カードリーダーがありません"));
	RUN("list", "--lang", "en");
	CHECK(strstr(err, "No such card reader"));
	setenv("LC_ALL", "C", 1);
	RUN("list");
	CHECK(strstr(err, "No such card reader"));
	unsetenv("LC_ALL");
	unsetenv("LANG");
	RUN("list", "--lang", "ja");
	CHECK(strstr(err, "カードリーダーがありません"));
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_good_card_in_json),
		TAP_CASE(a_good_card_for_people),
		TAP_CASE(a_renewable_card_with_one_try_left),
		TAP_CASE(an_expired_card_with_locked_pins_is_a_no),
		TAP_CASE(a_locked_pin_has_two_ways_out),
		TAP_CASE(a_young_holder_is_told_more),
		TAP_CASE(a_phone_in_json),
		TAP_CASE(another_card_in_json),
		TAP_CASE(an_empty_reader_is_exit_4),
		TAP_CASE(errors_have_a_name_for_programs),
		TAP_CASE(a_named_card_is_the_only_one_read),
		TAP_CASE(of_several_readers_the_one_with_a_card_is_meant),
		TAP_CASE(a_reader_that_left_since_is_not_listed),
		TAP_CASE(readers_are_listed),
		TAP_CASE(tries_left_are_shown),
		TAP_CASE(a_certificate_is_shown),
		TAP_CASE(a_certificate_is_exported),
		TAP_CASE(a_certificate_is_verified),
		TAP_CASE(apdus_are_sent_in_one_transaction),
		TAP_CASE(apdus_that_are_none_are_refused),
		TAP_CASE(a_pin_on_the_command_line_is_refused),
		TAP_CASE(debugging_shows_no_byte_of_an_apdu),
		TAP_CASE(wrong_usage_is_exit_2),
		TAP_CASE(help_and_version_are_answers),
		TAP_CASE(a_full_disk_is_told),
		TAP_CASE(watching_tells_each_card_once),
		TAP_CASE(watching_goes_on_after_a_card_that_fails),
		TAP_CASE(the_language_follows_the_locale),
	};
	int failed;

	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	unsetenv("LANG");
	setenv("JPKI_LOCALEDIR", TEST_LOCALEDIR, 1);
	pki_ca_make(&ca, "2019-09-01T00:00:00+09:00",
		    "2029-08-31T23:59:59+09:00");
	failed = TAP_RUN(cases);
	pki_ca_free(&ca);
	return failed;
}
