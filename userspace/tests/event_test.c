// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The listener: what it makes of messages in order, twice, with gaps, and of
 * overruns.
 */
#include <errno.h>

#include <jpki/event.h>
#include <jpki/jpki.h>

#include "context.h"
#include "family.h"
#include "tap.h"

static struct jpki_ctx *ctx;
static struct jpki_listener *listener;
static struct jpki_news news;

static void begin(void)
{
	family_reset(3, 10, 7);
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	ctx->transport = &family_transport;
	CHECK_LONG(jpki_listener_new(ctx, &listener), JPKI_OK);
}

static void end(void)
{
	jpki_listener_free(&listener);
	CHECK(!listener);
	CHECK_LONG(family.open, 0);
	jpki_ctx_free(&ctx);
}

static void queue(uint8_t cmd, uint32_t slot, uint32_t sequence)
{
	family.queue[family.tail++].told = (struct jpki_told){
		.cmd = cmd, .slot = slot, .sequence = sequence,
		.generation = 8,
		.card = cmd == CCID_NL_CMD_CARD_INSERT ? CCID_CARD_POWERED :
			cmd == CCID_NL_CMD_CARD_MUTE ? CCID_CARD_MUTE :
						       CCID_CARD_ABSENT,
	};
}

static enum jpki_news_type next(void)
{
	CHECK_LONG(jpki_listener_next(listener, &news), JPKI_OK);
	return news.type;
}

static const struct jpki_seat *seat(size_t i)
{
	static const struct jpki_seat none;
	const struct jpki_seat *seats;

	return i < jpki_listener_seats(listener, &seats) ? &seats[i] : &none;
}

static void first_comes_how_things_stand(void)
{
	begin();
	CHECK_LONG(jpki_listener_fd(listener), 42);
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_TEXT(seat(0)->reader, "ccid3");
	CHECK_LONG(seat(0)->presence, JPKI_PRESENCE_READY);
	CHECK_LONG(seat(0)->generation, 7);
	CHECK_TEXT(seat(1)->reader, "");
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	CHECK_LONG(family.dumps, 1);
	end();
}

static void cards_and_readers_come_and_go(void)
{
	begin();
	next();
	queue(CCID_NL_CMD_CARD_REMOVE, 3, 11);
	queue(CCID_NL_CMD_CARD_INSERT, 3, 12);
	queue(CCID_NL_CMD_SLOT_ADD, 4, 0);
	queue(CCID_NL_CMD_CARD_MUTE, 4, 1);
	queue(CCID_NL_CMD_SLOT_DEL, 3, 0);
	CHECK_LONG(next(), JPKI_NEWS_CARD_REMOVED);
	CHECK_TEXT(news.reader, "ccid3");
	CHECK_LONG(news.generation, 8);
	CHECK_LONG(seat(0)->generation, 0);
	CHECK_LONG(next(), JPKI_NEWS_CARD_INSERTED);
	CHECK_LONG(seat(0)->generation, 8);
	CHECK_LONG(seat(0)->presence, JPKI_PRESENCE_READY);
	CHECK_LONG(next(), JPKI_NEWS_READER_ADDED);
	CHECK_TEXT(seat(1)->reader, "ccid4");
	CHECK_LONG(next(), JPKI_NEWS_CARD_MUTE);
	CHECK_LONG(seat(1)->presence, JPKI_PRESENCE_MUTE);
	CHECK_LONG(next(), JPKI_NEWS_READER_REMOVED);
	CHECK_TEXT(news.reader, "ccid3");
	CHECK_TEXT(seat(0)->reader, "ccid4");
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	CHECK_LONG(family.dumps, 1);
	end();
}

static void counters_and_faults_are_told(void)
{
	begin();
	next();
	queue(CCID_NL_CMD_PIN, 3, 11);
	family.queue[0].told.pin = (struct ccid_pin){
		.aid = { 0xd3 }, .aid_len = 1, .ef = 0x18,
		.tries_left = 2, .tries_max = CCID_PIN_NO_COUNT,
	};
	queue(CCID_NL_CMD_FAULT, 3, 12);
	family.queue[1].told.fault = ETIMEDOUT;
	CHECK_LONG(next(), JPKI_NEWS_PIN);
	CHECK_LONG(news.counter.aid_len, 1);
	CHECK_LONG(news.counter.aid[0], 0xd3);
	CHECK_LONG(news.counter.ef, 0x18);
	CHECK_LONG(news.counter.left, 2);
	CHECK_LONG(news.counter.max, -1);
	CHECK_LONG(next(), JPKI_NEWS_FAULT);
	CHECK_LONG(news.fault, JPKI_TIMEOUT);
	CHECK_LONG(seat(0)->generation, 7);
	end();
}

static void what_the_dump_knew_is_no_news(void)
{
	begin();
	queue(CCID_NL_CMD_CARD_REMOVE, 3, 9);
	queue(CCID_NL_CMD_CARD_INSERT, 3, 10);
	queue(CCID_NL_CMD_SLOT_ADD, 3, 0);
	queue(CCID_NL_CMD_SLOT_DEL, 5, 0);
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	CHECK_LONG(seat(0)->generation, 7);
	CHECK_LONG(family.dumps, 1);
	end();
}

static void sequence_numbers_wrap_around(void)
{
	begin();
	family.slot[0].sequence = UINT32_MAX;
	next();
	queue(CCID_NL_CMD_CARD_REMOVE, 3, 0);
	CHECK_LONG(next(), JPKI_NEWS_CARD_REMOVED);
	CHECK_LONG(family.dumps, 1);
	end();
}

static void a_gap_is_a_resync(void)
{
	begin();
	next();
	family.slot[0].sequence = 12;
	family.slot[0].generation = 9;
	queue(CCID_NL_CMD_CARD_INSERT, 3, 12);
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_LONG(family.dumps, 2);
	CHECK_LONG(seat(0)->generation, 9);
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	end();
}

static void a_reader_that_is_not_known_is_a_resync(void)
{
	begin();
	next();
	queue(CCID_NL_CMD_CARD_INSERT, 6, 1);
	family.slots = 2;
	family.slot[1] = (struct jpki_told){ .slot = 6, .sequence = 1 };
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_TEXT(seat(1)->reader, "ccid6");
	end();
}

static void an_overrun_empties_the_queue_and_is_a_resync(void)
{
	begin();
	next();
	family_fail(-ENOBUFS);
	queue(CCID_NL_CMD_CARD_REMOVE, 3, 11);
	family_fail(-ENOBUFS);
	queue(CCID_NL_CMD_CARD_INSERT, 3, 12);
	family.slots = 0;
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_LONG(family.head, 4);
	CHECK_TEXT(seat(0)->reader, "");
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	end();
}

static void a_dump_amid_changes_is_made_again(void)
{
	begin();
	family.dump_errno = -EINTR;
	CHECK_LONG(next(), JPKI_NEWS_NONE);
	queue(CCID_NL_CMD_SLOT_DEL, 5, 0);
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	CHECK_LONG(family.dumps, 2);
	CHECK_TEXT(seat(0)->reader, "ccid3");
	end();
}

static void errors_are_told_and_leave_the_news_alone(void)
{
	begin();
	family.dump_errno = -EIO;
	news.type = JPKI_NEWS_FAULT;
	CHECK_LONG(jpki_listener_next(listener, &news), JPKI_DRIVER);
	CHECK_LONG(news.type, JPKI_NEWS_FAULT);
	CHECK_LONG(next(), JPKI_NEWS_RESYNC);
	family_fail(-EIO);
	CHECK_LONG(jpki_listener_next(listener, &news), JPKI_DRIVER);
	CHECK_TEXT(jpki_ctx_detail(ctx, JPKI_DRIVER), "netlink: EIO");
	end();
}

static void a_driver_without_the_family_is_not_supported(void)
{
	begin();
	end();
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_listener_new(ctx, &listener), JPKI_NOT_SUPPORTED);
	jpki_listener_free(&listener);
	jpki_ctx_free(&ctx);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(first_comes_how_things_stand),
		TAP_CASE(cards_and_readers_come_and_go),
		TAP_CASE(counters_and_faults_are_told),
		TAP_CASE(what_the_dump_knew_is_no_news),
		TAP_CASE(sequence_numbers_wrap_around),
		TAP_CASE(a_gap_is_a_resync),
		TAP_CASE(a_reader_that_is_not_known_is_a_resync),
		TAP_CASE(an_overrun_empties_the_queue_and_is_a_resync),
		TAP_CASE(a_dump_amid_changes_is_made_again),
		TAP_CASE(errors_are_told_and_leave_the_news_alone),
		TAP_CASE(a_driver_without_the_family_is_not_supported),
	};

	return tap_main(cases, sizeof(cases) / sizeof(cases[0]));
}
