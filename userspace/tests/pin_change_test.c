// SPDX-License-Identifier: GPL-2.0-or-later
/* Changing a PIN: what the card gets, and which one is in force afterwards. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <jpki/jpki.h>

#include "mock.h"
#include "secure.h"
#include "tap.h"

static struct mock_card card;
static struct jpki_ctx *ctx;
static struct jpki_reader *reader;
static struct jpki_card *turn;
static struct jpki_secret *old_pin, *new_pin;
static struct jpki_tries tries;

static void enter(struct jpki_secret *secret, const char *line)
{
	int fd[2];

	CHECK(!pipe(fd));
	CHECK_LONG(write(fd[1], line, strlen(line)), strlen(line));
	close(fd[1]);
	CHECK_LONG(jpki_secret_read(secret, fd[0]), JPKI_OK);
	close(fd[0]);
}

/* A turn on a card with that PIN. */
static void begin(const char *pin)
{
	mock_reset(&card);
	mock_set_pin(&card, pin);
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &reader), JPKI_OK);
	CHECK_LONG(jpki_secret_new(ctx, &old_pin), JPKI_OK);
	CHECK_LONG(jpki_secret_new(ctx, &new_pin), JPKI_OK);
	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	enter(old_pin, pin);
}

static void end(void)
{
	jpki_card_end(&turn);
	jpki_secret_free(&old_pin);
	jpki_secret_free(&new_pin);
	jpki_reader_close(&reader);
	jpki_ctx_free(&ctx);
	CHECK_LONG(mock.locked, 0);
	CHECK_LONG(mock.unpinned, 0);
	CHECK_LONG(mock.unlocked, 0);
	CHECK_LONG(mock.no_deadline, 0);
}

static enum jpki_error verify(enum jpki_pin pin, struct jpki_secret *secret)
{
	return jpki_card_verify(turn, pin, secret, false, &tries);
}

static void a_pin_is_changed(void)
{
	static const struct {
		enum jpki_pin pin;
		const char *from, *to;
	} rows[] = {
		{ JPKI_PIN_AUTH, "1234", "5678" },
		{ JPKI_PIN_CARD, "1234", "5678" },
		{ JPKI_PIN_SIGN, "ABC123", "XYZ9876543210ABC" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin(rows[i].from);
		enter(new_pin, rows[i].to);
		CHECK_LONG(verify(rows[i].pin, old_pin), JPKI_OK);
		CHECK_LONG(jpki_card_change_pin(turn, rows[i].pin, new_pin),
			   JPKI_OK);
		CHECK_LONG(mock.changes, 1);
		CHECK_LONG(verify(rows[i].pin, new_pin), JPKI_OK);
		CHECK_LONG(verify(rows[i].pin, old_pin), JPKI_WRONG_PIN);
		end();
	}
}

/* After a last try, too, nothing must come between the two commands. */
static void a_last_try_can_be_followed_by_a_change(void)
{
	int apdus;

	begin("1234");
	card.card_left = 1;
	enter(new_pin, "5678");
	CHECK_LONG(jpki_card_verify(turn, JPKI_PIN_CARD, old_pin, true, &tries),
		   JPKI_OK);
	apdus = mock.apdus;
	CHECK_LONG(jpki_card_change_pin(turn, JPKI_PIN_CARD, new_pin), JPKI_OK);
	CHECK_LONG(mock.apdus, apdus + 2);	/* the file, the new PIN */
	end();
}

static void a_malformed_new_pin_is_never_sent(void)
{
	static const char *const lines[] = {
		"567", "56789", "56a8", "５６７８", " 5678"
	};
	size_t i;

	begin("1234");
	CHECK_LONG(verify(JPKI_PIN_AUTH, old_pin), JPKI_OK);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		enter(new_pin, lines[i]);
		CHECK_LONG(jpki_card_change_pin(turn, JPKI_PIN_AUTH, new_pin),
			   JPKI_PIN_FORM);
	}
	CHECK_LONG(jpki_card_change_pin(turn, (enum jpki_pin)9, new_pin),
		   JPKI_INVALID);
	CHECK_LONG(mock.changes, 0);
	end();
}

static void without_the_old_pin_it_stays_in_force(void)
{
	begin("1234");
	enter(new_pin, "5678");
	CHECK_LONG(jpki_card_change_pin(turn, JPKI_PIN_CARD, new_pin),
		   JPKI_PIN_NOT_CHANGED);
	CHECK_TEXT(jpki_ctx_detail(ctx, JPKI_PIN_NOT_CHANGED),
		   "CHANGE REFERENCE DATA: SW 6982");
	CHECK_LONG(verify(JPKI_PIN_CARD, old_pin), JPKI_OK);
	end();
}

static void what_a_card_says_to_a_new_pin(void)
{
	static const struct {
		uint16_t sw;
		enum jpki_error err;
	} rows[] = {
		{ 0x6a80, JPKI_PIN_NOT_CHANGED },
		{ 0x6700, JPKI_PIN_NOT_CHANGED },
		{ 0x6e00, JPKI_PIN_NOT_CHANGED },
		{ 0x6400, JPKI_PIN_NOT_CHANGED },
		{ 0x6300, JPKI_PIN_UNSURE },
		{ 0x6581, JPKI_PIN_UNSURE },
		{ 0x6f00, JPKI_PIN_UNSURE },
		{ 0x6200, JPKI_PIN_UNSURE },
	};
	size_t i;

	begin("1234");
	enter(new_pin, "5678");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		CHECK_LONG(verify(JPKI_PIN_CARD, old_pin), JPKI_OK);
		card.change_sw = rows[i].sw;
		CHECK_LONG(jpki_card_change_pin(turn, JPKI_PIN_CARD, new_pin),
			   rows[i].err);
	}
	CHECK_LONG(mock.changes, i);
	end();
}

/* The exchange number @after of a change fails. */
static enum jpki_error change_failing(int after, int error)
{
	enum jpki_error err;

	begin("1234");
	enter(new_pin, "5678");
	CHECK_LONG(verify(JPKI_PIN_CARD, old_pin), JPKI_OK);
	mock.reader[0].fail_request = CCID_IOC_APDU;
	mock.reader[0].fail_errno = error;
	mock.reader[0].fail_after = after;
	mock.reader[0].fail_times = 1;
	err = jpki_card_change_pin(turn, JPKI_PIN_CARD, new_pin);
	CHECK_LONG(mock.changes, 0);	/* and not once more */
	end();
	return err;
}

static void a_change_that_got_lost_is_not_sent_again(void)
{
	CHECK_LONG(change_failing(1, ETIMEDOUT), JPKI_PIN_UNSURE);
	CHECK_LONG(change_failing(1, ENODEV), JPKI_PIN_UNSURE);
	CHECK_LONG(change_failing(1, ECANCELED), JPKI_PIN_UNSURE);
	CHECK_LONG(change_failing(1, ENOMEDIUM), JPKI_PIN_UNSURE);
	CHECK_LONG(change_failing(1, ESTALE), JPKI_PIN_NOT_CHANGED);
	CHECK_LONG(change_failing(0, ETIMEDOUT), JPKI_PIN_NOT_CHANGED);
	CHECK_LONG(change_failing(0, ENODEV), JPKI_PIN_NOT_CHANGED);
}

static void secrets_are_compared_whole(void)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} rows[] = {
		{ "1234", "1234", true }, { "1234", "1235", false },
		{ "2234", "1234", false }, { "1234", "12345", false },
		{ "ABC123", "ABC124", false }, { "A", "A", true },
	};
	size_t i;

	begin("1234");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enter(old_pin, rows[i].a);
		enter(new_pin, rows[i].b);
		CHECK_LONG(jpki_secret_equal(old_pin, new_pin), rows[i].equal);
	}
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_pin_is_changed),
		TAP_CASE(a_last_try_can_be_followed_by_a_change),
		TAP_CASE(a_malformed_new_pin_is_never_sent),
		TAP_CASE(without_the_old_pin_it_stays_in_force),
		TAP_CASE(what_a_card_says_to_a_new_pin),
		TAP_CASE(a_change_that_got_lost_is_not_sent_again),
		TAP_CASE(secrets_are_compared_whole),
	};

	return TAP_RUN(cases);
}
