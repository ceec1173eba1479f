// SPDX-License-Identifier: GPL-2.0-only
/* Blocks of T=1: written, read back, and refused. */
#include "bytes.h"

#include "block.h"

#include <linux/errno.h>
#include <linux/string.h>

/* What cards and readers have put on the wire. */
static const struct {
	const char *block;
	bool crc;
} seen[] = {
	{ "00 c1 01 fe 3e", false },
	{ "00 e1 01 fe 1e", false },
	{ "00 00 05 00 a4 00 00 00 a1", false },
	{ "00 c1 01 fe 54 4e", true },
	{ "00 e1 01 fe 57 75", true },
	{ "00 00 05 00 a4 00 00 00 b8 da", true },
	{ "00 90 00 20 6e", true },
	{ "00 80 00 b5 ff", true },
	{ "00 00 00 39 33", true },
};

static void known_blocks_are_read_and_written(struct kunit *test)
{
	u8 to[CCID_BLOCK_MAX];
	struct ccid_block b;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(seen); i++) {
		struct bytes raw = bytes_hex(test, seen[i].block);

		KUNIT_ASSERT_EQ(test, ccid_block_get(&b, raw.p, raw.len,
						     seen[i].crc), 0);
		KUNIT_ASSERT_EQ(test, b.pcb, raw.p[1]);
		KUNIT_ASSERT_EQ(test, b.len, raw.p[2]);
		KUNIT_ASSERT_PTR_EQ(test, b.inf, raw.p + 3);
		KUNIT_ASSERT_EQ(test, ccid_block_put(to, &b, seen[i].crc),
				raw.len);
		KUNIT_ASSERT_EQ(test, memcmp(to, raw.p, raw.len), 0);
		bytes_free(test, &raw);
	}
}

static void every_bit_counts(struct kunit *test)
{
	struct ccid_block b;
	u32 i, bit;

	for (i = 0; i < ARRAY_SIZE(seen); i++) {
		struct bytes raw = bytes_hex(test, seen[i].block);

		for (bit = 0; bit < raw.len * 8; bit++) {
			raw.p[bit / 8] ^= 1 << bit % 8;
			KUNIT_ASSERT_NE(test, ccid_block_get(&b, raw.p, raw.len,
							     seen[i].crc), 0);
			raw.p[bit / 8] ^= 1 << bit % 8;
		}
		bytes_free(test, &raw);
	}
}

static void a_block_has_the_length_that_it_says(struct kunit *test)
{
	u8 full[CCID_BLOCK_MAX + 2] = {};
	struct ccid_block b;
	u32 len, said;

	for (said = 0; said < 256; said += EVERY)
		for (len = 0; len < sizeof(full); len++) {
			struct bytes raw;

			full[2] = said;
			full[3 + said] = said;
			raw = bytes_copy(test, full, len);
			KUNIT_ASSERT_EQ(test,
					ccid_block_get(&b, raw.p, len, false),
					said < 255 && len == said + 4 ?
					0 : -EPROTO);
			full[3 + said] = 0;
			bytes_free(test, &raw);
		}
}

static void damage_and_nonsense_are_told_apart(struct kunit *test)
{
	static const struct {
		const char *block;
		int err;
	} bad[] = {
		{ "00 00 00 01", -EBADMSG },
		{ "40 00 00 00", -EBADMSG },
		{ "40 00 00 40", -EPROTO },
		{ "00 00 00", -EPROTO },
	};
	struct ccid_block b;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct bytes raw = bytes_hex(test, bad[i].block);

		KUNIT_ASSERT_EQ(test, ccid_block_get(&b, raw.p, raw.len, false),
				bad[i].err);
		bytes_free(test, &raw);
	}
}

static struct kunit_case block_cases[] = {
	KUNIT_CASE(known_blocks_are_read_and_written),
	KUNIT_CASE(every_bit_counts),
	KUNIT_CASE(a_block_has_the_length_that_it_says),
	KUNIT_CASE(damage_and_nonsense_are_told_apart),
	{}
};

static struct kunit_suite block_suite = {
	.name = "ccid_block",
	.test_cases = block_cases,
};

kunit_test_suite(block_suite);
