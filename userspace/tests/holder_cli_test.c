// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl attributes, and a status with the date of birth, as their users meet
 * them: with --pin-fd, on a terminal, and with systemd's password agent.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "holder.h"
#include "mock.h"
#include "pki.h"
#include "process.h"
#include "tap.h"
#include "typist.h"

#define out		process_out
#define err		process_err
#define NOW		"--now=2026-11-22"
#define RUN(...)	process_run(NULL, __VA_ARGS__, (char *)NULL)

static struct pki_ca ca;
static struct mock_card card;
static const char *pin_fd;	/* the option for the pipe of set_pin() */

static void begin(void)
{
	mock_reset(&card);
	pki_issue(&ca, &pki_auth, &card.auth);
	holder_file(&holder_taro, &card.attributes);
	mock_set_pin(&card, "1234");
}

static void set_pin(const char *line)
{
	pin_fd = typist_pin_fd(line);
}

static int attributes_with(const char *line)
{
	set_pin(line);
	return RUN("attributes", "--json", "--lang=en", NOW, pin_fd);
}

static int says_error(const char *name)
{
	char text[64];

	snprintf(text, sizeof(text), "\"error\":\"%s\"", name);
	return strstr(out, text) != NULL;
}

static void a_holder_in_json(void)
{
	begin();
	CHECK_LONG(attributes_with("1234\n"), 0);
	CHECK_TEXT(out, "{\"schema\":\"jpki.attributes/1\","
		   "\"time\":\"2026-11-22T12:00:00+09:00\","
		   "\"reader\":{\"name\":\"ccid0\",\"device\":\"/dev/ccid0\","
		   "\"vendor_id\":\"054c\",\"product_id\":\"0dc8\","
		   "\"exchange_level\":\"extended_apdu\"},"
		   "\"card\":{\"present\":true,"
		   "\"atr\":\"3b888001000005e0b381a1007f\","
		   "\"generation\":7,\"kind\":null},"
		   "\"name\":\"電子　太郎\","
		   "\"address\":\"東京都千代田区霞が関２－１－２\","
		   "\"birth\":\"1990-05-10\",\"sex\":\"male\"}\n");
	CHECK_TEXT(err, "");
	holder_file(&(struct holder){ .name = "A" }, &card.attributes);
	CHECK_LONG(attributes_with("1234"), 0);
	CHECK(strstr(out, "\"name\":\"A\",\"address\":null,\"birth\":null,"
			  "\"sex\":null}"));
}

static void a_holder_for_people(void)
{
	begin();
	set_pin("1234\n");
	CHECK_LONG(RUN("attributes", "--lang=ja", pin_fd), 0);
	CHECK_TEXT(out, "氏名: 電子　太郎\n"
			"住所: 東京都千代田区霞が関２－１－２\n"
			"生年月日: 1990年5月10日\n性別: 男\n");
	set_pin("1234\n");
	CHECK_LONG(RUN("attributes", "--lang=en", pin_fd), 0);
	CHECK(strstr(out, "\nDate of birth: 1990-05-10\nSex: male\n"));
}

static void a_card_does_not_command_the_terminal(void)
{
	struct holder evil = {
		.name = "\033]0;A\aB\nSex: female", .address = "\302\233C\x7f",
		.birth = "\033[31m55", .sex = "\033",
	};

	begin();
	holder_file(&evil, &card.attributes);
	set_pin("1234\n");
	CHECK_LONG(RUN("attributes", "--lang=en", pin_fd), 0);
	CHECK_TEXT(out, "Name: ?]0;A?B?Sex: female\nAddress: ??C?\n"
			"Date of birth: not told by the card\n"
			"Sex: not told by the card\n");
}

static void a_wrong_pin_is_exit_6(void)
{
	begin();
	CHECK_LONG(attributes_with("9999\n"), 6);
	CHECK(says_error("wrong_pin"));
	CHECK(strstr(out, "\"detail\":\"tries_left=2\""));
	CHECK_TEXT(err, "jpkictl: The PIN is wrong; 2 tries are left. "
			"(tries_left=2)\n");
	CHECK(!strstr(out, "9999"));
	card.verify_sw = 0x6300;
	CHECK_LONG(attributes_with("9999\n"), 6);
	CHECK(strstr(err, "jpkictl: The PIN is wrong; after too many"));
}

static void the_last_try_is_exit_5(void)
{
	begin();
	card.card_left = 1;
	CHECK_LONG(attributes_with("1234\n"), 5);
	CHECK(says_error("pin_floor"));
	set_pin("1234\n");
	CHECK_LONG(RUN("attributes", pin_fd, "--last-try"), 0);
	set_pin("9999\n");
	CHECK_LONG(RUN("attributes", "--lang=en", pin_fd, "--last-try"), 6);
	CHECK(strstr(err, "it is locked now"));
}

static void a_locked_pin_is_exit_1(void)
{
	begin();
	card.card_left = 0;
	CHECK_LONG(attributes_with("1234\n"), 1);
	CHECK(says_error("pin_locked"));
}

/* The try that is left would be lost if any of them were sent. */
static void a_malformed_entry_costs_nothing_and_is_not_told(void)
{
	static const char *const lines[] = {
		"SECRET9\n", "987\n", "98765\n", "９８７６\n", "98a7\n",
	};
	size_t i;

	begin();
	card.verify_sw = 0x6983;	/* would be pin_locked */
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		CHECK_LONG(attributes_with(lines[i]), 2);
		CHECK(says_error("pin_form"));
		CHECK(!strstr(out, "98") && !strstr(err, "98"));
		CHECK(!strstr(out, "SECRET") && !strstr(err, "SECRET"));
	}
	CHECK_LONG(attributes_with(""), 2);
	CHECK(says_error("no_pin"));
	CHECK_LONG(attributes_with("\n"), 2);
}

static void debugging_shows_no_pin(void)
{
	begin();
	set_pin("1234\n");
	CHECK_LONG(RUN("attributes", "--debug", pin_fd), 0);
	CHECK(strstr(err, "PIN command, SW 9000"));
	CHECK(!strstr(err, "1234") && !strstr(err, "31323334"));
}

static void wrong_usage_is_exit_2(void)
{
	begin();
	CHECK_LONG(RUN("attributes", "name"), 2);
	CHECK_LONG(RUN("attributes", "--pin-fd=x"), 2);
	CHECK_LONG(RUN("attributes", "--pin-fd=-1"), 2);
	CHECK_LONG(RUN("attributes", "--pin-fd=987"), 2);
	CHECK_LONG(RUN("attributes", "--pin-fd=4294967296"), 2);
	CHECK_LONG(RUN("attributes", "--birth=1990-05-10"), 2);
	CHECK_LONG(RUN("status", "--birth=1990-02-30", NOW), 2);
	CHECK_LONG(RUN("status", "--birth=1990-05-10", "--attributes"), 2);
	CHECK_LONG(RUN("status", "--last-try"), 2);
	CHECK_LONG(RUN("list", "--pin-fd=0"), 2);
}

/* Before anything is sent, so that it keeps its tries. */
static void a_card_swapped_while_the_pin_is_typed(void)
{
	struct mock_card other;

	begin();
	other = card;
	mock.reader[0].swap_card = &other;
	mock.reader[0].swap_between = true;
	CHECK_LONG(attributes_with("1234\n"), 4);
	CHECK(says_error("card_changed"));
}

static void another_card_is_told_apart(void)
{
	begin();
	CHECK_LONG(RUN("attributes", "--reader=ccid0@6"), 4);
	card.no_text = true;
	CHECK_LONG(RUN("attributes"), 7);
	mock.reader[0].presence = CCID_CARD_ABSENT;
	CHECK_LONG(RUN("attributes"), 4);
}

static void without_a_terminal_the_agent_is_asked(void)
{
	begin();
	typist_agent("case \"$*\" in *'3 tries left.') echo 1234;; esac");
	CHECK_LONG(RUN("attributes", "--lang=en"), 0);
	CHECK(strstr(out, "Name: 電子"));
	typist_agent_end();
	typist_agent("echo 1234; exit 1");
	CHECK_LONG(RUN("attributes", "--json"), 2);
	CHECK(says_error("no_pin"));
	setenv("PATH", "/nonexistent", 1);
	CHECK_LONG(RUN("attributes", "--json"), 2);
	CHECK(says_error("no_pin"));
	typist_agent_end();
}

/* Types @line once asked; returns what wait() tells. */
static int run_on_terminal(const char *line)
{
	char *argv[] = { (char *)"jpkictl", (char *)"attributes",
			 (char *)"--lang=en", NULL };
	const struct typist_line lines[] = {
		{ "3 tries left. ", line }, { NULL, NULL },
	};

	return typist_run(argv, lines);
}

static void a_terminal_does_not_show_the_pin(void)
{
	begin();
	CHECK_LONG(run_on_terminal("1234\n"), 0);
	CHECK(strstr(out, "PIN for card data (4 digits): 3 tries left. \r\n"
			  "Name: 電子　太郎\r\n"));
	CHECK(!strstr(out, "1234"));
	CHECK_LONG(WEXITSTATUS(run_on_terminal("12\b34\n")), 2);
}

static void a_terminal_is_set_back_after_a_signal(void)
{
	int status;

	begin();
	status = run_on_terminal("12\003");
	CHECK(WIFSIGNALED(status));
	CHECK_LONG(WTERMSIG(status), SIGINT);
	CHECK(!strstr(out, "Name"));
}

static void a_birth_settles_what_depends_on_it(void)
{
	begin();
	CHECK_LONG(RUN("status", "--json", "--birth=1990-05-10", NOW), 0);
	CHECK(strstr(out, "{\"id\":\"convenience_store\",\"usable\":\"yes\","
			  "\"from\":null,\"missing\":[]}"));
	CHECK(strstr(out, "\"remarks\":[]}"));
	CHECK_LONG(RUN("status", "--json", "--birth=2012-05-10", NOW), 0);
	CHECK(strstr(out, "{\"id\":\"convenience_store\",\"usable\":\"no\","
			  "\"from\":\"2027-05-10\",\"missing\":[]}"));
	CHECK(strstr(out, "\"remarks\":[{\"id\":\"no_sign\",\"rule\":"
			  "\"ELIG-2\",\"text\":\"As a rule"));
	CHECK(strstr(out, "{\"id\":\"represented\",\"rule\":\"PROC-2\","));
	CHECK_LONG(RUN("status", "--lang=en", "--birth=2012-05-11", NOW), 0);
	CHECK(strstr(out, "stores: usable from 2027-05-11\n"));
	CHECK(strstr(out, "\n- By the date of birth the certificate would end "
			  "on 2028-05-11. Its own day counts;"));
	CHECK_LONG(RUN("status", "--birth=2023-07-02", NOW), 2);
}

static void the_birth_can_be_asked_of_the_card(void)
{
	begin();
	set_pin("1234\n");
	CHECK_LONG(RUN("status", "--json", "--attributes", pin_fd, NOW), 0);
	CHECK(strstr(out, "{\"id\":\"convenience_store\",\"usable\":\"yes\""));
	CHECK(!strstr(out, "電子") && !strstr(out, "1990"));
	set_pin("9999\n");
	CHECK_LONG(RUN("status", "--json", "--attributes", pin_fd, NOW), 6);
	holder_file(&(struct holder){ .name = "A" }, &card.attributes);
	set_pin("1234\n");
	CHECK_LONG(RUN("status", "--json", "--attributes", pin_fd, NOW), 0);
	CHECK(strstr(out, "\"missing\":[\"birth\"]"));
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_holder_in_json),
		TAP_CASE(a_holder_for_people),
		TAP_CASE(a_card_does_not_command_the_terminal),
		TAP_CASE(a_wrong_pin_is_exit_6),
		TAP_CASE(the_last_try_is_exit_5),
		TAP_CASE(a_locked_pin_is_exit_1),
		TAP_CASE(a_malformed_entry_costs_nothing_and_is_not_told),
		TAP_CASE(debugging_shows_no_pin),
		TAP_CASE(wrong_usage_is_exit_2),
		TAP_CASE(a_card_swapped_while_the_pin_is_typed),
		TAP_CASE(another_card_is_told_apart),
		TAP_CASE(without_a_terminal_the_agent_is_asked),
		TAP_CASE(a_terminal_does_not_show_the_pin),
		TAP_CASE(a_terminal_is_set_back_after_a_signal),
		TAP_CASE(a_birth_settles_what_depends_on_it),
		TAP_CASE(the_birth_can_be_asked_of_the_card),
	};
	int failed;

	setenv("JPKI_LOCALEDIR", TEST_LOCALEDIR, 1);
	pki_ca_make(&ca, "2019-09-01T00:00:00+09:00",
		    "2029-08-31T23:59:59+09:00");
	failed = TAP_RUN(cases);
	pki_ca_free(&ca);
	return failed;
}
