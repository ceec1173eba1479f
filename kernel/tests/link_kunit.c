// SPDX-License-Identifier: GPL-2.0-only
/* One face for all levels: each of them once, and what all have in common. */
#include "script.h"

#include "msg.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

#define READ4		"00 b0 00 00 04"
#define LONG_READ	"00 b0 00 00 00 01 00"

static const struct {
	u8 level;
	u8 protocol;
	u32 count;
	struct step steps[6];
} levels[] = {
	{ CCID_LEVEL_SHORT, 0, 1, { { READ4, "01 02 90 00" } } },
	{ CCID_LEVEL_EXTENDED, 1, 1, { { READ4, "01 02 90 00" } } },
	{ CCID_LEVEL_TPDU, 0, 1, { { READ4, "01 02 90 00" } } },
	{ CCID_LEVEL_TPDU, 1, 1,
	  { { "00 00 05 " READ4, "00 00 04 01 02 90 00" } } },
	{ CCID_LEVEL_CHARACTER, 0, 6,
	  { { READ4, "4f", .level = 1 }, { "", "01", .level = 1 },
	    { "", "4f", .level = 1 }, { "", "02", .level = 1 },
	    { "", "90", .level = 1 }, { "", "00", .level = 1 } } },
	{ CCID_LEVEL_CHARACTER, 1, 2,
	  { { "00 00 05 " READ4 " b1", "00 00 04", .level = 3 },
	    { "", "01 02 90 00 97", .level = 5 } } },
};

static void each_level_carries_an_apdu(struct kunit *test)
{
	struct ccid_link l;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		script_reset(test, &l, levels[i].level, levels[i].protocol);
		script_play(test, &l, READ4, levels[i].steps, levels[i].count,
			    "01 02 90 00");
	}
}

/* A link that has sent the first message of @cmd. */
static void send(struct kunit *test, struct ccid_link *l, u32 i,
		 const struct bytes *cmd, u8 *rsp, u32 room)
{
	struct ccid_apdu_view v;
	struct ccid_piece piece;

	script_reset(test, l, levels[i].level, levels[i].protocol);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd->p, cmd->len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(l, &v, cmd->p, cmd->len, rsp,
					      room), 0);
	ccid_link_next(l, &piece);
}

static void only_t1_survives_a_mute_card(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_link l;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		bool apdus = levels[i].level >= CCID_LEVEL_SHORT;
		bool blocks = !apdus && levels[i].protocol == 1;

		send(test, &l, i, &cmd, NULL, 0);
		KUNIT_ASSERT_EQ(test, ccid_link_fail(&l, CCID_ERR_MUTE),
				blocks ? 0 : -ETIMEDOUT);
		KUNIT_ASSERT_EQ(test, l.dead, !apdus && !blocks);
		send(test, &l, i, &cmd, NULL, 0);
		KUNIT_ASSERT_EQ(test, ccid_link_fail(&l, CCID_ERR_HARDWARE),
				-EPROTO);
		KUNIT_ASSERT_EQ(test, l.dead, !apdus);
	}
}

static void a_dead_link_takes_no_apdu_until_reset(struct kunit *test)
{
	static const struct step bad[] = { { READ4, "", .err = -EPROTO } };
	static const struct step good[] = { { READ4, "90 00" } };
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_apdu_view v;
	struct ccid_link l;

	script_reset(test, &l, CCID_LEVEL_TPDU, 0);
	play(test, &l, READ4, bad, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			-EPROTO);
	script_reset(test, &l, CCID_LEVEL_TPDU, 0);
	play(test, &l, READ4, good, "90 00");
}

/* There the reader is brought back into step, and the card has noticed none. */
static void a_breach_at_apdu_level_leaves_the_link(struct kunit *test)
{
	static const struct step bad[] = { { READ4, "", .err = -EPROTO } };
	static const struct step good[] = { { READ4, "90 00" } };
	struct ccid_link l;

	script_reset(test, &l, CCID_LEVEL_SHORT, 0);
	play(test, &l, READ4, bad, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	play(test, &l, READ4, good, "90 00");
}

static void what_carries_the_command_is_told(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct bytes more = bytes_hex(test, "01 61 01");
	struct ccid_piece piece;
	struct ccid_link l;

	send(test, &l, 0, &cmd, NULL, 0);
	KUNIT_ASSERT_TRUE(test, ccid_link_carries(&l));
	KUNIT_ASSERT_FALSE(test, ccid_link_block(&l));
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, CCID_CHAIN_BEGIN, more.p, 3),
			0);
	KUNIT_ASSERT_FALSE(test, ccid_link_carries(&l));
	send(test, &l, 2, &cmd, NULL, 0);
	KUNIT_ASSERT_TRUE(test, ccid_link_carries(&l));
	KUNIT_ASSERT_FALSE(test, ccid_link_block(&l));
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, more.p, 3), 0);
	KUNIT_ASSERT_FALSE(test, ccid_link_carries(&l));
	send(test, &l, 3, &cmd, NULL, 0);
	KUNIT_ASSERT_TRUE(test, ccid_link_carries(&l));
	KUNIT_ASSERT_TRUE(test, ccid_link_block(&l));
	KUNIT_ASSERT_EQ(test, ccid_link_fail(&l, CCID_ERR_MUTE), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_FALSE(test, ccid_link_carries(&l));
}

static void short_readers_take_no_extended_lengths(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, LONG_READ);
	struct ccid_apdu_view v;
	struct ccid_link l;
	u32 i;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		script_reset(test, &l, levels[i].level, levels[i].protocol);
		KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len,
						      NULL, 0),
				levels[i].level == CCID_LEVEL_SHORT ?
				-EOPNOTSUPP : 0);
	}
}

/* What a short-APDU reader announces does not bound what it takes. */
static void a_short_apdu_is_never_cut(struct kunit *test)
{
	static const u8 cmd[261] = { 0x00, 0x2a, 0x00, 0x80, 0xff };
	const struct ccid_link_setup setup = {
		.level = CCID_LEVEL_SHORT, .piece = 54,
	};
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	struct ccid_link l;

	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd, sizeof(cmd)), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd, sizeof(cmd), NULL,
					      0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, sizeof(cmd));
	KUNIT_ASSERT_EQ(test, piece.level, CCID_CHAIN_WHOLE);
}

/* A block of the card has to fit into one message, unless it comes in parts. */
static void the_block_size_fits_into_a_message(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_link_setup setup = {
		.protocol = 1, .ifsc = 32, .ifsd = 254, .piece = 54,
	};
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	struct ccid_link l;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	setup.level = CCID_LEVEL_TPDU;
	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, memcmp(piece.data, "\x00\xc1\x01\x32", 4), 0);
	setup.level = CCID_LEVEL_CHARACTER;
	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, memcmp(piece.data, "\x00\xc1\x01\xfe", 4), 0);
}

static bool holds(const void *in, u32 len, const u8 *what, u32 what_len)
{
	const u8 *p = in;
	u32 i;

	for (i = 0; i + what_len <= len; i++)
		if (!memcmp(p + i, what, what_len))
			return true;
	return false;
}

static void a_wiped_link_holds_nothing_of_the_command(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, "00 20 00 80 04 31 32 33 34");
	struct ccid_link *l = kunit_kzalloc(test, sizeof(*l), GFP_KERNEL);
	u8 rsp[2];
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, l);
	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		bool kept = levels[i].level == CCID_LEVEL_TPDU ||
			    (levels[i].level == CCID_LEVEL_CHARACTER &&
			     levels[i].protocol == 1);
		void *pointers[2] = { cmd.p, rsp };

		send(test, l, i, &cmd, rsp, sizeof(rsp));
		KUNIT_ASSERT_EQ(test, holds(l, sizeof(*l), cmd.p + 5, 4), kept);
		ccid_link_wipe(l);
		KUNIT_ASSERT_FALSE(test, holds(l, sizeof(*l), cmd.p + 5, 4));
		KUNIT_ASSERT_FALSE(test, holds(l, sizeof(*l), cmd.p, 4));
		KUNIT_ASSERT_FALSE(test, holds(l, sizeof(*l),
					       (u8 *)&pointers[0],
					       sizeof(void *)));
		KUNIT_ASSERT_FALSE(test, holds(l, sizeof(*l),
					       (u8 *)&pointers[1],
					       sizeof(void *)));
	}
}

/*
 * A caller gives up between two messages, for a signal or since the reader says
 * that the card has left: the next APDU begins at its beginning.
 */
static void an_apdu_given_up_leaves_nothing_to_the_next(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_link l;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(levels); i++) {
		send(test, &l, i, &cmd, NULL, 0);
		ccid_link_wipe(&l);
		script_play(test, &l, READ4, levels[i].steps, levels[i].count,
			    "01 02 90 00");
	}
}

static void data_given_up_leaves_nothing_to_the_next(struct kunit *test)
{
	static const u8 cmd[205] = { 0x00, 0x2a, 0x00, 0x80, 200 };
	const struct ccid_link_setup setup = {
		.level = CCID_LEVEL_CHARACTER, .piece = 54,
	};
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	struct ccid_link l;

	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd, sizeof(cmd)), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd, sizeof(cmd), NULL,
					      0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, cmd + 1, 1), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 54);
	ccid_link_wipe(&l);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd, sizeof(cmd), NULL,
					      0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 5);
	KUNIT_ASSERT_NOT_NULL(test, piece.data);
}

/* An answer of a reader that means no good, often in the right form. */
static u32 nonsense(u32 *seed, u8 to[300])
{
	static const u8 pcbs[] = {
		0x00, 0x20, 0x40, 0x60, 0x80, 0x90, 0x82, 0xc3, 0xc1, 0xe1,
		0xe0, 0xc2,
	};
	u32 len = next_random(seed) % (next_random(seed) % 4 ? 12 : 300);
	u8 sum = 0;
	u32 i;

	for (i = 0; i < len; i++)
		to[i] = next_random(seed) % 3 ? (u8)next_random(seed) : 0x60;
	if (len < 4 || next_random(seed) % 8 == 0)
		return len;
	to[0] = 0;
	if (next_random(seed) % 2)
		to[1] = pcbs[next_random(seed) % sizeof(pcbs)];
	if (len <= 258)
		to[2] = (u8)(len - 4);
	for (i = 0; i + 1 < len; i++)
		sum ^= to[i];
	to[len - 1] = sum;
	return len;
}

/* The most rounds of a short APDU: all of T=1's requests, tries and bytes. */
#define ROUNDS_MAX	(CCID_T1_REQUESTS + 300 * (CCID_T1_TRIES + 1))

static void abuse(struct kunit *test, struct ccid_link *l, u32 *seed)
{
	u32 rounds = 0;
	int err = 0;
	u8 in[300];

	while (!err && !l->run.done) {
		struct ccid_piece piece;

		ccid_link_next(l, &piece);
		KUNIT_ASSERT_LE(test, piece.len, 261);
		KUNIT_ASSERT_GE(test, piece.wait, 1);
		KUNIT_ASSERT_LE(test, ++rounds, ROUNDS_MAX);
		if (next_random(seed) % 16) {
			u32 len = nonsense(seed, in);
			struct bytes exact = bytes_copy(test, in, len);

			err = ccid_link_take(l, next_random(seed) % 4,
					     exact.p, len);
			bytes_free(test, &exact);
		} else {
			err = ccid_link_fail(l, 0xfa + next_random(seed) % 6);
		}
		KUNIT_ASSERT_LE(test, l->run.total, 258);
	}
	KUNIT_ASSERT_TRUE(test, !err || err == -EPROTO || err == -ETIMEDOUT);
}

static void no_reader_keeps_a_link_for_ever(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, "00 a4 04 0c 02 aa bb 00");
	u8 *rsp = kunit_kmalloc(test, 16, GFP_KERNEL);
	u32 seed = 2027, round, i;
	struct ccid_link l;

	KUNIT_ASSERT_NOT_NULL(test, rsp);
	for (i = 0; i < ARRAY_SIZE(levels); i++)
		for (round = 0; round < MANY(3000); round++) {
			send(test, &l, i, &cmd, rsp, 16);
			abuse(test, &l, &seed);
		}
}

static struct kunit_case link_cases[] = {
	KUNIT_CASE(each_level_carries_an_apdu),
	KUNIT_CASE(only_t1_survives_a_mute_card),
	KUNIT_CASE(a_dead_link_takes_no_apdu_until_reset),
	KUNIT_CASE(a_breach_at_apdu_level_leaves_the_link),
	KUNIT_CASE(what_carries_the_command_is_told),
	KUNIT_CASE(short_readers_take_no_extended_lengths),
	KUNIT_CASE(a_short_apdu_is_never_cut),
	KUNIT_CASE(the_block_size_fits_into_a_message),
	KUNIT_CASE(a_wiped_link_holds_nothing_of_the_command),
	KUNIT_CASE(an_apdu_given_up_leaves_nothing_to_the_next),
	KUNIT_CASE(data_given_up_leaves_nothing_to_the_next),
	KUNIT_CASE(no_reader_keeps_a_link_for_ever),
	{}
};

static struct kunit_suite link_suite = {
	.name = "ccid_link",
	.test_cases = link_cases,
};

kunit_test_suite(link_suite);
