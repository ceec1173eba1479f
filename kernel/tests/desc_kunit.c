// SPDX-License-Identifier: GPL-2.0-only
/* The CCID class descriptor: finding it, and making it plausible. */
#include "bytes.h"

#include "desc.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

/* A contactless reader: short and extended APDUs, one slot, 522 bytes. */
static const char sane_hex[] =
	"36 21 10 01 00 07 02 00 00 00 fc 0d 00 00 fc 0d 00 00 00 80 25 00 00"
	" 53 3f 03 00 00 fe 00 00 00 00 00 00 00 00 00 00 00 7e 00 04 00 0a 02"
	" 00 00 ff ff 00 00 03 01";

/* Where the fields stand (CCID 1.1, 5.1). */
#define AT_SLOTS	4
#define AT_VOLTAGE	5
#define AT_PROTOCOLS	6
#define AT_CLOCK	10
#define AT_RATE		19
#define AT_MAX_RATE	23
#define AT_IFSD		28
#define AT_FEATURES	40
#define AT_MESSAGE	44

static void put_le32(u8 *to, u32 value)
{
	int i;

	for (i = 0; i < 4; i++)
		to[i] = (u8)(value >> 8 * i);
}

static struct ccid_desc parsed(struct kunit *test, const struct bytes *raw)
{
	struct ccid_desc desc;

	memset(&desc, 0xee, sizeof(desc));
	KUNIT_ASSERT_EQ(test, raw->len, CCID_DESC_LEN);
	KUNIT_ASSERT_EQ(test, ccid_desc_parse(&desc, raw->p), 0);
	return desc;
}

/* The sane descriptor but for one field. */
static struct ccid_desc with(struct kunit *test, u32 at, u32 value)
{
	struct bytes raw = bytes_hex(test, sane_hex);
	struct ccid_desc desc;

	put_le32(raw.p + at, value);
	desc = parsed(test, &raw);
	bytes_free(test, &raw);
	return desc;
}

static void a_sane_descriptor_is_taken_as_it_is(struct kunit *test)
{
	struct bytes raw = bytes_hex(test, sane_hex);
	struct ccid_desc desc = parsed(test, &raw);

	KUNIT_ASSERT_EQ(test, desc.bcd, 0x0110);
	KUNIT_ASSERT_EQ(test, desc.slots, 1);
	KUNIT_ASSERT_EQ(test, desc.voltages, 7);
	KUNIT_ASSERT_EQ(test, desc.level, CCID_LEVEL_EXTENDED);
	KUNIT_ASSERT_EQ(test, desc.pin_support, 3);
	KUNIT_ASSERT_EQ(test, desc.get_response, 0xff);
	KUNIT_ASSERT_EQ(test, desc.envelope, 0xff);
	KUNIT_ASSERT_EQ(test, desc.protocols, 2);
	KUNIT_ASSERT_EQ(test, desc.features, 0x0004007e);
	KUNIT_ASSERT_EQ(test, desc.clock, 3580);
	KUNIT_ASSERT_EQ(test, desc.rate, 9600);
	KUNIT_ASSERT_EQ(test, desc.max_rate, 212819);
	KUNIT_ASSERT_EQ(test, desc.max_ifsd, 254);
	KUNIT_ASSERT_EQ(test, desc.max_message, 522);
	bytes_free(test, &raw);
}

static void up_to_sixteen_slots_are_accepted(struct kunit *test)
{
	struct bytes raw = bytes_hex(test, sane_hex);
	struct ccid_desc desc, before;
	int index;

	memset(&before, 0xee, sizeof(before));
	for (index = 0; index < 256; index++) {
		raw.p[AT_SLOTS] = (u8)index;
		desc = before;
		if (index < 16) {
			KUNIT_ASSERT_EQ(test, ccid_desc_parse(&desc, raw.p), 0);
			KUNIT_ASSERT_EQ(test, desc.slots, index + 1);
		} else {
			KUNIT_ASSERT_EQ(test, ccid_desc_parse(&desc, raw.p),
					-EINVAL);
			KUNIT_ASSERT_EQ(
				test, memcmp(&desc, &before, sizeof(desc)), 0);
		}
	}
	bytes_free(test, &raw);
}

/* A field's value, and what becomes of it. */
struct clamped {
	u32 given;
	u32 taken;
};

static void an_impossible_clock_becomes_4_mhz(struct kunit *test)
{
	static const struct clamped rows[] = {
		{ 0, 4000 }, { 1, 1 }, { 250, 250 }, { 20000, 20000 },
		{ 20001, 4000 }, { 1024000, 4000 }, { 0xffffffff, 4000 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_EQ(test, with(test, AT_CLOCK, rows[i].given).clock,
				rows[i].taken);
}

static void the_ifsd_is_kept_between_32_and_254(struct kunit *test)
{
	static const struct clamped rows[] = {
		{ 0, 32 }, { 31, 32 }, { 32, 32 }, { 33, 33 }, { 253, 253 },
		{ 254, 254 }, { 255, 254 }, { 16665, 254 },
		{ 0xffffffff, 254 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_EQ(test,
				with(test, AT_IFSD, rows[i].given).max_ifsd,
				rows[i].taken);
}

static void the_longest_message_is_kept_between_64_and_65554(struct kunit *test)
{
	static const struct clamped rows[] = {
		{ 0, 64 }, { 63, 64 }, { 64, 64 }, { 65, 65 }, { 271, 271 },
		{ 65553, 65553 }, { 65554, 65554 }, { 65555, 65554 },
		{ 524288, 65554 }, { 0xffffffff, 65554 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_EQ(
			test, with(test, AT_MESSAGE, rows[i].given).max_message,
			rows[i].taken);
}

static void the_highest_level_claimed_counts(struct kunit *test)
{
	static const u8 levels[] = {
		CCID_LEVEL_CHARACTER, CCID_LEVEL_TPDU,
		CCID_LEVEL_SHORT, CCID_LEVEL_SHORT,
		CCID_LEVEL_EXTENDED, CCID_LEVEL_EXTENDED,
		CCID_LEVEL_EXTENDED, CCID_LEVEL_EXTENDED,
	};
	u32 i;

	for (i = 0; i < sizeof(levels); i++) {
		u32 features = 0xfff80000 | i << 16 | 0xffff;

		KUNIT_ASSERT_EQ(test, with(test, AT_FEATURES, features).level,
				levels[i]);
		KUNIT_ASSERT_EQ(test,
				with(test, AT_FEATURES, features).features,
				features);
	}
}

static void
reserved_protocols_are_dropped_and_none_means_both(struct kunit *test)
{
	static const struct clamped rows[] = {
		{ 0, 3 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 0x0300, 3 },
		{ 0x00020003, 3 }, { 0x80000001, 1 }, { 0xfffffffc, 3 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_EQ(
			test, with(test, AT_PROTOCOLS, rows[i].given).protocols,
			rows[i].taken);
}

static void no_voltage_means_any(struct kunit *test)
{
	struct bytes raw = bytes_hex(test, sane_hex);
	int bits;

	for (bits = 0; bits < 256; bits++) {
		raw.p[AT_VOLTAGE] = (u8)bits;
		KUNIT_ASSERT_EQ(test, parsed(test, &raw).voltages,
				bits & 7 ? bits & 7 : 7);
	}
	bytes_free(test, &raw);
}

static void a_rate_is_never_zero_nor_over_its_maximum(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, with(test, AT_RATE, 0).rate, 10753);
	KUNIT_ASSERT_EQ(test, with(test, AT_RATE, 1).rate, 1);
	KUNIT_ASSERT_EQ(test, with(test, AT_RATE, 212818).max_rate, 212819);
	KUNIT_ASSERT_EQ(test, with(test, AT_RATE, 212820).max_rate, 212820);
	KUNIT_ASSERT_EQ(test, with(test, AT_MAX_RATE, 0).max_rate, 9600);
}

static void any_54_bytes_give_plausible_facts(struct kunit *test)
{
	u32 seed = 54;
	u8 noise[CCID_DESC_LEN];
	int round, i;

	for (round = 0; round < MANY(20000); round++) {
		struct ccid_desc desc;
		struct bytes raw;

		for (i = 0; i < CCID_DESC_LEN; i++)
			noise[i] = (u8)next_random(&seed);
		noise[AT_SLOTS] &= 15;
		raw = bytes_copy(test, noise, sizeof(noise));
		desc = parsed(test, &raw);
		KUNIT_ASSERT_GE(test, desc.slots, 1);
		KUNIT_ASSERT_LE(test, desc.slots, CCID_SLOTS_MAX);
		KUNIT_ASSERT_GE(test, desc.voltages, 1);
		KUNIT_ASSERT_LE(test, desc.voltages, 7);
		KUNIT_ASSERT_GE(test, desc.protocols, 1);
		KUNIT_ASSERT_LE(test, desc.protocols, 3);
		KUNIT_ASSERT_LE(test, desc.level, CCID_LEVEL_EXTENDED);
		KUNIT_ASSERT_LE(test, desc.pin_support, 3);
		KUNIT_ASSERT_GE(test, desc.clock, 1);
		KUNIT_ASSERT_LE(test, desc.clock, 20000);
		KUNIT_ASSERT_GE(test, desc.rate, 1);
		KUNIT_ASSERT_LE(test, desc.rate, desc.max_rate);
		KUNIT_ASSERT_GE(test, desc.max_ifsd, 32);
		KUNIT_ASSERT_LE(test, desc.max_ifsd, 254);
		KUNIT_ASSERT_GE(test, desc.max_message, 64);
		KUNIT_ASSERT_LE(test, desc.max_message, CCID_MSG_MAX);
		bytes_free(test, &raw);
	}
}

/* Builds extra bytes of @before, a 54-byte descriptor of @type, @after. */
static struct bytes extra(struct kunit *test, const char *before, u8 type,
			  const char *after)
{
	struct bytes head = bytes_hex(test, before),
		     body = bytes_hex(test, sane_hex);
	struct bytes tail = bytes_hex(test, after);
	struct bytes all = {
		.p = kunit_kmalloc(test, head.len + body.len + tail.len,
				   GFP_KERNEL),
		.len = head.len + body.len + tail.len,
	};

	KUNIT_ASSERT_NOT_NULL(test, all.p);
	body.p[1] = type;
	memcpy(all.p, head.p, head.len);
	memcpy(all.p + head.len, body.p, body.len);
	memcpy(all.p + head.len + body.len, tail.p, tail.len);
	bytes_free(test, &head);
	bytes_free(test, &body);
	bytes_free(test, &tail);
	return all;
}

static const struct {
	const char *name;
	const char *before;
	const char *after;
	u8 type;
	u8 wanted;
	int at;				/* -1: not found */
} extras[] = {
	{ "alone", "", "", 0x21, 0x21, 0 },
	{ "before a neighbour", "", "05 24 00 10 01", 0x21, 0x21, 0 },
	{ "before a cut neighbour", "", "09", 0x21, 0x21, 0 },
	{ "after a neighbour", "05 24 00 10 01", "", 0x21, 0x21, 5 },
	{ "after a bare pair", "02 21", "", 0x21, 0x21, 2 },
	{ "after DFU's", "09 21 0d 00 00 00 08 1a 01", "", 0x21, 0x21, 9 },
	{ "after length 0", "00 21", "", 0x21, 0x21, -1 },
	{ "after length 1", "01", "", 0x21, 0x21, -1 },
	{ "after one that overruns", "ff 24", "", 0x21, 0x21, -1 },
	{ "a type from the device table", "", "", 0xff, 0xff, 0 },
	{ "another type", "", "", 0xff, 0x21, -1 },
};

static void the_descriptor_is_found_among_its_neighbours(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(extras); i++) {
		struct bytes all = extra(test, extras[i].before, extras[i].type,
					 extras[i].after);
		const u8 *found = ccid_desc_find(all.p, all.len,
						 extras[i].wanted);
		const u8 *expected = extras[i].at < 0 ? NULL :
				     all.p + extras[i].at;

		if (found != expected)
			KUNIT_FAIL(test, "%s", extras[i].name);
		bytes_free(test, &all);
	}
}

static void a_descriptor_cut_short_is_not_found(struct kunit *test)
{
	struct bytes whole = extra(test, "05 24 00 10 01", 0x21, "");
	u32 len;

	for (len = 0; len <= whole.len; len++) {
		struct bytes cut = bytes_copy(test, whole.p, len);

		KUNIT_ASSERT_EQ(test, !ccid_desc_find(cut.p, len, 0x21),
				len < whole.len);
		bytes_free(test, &cut);
	}
	bytes_free(test, &whole);
}

static void
a_longer_descriptor_is_found_and_a_shorter_is_not(struct kunit *test)
{
	struct bytes all = extra(test, "", 0x21, "00 00 00");
	int len;

	for (len = 0; len < 256; len++) {
		all.p[0] = (u8)len;
		KUNIT_ASSERT_EQ(test,
				ccid_desc_find(all.p, all.len, 0x21) == all.p,
				len >= CCID_DESC_LEN && len <= (int)all.len);
	}
	bytes_free(test, &all);
}

static void random_extra_bytes_are_never_read_past(struct kunit *test)
{
	u32 seed = 21;
	u8 noise[128];
	int round, i;

	for (round = 0; round < MANY(20000); round++) {
		struct bytes all;
		const u8 *found;

		for (i = 0; i < (int)sizeof(noise); i++)
			noise[i] = next_random(&seed) % 4
					   ? (u8)next_random(&seed) % 60
					   : 0x21;
		all = bytes_copy(test, noise,
				 next_random(&seed) % sizeof(noise));
		found = ccid_desc_find(all.p, all.len, 0x21);
		if (found)
			KUNIT_ASSERT_LE(test, found - all.p,
					all.len - CCID_DESC_LEN);
		bytes_free(test, &all);
	}
}

static struct kunit_case desc_cases[] = {
	KUNIT_CASE(a_sane_descriptor_is_taken_as_it_is),
	KUNIT_CASE(up_to_sixteen_slots_are_accepted),
	KUNIT_CASE(an_impossible_clock_becomes_4_mhz),
	KUNIT_CASE(the_ifsd_is_kept_between_32_and_254),
	KUNIT_CASE(the_longest_message_is_kept_between_64_and_65554),
	KUNIT_CASE(the_highest_level_claimed_counts),
	KUNIT_CASE(reserved_protocols_are_dropped_and_none_means_both),
	KUNIT_CASE(no_voltage_means_any),
	KUNIT_CASE(a_rate_is_never_zero_nor_over_its_maximum),
	KUNIT_CASE(any_54_bytes_give_plausible_facts),
	KUNIT_CASE(the_descriptor_is_found_among_its_neighbours),
	KUNIT_CASE(a_descriptor_cut_short_is_not_found),
	KUNIT_CASE(a_longer_descriptor_is_found_and_a_shorter_is_not),
	KUNIT_CASE(random_extra_bytes_are_never_read_past),
	{}
};

static struct kunit_suite desc_suite = {
	.name = "ccid_desc",
	.test_cases = desc_cases,
};

kunit_test_suite(desc_suite);
