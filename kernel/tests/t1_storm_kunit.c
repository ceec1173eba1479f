// SPDX-License-Identifier: GPL-2.0-only
/*
 * T=1 against a card on a bad line: blocks are lost, damaged and doubled on
 * both ways. Whatever happens, a command runs once or not at all, and what is
 * said to be its response is that.
 */
#include "bytes.h"

#include "link.h"
#include "msg.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define MORE		0x20

/*
 * The card: the other side of the protocol, written down from the standard by
 * itself. It answers a command of n bytes with as many, each inverted.
 */
struct card {
	u8 *memory;		/* the command as it comes, then the response */
	u32 len;
	u32 at;
	u32 part;		/* bytes of it in the I-block said last */
	u32 ifsd;
	bool answers;		/* the command is whole */
	u8 ns;
	u8 nr;
	u32 ran;
	u8 last[CCID_BLOCK_MAX];
	u32 last_len;
};

/* How bad it is: one block in so many, 0: none. */
struct line {
	u32 lost;
	u32 damaged;
	u32 doubled;
	u32 seed;
};

static void say(struct card *c, u8 pcb, const u8 *inf, u32 len)
{
	const struct ccid_block b = { .pcb = pcb, .inf = inf, .len = len };

	c->last_len = ccid_block_put(c->last, &b, false);
}

static void say_r(struct card *c, u8 error)
{
	say(c, 0x80 | c->nr << 4 | error, NULL, 0);
}

static void say_i(struct card *c)
{
	bool more;

	c->part = min(c->len - c->at, c->ifsd);
	more = c->at + c->part < c->len;
	say(c, c->ns << 6 | (more ? MORE : 0), c->memory + c->at, c->part);
}

static void run_command(struct card *c)
{
	u32 i;

	for (i = 0; i < c->len; i++)
		c->memory[i] ^= 0xff;
	c->ran++;
	c->at = 0;
	c->answers = true;
	say_i(c);
}

static void hear_i(struct card *c, const struct ccid_block *b)
{
	if (b->pcb >> 6 != c->nr) {
		say_r(c, 2);
		return;
	}
	c->nr ^= 1;
	if (c->answers) {	/* the whole response was taken: a new APDU */
		c->answers = false;
		c->ns ^= 1;
		c->len = 0;
	}
	memcpy(c->memory + c->len, b->inf, b->len);
	c->len += b->len;
	if (b->pcb & MORE)
		say_r(c, 0);
	else
		run_command(c);
}

static void hear_r(struct card *c, const struct ccid_block *b)
{
	bool had = (b->pcb >> 4 & 1) != c->ns;

	if (!c->answers || (had && c->at + c->part == c->len)) {
		say_r(c, 0);	/* it is the command that we wait for */
		return;
	}
	if (had) {
		c->at += c->part;
		c->ns ^= 1;
	}
	say_i(c);
}

static void hear_s(struct card *c, const struct ccid_block *b)
{
	say(c, b->pcb | 0x20, b->inf, b->len);
	if (b->pcb == 0xc1)
		c->ifsd = b->inf[0];
	if (b->pcb != 0xc0)
		return;
	c->ns = 0;
	c->nr = 0;
	c->len = 0;
	c->ifsd = 32;
	c->answers = false;
}

static void hear(struct card *c, const u8 *data, u32 len)
{
	struct ccid_block b;

	if (ccid_block_get(&b, data, len, false))
		say_r(c, 1);
	else if (!(b.pcb & 0x80))
		hear_i(c, &b);
	else if (!(b.pcb & 0x40))
		hear_r(c, &b);
	else
		hear_s(c, &b);
}

static bool happens(struct line *l, u32 one_in)
{
	return one_in && next_random(&l->seed) % one_in == 0;
}

/* Takes a block over the line; true when it arrives, whole or not. */
static bool carry(struct line *l, u8 *to, const u8 *from, u32 len)
{
	if (happens(l, l->lost))
		return false;
	memcpy(to, from, len);
	if (happens(l, l->damaged))
		to[next_random(&l->seed) % len] ^= 1 << next_random(&l->seed) %
						   8;
	return true;
}

static int round_trip(struct ccid_link *l, struct card *c, struct line *line)
{
	u8 before[CCID_BLOCK_MAX], wire[CCID_BLOCK_MAX];
	u32 before_len = c->last_len;
	struct ccid_piece piece;

	memcpy(before, c->last, sizeof(before));
	ccid_link_next(l, &piece);
	if (!carry(line, wire, piece.data, piece.len))
		return ccid_link_fail(l, CCID_ERR_MUTE);
	hear(c, wire, piece.len);
	if (before_len && happens(line, line->doubled))
		return ccid_link_take(l, 0, before, before_len);
	if (!carry(line, wire, c->last, c->last_len))
		return ccid_link_fail(l, CCID_ERR_MUTE);
	return ccid_link_take(l, 0, wire, c->last_len);
}

/* One APDU, and what must hold after it; 0 when it was done. */
static int apdu(struct kunit *test, struct ccid_link *l, struct card *c,
		struct line *line, const struct bytes *cmd, u8 *rsp)
{
	u32 ran = c->ran, rounds = 0, i;
	struct ccid_apdu_view v;
	int err;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd->p, cmd->len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(l, &v, cmd->p, cmd->len, rsp,
					      cmd->len), 0);
	do {
		err = round_trip(l, c, line);
		KUNIT_ASSERT_LE(test, ++rounds, 8 * cmd->len + 100);
	} while (!err && !l->run.done);
	KUNIT_ASSERT_LE(test, c->ran, ran + 1);
	if (err)
		return err;
	KUNIT_ASSERT_EQ(test, c->ran, ran + 1);
	KUNIT_ASSERT_EQ(test, l->run.total, cmd->len);
	for (i = 0; i < cmd->len; i++)
		KUNIT_ASSERT_EQ(test, rsp[i], (u8)~cmd->p[i]);
	return 0;
}

static void power_on(struct ccid_link *l, struct card *c, u8 ifsc)
{
	const struct ccid_link_setup setup = {
		.level = CCID_LEVEL_TPDU,
		.protocol = 1,
		.ifsc = ifsc,
		.ifsd = 254,
		.piece = 261,
	};

	ccid_link_reset(l, &setup);
	c->ns = 0;
	c->nr = 0;
	c->len = 0;
	c->ifsd = 32;
	c->answers = false;
	c->last_len = 0;
}

static struct bytes command(struct kunit *test, u32 nc)
{
	struct bytes cmd = {
		kunit_kmalloc(test, nc + 9, GFP_KERNEL), nc + 9,
	};
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, cmd.p);
	for (i = 0; i < cmd.len; i++)
		cmd.p[i] = (u8)(i * 7 + i / 256);
	cmd.p[4] = 0;
	cmd.p[5] = nc >> 8;
	cmd.p[6] = nc & 0xff;
	return cmd;
}

static struct card *card(struct kunit *test)
{
	struct card *c = kunit_kzalloc(test, sizeof(*c), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, c);
	c->memory = kunit_kmalloc(test, 66000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, c->memory);
	return c;
}

/* As much as there can be, both ways, and with the smallest blocks. */
static void a_good_line_carries_64_kib(struct kunit *test)
{
	struct bytes cmd = command(test, 65529);
	struct card *c = card(test);
	struct line good = {};
	struct ccid_link l;
	u8 *rsp = kunit_kmalloc(test, cmd.len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, rsp);
	power_on(&l, c, 254);
	KUNIT_ASSERT_EQ(test, apdu(test, &l, c, &good, &cmd, rsp), 0);
	power_on(&l, c, 1);
	KUNIT_ASSERT_EQ(test, apdu(test, &l, c, &good, &cmd, rsp), 0);
}

/* Errors that are not too many at once do not even show. */
static void a_bad_line_is_bridged(struct kunit *test)
{
	struct bytes cmd = command(test, 2000);
	struct line bad = { .lost = 40, .damaged = 40, .seed = 1 };
	struct card *c = card(test);
	u8 *rsp = kunit_kmalloc(test, cmd.len, GFP_KERNEL);
	u32 round, failed = 0;
	struct ccid_link l;

	KUNIT_ASSERT_NOT_NULL(test, rsp);
	power_on(&l, c, 32);
	for (round = 0; round < 50; round++) {
		if (!apdu(test, &l, c, &bad, &cmd, rsp))
			continue;
		failed++;
		power_on(&l, c, 32);
	}
	KUNIT_ASSERT_LE(test, failed, 2);
}

static void nothing_runs_twice_on_the_worst_line(struct kunit *test)
{
	struct bytes cmd = command(test, 100);
	struct line worst = {
		.lost = 5, .damaged = 5, .doubled = 6, .seed = 2,
	};
	struct card *c = card(test);
	u8 *rsp = kunit_kmalloc(test, cmd.len, GFP_KERNEL);
	u32 round, done = 0, resynched = 0;
	struct ccid_link l;

	KUNIT_ASSERT_NOT_NULL(test, rsp);
	power_on(&l, c, 32);
	for (round = 0; round < MANY(3000); round++) {
		int err = apdu(test, &l, c, &worst, &cmd, rsp);

		done += !err;
		resynched += err && !l.dead;
		if (l.dead)
			power_on(&l, c, 32);
	}
	KUNIT_ASSERT_GT(test, done, MANY(100));
	KUNIT_ASSERT_GT(test, resynched, MANY(100));
}

static struct kunit_case t1_storm_cases[] = {
	KUNIT_CASE(a_good_line_carries_64_kib),
	KUNIT_CASE(a_bad_line_is_bridged),
	KUNIT_CASE(nothing_runs_twice_on_the_worst_line),
	{}
};

static struct kunit_suite t1_storm_suite = {
	.name = "ccid_t1_storm",
	.test_cases = t1_storm_cases,
};

kunit_test_suite(t1_storm_suite);
