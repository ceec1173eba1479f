// SPDX-License-Identifier: GPL-2.0-or-later
/* PINs: where they lie, when they are sent, and that nothing of them stays. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <jpki/jpki.h>

#include "memory.h"
#include "mock.h"
#include "secure.h"
#include "tap.h"

static struct mock_card card;
static struct jpki_ctx *ctx;
static struct jpki_reader *reader;
static struct jpki_secret *secret;
static struct jpki_tries tries;

static int let_go;		/* secrets, wiped or not */
static int let_go_wiped;

/* In place of libc's: sees how the memory of secrets is let go. */
int munmap(void *p, size_t len)
{
	static const struct jpki_secret zero;

	if (len == sizeof(zero)) {
		const struct jpki_secret *gone = p;

		let_go++;
		let_go_wiped += !memcmp(gone->text, zero.text,
					sizeof(zero.text)) &&
				!memcmp(gone->head, zero.head,
					sizeof(zero.head));
	}
	return (int)syscall(SYS_munmap, p, len);
}

static void begin(void)
{
	mock_reset(&card);
	mock_set_pin(&card, "1234");
	tries = (struct jpki_tries){ .left = -1 };
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &reader), JPKI_OK);
	CHECK_LONG(jpki_secret_new(ctx, &secret), JPKI_OK);
}

static void end(void)
{
	jpki_secret_free(&secret);
	CHECK(!secret);
	jpki_reader_close(&reader);
	jpki_ctx_free(&ctx);
	CHECK_LONG(mock.locked, 0);
	CHECK_LONG(mock.unpinned, 0);
	CHECK_LONG(mock.unlocked, 0);
	CHECK_LONG(mock.no_deadline, 0);
}

/* The end for reading of a pipe that holds these bytes and no more. */
static int pipe_with(const char *bytes, size_t len)
{
	int fd[2];

	CHECK(!pipe(fd));
	CHECK_LONG(write(fd[1], bytes, len), len);
	close(fd[1]);
	return fd[0];
}

static enum jpki_error enter(const char *bytes, size_t len)
{
	int fd = pipe_with(bytes, len);
	enum jpki_error err = jpki_secret_read(secret, fd);

	close(fd);
	return err;
}

static enum jpki_error enter_line(const char *line)
{
	return enter(line, strlen(line));
}

static enum jpki_error verify(enum jpki_pin pin, bool last_try)
{
	struct jpki_card *turn = NULL;
	enum jpki_error err;

	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	err = jpki_card_verify(turn, pin, secret, last_try, &tries);
	jpki_card_end(&turn);
	return err;
}

static void one_line_is_read_and_no_more(void)
{
	int fd;

	begin();
	fd = pipe_with("1234\n5678", 9);
	CHECK_LONG(jpki_secret_read(secret, fd), JPKI_OK);
	CHECK_TEXT(secret->text, "1234");
	CHECK_LONG(jpki_secret_read(secret, fd), JPKI_OK);
	CHECK_TEXT(secret->text, "5678");
	CHECK_LONG(jpki_secret_read(secret, fd), JPKI_NO_PIN);
	CHECK_TEXT(secret->text, "");
	close(fd);
	CHECK_LONG(jpki_secret_read(secret, fd), JPKI_FILE);
	CHECK_LONG(enter_line("\n"), JPKI_NO_PIN);
	end();
}

static void a_secret_lies_in_guarded_memory(void)
{
	begin();
	CHECK(memory_has_flag(secret, " lo"));	/* locked */
	CHECK(memory_has_flag(secret, " dd"));	/* not dumped */
	CHECK(memory_has_flag(secret, " wf"));	/* empty after a fork */
	end();
}

static void a_wiped_secret_is_all_zero(void)
{
	static const struct jpki_secret zero;

	begin();
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_OK);
	jpki_secret_wipe(secret);
	CHECK(!memcmp(secret->head, zero.head, sizeof(zero.head)));
	CHECK(!memcmp(secret->text, zero.text, sizeof(zero.text)));
	CHECK_LONG(secret->len, 0);
	end();
}

static void a_secret_is_wiped_before_it_is_let_go(void)
{
	begin();
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_OK);
	let_go = 0;
	let_go_wiped = 0;
	end();
	CHECK_LONG(let_go, 1);
	CHECK_LONG(let_go_wiped, 1);
}

static void a_malformed_entry_is_never_sent(void)
{
	static const char long_line[] =
		"AAAA1111AAAA1111AAAA1111AAAA1111AAAA1111AAAA1111"
		"AAAA1111AAAA1111AAAA1111AAAA1111";
	static const struct {
		enum jpki_pin pin;
		const char *line;
		size_t len;
	} rows[] = {
		{ JPKI_PIN_CARD, "123", 3 }, { JPKI_PIN_CARD, "12345", 5 },
		{ JPKI_PIN_CARD, "12a4", 4 }, { JPKI_PIN_CARD, " 1234", 5 },
		{ JPKI_PIN_CARD, "1234\r\n", 6 },
		{ JPKI_PIN_CARD, "12\00034", 5 },
		{ JPKI_PIN_CARD, "1234\0", 5 },
		{ JPKI_PIN_CARD, "\xff\xff", 2 },
		{ JPKI_PIN_CARD, "１２３４", 12 },
		{ JPKI_PIN_CARD, "1;3=", 4 },
		{ JPKI_PIN_SIGN, "ABC12", 5 }, { JPKI_PIN_SIGN, "abc123", 6 },
		{ JPKI_PIN_SIGN, "ABCDEF", 6 }, { JPKI_PIN_SIGN, "123456", 6 },
		{ JPKI_PIN_SIGN, "ABCDEFGH123456789", 17 },
		{ JPKI_PIN_SIGN, long_line, sizeof(long_line) - 1 },
		{ JPKI_PIN_CARD, long_line, sizeof(long_line) - 1 },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_LONG(enter(rows[i].line, rows[i].len), JPKI_OK);
		CHECK_LONG(verify(rows[i].pin, true), JPKI_PIN_FORM);
	}
	CHECK_LONG(mock.apdus, 0);
	end();
}

static void a_right_pin_is_taken(void)
{
	begin();
	card.card_left = 2;
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_OK);
	CHECK_LONG(tries.left, 3);
	CHECK_LONG(mock.verifies, 1);
	mock_set_pin(&card, "ABC123");
	CHECK_LONG(enter_line("ABC123\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_SIGN, false), JPKI_OK);
	CHECK_LONG(tries.left, 5);
	CHECK_LONG(mock.verifies, 2);
	end();
}

static void a_wrong_pin_costs_one_try(void)
{
	begin();
	CHECK_LONG(enter_line("4321\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_WRONG_PIN);
	CHECK_LONG(tries.left, 2);
	CHECK(!tries.locked);
	CHECK_LONG(mock.verifies, 1);
	CHECK_TEXT(jpki_ctx_detail(ctx, JPKI_WRONG_PIN), "VERIFY: SW 63C2");
	end();
}

static void the_last_try_is_kept(void)
{
	begin();
	card.card_left = 1;
	CHECK_LONG(enter_line("4321\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_PIN_FLOOR);
	CHECK_LONG(mock.verifies, 0);
	CHECK_LONG(tries.left, 1);
	mock.no_last_try = true;
	CHECK_LONG(verify(JPKI_PIN_CARD, true), JPKI_PIN_FLOOR);
	CHECK_LONG(mock.verifies, 0);
	mock.no_last_try = false;
	CHECK_LONG(verify(JPKI_PIN_CARD, true), JPKI_WRONG_PIN);
	CHECK_LONG(mock.verifies, 1);
	CHECK_LONG(tries.left, 0);
	CHECK(tries.locked);
	CHECK_LONG(verify(JPKI_PIN_CARD, true), JPKI_PIN_LOCKED);
	CHECK_LONG(mock.verifies, 1);
	end();
}

/* Where it may not be asked for, a PIN with more tries needs no permission. */
static void other_tries_need_no_permission(void)
{
	begin();
	mock.no_last_try = true;
	card.card_left = 2;
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, true), JPKI_OK);
	end();
}

static void a_higher_floor_is_the_drivers(void)
{
	begin();
	mock.floor = 2;
	card.card_left = 2;
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_PIN_FLOOR);
	CHECK_LONG(mock.verifies, 0);
	CHECK_LONG(verify(JPKI_PIN_CARD, true), JPKI_OK);
	CHECK_LONG(mock.verifies, 1);
	end();
}

static void tries_that_are_not_told_may_be_the_last(void)
{
	static const struct jpki_tries silent = { .known = true, .left = -1 };
	static const struct jpki_tries none = { .left = -1 };

	CHECK_LONG(jpki_tries_allow(&silent, false), JPKI_PIN_FLOOR);
	CHECK_LONG(jpki_tries_allow(&silent, true), JPKI_OK);
	CHECK_LONG(jpki_tries_allow(&none, true), JPKI_NO_APPLICATION);
}

static void other_answers_of_a_card(void)
{
	static const struct {
		uint16_t sw;
		enum jpki_error err;
		int left;
	} rows[] = {
		{ 0x6300, JPKI_WRONG_PIN, -1 }, { 0x6983, JPKI_PIN_LOCKED, 0 },
		{ 0x6984, JPKI_PIN_LOCKED, 0 }, { 0x63c0, JPKI_WRONG_PIN, 0 },
		{ 0x6a88, JPKI_CARD_REFUSED, 3 },
		{ 0x63b1, JPKI_CARD_REFUSED, 3 },
	};
	size_t i;

	begin();
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		card.verify_sw = rows[i].sw;
		CHECK_LONG(verify(JPKI_PIN_CARD, false), rows[i].err);
		CHECK_LONG(tries.left, rows[i].left);
	}
	CHECK_LONG(mock.verifies, i);
	card.no_text = true;
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_NO_APPLICATION);
	end();
}

static void a_pin_that_got_lost_is_not_sent_again(void)
{
	begin();
	CHECK_LONG(enter_line("1234\n"), JPKI_OK);
	mock.reader[0].fail_request = CCID_IOC_APDU;
	mock.reader[0].fail_errno = ETIMEDOUT;
	mock.reader[0].fail_after = 2;	/* application and file are selected */
	mock.reader[0].fail_times = 1;
	CHECK_LONG(verify(JPKI_PIN_CARD, false), JPKI_TIMEOUT);
	CHECK_LONG(mock.verifies, 0);
	end();
}

/* A password that is nowhere in memory; @inverted has 16 bytes. */
static void make_marker(uint8_t *inverted)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	unsigned int random[16];
	size_t i;

	CHECK_LONG(getrandom(random, sizeof(random), 0), sizeof(random));
	for (i = 0; i < 16; i++)
		inverted[i] = (uint8_t)~letters[random[i] % 26];
	inverted[15] = (uint8_t)~'7';
}

/* Enters it byte by byte, so that no copy is made here. */
static void enter_marker(const uint8_t *inverted, const char *more)
{
	int fd[2];
	size_t i;

	CHECK(!pipe(fd));
	for (i = 0; i < 16; i++) {
		uint8_t byte = (uint8_t)~inverted[i];

		CHECK_LONG(write(fd[1], &byte, 1), 1);
	}
	CHECK_LONG(write(fd[1], more, strlen(more)), strlen(more));
	close(fd[1]);
	CHECK_LONG(jpki_secret_read(secret, fd[0]), JPKI_OK);
	close(fd[0]);
}

static void the_search_of_memory_finds_copies(void)
{
	uint8_t inverted[16], copy[16];
	size_t i;

	make_marker(inverted);
	CHECK_LONG(memory_count(inverted, 16), 0);
	for (i = 0; i < 16; i++)
		((volatile uint8_t *)copy)[i] = (uint8_t)~inverted[i];
	CHECK_LONG(memory_count(inverted, 16), 1);
	explicit_bzero(copy, sizeof(copy));
	CHECK_LONG(memory_count(inverted, 16), 0);
}

static void check_wiped(const char *more, enum jpki_error want)
{
	uint8_t inverted[16];

	begin();
	make_marker(inverted);
	enter_marker(inverted, more);
	memcpy(card.pin, inverted, 16);
	card.pin_len = want ? 1 : 16;
	CHECK_LONG(memory_count(inverted, 16), 1);
	CHECK_LONG(verify(JPKI_PIN_SIGN, false), want);
	CHECK_LONG(memory_count(inverted, 16), 1);
	end();
	CHECK_LONG(memory_count(inverted, 16), 0);
}

static void nothing_of_a_pin_stays(void)
{
	check_wiped("\n", JPKI_OK);
	check_wiped("\n", JPKI_WRONG_PIN);
	check_wiped("TOOLONG\n", JPKI_PIN_FORM);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(one_line_is_read_and_no_more),
		TAP_CASE(a_secret_lies_in_guarded_memory),
		TAP_CASE(a_wiped_secret_is_all_zero),
		TAP_CASE(a_secret_is_wiped_before_it_is_let_go),
		TAP_CASE(a_malformed_entry_is_never_sent),
		TAP_CASE(a_right_pin_is_taken),
		TAP_CASE(a_wrong_pin_costs_one_try),
		TAP_CASE(the_last_try_is_kept),
		TAP_CASE(other_tries_need_no_permission),
		TAP_CASE(a_higher_floor_is_the_drivers),
		TAP_CASE(tries_that_are_not_told_may_be_the_last),
		TAP_CASE(other_answers_of_a_card),
		TAP_CASE(a_pin_that_got_lost_is_not_sent_again),
		TAP_CASE(the_search_of_memory_finds_copies),
		TAP_CASE(nothing_of_a_pin_stays),
	};

	return TAP_RUN(cases);
}
