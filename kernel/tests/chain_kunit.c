// SPDX-License-Identifier: GPL-2.0-only
/* An APDU in pieces: both directions, and readers that do not keep order. */
#include "bytes.h"

#include "chain.h"

#include <linux/errno.h>
#include <linux/string.h>

struct apdu {
	struct ccid_chain chain;
	struct ccid_run run;
};

/* A chain whose command is sent already; it must not be looked at again. */
static struct apdu sent(u8 *rsp, u32 room, u32 max)
{
	return (struct apdu){
		{ .sent = 4, .piece = 4 },
		{ .cmd_len = 4, .rsp = rsp, .room = room, .max = max },
	};
}

/* Gives the chain a piece of its own allocation. */
static int take(struct kunit *test, struct apdu *c, u8 param, const void *data,
		u32 len)
{
	struct bytes piece = bytes_copy(test, data, len);
	int err = ccid_chain_take(&c->chain, &c->run, param, piece.p, len);

	bytes_free(test, &piece);
	return err;
}

static void a_command_that_fits_goes_out_whole(struct kunit *test)
{
	static const u8 cmd[261] = { 0x80, 0x2a };
	struct apdu c = {
		{ .piece = sizeof(cmd) },
		{ .cmd = cmd, .cmd_len = sizeof(cmd) },
	};
	struct ccid_piece p;

	ccid_chain_next(&c.chain, &c.run, &p);
	KUNIT_ASSERT_PTR_EQ(test, p.data, &cmd[0]);
	KUNIT_ASSERT_EQ(test, p.len, sizeof(cmd));
	KUNIT_ASSERT_EQ(test, p.level, CCID_CHAIN_WHOLE);
	KUNIT_ASSERT_EQ(test, c.chain.sent, sizeof(cmd));
}

/* Sends @len bytes in pieces of @piece and counts the messages. */
static u32 messages(struct kunit *test, u32 len, u32 piece)
{
	u8 *cmd = kunit_kmalloc(test, len, GFP_KERNEL);
	struct apdu c = {
		{ .piece = piece }, { .cmd = cmd, .cmd_len = len },
	};
	u32 n, at = 0;

	KUNIT_ASSERT_NOT_NULL(test, cmd);
	for (n = 0; at < len; n++) {
		struct ccid_piece p;
		bool last;

		if (n)
			KUNIT_ASSERT_EQ(test,
					take(test, &c, CCID_CHAIN_NEXT, "", 0),
					0);
		ccid_chain_next(&c.chain, &c.run, &p);
		KUNIT_ASSERT_PTR_EQ(test, p.data, cmd + at);
		KUNIT_ASSERT_GE(test, p.len, 1);
		KUNIT_ASSERT_LE(test, p.len, piece);
		at += p.len;
		last = at == len;
		KUNIT_ASSERT_EQ(test, p.level, n ? last ? 2 : 3 : last ? 0 : 1);
	}
	kunit_kfree(test, cmd);
	return n;
}

static void a_longer_command_goes_out_in_pieces(struct kunit *test)
{
	u32 len;

	for (len = 4; len <= 600; len++)
		KUNIT_ASSERT_EQ(test, messages(test, len, 54), (len + 53) / 54);
	KUNIT_ASSERT_EQ(test, messages(test, 65544, 261), 252);
	KUNIT_ASSERT_EQ(test, messages(test, 65544, 65544), 1);
	KUNIT_ASSERT_EQ(test, messages(test, 65544, 65543), 2);
}

static void only_an_empty_next_goes_between_pieces(struct kunit *test)
{
	static const u8 cmd[20];
	int param;
	u32 len;

	for (param = 0; param < 256; param++)
		for (len = 0; len < 3; len++) {
			struct apdu c = {
				{ .piece = 10 },
				{ .cmd = cmd, .cmd_len = 20, .max = 258 },
			};
			struct ccid_piece p;
			bool right = param == CCID_CHAIN_NEXT && !len;

			ccid_chain_next(&c.chain, &c.run, &p);
			KUNIT_ASSERT_EQ(
				test,
				take(test, &c, (u8)param, "\x90\x00", len),
				right ? 0 : -EPROTO);
			KUNIT_ASSERT_FALSE(test, c.run.done);
			KUNIT_ASSERT_EQ(test, c.run.total, 0);
		}
}

static void a_whole_response_ends_it(struct kunit *test)
{
	u8 rsp[4];
	struct apdu c = sent(rsp, sizeof(rsp), 258);

	KUNIT_ASSERT_EQ(test,
			take(test, &c, CCID_CHAIN_WHOLE, "\xaa\xbb\x6a\x82", 4),
			0);
	KUNIT_ASSERT_TRUE(test, c.run.done);
	KUNIT_ASSERT_EQ(test, c.run.total, 4);
	KUNIT_ASSERT_EQ(test, c.run.sw, 0x6a82);
	KUNIT_ASSERT_EQ(test, memcmp(rsp, "\xaa\xbb\x6a\x82", 4), 0);
}

static void a_response_in_pieces_is_asked_for_and_joined(struct kunit *test)
{
	struct bytes rsp = bytes_hex(test, "ee ee ee ee ee ee ee");
	struct apdu c = sent(rsp.p, rsp.len, 258);
	struct ccid_piece p;

	KUNIT_ASSERT_EQ(test, take(test, &c, CCID_CHAIN_BEGIN, "\x01\x02", 2),
			0);
	KUNIT_ASSERT_FALSE(test, c.run.done);
	ccid_chain_next(&c.chain, &c.run, &p);
	KUNIT_ASSERT_NULL(test, p.data);
	KUNIT_ASSERT_EQ(test, p.len, 0);
	KUNIT_ASSERT_EQ(test, p.level, CCID_CHAIN_NEXT);
	KUNIT_ASSERT_EQ(test, take(test, &c, CCID_CHAIN_MIDDLE, "\x03\x04", 2),
			0);
	KUNIT_ASSERT_FALSE(test, c.run.done);
	KUNIT_ASSERT_EQ(test, take(test, &c, CCID_CHAIN_END, "\x05\x90\x00", 3),
			0);
	KUNIT_ASSERT_TRUE(test, c.run.done);
	KUNIT_ASSERT_EQ(test, c.run.total, 7);
	KUNIT_ASSERT_EQ(test, c.run.sw, 0x9000);
	KUNIT_ASSERT_EQ(test, memcmp(rsp.p, "\1\2\3\4\5\x90\x00", 7), 0);
	bytes_free(test, &rsp);
}

/* A status word must not depend on where the pieces are cut. */
static void every_cut_of_a_response_gives_the_same(struct kunit *test)
{
	static const u8 whole[] = { 1, 2, 3, 4, 0x63, 0xc2 };
	u32 a, b;

	for (a = 1; a < sizeof(whole); a += EVERY)
		for (b = a; b <= sizeof(whole); b++) {
			u8 rsp[sizeof(whole)] = {};
			struct apdu c = sent(rsp, sizeof(rsp), 258);

			KUNIT_ASSERT_EQ(test, take(test, &c, 1, whole, a), 0);
			if (b > a)
				KUNIT_ASSERT_EQ(
					test,
					take(test, &c, 3, whole + a, b - a), 0);
			KUNIT_ASSERT_EQ(
				test,
				take(test, &c, 2, whole + b, sizeof(whole) - b),
				0);
			KUNIT_ASSERT_TRUE(test, c.run.done);
			KUNIT_ASSERT_EQ(test, c.run.sw, 0x63c2);
			KUNIT_ASSERT_EQ(test, memcmp(rsp, whole, sizeof(whole)),
					0);
		}
}

static void pieces_out_of_order_are_refused(struct kunit *test)
{
	int param;

	for (param = 0; param < 256; param++) {
		struct apdu fresh = sent(NULL, 0, 258);
		struct apdu begun = sent(NULL, 0, 258);
		bool starts = param == 0 || param == 1;
		bool goes_on = param == 2 || param == 3;

		KUNIT_ASSERT_EQ(
			test, take(test, &begun, CCID_CHAIN_BEGIN, "\1", 1), 0);
		KUNIT_ASSERT_EQ(test,
				take(test, &fresh, (u8)param, "\x90\x00", 2),
				starts ? 0 : -EPROTO);
		KUNIT_ASSERT_EQ(test,
				take(test, &begun, (u8)param, "\x90\x00", 2),
				goes_on ? 0 : -EPROTO);
	}
}

static void an_empty_piece_cannot_keep_it_going(struct kunit *test)
{
	struct apdu c = sent(NULL, 0, 258);
	struct apdu begun = sent(NULL, 0, 258);

	KUNIT_ASSERT_EQ(test, take(test, &c, CCID_CHAIN_BEGIN, "", 0), -EPROTO);
	KUNIT_ASSERT_EQ(test, take(test, &begun, CCID_CHAIN_BEGIN, "\1", 1), 0);
	KUNIT_ASSERT_EQ(test, take(test, &begun, CCID_CHAIN_MIDDLE, "", 0),
			-EPROTO);
}

static void a_response_without_a_status_word_is_refused(struct kunit *test)
{
	struct apdu empty = sent(NULL, 0, 258);
	struct apdu half = sent(NULL, 0, 258);
	struct apdu pieces = sent(NULL, 0, 258);

	KUNIT_ASSERT_EQ(test, take(test, &empty, CCID_CHAIN_WHOLE, "", 0),
			-EPROTO);
	KUNIT_ASSERT_EQ(test, take(test, &half, CCID_CHAIN_WHOLE, "\x90", 1),
			-EPROTO);
	KUNIT_ASSERT_EQ(test, take(test, &pieces, CCID_CHAIN_BEGIN, "\x90", 1),
			0);
	KUNIT_ASSERT_EQ(test, take(test, &pieces, CCID_CHAIN_END, "", 0),
			-EPROTO);
}

static void what_finds_no_room_is_counted_and_not_stored(struct kunit *test)
{
	static const u8 whole[] = { 1, 2, 3, 4, 5, 6, 0x90, 0x00 };
	u32 room;

	for (room = 0; room <= sizeof(whole); room++) {
		struct bytes rsp = bytes_copy(test, whole, room);
		struct apdu c = sent(rsp.p, room, 258);

		memset(rsp.p, 0xee, room);
		KUNIT_ASSERT_EQ(test,
				take(test, &c, CCID_CHAIN_BEGIN, whole, 5), 0);
		KUNIT_ASSERT_EQ(
			test, take(test, &c, CCID_CHAIN_END, whole + 5, 3), 0);
		KUNIT_ASSERT_EQ(test, c.run.total, sizeof(whole));
		KUNIT_ASSERT_EQ(test, c.run.sw, 0x9000);
		KUNIT_ASSERT_EQ(test, memcmp(rsp.p, whole, room), 0);
		bytes_free(test, &rsp);
	}
}

static void a_response_over_the_maximum_is_refused(struct kunit *test)
{
	static const u8 much[259];
	struct apdu exact = sent(NULL, 0, 258);
	struct apdu over = sent(NULL, 0, 258);
	struct apdu pieces = sent(NULL, 0, 258);

	KUNIT_ASSERT_EQ(test, take(test, &exact, CCID_CHAIN_WHOLE, much, 258),
			0);
	KUNIT_ASSERT_EQ(test, take(test, &over, CCID_CHAIN_WHOLE, much, 259),
			-EPROTO);
	KUNIT_ASSERT_EQ(test, take(test, &pieces, CCID_CHAIN_BEGIN, much, 258),
			0);
	KUNIT_ASSERT_EQ(test, take(test, &pieces, CCID_CHAIN_MIDDLE, much, 1),
			-EPROTO);
	KUNIT_ASSERT_EQ(test, pieces.run.total, 258);
}

/* The worst reader: a byte at a time, without end. */
static void a_reader_cannot_go_on_for_ever(struct kunit *test)
{
	struct apdu c = sent(NULL, 0, MANY(65538));
	int rounds = 1;

	KUNIT_ASSERT_EQ(test, take(test, &c, CCID_CHAIN_BEGIN, "x", 1), 0);
	while (!take(test, &c, CCID_CHAIN_MIDDLE, "x", 1))
		rounds++;
	KUNIT_ASSERT_EQ(test, rounds, MANY(65538));
	KUNIT_ASSERT_EQ(test, c.run.total, MANY(65538));
}

static struct kunit_case chain_cases[] = {
	KUNIT_CASE(a_command_that_fits_goes_out_whole),
	KUNIT_CASE(a_longer_command_goes_out_in_pieces),
	KUNIT_CASE(only_an_empty_next_goes_between_pieces),
	KUNIT_CASE(a_whole_response_ends_it),
	KUNIT_CASE(a_response_in_pieces_is_asked_for_and_joined),
	KUNIT_CASE(every_cut_of_a_response_gives_the_same),
	KUNIT_CASE(pieces_out_of_order_are_refused),
	KUNIT_CASE(an_empty_piece_cannot_keep_it_going),
	KUNIT_CASE(a_response_without_a_status_word_is_refused),
	KUNIT_CASE(what_finds_no_room_is_counted_and_not_stored),
	KUNIT_CASE(a_response_over_the_maximum_is_refused),
	KUNIT_CASE(a_reader_cannot_go_on_for_ever),
	{}
};

static struct kunit_suite chain_suite = {
	.name = "ccid_chain",
	.test_cases = chain_cases,
};

kunit_test_suite(chain_suite);
