// SPDX-License-Identifier: GPL-2.0-only
/* Plays the steps of a script against a link. */
#include "script.h"

#include <linux/ccid.h>
#include <linux/string.h>

/* A reader and a card as there are many. */
void script_reset(struct kunit *test, struct ccid_link *l, u8 level,
		  u8 protocol)
{
	const struct ccid_link_setup setup = {
		.level = level,
		.protocol = protocol,
		.ifsc = 32,
		.get_response = 0xff,
		.envelope = 0xff,
		.piece = 261,
	};

	memset(l, 0xee, sizeof(*l));
	ccid_link_reset(l, &setup);
	KUNIT_ASSERT_FALSE(test, l->dead);
}

/* By hand, so that it does not agree with a mistake in block.c. */
static u8 lrc(const u8 *p, u32 len)
{
	return len ? *p ^ lrc(p + 1, len - 1) : 0;
}

/* A block with its EDC; of the CRC only a place is made. */
struct bytes script_block(struct kunit *test, const char *hex, bool crc)
{
	bool wrong = hex[0] == '!';
	struct bytes from = bytes_hex(test, hex + wrong);
	struct bytes to = {
		kunit_kzalloc(test, from.len + 2, GFP_KERNEL),
		from.len + (crc ? 2 : 1),
	};

	KUNIT_ASSERT_NOT_NULL(test, to.p);
	memcpy(to.p, from.p, from.len);
	if (!crc)
		to.p[from.len] = lrc(from.p, from.len) ^ wrong;
	bytes_free(test, &from);
	return to;
}

static struct bytes payload(struct kunit *test, const struct ccid_link *l,
			    const char *hex)
{
	bool blocks = l->setup.level == CCID_LEVEL_TPDU &&
		      l->setup.protocol == 1;

	return blocks && *hex ? script_block(test, hex, false) :
				bytes_hex(test, hex);
}

static void check_out(struct kunit *test, struct ccid_link *l,
		      const struct step *s, u32 at)
{
	struct bytes out = payload(test, l, s->out);
	struct ccid_piece piece;

	memset(&piece, 0xee, sizeof(piece));
	ccid_link_next(l, &piece);
	KUNIT_ASSERT_TRUE_MSG(test, piece.len == out.len, "step %u: %u bytes",
			      at, piece.len);
	KUNIT_ASSERT_TRUE_MSG(test, !piece.len ||
			      !memcmp(piece.data, out.p, out.len),
			      "step %u: other bytes", at);
	KUNIT_ASSERT_TRUE_MSG(test, piece.level == s->level,
			      "step %u: level %u", at, piece.level);
	KUNIT_ASSERT_TRUE_MSG(test, piece.bwi == s->bwi, "step %u: bwi %u", at,
			      piece.bwi);
	KUNIT_ASSERT_TRUE_MSG(test, piece.wait == (s->bwi ? s->bwi : 1),
			      "step %u: wait %u", at, piece.wait);
	bytes_free(test, &out);
}

static int give_in(struct kunit *test, struct ccid_link *l,
		   const struct step *s)
{
	struct bytes in;
	int err;

	if (!s->in)
		return ccid_link_fail(l, s->error);
	in = payload(test, l, s->in);
	err = ccid_link_take(l, 0, in.p, in.len);
	bytes_free(test, &in);
	return err;
}

void script_play_bytes(struct kunit *test, struct ccid_link *l,
		       const struct bytes *cmd, const struct step *steps,
		       u32 count, const char *rsp)
{
	struct bytes expected = bytes_hex(test, rsp ? rsp : "");
	u8 *got = kunit_kzalloc(test, SCRIPT_ROOM, GFP_KERNEL);
	struct ccid_apdu_view v;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, got);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd->p, cmd->len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(l, &v, cmd->p, cmd->len, got,
					      SCRIPT_ROOM), 0);
	for (i = 0; i < count; i++) {
		int err;

		KUNIT_ASSERT_TRUE_MSG(test, !l->run.done, "step %u: done", i);
		check_out(test, l, &steps[i], i);
		err = give_in(test, l, &steps[i]);
		KUNIT_ASSERT_TRUE_MSG(test, err == steps[i].err,
				      "step %u: error %d", i, err);
	}
	if (!rsp)
		return;
	KUNIT_ASSERT_TRUE(test, l->run.done);
	KUNIT_ASSERT_FALSE(test, l->dead);
	KUNIT_ASSERT_EQ(test, l->run.total, expected.len);
	KUNIT_ASSERT_EQ(test, memcmp(got, expected.p, expected.len), 0);
	KUNIT_ASSERT_EQ(test, l->run.sw, expected.p[expected.len - 2] << 8 |
					 expected.p[expected.len - 1]);
}

void script_play(struct kunit *test, struct ccid_link *l, const char *cmd,
		 const struct step *steps, u32 count, const char *rsp)
{
	struct bytes bytes = bytes_hex(test, cmd);

	script_play_bytes(test, l, &bytes, steps, count, rsp);
	bytes_free(test, &bytes);
}
