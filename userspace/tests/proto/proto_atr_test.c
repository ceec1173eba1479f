// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers-to-reset: real ones, odd ones, and each cut short everywhere. */
#include "proto_bytes.h"

#include "atr.h"

#include <linux/ccid.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define T0	0x0001
#define T1	0x0002
#define T14	0x4000
#define T15	0x8000

static struct ccid_atr parsed(const char *hex)
{
	struct bytes atr = bytes_hex(hex);
	struct ccid_atr a;

	memset(&a, 0xee, sizeof(a));
	assert_int_equal(ccid_atr_parse(&a, atr.p, atr.len), 0);
	bytes_free(&atr);
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

static void atrs_of_real_cards_are_understood(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cards) / sizeof(*cards); i++) {
		struct ccid_atr a = parsed(cards[i].hex);

		if (a.protocols != cards[i].protocols ||
		    a.protocol != cards[i].protocol ||
		    a.contactless != cards[i].contactless ||
		    a.historical != cards[i].historical ||
		    a.historical_len != cards[i].historical_len ||
		    !a.checked || a.inverse)
			fail_msg("%s", cards[i].hex);
	}
}

static void defaults_stand_where_nothing_is_said(void **state)
{
	struct ccid_atr a = parsed("3b 00");

	(void)state;
	assert_int_equal(a.protocols, T0);
	assert_int_equal(a.protocol, 0);
	assert_int_equal(a.fd, 0x11);
	assert_int_equal(a.guard, 0);
	assert_false(a.specific);
	assert_false(a.implicit);
	assert_int_equal(a.wi, 10);
	assert_int_equal(a.ifsc, 32);
	assert_int_equal(a.bwi, 4);
	assert_int_equal(a.cwi, 13);
	assert_false(a.crc);
	assert_false(a.contactless);
	assert_true(a.checked);
	assert_int_equal(a.historical, 2);
	assert_int_equal(a.historical_len, 0);
}

static void each_interface_byte_has_its_meaning(void **state)
{
	/* TA1 TB1 TC1 TD1=T1 | TA2 TB2 TC2 TD2=T1 | TA3 TB3 TC3 */
	struct ccid_atr a = parsed("3f f0 95 aa 07 f1 91 bb 0c 71 40 97 01"
				   " 00");

	(void)state;
	assert_true(a.inverse);
	assert_int_equal(a.fd, 0x95);
	assert_int_equal(a.guard, 7);
	assert_int_equal(a.protocols, T1);
	assert_int_equal(a.protocol, 1);
	assert_true(a.specific);
	assert_int_equal(a.specific_protocol, 1);
	assert_true(a.implicit);
	assert_int_equal(a.wi, 12);
	assert_int_equal(a.ifsc, 64);
	assert_int_equal(a.bwi, 9);
	assert_int_equal(a.cwi, 7);
	assert_true(a.crc);
}

static void reserved_t1_values_are_replaced(void **state)
{
	(void)state;
	assert_int_equal(parsed("3b 80 81 11 00").ifsc, 32);
	assert_int_equal(parsed("3b 80 81 11 01").ifsc, 1);
	assert_int_equal(parsed("3b 80 81 11 fe").ifsc, 254);
	assert_int_equal(parsed("3b 80 81 11 ff").ifsc, 254);
	assert_int_equal(parsed("3b 80 81 21 9f").bwi, 9);
	assert_int_equal(parsed("3b 80 81 21 a0").bwi, 9);
	assert_int_equal(parsed("3b 80 81 21 a0").cwi, 0);
	assert_false(parsed("3b 80 81 41 fe").crc);
	assert_int_equal(parsed("3b 80 40 00").wi, 10);
	assert_int_equal(parsed("3b 80 40 01").wi, 1);
}

static void only_the_first_bytes_for_t1_count(void **state)
{
	struct ccid_atr a = parsed("3b 80 81 b1 40 45 71 50 55 01 00");

	(void)state;
	assert_int_equal(a.ifsc, 64);
	assert_int_equal(a.bwi, 4);
	assert_int_equal(a.cwi, 5);
	assert_false(a.crc);
}

static void bytes_of_other_protocols_are_not_those_of_t1(void **state)
{
	struct ccid_atr a = parsed("3b 80 81 8f 71 40 45 01 00");
	struct ccid_atr b = parsed("3b 80 80 1f c7");

	(void)state;
	assert_int_equal(a.protocols, T1 | T15);
	assert_int_equal(a.ifsc, 64);
	assert_int_equal(b.protocols, T0 | T15);
	assert_int_equal(b.ifsc, 32);
}

static void the_first_protocol_is_the_first_that_can_be_used(void **state)
{
	(void)state;
	assert_int_equal(parsed("3b 80 80 01 81").protocol, 0);
	assert_int_equal(parsed("3b 80 81 00 81").protocol, 1);
	assert_int_equal(parsed("3b 80 8e 01 8f").protocols, T14 | T1);
	assert_int_equal(parsed("3b 80 8e 01 8f").protocol, 1);
	assert_int_equal(parsed("3b 80 8f 80 01 8e").protocol, 0);
	assert_int_equal(parsed("3b 80 0e 8e").protocol, 0);
}

static void only_80_01_after_the_count_is_contactless(void **state)
{
	(void)state;
	assert_true(parsed("3b 80 80 01 01").contactless);
	assert_true(parsed("3b 8f 80 01 80 4f 0c a0 00 00 03 06 03 00 01 00 00"
			   " 00 00 6a").contactless);
	assert_false(parsed("3b 88 80").contactless);
	assert_false(parsed("3b 88 81 01").contactless);
	assert_false(parsed("3b 88 80 11").contactless);
	assert_false(parsed("3b c8 80 01").contactless);
}

static void the_check_byte_is_right_or_not_needed(void **state)
{
	(void)state;
	assert_true(parsed("3b 02 14 50").checked);
	assert_true(parsed("3b 80 80 01 01").checked);
	assert_false(parsed("3b 80 80 01 00").checked);
	assert_false(parsed("3b 80 80 01").checked);
	assert_false(parsed("3b 81 80 01 55").checked);
}

static void a_check_byte_is_wrong_in_all_but_one_value(void **state)
{
	struct bytes atr = bytes_hex(cards[0].hex);
	u8 right = atr.p[atr.len - 1];
	struct ccid_atr a;
	int tck;

	(void)state;
	for (tck = 0; tck < 256; tck++) {
		atr.p[atr.len - 1] = (u8)tck;
		assert_int_equal(ccid_atr_parse(&a, atr.p, atr.len), 0);
		assert_int_equal(a.checked, tck == right);
	}
	bytes_free(&atr);
}

static void bytes_left_over_do_no_harm(void **state)
{
	struct ccid_atr a = parsed("3b 88 80 01 00 00 05 e0 b3 81 a1 00 7f"
				   " 90 00");

	(void)state;
	assert_true(a.checked);
	assert_int_equal(a.historical_len, 8);
}

static void only_3b_and_3f_begin_an_atr(void **state)
{
	struct bytes atr = bytes_hex("00 00");
	struct ccid_atr a, before;
	int ts;

	(void)state;
	memset(&before, 0xee, sizeof(before));
	for (ts = 0; ts < 256; ts++) {
		bool right = ts == 0x3b || ts == 0x3f;

		atr.p[0] = (u8)ts;
		a = before;
		assert_int_equal(ccid_atr_parse(&a, atr.p, 2),
				 right ? 0 : -EINVAL);
		if (!right)
			assert_memory_equal(&a, &before, sizeof(a));
	}
	bytes_free(&atr);
}

static void an_atr_has_2_to_33_bytes(void **state)
{
	static const u8 full[40] = { 0x3b, 0x0f };
	struct ccid_atr a;
	u32 len;

	(void)state;
	for (len = 0; len <= sizeof(full); len++) {
		struct bytes atr = bytes_copy(full, len);

		assert_int_equal(ccid_atr_parse(&a, atr.p, len),
				 len < 2 || len > 33 ? -EINVAL : 0);
		bytes_free(&atr);
	}
}

/* What holds of any bytes that are taken for an ATR. */
static void check_bounds(const struct bytes *atr)
{
	struct ccid_atr a;

	memset(&a, 0xee, sizeof(a));
	assert_int_equal(ccid_atr_parse(&a, atr->p, atr->len), 0);
	assert_in_range(a.historical, 2, atr->len);
	assert_in_range(a.historical + a.historical_len, 2, atr->len);
	assert_in_range(a.historical_len, 0, 15);
	assert_in_range(a.protocol, 0, 1);
	assert_in_range(a.protocols, 1, 0xffff);
	assert_in_range(a.ifsc, 1, 254);
	assert_in_range(a.bwi, 0, 9);
	assert_in_range(a.cwi, 0, 15);
	assert_in_range(a.wi, 1, 255);
	assert_in_range(a.specific_protocol, 0, 15);
}

static void a_real_atr_can_be_cut_anywhere(void **state)
{
	size_t i;
	u32 len;

	(void)state;
	for (i = 0; i < sizeof(cards) / sizeof(*cards); i++) {
		struct bytes whole = bytes_hex(cards[i].hex);

		for (len = 2; len <= whole.len; len++) {
			struct bytes cut = bytes_copy(whole.p, len);

			check_bounds(&cut);
			bytes_free(&cut);
		}
		bytes_free(&whole);
	}
}

static void interface_bytes_without_end_stop_with_the_atr(void **state)
{
	u8 endless[CCID_ATR_MAX];
	struct bytes atr;

	(void)state;
	memset(endless, 0xff, sizeof(endless));
	endless[0] = 0x3b;
	atr = bytes_copy(endless, sizeof(endless));
	check_bounds(&atr);
	memset(atr.p + 1, 0x81, sizeof(endless) - 1);
	check_bounds(&atr);
	bytes_free(&atr);
}

static void random_bytes_keep_every_bound(void **state)
{
	u8 noise[CCID_ATR_MAX];
	int round, i;

	(void)state;
	srandom(33);
	for (round = 0; round < 100000; round++) {
		struct bytes atr;

		for (i = 0; i < CCID_ATR_MAX; i++)
			noise[i] = (u8)random();
		noise[0] = round % 2 ? 0x3b : 0x3f;
		atr = bytes_copy(noise, 2 + (u32)random() % 32);
		check_bounds(&atr);
		bytes_free(&atr);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(atrs_of_real_cards_are_understood),
		cmocka_unit_test(defaults_stand_where_nothing_is_said),
		cmocka_unit_test(each_interface_byte_has_its_meaning),
		cmocka_unit_test(reserved_t1_values_are_replaced),
		cmocka_unit_test(only_the_first_bytes_for_t1_count),
		cmocka_unit_test(bytes_of_other_protocols_are_not_those_of_t1),
		cmocka_unit_test(
			the_first_protocol_is_the_first_that_can_be_used),
		cmocka_unit_test(only_80_01_after_the_count_is_contactless),
		cmocka_unit_test(the_check_byte_is_right_or_not_needed),
		cmocka_unit_test(a_check_byte_is_wrong_in_all_but_one_value),
		cmocka_unit_test(bytes_left_over_do_no_harm),
		cmocka_unit_test(only_3b_and_3f_begin_an_atr),
		cmocka_unit_test(an_atr_has_2_to_33_bytes),
		cmocka_unit_test(a_real_atr_can_be_cut_anywhere),
		cmocka_unit_test(interface_bytes_without_end_stop_with_the_atr),
		cmocka_unit_test(random_bytes_keep_every_bound),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
