// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl attributes, and a status with the date of birth, as their users meet
 * them: with --pin-fd, on a terminal, and with systemd's password agent.
 */
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "holder.h"
#include "mock.h"
#include "pki.h"
#include "process.h"
#include "tap.h"

#define out		process_out
#define err		process_err
#define NOW		"--now=2026-11-22"
#define RUN(...)	process_run(NULL, __VA_ARGS__, (char *)NULL)

static struct pki_ca ca;
static struct mock_card card;
static char pin_fd[32];		/* the option, for the pipe of set_pin() */
static int pin_pipe = -1;

static void begin(void)
{
	mock_reset(&card);
	pki_issue(&ca, &pki_auth, &card.auth);
	holder_file(&holder_taro, &card.attributes);
	mock_set_pin(&card, "1234");
}

static void set_pin(const char *line)
{
	int fd[2];

	if (pin_pipe >= 0)
		close(pin_pipe);
	CHECK(!pipe(fd));
	CHECK_LONG(write(fd[1], line, strlen(line)), strlen(line));
	close(fd[1]);
	pin_pipe = fd[0];
	snprintf(pin_fd, sizeof(pin_fd), "--pin-fd=%d", pin_pipe);
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

/* A program of that name comes first in PATH and does this. */
static void make_agent(const char *dir, const char *script)
{
	char path[128], list[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/systemd-ask-password", dir);
	file = fopen(path, "w");
	if (!file)
		return;
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	chmod(path, 0755);
	snprintf(list, sizeof(list), "%s:/usr/bin:/bin", dir);
	setenv("PATH", list, 1);
}

static void without_a_terminal_the_agent_is_asked(void)
{
	char *path = strdup(getenv("PATH"));
	char dir[64];

	begin();
	pki_make_dir(dir);
	make_agent(dir, "case \"$*\" in *'3 tries left.') echo 1234;; esac");
	CHECK_LONG(RUN("attributes", "--lang=en"), 0);
	CHECK(strstr(out, "Name: 電子"));
	make_agent(dir, "echo 1234; exit 1");
	CHECK_LONG(RUN("attributes", "--json"), 2);
	CHECK(says_error("no_pin"));
	setenv("PATH", "/nonexistent", 1);
	CHECK_LONG(RUN("attributes", "--json"), 2);
	CHECK(says_error("no_pin"));
	setenv("PATH", path, 1);
	pki_remove_dir(dir);
	free(path);
}

/* What the terminal shows, up to @text, or to the end without one. */
static void read_terminal(int master, const char *text)
{
	size_t len = strlen(out);
	ssize_t got;

	while (!text || !strstr(out, text)) {
		got = read(master, out + len, PROCESS_TEXT_MAX - 1 - len);
		if (got <= 0)
			break;
		len += (size_t)got;
		out[len] = '\0';
	}
}

static int echoes(int master)
{
	struct termios settings = { .c_lflag = 0 };

	CHECK(!tcgetattr(master, &settings));
	return (settings.c_lflag & ECHO) != 0;
}

/* Types @line once asked; returns what wait() tells. */
static int run_on_terminal(const char *line)
{
	char *argv[] = { (char *)"jpkictl", (char *)"attributes",
			 (char *)"--lang=en", NULL };
	int master = -1, status = -1;
	pid_t pid;

	fflush(stdout);
	out[0] = '\0';
	pid = forkpty(&master, NULL, NULL, NULL);
	if (!pid)
		exit(cli_run(3, argv));
	read_terminal(master, "3 tries left. ");
	CHECK(!echoes(master));
	CHECK_LONG(write(master, line, strlen(line)), strlen(line));
	read_terminal(master, NULL);
	waitpid(pid, &status, 0);
	CHECK(echoes(master));
	close(master);
	return status;
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
