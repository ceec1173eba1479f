// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl pin verify and pin change, as people and programs meet them. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "mock.h"
#include "process.h"
#include "tap.h"
#include "typist.h"

#define out		process_out
#define err		process_err
#define NOW		"--now=2026-11-22"
#define RUN(...)	process_run(NULL, __VA_ARGS__, (char *)NULL)

static struct mock_card card;

static void begin(const char *pin)
{
	mock_reset(&card);
	mock_set_pin(&card, pin);
}

static int run(const char *verb, const char *pin, const char *lines)
{
	return RUN("pin", verb, pin, "--json", "--lang=en", NOW,
		   typist_pin_fd(lines));
}

static int has(const char *key, const char *value)
{
	char text[128];

	snprintf(text, sizeof(text), "\"%s\":%s", key, value);
	return strstr(out, text) != NULL;
}

/* The card got nothing, or it would say that the PIN is locked. */
static void refuse(const char *verb, const char *pin, const char *lines,
		   const char *name)
{
	char quoted[32];

	card.verify_sw = 0x6983;
	snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	CHECK_LONG(run(verb, pin, lines), 2);
	if (has("error", quoted) && has("schema", "\"jpki.error/1\""))
		return;
	printf("# %s %s: %s", verb, pin, out);
	CHECK(!"the error that was expected");
}

static void a_right_pin_in_json(void)
{
	begin("1234");
	CHECK_LONG(run("verify", "auth", "1234\n"), 0);
	CHECK_TEXT(out, "{\"schema\":\"jpki.entry/1\","
		   "\"time\":\"2026-11-22T12:00:00+09:00\","
		   "\"reader\":{\"name\":\"ccid0\",\"device\":\"/dev/ccid0\","
		   "\"vendor_id\":\"054c\",\"product_id\":\"0dc8\","
		   "\"exchange_level\":\"extended_apdu\"},"
		   "\"card\":{\"present\":true,"
		   "\"atr\":\"3b888001000005e0b381a1007f\","
		   "\"generation\":7,\"kind\":null},"
		   "\"pin\":\"auth\",\"result\":\"verified\","
		   "\"tries\":{\"left\":3,\"max\":3,\"locked\":false},"
		   "\"text\":\"The PIN is right.\"}\n");
	CHECK_TEXT(err, "");
	CHECK_LONG(run("verify", "card", "1234"), 0);
	mock_set_pin(&card, "ABC123");
	CHECK_LONG(run("verify", "sign", "ABC123\n"), 0);
	CHECK(has("tries", "{\"left\":5,\"max\":5,\"locked\":false}"));
}

static void a_right_pin_for_people(void)
{
	begin("1234");
	card.auth_left = 2;
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=en",
		       typist_pin_fd("1234\n")), 0);
	CHECK_TEXT(out, "The PIN is right.\n  PIN for user authentication "
			"(4 digits): 3 tries left.\n");
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=ja",
		       typist_pin_fd("1234\n")), 0);
	CHECK(strstr(out, "暗証番号は正しいです。\n"));
}

static void a_wrong_pin_is_exit_6(void)
{
	begin("1234");
	CHECK_LONG(run("verify", "auth", "9876\n"), 6);
	CHECK(has("result", "\"wrong_pin\""));
	CHECK(has("tries", "{\"left\":2,\"max\":3,\"locked\":false}"));
	CHECK(has("text", "\"The PIN is wrong; 2 tries are left.\""));
	CHECK_TEXT(err, "jpkictl: The PIN is wrong; 2 tries are left. "
			"(tries_left=2)\n");
	card.auth_left = 2;
	CHECK_LONG(run("change", "auth", "9876\n5678\n"), 6);
	CHECK(strstr(err, "1 try is left. One try is left for the PIN for user "
			  "authentication. If you are not sure of it"));
	CHECK(!strstr(out, "9876") && !strstr(out, "5678"));
}

static void the_last_try_is_exit_5(void)
{
	begin("1234");
	card.auth_left = 1;
	CHECK_LONG(run("verify", "auth", "1234\n"), 5);
	CHECK(has("result", "\"pin_floor\""));
	CHECK(has("tries", "{\"left\":1,\"max\":3,\"locked\":false}"));
	CHECK(strstr(err, "use --last-try. One try is left for the PIN for "
			  "user authentication."));
	CHECK_LONG(run("change", "auth", "1234\n5678\n"), 5);
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=ja"), 5);
	CHECK(strstr(err, "市区町村の窓口で再設定してください。"));
	CHECK_LONG(RUN("pin", "verify", "auth", "--last-try",
		       typist_pin_fd("1234\n")), 0);
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=en", "--last-try",
		       typist_pin_fd("9876\n")), 6);
	CHECK(strstr(err, "it is locked now; take the card"));
	mock.no_last_try = true;
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=en", "--last-try",
		       typist_pin_fd("1234\n")), 5);
	CHECK(strstr(err, "the administrator has not allowed last_try"));
}

/* A store helps who knows the other password, and only while it can be used. */
static void a_locked_pin_is_exit_1(void)
{
	begin("1234");
	card.auth_left = 0;
	CHECK_LONG(run("verify", "auth", "1234\n"), 1);
	CHECK(has("result", "\"pin_locked\""));
	CHECK(has("tries", "{\"left\":0,\"max\":3,\"locked\":true}"));
	CHECK(strstr(err, "The PIN for user authentication is locked. Take"));
	CHECK(strstr(err, "If you know the password for digital signatures"));
	card.sign_left = 0;
	CHECK_LONG(run("change", "sign", "ABC123\nABC124\n"), 1);
	CHECK(strstr(err, "The password for digital signatures is locked."));
	CHECK(!strstr(err, "If you know"));
	card.card_left = 0;
	CHECK_LONG(run("verify", "card", "1234\n"), 1);
	CHECK(strstr(err, "The PIN for card data is locked."));
}

static void a_malformed_entry_costs_nothing_and_is_not_told(void)
{
	static const char *const lines[] = {
		"987\n", "98765\n", "98a7\n", "９８７６\n", "SECRET9\n"
	};
	size_t i;

	begin("1234");
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		refuse("verify", "auth", lines[i], "pin_form");
		CHECK(!strstr(out, "98") && !strstr(err, "SECRET"));
	}
	CHECK(strstr(err, "The PIN has exactly four digits"));
	refuse("verify", "sign", "abc123\n", "pin_form");
	CHECK(strstr(err, "Small letters are not taken: enter capital ones."));
	CHECK(!strstr(err, "abc123"));
	refuse("verify", "auth", "", "no_pin");
	refuse("verify", "auth", "\n", "no_pin");
}

static void a_change_in_json(void)
{
	begin("1234");
	CHECK_LONG(run("change", "auth", "1234\n5678\n"), 0);
	CHECK(has("schema", "\"jpki.entry/1\""));
	CHECK(has("result", "\"changed\""));
	CHECK(has("text", "\"The PIN was changed; the new one is in force.\""));
	CHECK(!strstr(out, "1234") && !strstr(out, "5678"));
	CHECK_TEXT(err, "");
	mock_set_pin(&card, "ABC123");
	CHECK_LONG(run("change", "sign", "ABC123\nABCDEFGHIJ123456"), 0);
}

static void a_new_pin_is_looked_at_before_the_old_one_is_sent(void)
{
	begin("1234");
	refuse("change", "auth", "1234\n567\n", "pin_form");
	refuse("change", "auth", "123\n5678\n", "pin_form");
	refuse("change", "auth", "1234\n", "no_pin");
	refuse("change", "auth", "1234\n1234\n", "pin_same");
	refuse("change", "sign", "ABC123\nabc124\n", "pin_form");
}

static void a_change_that_fails_says_which_pin_is_in_force(void)
{
	begin("1234");
	card.change_sw = 0x6a80;
	CHECK_LONG(run("change", "card", "1234\n5678\n"), 7);
	CHECK(has("result", "\"pin_not_changed\""));
	CHECK(strstr(err, "the old one is still in force"));
	card.change_sw = 0x6581;
	CHECK_LONG(run("change", "card", "1234\n5678\n"), 7);
	CHECK(has("result", "\"pin_unsure\""));
	CHECK(strstr(err, "Verify the new PIN"));
}

/* Before anything is sent, so that it keeps its tries. */
static void a_card_swapped_while_the_pin_is_typed(void)
{
	struct mock_card other;

	begin("1234");
	card.verify_sw = 0x6983;
	other = card;
	mock.reader[0].swap_card = &other;
	mock.reader[0].swap_between = true;
	CHECK_LONG(run("verify", "auth", "1234\n"), 4);
	CHECK(has("error", "\"card_changed\""));
	CHECK_LONG(run("change", "auth", "1234\n5678\n"), 4);
	CHECK(has("error", "\"card_changed\""));
}

static void other_errors_are_no_answers(void)
{
	begin("1234");
	CHECK_LONG(RUN("pin", "verify", "auth", "--reader=ccid0@6"), 4);
	mock.reader[0].fail_request = CCID_IOC_APDU;
	mock.reader[0].fail_errno = ETIMEDOUT;
	CHECK_LONG(run("verify", "auth", "1234\n"), 7);
	CHECK(has("error", "\"timeout\""));
	mock.reader[0].fail_request = 0;
	card.no_jpki = true;
	CHECK_LONG(run("verify", "auth", "1234\n"), 7);
	CHECK(has("error", "\"no_application\""));
	mock.reader[0].presence = CCID_CARD_ABSENT;
	CHECK_LONG(run("change", "card", "1234\n5678\n"), 4);
	mock.readers = 0;
	CHECK_LONG(run("verify", "auth", "1234\n"), 3);
}

static void wrong_usage_is_exit_2(void)
{
	begin("1234");
	CHECK_LONG(RUN("pin"), 2);
	CHECK_LONG(RUN("pin", "verify"), 2);
	CHECK_LONG(RUN("pin", "verify", "auth", "1234"), 2);
	CHECK_LONG(RUN("pin", "verify", "auth-ca"), 2);
	CHECK_LONG(RUN("pin", "unlock", "auth"), 2);
	CHECK_LONG(RUN("pin", "status", "auth"), 2);
	CHECK_LONG(RUN("pin", "status", "--last-try"), 2);
	CHECK_LONG(RUN("pin", "verify", "auth", "--attributes"), 2);
	CHECK_LONG(RUN("pin", "change", "auth", "--pinpad"), 2);
	CHECK_LONG(RUN("pin", "status", "--pinpad"), 2);
	CHECK_LONG(RUN("pin", "verify", "auth", "--pinpad", "--pin-fd=0"), 2);
	CHECK_LONG(RUN("attributes", "--pinpad"), 2);
}

static void debugging_shows_no_pin(void)
{
	begin("1234");
	CHECK_LONG(RUN("pin", "change", "auth", "--debug",
		       typist_pin_fd("1234\n5678\n")), 0);
	CHECK(strstr(err, "PIN command, SW 9000"));
	CHECK(!strstr(err, "1234") && !strstr(err, "31323334"));
	CHECK(!strstr(err, "5678") && !strstr(err, "35363738"));
}

static int type(const char *verb, const struct typist_line *lines)
{
	char *argv[] = { (char *)"jpkictl", (char *)"pin", (char *)verb,
			 (char *)"auth", (char *)"--lang=en", NULL };

	return typist_run(argv, lines);
}

#define OLD	"PIN for user authentication (4 digits): 3 tries left. "
#define NEW	"New PIN for user authentication (4 digits): "
#define AGAIN	"The new one once more: "

static void a_terminal_asks_for_the_new_pin_twice(void)
{
	static const struct typist_line good[] = {
		{ OLD, "1234\n" }, { NEW, "5678\n" }, { AGAIN, "5678\n" },
		{ NULL, NULL },
	};
	static const struct typist_line slip[] = {
		{ OLD, "1234\n" }, { NEW, "5678\n" }, { AGAIN, "5679\n" },
		{ NULL, NULL },
	};

	begin("1234");
	CHECK_LONG(type("change", good), 0);
	CHECK_TEXT(out, OLD "\r\n" NEW "\r\n" AGAIN "\r\n"
		   "The PIN was changed; the new one is in force.\r\n"
		   "  PIN for user authentication (4 digits): 3 tries left."
		   "\r\n");
	card.verify_sw = 0x6983;
	CHECK_LONG(WEXITSTATUS(type("change", slip)), 2);
	CHECK(strstr(out, "not entered the same way twice"));
}

/* Who mistypes the first one is not asked for the second. */
static void a_terminal_stops_at_what_has_not_the_form(void)
{
	static const struct typist_line lines[] = {
		{ OLD, "123\n" }, { NULL, NULL },
	};

	begin("1234");
	CHECK_LONG(WEXITSTATUS(type("change", lines)), 2);
	CHECK(!strstr(out, NEW));
	CHECK_LONG(WEXITSTATUS(type("verify", lines)), 2);
}

static void a_terminal_is_set_back_after_a_signal(void)
{
	static const struct typist_line lines[] = {
		{ OLD, "1234\n" }, { NEW, "56\003" }, { NULL, NULL },
	};
	int status;

	begin("1234");
	status = type("change", lines);
	CHECK(WIFSIGNALED(status));
	CHECK_LONG(WTERMSIG(status), SIGINT);
}

static void without_a_terminal_the_agent_is_asked(void)
{
	begin("1234");
	typist_agent("case \"$*\" in *'New PIN'* | *'once more'*) echo 5678;;"
		     " *'3 tries left.') echo 1234;; esac");
	CHECK_LONG(RUN("pin", "change", "auth", "--lang=en"), 0);
	CHECK_LONG(RUN("pin", "verify", "auth", "--lang=en"), 0);
	typist_agent_end();
}

static int run_pad(const char *pin, const char *typed)
{
	mock.pad = true;
	mock.typed = typed;
	return RUN("pin", "verify", pin, "--json", "--lang=en", "--pinpad");
}

static void a_pin_can_be_typed_on_the_reader(void)
{
	begin("1234");
	CHECK_LONG(run_pad("auth", "1234"), 0);
	CHECK(has("result", "\"verified\""));
	CHECK_TEXT(err, "jpkictl: Type the PIN on the keys of the reader, and "
			"confirm it there. (PIN for user authentication "
			"(4 digits): 3 tries left.)\n");
	CHECK_LONG(run_pad("card", "9876"), 6);
	CHECK(has("tries", "{\"left\":2,\"max\":3,\"locked\":false}"));
	card.auth_left = 1;
	CHECK_LONG(run_pad("auth", "1234"), 5);
	CHECK(!strstr(err, "Type the PIN"));
	CHECK_LONG(RUN("pin", "verify", "auth", "--pinpad", "--last-try"), 0);
	mock.no_last_try = true;
	CHECK_LONG(RUN("pin", "verify", "auth", "--pinpad", "--last-try"), 5);
	card.auth_left = 0;
	CHECK_LONG(run_pad("auth", "1234"), 1);
}

static void a_pin_that_is_not_typed_on_the_reader(void)
{
	begin("1234");
	CHECK_LONG(run_pad("auth", NULL), 7);
	CHECK(has("error", "\"canceled\""));
	CHECK_LONG(run_pad("sign", "1234"), 2);
	CHECK(has("error", "\"no_pin_pad\""));
	mock.pad = false;
	CHECK_LONG(RUN("pin", "verify", "auth", "--json", "--pinpad"), 2);
	CHECK(has("error", "\"no_pin_pad\""));
	CHECK(!strstr(err, "keys of the reader"));
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_right_pin_in_json),
		TAP_CASE(a_right_pin_for_people),
		TAP_CASE(a_wrong_pin_is_exit_6),
		TAP_CASE(the_last_try_is_exit_5),
		TAP_CASE(a_locked_pin_is_exit_1),
		TAP_CASE(a_malformed_entry_costs_nothing_and_is_not_told),
		TAP_CASE(a_change_in_json),
		TAP_CASE(a_new_pin_is_looked_at_before_the_old_one_is_sent),
		TAP_CASE(a_change_that_fails_says_which_pin_is_in_force),
		TAP_CASE(a_card_swapped_while_the_pin_is_typed),
		TAP_CASE(other_errors_are_no_answers),
		TAP_CASE(wrong_usage_is_exit_2),
		TAP_CASE(debugging_shows_no_pin),
		TAP_CASE(a_terminal_asks_for_the_new_pin_twice),
		TAP_CASE(a_terminal_stops_at_what_has_not_the_form),
		TAP_CASE(a_terminal_is_set_back_after_a_signal),
		TAP_CASE(without_a_terminal_the_agent_is_asked),
		TAP_CASE(a_pin_can_be_typed_on_the_reader),
		TAP_CASE(a_pin_that_is_not_typed_on_the_reader),
	};

	setenv("JPKI_LOCALEDIR", TEST_LOCALEDIR, 1);
	return TAP_RUN(cases);
}
