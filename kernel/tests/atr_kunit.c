// SPDX-License-Identifier: GPL-2.0-only
/* Answers-to-reset: real ones, odd ones, and each cut short everywhere. */
#include "bytes.h"

#include "atr.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

#define T0	0x0001
#define T1	0x0002
#define T14	0x4000
#define T15	0x8000

static struct ccid_atr parsed(struct kunit *test, const char *hex)
{
	struct bytes atr = bytes_hex(test, hex);
	struct ccid_atr a;

	memset(&a, 0xee, sizeof(a));
	KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr.p, atr.len), 0);
	bytes_free(test, &atr);
	return a;
}

/* ATRs of cards in the field, and what is in them. */
static const struct {
	const char *hex;
	u16 protocols;
	u8 protocol;
	bool contactless;
	u8 historical, historical_len;
} cards[] = {
	{ "3b 88 80 01 00 00 05 e0 b3 81 a1 00 7f", T0 | T1, 0, true, 4, 8 },
	{ "3b 88 80 01 00 00 41 e0 b3 81 a1 00 3b", T0 | T1, 0, true, 4, 8 },
	{ "3b 88 80 01 00 4b 51 ff b3 81 d1 00 0f", T0 | T1, 0, true, 4, 8 },
	{ "3b 88 80 01 00 00 14 e0 b3 81 91 00 5e", T0 | T1, 0, true, 4, 8 },
	{ "3b 88 80 01 00 00 00 00 91 81 c1 00 d8", T0 | T1, 0, true, 4, 8 },
	{ "3b e0 00 ff 81 31 fe 45 14", T1, 1, false, 8, 0 },
	{ "3b c5 ff 81 31 fb 45 80 73 c6 01 00 00", T1, 1, false, 7, 5 },
	{ "3b da 13 ff 81 31 fb 46 80 12 39 2f 31 c1 73 c6 01 c0 3b",
	  T1, 1, false, 8, 10 },
	{ "3b f5 91 00 ff 91 81 71 fe 40 00 42 00 01 00 d1 d6",
	  T1, 1, false, 11, 5 },
};

static void atrs_of_real_cards_are_understood(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cards); i++) {
		struct ccid_atr a = parsed(test, cards[i].hex);

		if (a.protocols != cards[i].protocols ||
		    a.protocol != cards[i].protocol ||
		    a.contactless != cards[i].contactless ||
		    a.historical != cards[i].historical ||
		    a.historical_len != cards[i].historical_len ||
		    !a.checked || a.inverse)
			KUNIT_FAIL(test, "%s", cards[i].hex);
	}
}

static void defaults_stand_where_nothing_is_said(struct kunit *test)
{
	struct ccid_atr a = parsed(test, "3b 00");

	KUNIT_ASSERT_EQ(test, a.protocols, T0);
	KUNIT_ASSERT_EQ(test, a.protocol, 0);
	KUNIT_ASSERT_EQ(test, a.fd, 0x11);
	KUNIT_ASSERT_EQ(test, a.guard, 0);
	KUNIT_ASSERT_FALSE(test, a.specific);
	KUNIT_ASSERT_FALSE(test, a.implicit);
	KUNIT_ASSERT_EQ(test, a.wi, 10);
	KUNIT_ASSERT_EQ(test, a.ifsc, 32);
	KUNIT_ASSERT_EQ(test, a.bwi, 4);
	KUNIT_ASSERT_EQ(test, a.cwi, 13);
	KUNIT_ASSERT_FALSE(test, a.crc);
	KUNIT_ASSERT_FALSE(test, a.contactless);
	KUNIT_ASSERT_TRUE(test, a.checked);
	KUNIT_ASSERT_EQ(test, a.historical, 2);
	KUNIT_ASSERT_EQ(test, a.historical_len, 0);
}

static void each_interface_byte_has_its_meaning(struct kunit *test)
{
	/* TA1 TB1 TC1 TD1=T1 | TA2 TB2 TC2 TD2=T1 | TA3 TB3 TC3 */
	struct ccid_atr a =
		parsed(test, "3f f0 95 aa 07 f1 91 bb 0c 71 40 97 01"
			     " 00");

	KUNIT_ASSERT_TRUE(test, a.inverse);
	KUNIT_ASSERT_EQ(test, a.fd, 0x95);
	KUNIT_ASSERT_EQ(test, a.guard, 7);
	KUNIT_ASSERT_EQ(test, a.protocols, T1);
	KUNIT_ASSERT_EQ(test, a.protocol, 1);
	KUNIT_ASSERT_TRUE(test, a.specific);
	KUNIT_ASSERT_EQ(test, a.specific_protocol, 1);
	KUNIT_ASSERT_TRUE(test, a.implicit);
	KUNIT_ASSERT_EQ(test, a.wi, 12);
	KUNIT_ASSERT_EQ(test, a.ifsc, 64);
	KUNIT_ASSERT_EQ(test, a.bwi, 9);
	KUNIT_ASSERT_EQ(test, a.cwi, 7);
	KUNIT_ASSERT_TRUE(test, a.crc);
}

static void reserved_t1_values_are_replaced(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 11 00").ifsc, 32);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 11 01").ifsc, 1);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 11 fe").ifsc, 254);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 11 ff").ifsc, 254);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 21 9f").bwi, 9);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 21 a0").bwi, 9);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 21 a0").cwi, 0);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 80 81 41 fe").crc);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 40 00").wi, 10);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 40 01").wi, 1);
}

static void only_the_first_bytes_for_t1_count(struct kunit *test)
{
	struct ccid_atr a = parsed(test, "3b 80 81 b1 40 45 71 50 55 01 00");

	KUNIT_ASSERT_EQ(test, a.ifsc, 64);
	KUNIT_ASSERT_EQ(test, a.bwi, 4);
	KUNIT_ASSERT_EQ(test, a.cwi, 5);
	KUNIT_ASSERT_FALSE(test, a.crc);
}

static void bytes_of_other_protocols_are_not_those_of_t1(struct kunit *test)
{
	struct ccid_atr a = parsed(test, "3b 80 81 8f 71 40 45 01 00");
	struct ccid_atr b = parsed(test, "3b 80 80 1f c7");

	KUNIT_ASSERT_EQ(test, a.protocols, T1 | T15);
	KUNIT_ASSERT_EQ(test, a.ifsc, 64);
	KUNIT_ASSERT_EQ(test, b.protocols, T0 | T15);
	KUNIT_ASSERT_EQ(test, b.ifsc, 32);
}

static void the_first_protocol_is_the_first_that_can_be_used(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 80 01 81").protocol, 0);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 81 00 81").protocol, 1);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 8e 01 8f").protocols,
			T14 | T1);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 8e 01 8f").protocol, 1);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 8f 80 01 8e").protocol, 0);
	KUNIT_ASSERT_EQ(test, parsed(test, "3b 80 0e 8e").protocol, 0);
}

static void only_80_01_after_the_count_is_contactless(struct kunit *test)
{
	KUNIT_ASSERT_TRUE(test, parsed(test, "3b 80 80 01 01").contactless);
	KUNIT_ASSERT_TRUE(
		test,
		parsed(test,
		       "3b 8f 80 01 80 4f 0c a0 00 00 03 06 03 00 01 00 00"
		       " 00 00 6a")
			.contactless);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 88 80").contactless);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 88 81 01").contactless);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 88 80 11").contactless);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b c8 80 01").contactless);
}

static void the_check_byte_is_right_or_not_needed(struct kunit *test)
{
	KUNIT_ASSERT_TRUE(test, parsed(test, "3b 02 14 50").checked);
	KUNIT_ASSERT_TRUE(test, parsed(test, "3b 80 80 01 01").checked);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 80 80 01 00").checked);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 80 80 01").checked);
	KUNIT_ASSERT_FALSE(test, parsed(test, "3b 81 80 01 55").checked);
}

static void a_check_byte_is_wrong_in_all_but_one_value(struct kunit *test)
{
	struct bytes atr = bytes_hex(test, cards[0].hex);
	u8 right = atr.p[atr.len - 1];
	struct ccid_atr a;
	int tck;

	for (tck = 0; tck < 256; tck++) {
		atr.p[atr.len - 1] = (u8)tck;
		KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr.p, atr.len), 0);
		KUNIT_ASSERT_EQ(test, a.checked, tck == right);
	}
	bytes_free(test, &atr);
}

static void bytes_left_over_do_no_harm(struct kunit *test)
{
	struct ccid_atr a =
		parsed(test, "3b 88 80 01 00 00 05 e0 b3 81 a1 00 7f"
			     " 90 00");

	KUNIT_ASSERT_TRUE(test, a.checked);
	KUNIT_ASSERT_EQ(test, a.historical_len, 8);
}

static void only_3b_and_3f_begin_an_atr(struct kunit *test)
{
	struct bytes atr = bytes_hex(test, "00 00");
	struct ccid_atr a, before;
	int ts;

	memset(&before, 0xee, sizeof(before));
	for (ts = 0; ts < 256; ts++) {
		bool right = ts == 0x3b || ts == 0x3f;

		atr.p[0] = (u8)ts;
		a = before;
		KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr.p, 2),
				right ? 0 : -EINVAL);
		if (!right)
			KUNIT_ASSERT_EQ(test, memcmp(&a, &before, sizeof(a)),
					0);
	}
	bytes_free(test, &atr);
}

static void an_atr_has_2_to_33_bytes(struct kunit *test)
{
	static const u8 full[40] = { 0x3b, 0x0f };
	struct ccid_atr a;
	u32 len;

	for (len = 0; len <= sizeof(full); len++) {
		struct bytes atr = bytes_copy(test, full, len);

		KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr.p, len),
				len < 2 || len > 33 ? -EINVAL : 0);
		bytes_free(test, &atr);
	}
}

/* What holds of any bytes that are taken for an ATR. */
static void check_bounds(struct kunit *test, const struct bytes *atr)
{
	struct ccid_atr a;

	memset(&a, 0xee, sizeof(a));
	KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr->p, atr->len), 0);
	KUNIT_ASSERT_GE(test, a.historical, 2);
	KUNIT_ASSERT_LE(test, a.historical, atr->len);
	KUNIT_ASSERT_GE(test, a.historical + a.historical_len, 2);
	KUNIT_ASSERT_LE(test, a.historical + a.historical_len, atr->len);
	KUNIT_ASSERT_LE(test, a.historical_len, 15);
	KUNIT_ASSERT_LE(test, a.protocol, 1);
	KUNIT_ASSERT_GE(test, a.protocols, 1);
	KUNIT_ASSERT_LE(test, a.protocols, 0xffff);
	KUNIT_ASSERT_GE(test, a.ifsc, 1);
	KUNIT_ASSERT_LE(test, a.ifsc, 254);
	KUNIT_ASSERT_LE(test, a.bwi, 9);
	KUNIT_ASSERT_LE(test, a.cwi, 15);
	KUNIT_ASSERT_GE(test, a.wi, 1);
	KUNIT_ASSERT_LE(test, a.wi, 255);
	KUNIT_ASSERT_LE(test, a.specific_protocol, 15);
}

static void a_real_atr_can_be_cut_anywhere(struct kunit *test)
{
	size_t i;
	u32 len;

	for (i = 0; i < ARRAY_SIZE(cards); i++) {
		struct bytes whole = bytes_hex(test, cards[i].hex);

		for (len = 2; len <= whole.len; len++) {
			struct bytes cut = bytes_copy(test, whole.p, len);

			check_bounds(test, &cut);
			bytes_free(test, &cut);
		}
		bytes_free(test, &whole);
	}
}

static void interface_bytes_without_end_stop_with_the_atr(struct kunit *test)
{
	u8 endless[CCID_ATR_MAX];
	struct bytes atr;

	memset(endless, 0xff, sizeof(endless));
	endless[0] = 0x3b;
	atr = bytes_copy(test, endless, sizeof(endless));
	check_bounds(test, &atr);
	memset(atr.p + 1, 0x81, sizeof(endless) - 1);
	check_bounds(test, &atr);
	bytes_free(test, &atr);
}

static void random_bytes_keep_every_bound(struct kunit *test)
{
	u32 seed = 33;
	u8 noise[CCID_ATR_MAX];
	int round, i;

	for (round = 0; round < MANY(20000); round++) {
		struct bytes atr;

		for (i = 0; i < CCID_ATR_MAX; i++)
			noise[i] = (u8)next_random(&seed);
		noise[0] = round % 2 ? 0x3b : 0x3f;
		atr = bytes_copy(test, noise, 2 + next_random(&seed) % 32);
		check_bounds(test, &atr);
		bytes_free(test, &atr);
	}
}

static struct kunit_case atr_cases[] = {
	KUNIT_CASE(atrs_of_real_cards_are_understood),
	KUNIT_CASE(defaults_stand_where_nothing_is_said),
	KUNIT_CASE(each_interface_byte_has_its_meaning),
	KUNIT_CASE(reserved_t1_values_are_replaced),
	KUNIT_CASE(only_the_first_bytes_for_t1_count),
	KUNIT_CASE(bytes_of_other_protocols_are_not_those_of_t1),
	KUNIT_CASE(the_first_protocol_is_the_first_that_can_be_used),
	KUNIT_CASE(only_80_01_after_the_count_is_contactless),
	KUNIT_CASE(the_check_byte_is_right_or_not_needed),
	KUNIT_CASE(a_check_byte_is_wrong_in_all_but_one_value),
	KUNIT_CASE(bytes_left_over_do_no_harm),
	KUNIT_CASE(only_3b_and_3f_begin_an_atr),
	KUNIT_CASE(an_atr_has_2_to_33_bytes),
	KUNIT_CASE(a_real_atr_can_be_cut_anywhere),
	KUNIT_CASE(interface_bytes_without_end_stop_with_the_atr),
	KUNIT_CASE(random_bytes_keep_every_bound),
	{}
};

static struct kunit_suite atr_suite = {
	.name = "ccid_atr",
	.test_cases = atr_cases,
};

kunit_test_suite(atr_suite);
