// SPDX-License-Identifier: GPL-2.0-or-later
/* An APDU in pieces: both directions, and readers that do not keep order. */
#include "proto_bytes.h"

#include "chain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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
static int take(struct apdu *c, u8 param, const void *data, u32 len)
{
	struct bytes piece = bytes_copy(data, len);
	int err = ccid_chain_take(&c->chain, &c->run, param, piece.p, len);

	bytes_free(&piece);
	return err;
}

static void a_command_that_fits_goes_out_whole(void **state)
{
	static const u8 cmd[261] = { 0x80, 0x2a };
	struct apdu c = {
		{ .piece = sizeof(cmd) },
		{ .cmd = cmd, .cmd_len = sizeof(cmd) },
	};
	struct ccid_piece p;

	(void)state;
	ccid_chain_next(&c.chain, &c.run, &p);
	assert_ptr_equal(p.data, cmd);
	assert_int_equal(p.len, sizeof(cmd));
	assert_int_equal(p.level, CCID_CHAIN_WHOLE);
	assert_int_equal(c.chain.sent, sizeof(cmd));
}

/* Sends @len bytes in pieces of @piece and counts the messages. */
static u32 messages(u32 len, u32 piece)
{
	u8 *cmd = malloc(len);
	struct apdu c = {
		{ .piece = piece }, { .cmd = cmd, .cmd_len = len },
	};
	u32 n, at = 0;

	assert_non_null(cmd);
	for (n = 0; at < len; n++) {
		struct ccid_piece p;
		bool last;

		if (n)
			assert_int_equal(take(&c, CCID_CHAIN_NEXT, "", 0), 0);
		ccid_chain_next(&c.chain, &c.run, &p);
		assert_ptr_equal(p.data, cmd + at);
		assert_in_range(p.len, 1, piece);
		at += p.len;
		last = at == len;
		assert_int_equal(p.level, n ? last ? 2 : 3 : last ? 0 : 1);
	}
	free(cmd);
	return n;
}

static void a_longer_command_goes_out_in_pieces(void **state)
{
	u32 len;

	(void)state;
	for (len = 4; len <= 600; len++)
		assert_int_equal(messages(len, 54), (len + 53) / 54);
	assert_int_equal(messages(65544, 261), 252);
	assert_int_equal(messages(65544, 65544), 1);
	assert_int_equal(messages(65544, 65543), 2);
}

static void only_an_empty_next_goes_between_pieces(void **state)
{
	static const u8 cmd[20];
	int param;
	u32 len;

	(void)state;
	for (param = 0; param < 256; param++)
		for (len = 0; len < 3; len++) {
			struct apdu c = {
				{ .piece = 10 },
				{ .cmd = cmd, .cmd_len = 20, .max = 258 },
			};
			struct ccid_piece p;
			bool right = param == CCID_CHAIN_NEXT && !len;

			ccid_chain_next(&c.chain, &c.run, &p);
			assert_int_equal(take(&c, (u8)param, "\x90\x00", len),
					 right ? 0 : -EPROTO);
			assert_false(c.run.done);
			assert_int_equal(c.run.total, 0);
		}
}

static void a_whole_response_ends_it(void **state)
{
	u8 rsp[4];
	struct apdu c = sent(rsp, sizeof(rsp), 258);

	(void)state;
	assert_int_equal(take(&c, CCID_CHAIN_WHOLE, "\xaa\xbb\x6a\x82", 4), 0);
	assert_true(c.run.done);
	assert_int_equal(c.run.total, 4);
	assert_int_equal(c.run.sw, 0x6a82);
	assert_memory_equal(rsp, "\xaa\xbb\x6a\x82", 4);
}

static void a_response_in_pieces_is_asked_for_and_joined(void **state)
{
	struct bytes rsp = bytes_hex("ee ee ee ee ee ee ee");
	struct apdu c = sent(rsp.p, rsp.len, 258);
	struct ccid_piece p;

	(void)state;
	assert_int_equal(take(&c, CCID_CHAIN_BEGIN, "\x01\x02", 2), 0);
	assert_false(c.run.done);
	ccid_chain_next(&c.chain, &c.run, &p);
	assert_null(p.data);
	assert_int_equal(p.len, 0);
	assert_int_equal(p.level, CCID_CHAIN_NEXT);
	assert_int_equal(take(&c, CCID_CHAIN_MIDDLE, "\x03\x04", 2), 0);
	assert_false(c.run.done);
	assert_int_equal(take(&c, CCID_CHAIN_END, "\x05\x90\x00", 3), 0);
	assert_true(c.run.done);
	assert_int_equal(c.run.total, 7);
	assert_int_equal(c.run.sw, 0x9000);
	assert_memory_equal(rsp.p, "\1\2\3\4\5\x90\x00", 7);
	bytes_free(&rsp);
}

/* A status word must not depend on where the pieces are cut. */
static void every_cut_of_a_response_gives_the_same(void **state)
{
	static const u8 whole[] = { 1, 2, 3, 4, 0x63, 0xc2 };
	u32 a, b;

	(void)state;
	for (a = 1; a < sizeof(whole); a++)
		for (b = a; b <= sizeof(whole); b++) {
			u8 rsp[sizeof(whole)] = { 0 };
			struct apdu c = sent(rsp, sizeof(rsp), 258);

			assert_int_equal(take(&c, 1, whole, a), 0);
			if (b > a)
				assert_int_equal(take(&c, 3, whole + a, b - a),
						 0);
			assert_int_equal(take(&c, 2, whole + b,
					      sizeof(whole) - b), 0);
			assert_true(c.run.done);
			assert_int_equal(c.run.sw, 0x63c2);
			assert_memory_equal(rsp, whole, sizeof(whole));
		}
}

static void pieces_out_of_order_are_refused(void **state)
{
	int param;

	(void)state;
	for (param = 0; param < 256; param++) {
		struct apdu fresh = sent(NULL, 0, 258);
		struct apdu begun = sent(NULL, 0, 258);
		bool starts = param == 0 || param == 1;
		bool goes_on = param == 2 || param == 3;

		assert_int_equal(take(&begun, CCID_CHAIN_BEGIN, "\1", 1), 0);
		assert_int_equal(take(&fresh, (u8)param, "\x90\x00", 2),
				 starts ? 0 : -EPROTO);
		assert_int_equal(take(&begun, (u8)param, "\x90\x00", 2),
				 goes_on ? 0 : -EPROTO);
	}
}

static void an_empty_piece_cannot_keep_it_going(void **state)
{
	struct apdu c = sent(NULL, 0, 258);
	struct apdu begun = sent(NULL, 0, 258);

	(void)state;
	assert_int_equal(take(&c, CCID_CHAIN_BEGIN, "", 0), -EPROTO);
	assert_int_equal(take(&begun, CCID_CHAIN_BEGIN, "\1", 1), 0);
	assert_int_equal(take(&begun, CCID_CHAIN_MIDDLE, "", 0), -EPROTO);
}

static void a_response_without_a_status_word_is_refused(void **state)
{
	struct apdu empty = sent(NULL, 0, 258);
	struct apdu half = sent(NULL, 0, 258);
	struct apdu pieces = sent(NULL, 0, 258);

	(void)state;
	assert_int_equal(take(&empty, CCID_CHAIN_WHOLE, "", 0), -EPROTO);
	assert_int_equal(take(&half, CCID_CHAIN_WHOLE, "\x90", 1), -EPROTO);
	assert_int_equal(take(&pieces, CCID_CHAIN_BEGIN, "\x90", 1), 0);
	assert_int_equal(take(&pieces, CCID_CHAIN_END, "", 0), -EPROTO);
}

static void what_finds_no_room_is_counted_and_not_stored(void **state)
{
	static const u8 whole[] = { 1, 2, 3, 4, 5, 6, 0x90, 0x00 };
	u32 room;

	(void)state;
	for (room = 0; room <= sizeof(whole); room++) {
		struct bytes rsp = bytes_copy(whole, room);
		struct apdu c = sent(rsp.p, room, 258);

		memset(rsp.p, 0xee, room);
		assert_int_equal(take(&c, CCID_CHAIN_BEGIN, whole, 5), 0);
		assert_int_equal(take(&c, CCID_CHAIN_END, whole + 5, 3), 0);
		assert_int_equal(c.run.total, sizeof(whole));
		assert_int_equal(c.run.sw, 0x9000);
		assert_memory_equal(rsp.p, whole, room);
		bytes_free(&rsp);
	}
}

static void a_response_over_the_maximum_is_refused(void **state)
{
	static const u8 much[259];
	struct apdu exact = sent(NULL, 0, 258);
	struct apdu over = sent(NULL, 0, 258);
	struct apdu pieces = sent(NULL, 0, 258);

	(void)state;
	assert_int_equal(take(&exact, CCID_CHAIN_WHOLE, much, 258), 0);
	assert_int_equal(take(&over, CCID_CHAIN_WHOLE, much, 259), -EPROTO);
	assert_int_equal(take(&pieces, CCID_CHAIN_BEGIN, much, 258), 0);
	assert_int_equal(take(&pieces, CCID_CHAIN_MIDDLE, much, 1), -EPROTO);
	assert_int_equal(pieces.run.total, 258);
}

/* The worst reader: a byte at a time, without end. */
static void a_reader_cannot_go_on_for_ever(void **state)
{
	struct apdu c = sent(NULL, 0, 65538);
	int rounds = 1;

	(void)state;
	assert_int_equal(take(&c, CCID_CHAIN_BEGIN, "x", 1), 0);
	while (!take(&c, CCID_CHAIN_MIDDLE, "x", 1))
		rounds++;
	assert_int_equal(rounds, 65538);
	assert_int_equal(c.run.total, 65538);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_that_fits_goes_out_whole),
		cmocka_unit_test(a_longer_command_goes_out_in_pieces),
		cmocka_unit_test(only_an_empty_next_goes_between_pieces),
		cmocka_unit_test(a_whole_response_ends_it),
		cmocka_unit_test(a_response_in_pieces_is_asked_for_and_joined),
		cmocka_unit_test(every_cut_of_a_response_gives_the_same),
		cmocka_unit_test(pieces_out_of_order_are_refused),
		cmocka_unit_test(an_empty_piece_cannot_keep_it_going),
		cmocka_unit_test(a_response_without_a_status_word_is_refused),
		cmocka_unit_test(what_finds_no_room_is_counted_and_not_stored),
		cmocka_unit_test(a_response_over_the_maximum_is_refused),
		cmocka_unit_test(a_reader_cannot_go_on_for_ever),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
