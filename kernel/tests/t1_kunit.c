// SPDX-License-Identifier: GPL-2.0-only
/* T=1 block by block: order, chaining, recovery, requests of the card. */
#include "script.h"

#include "msg.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

#define READ4		"00 b0 00 00 04"
#define I0_READ4	"00 00 05 " READ4
#define I1_READ4	"00 40 05 " READ4
#define I0_DONE		"00 00 02 90 00"
#define I1_DONE		"00 40 02 90 00"

/* 40 bytes: more than a card with an IFSC of 32 takes at once */
#define LONG_HEAD	"00 d6 00 00 23 01 02 03 04 05 06 07 08 09 0a 0b" \
			" 0c 0d 0e 0f 10 11 12 13 14 15 16 17 18 19 1a 1b"
#define LONG_TAIL	"1c 1d 1e 1f 20 21 22 23"
#define LONG		LONG_HEAD " " LONG_TAIL
#define LONG_I0		"00 20 20 " LONG_HEAD
#define LONG_I1		"00 40 08 " LONG_TAIL

#define RESYNCH		"00 c0 00"
#define RESYNCHED	"00 e0 00"

static void reset(struct kunit *test, struct ccid_link *l)
{
	script_reset(test, l, CCID_LEVEL_TPDU, 1);
}

static void an_apdu_goes_in_one_block(struct kunit *test)
{
	static const struct step first[] = {
		{ I0_READ4, "00 00 06 01 02 03 04 90 00" },
	};
	static const struct step second[] = { { I1_READ4, I1_DONE } };
	static const struct step third[] = { { I0_READ4, I0_DONE } };
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, first, "01 02 03 04 90 00");
	play(test, &l, READ4, second, "90 00");
	play(test, &l, READ4, third, "90 00");
}

/* 00 20 00 80 asks for the tries left: not a byte may be added to it. */
static void a_header_alone_stays_alone(struct kunit *test)
{
	static const struct step steps[] = {
		{ "00 00 04 00 20 00 80", "00 00 02 63 c3" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, "00 20 00 80", steps, "63 c3");
}

static void a_long_command_is_chained(struct kunit *test)
{
	static const struct step steps[] = {
		{ LONG_I0, "00 90 00" },
		{ LONG_I1, I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, LONG, steps, "90 00");
}

static void a_chained_response_is_acknowledged(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 20 02 01 02" },
		{ "00 90 00", "00 60 01 03" },
		{ "00 80 00", "00 00 03 04 90 00" },
	};
	static const struct step next[] = { { I1_READ4, I1_DONE } };
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "01 02 03 04 90 00");
	play(test, &l, READ4, next, "90 00");
}

static void the_message_bounds_the_block(struct kunit *test)
{
	static const u8 zeros[300] = { 0, 0xd6, 0, 0, 0, 1, 0x25 };
	const struct ccid_link_setup setup = {
		.level = CCID_LEVEL_TPDU, .protocol = 1, .ifsc = 254,
		.piece = 54,
	};
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	struct ccid_link l;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, zeros, sizeof(zeros)), 0);
	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, zeros, sizeof(zeros),
					      NULL, 0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 54);
	KUNIT_ASSERT_EQ(test, piece.data[2], 50);
	KUNIT_ASSERT_EQ(test, piece.data[1], 0x20);
}

static void reset_with_ifsd(struct kunit *test, struct ccid_link *l)
{
	struct ccid_link_setup setup;

	reset(test, l);
	setup = l->setup;
	setup.ifsd = 254;
	ccid_link_reset(l, &setup);
}

static void the_block_size_is_announced_once(struct kunit *test)
{
	static const struct step first[] = {
		{ "00 c1 01 fe", "00 e1 01 fe" },
		{ I0_READ4, I0_DONE },
	};
	static const struct step second[] = { { I1_READ4, I1_DONE } };
	struct ccid_link l;

	reset_with_ifsd(test, &l);
	play(test, &l, READ4, first, "90 00");
	play(test, &l, READ4, second, "90 00");
}

static void a_card_may_refuse_the_block_size(struct kunit *test)
{
	static const struct step first[] = {
		{ "00 c1 01 fe", "00 82 00" },
		{ "00 c1 01 fe", "00 e1 01 20" },
		{ "00 c1 01 fe", "00 e1 00" },
		{ "00 c1 01 fe", NULL, CCID_ERR_MUTE },
		{ I0_READ4, I0_DONE },
	};
	static const struct step second[] = { { I1_READ4, I1_DONE } };
	struct ccid_link l;

	reset_with_ifsd(test, &l);
	play(test, &l, READ4, first, "90 00");
	play(test, &l, READ4, second, "90 00");
}

static void a_card_may_change_its_block_size(struct kunit *test)
{
	static const struct step steps[] = {
		{ LONG_I0, "00 c1 01 04" },
		{ "00 e1 01 04", "00 90 00" },
		{ "00 60 04 1c 1d 1e 1f", "00 80 00" },
		{ "00 00 04 20 21 22 23", I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, LONG, steps, "90 00");
}

static void impossible_block_sizes_are_errors(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 c1 01 00" },
		{ "00 82 00", "00 c1 01 ff" },
		{ "00 82 00", "00 c1 02 20 20" },
		{ "00 82 00", I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "90 00");
}

static void more_time_is_granted_for_one_block(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 c3 01 05" },
		{ "00 e3 01 05", "00 c3 01 ff", .bwi = 5 },
		{ "00 e3 01 ff", "00 20 01 01", .bwi = 255 },
		{ "00 90 00", "00 c3 01 02" },
		{ "00 e3 01 02", "!00 40 02 90 00", .bwi = 2 },
		{ "00 91 00", I1_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "01 90 00");
}

static void asking_for_time_without_end_ends(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct bytes wtx = script_block(test, "00 c3 01 01", false);
	struct ccid_apdu_view v;
	struct ccid_link l;
	u32 rounds;
	int err = 0;

	reset(test, &l);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	for (rounds = 0; !err && rounds < 10000; rounds++) {
		struct ccid_piece piece;

		ccid_link_next(&l, &piece);
		err = ccid_link_take(&l, 0, wtx.p, wtx.len);
	}
	KUNIT_ASSERT_EQ(test, err, -EPROTO);
	KUNIT_ASSERT_TRUE(test, l.dead);
	KUNIT_ASSERT_EQ(test, rounds, CCID_T1_REQUESTS + 1 + CCID_T1_TRIES);
}

static void a_damaged_answer_is_asked_for_again(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "!" I0_DONE },
		{ "00 81 00", NULL, CCID_ERR_PARITY },
		{ "00 81 00", NULL, CCID_ERR_OVERRUN },
		{ "00 81 00", I0_DONE },
	};
	static const struct step parity[] = {
		{ I1_READ4, NULL, CCID_ERR_PARITY },
		{ "00 91 00", I1_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "90 00");
	play(test, &l, READ4, parity, "90 00");
}

static void a_lost_answer_is_asked_for_again(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, NULL, CCID_ERR_MUTE },
		{ "00 82 00", "00 20 02 01 02" },
		{ "00 90 00", NULL, CCID_ERR_MUTE },
		{ "00 90 00", "00 40 02 90 00" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "01 02 90 00");
}

/* The card says that it has not had the block: then it has not. */
static void a_block_that_did_not_arrive_goes_again(struct kunit *test)
{
	static const struct step steps[] = {
		{ LONG_I0, "00 81 00" },
		{ LONG_I0, NULL, CCID_ERR_MUTE },
		{ "00 82 00", "00 82 00" },
		{ LONG_I0, "00 90 00" },
		{ LONG_I1, "00 92 00" },
		{ LONG_I1, I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, LONG, steps, "90 00");
}

static void a_block_is_not_sent_more_than_four_times(struct kunit *test)
{
	static const struct step asked_for[] = {
		{ I0_READ4, "00 81 00" },
		{ I0_READ4, "00 81 00" },
		{ I0_READ4, "00 81 00" },
		{ I0_READ4, "00 81 00" },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	static const struct step lost[] = {
		{ I0_READ4, NULL, CCID_ERR_MUTE },
		{ "00 82 00", "00 80 00" },
		{ I0_READ4, NULL, CCID_ERR_MUTE },
		{ "00 82 00", "00 80 00" },
		{ I0_READ4, NULL, CCID_ERR_MUTE },
		{ "00 82 00", "00 80 00" },
		{ I0_READ4, NULL, CCID_ERR_MUTE },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, asked_for, NULL);
	play(test, &l, READ4, lost, NULL);
}

static void blocks_of_wrong_length_are_errors(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "" },
		{ "00 82 00", "00 00 03 90 00" },
		{ "00 82 00", "00 00 01 90 00" },
		{ "00 82 00", I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, "90 00");
}

static void odd_control_bytes_are_errors(struct kunit *test)
{
	static const char *const blocks[] = {
		"40 00 02 90 00",	/* NAD */
		"00 01 02 90 00",	/* I-block, reserved bit */
		"00 20 00",		/* chained, nothing in it */
		"00 40 02 90 00",	/* not the number expected */
		"00 90 01 00",		/* R-block with INF */
		"00 84 00",		/* R-block, reserved bits */
		"00 a0 00",
		"00 e0 00",		/* responses to nothing */
		"00 e1 01 20",
		"00 e2 00",
		"00 e3 01 01",
		"00 c0 00",		/* not the card's to request */
		"00 c3 00",		/* without a value */
		"00 c3 01 00",
		"00 c2 01 00",
		"00 c4 00",
	};
	struct ccid_link l;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		const struct step steps[] = {
			{ I0_READ4, blocks[i] },
			{ "00 82 00", I0_DONE },
		};

		reset(test, &l);
		play(test, &l, READ4, steps, "90 00");
	}
}

/* The answer to the APDU before, once more. */
static void a_duplicate_is_not_taken(struct kunit *test)
{
	static const struct step first[] = { { I0_READ4, I0_DONE } };
	static const struct step second[] = {
		{ I1_READ4, I0_DONE },
		{ "00 92 00", "00 40 02 6a 82" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, first, "90 00");
	play(test, &l, READ4, second, "6a 82");
}

static void an_answer_before_the_command_is_whole_is_none(struct kunit *test)
{
	static const struct step steps[] = {
		{ LONG_I0, I0_DONE },
		{ "00 82 00", "00 90 00" },
		{ LONG_I1, I0_DONE },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, LONG, steps, "90 00");
}

/* All of it is acknowledged, and the card does not go on. */
static void an_acknowledged_block_is_not_sent_again(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 90 00" },
		{ "00 82 00", "00 90 00" },
		{ "00 82 00", "00 90 00" },
		{ "00 82 00", "00 90 00" },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
}

static void after_resynch_the_link_is_as_new(struct kunit *test)
{
	static const struct step begin[] = {
		{ "00 c1 01 fe", "00 e1 01 fe" },
		{ I0_READ4, I0_DONE },
	};
	static const struct step fail[] = {
		{ I1_READ4, NULL, CCID_ERR_MUTE },
		{ "00 92 00", NULL, CCID_ERR_MUTE },
		{ "00 92 00", NULL, CCID_ERR_MUTE },
		{ "00 92 00", NULL, CCID_ERR_MUTE },
		{ RESYNCH, NULL, CCID_ERR_MUTE },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	struct ccid_link l;

	reset_with_ifsd(test, &l);
	play(test, &l, READ4, begin, "90 00");
	play(test, &l, READ4, fail, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	play(test, &l, READ4, begin, "90 00");
}

static void without_resynch_the_link_is_dead(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "" },
		{ "00 82 00", "" },
		{ "00 82 00", "" },
		{ "00 82 00", "" },
		{ RESYNCH, I0_DONE },
		{ RESYNCH, "00 e0 01 00" },
		{ RESYNCH, "00 c0 00", .err = -EPROTO },
	};
	static const u8 cmd[] = { 0, 0xb0, 0, 0 };
	struct ccid_apdu_view v;
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd, sizeof(cmd)), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd, sizeof(cmd), NULL,
					      0), -EPROTO);
}

static void a_chain_that_the_card_aborts_fails(struct kunit *test)
{
	static const struct step during_ours[] = {
		{ LONG_I0, "00 c2 00" },
		{ "00 e2 00", "00 80 00" },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	static const struct step during_its[] = {
		{ I0_READ4, "00 20 02 01 02" },
		{ "00 90 00", "00 c2 00" },
		{ "00 e2 00", NULL, CCID_ERR_MUTE },
		{ RESYNCH, RESYNCHED, .err = -EPROTO },
	};
	static const struct step next[] = { { I0_READ4, I0_DONE } };
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, LONG, during_ours, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	play(test, &l, READ4, during_its, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	play(test, &l, READ4, next, "90 00");
}

static void a_response_over_the_maximum_ends_the_apdu(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_apdu_view v;
	struct ccid_link l;
	struct ccid_piece piece;
	u32 i;

	reset(test, &l);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	for (i = 0; i <= 258; i++) {
		struct bytes in = script_block(test, i % 2 ? "00 60 01 aa" :
					       "00 20 01 aa", false);

		ccid_link_next(&l, &piece);
		KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, in.p, in.len), 0);
		bytes_free(test, &in);
	}
	KUNIT_ASSERT_EQ(test, l.run.total, 258);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.data[1], 0xc0);
}

static void a_response_without_a_status_word_is_refused(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 00 01 90", .err = -EPROTO },
	};
	static const struct step next[] = { { I1_READ4, I1_DONE } };
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	play(test, &l, READ4, next, "90 00");
}

static void other_failures_of_the_reader_are_final(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, NULL, CCID_ERR_HARDWARE, .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, steps, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
}

static struct kunit_case t1_cases[] = {
	KUNIT_CASE(an_apdu_goes_in_one_block),
	KUNIT_CASE(a_header_alone_stays_alone),
	KUNIT_CASE(a_long_command_is_chained),
	KUNIT_CASE(a_chained_response_is_acknowledged),
	KUNIT_CASE(the_message_bounds_the_block),
	KUNIT_CASE(the_block_size_is_announced_once),
	KUNIT_CASE(a_card_may_refuse_the_block_size),
	KUNIT_CASE(a_card_may_change_its_block_size),
	KUNIT_CASE(impossible_block_sizes_are_errors),
	KUNIT_CASE(more_time_is_granted_for_one_block),
	KUNIT_CASE(asking_for_time_without_end_ends),
	KUNIT_CASE(a_damaged_answer_is_asked_for_again),
	KUNIT_CASE(a_lost_answer_is_asked_for_again),
	KUNIT_CASE(a_block_that_did_not_arrive_goes_again),
	KUNIT_CASE(a_block_is_not_sent_more_than_four_times),
	KUNIT_CASE(blocks_of_wrong_length_are_errors),
	KUNIT_CASE(odd_control_bytes_are_errors),
	KUNIT_CASE(a_duplicate_is_not_taken),
	KUNIT_CASE(an_answer_before_the_command_is_whole_is_none),
	KUNIT_CASE(an_acknowledged_block_is_not_sent_again),
	KUNIT_CASE(after_resynch_the_link_is_as_new),
	KUNIT_CASE(without_resynch_the_link_is_dead),
	KUNIT_CASE(a_chain_that_the_card_aborts_fails),
	KUNIT_CASE(a_response_over_the_maximum_ends_the_apdu),
	KUNIT_CASE(a_response_without_a_status_word_is_refused),
	KUNIT_CASE(other_failures_of_the_reader_are_final),
	{}
};

static struct kunit_suite t1_suite = {
	.name = "ccid_t1",
	.test_cases = t1_cases,
};

kunit_test_suite(t1_suite);
