// SPDX-License-Identifier: GPL-2.0-only
/* The PIN ledger: how many tries are left of what a command presents. */
#include "ledger.h"

#include <linux/string.h>

static bool presents(struct kunit *test, const char *hex)
{
	struct bytes apdu = bytes_hex(test, hex);
	struct ccid_apdu_view v;
	bool ret;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	ret = ccid_apdu_presents(&v);
	bytes_free(test, &apdu);
	return ret;
}

static int left(struct kunit *test, const struct ccid_ledger *l,
		const char *hex)
{
	struct bytes apdu = bytes_hex(test, hex);
	struct ccid_apdu_view v;
	int ret;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	KUNIT_ASSERT_TRUE(test, ccid_apdu_presents(&v));
	ret = ccid_ledger_left(l, &v);
	bytes_free(test, &apdu);
	return ret;
}

static void a_command_with_a_pin_presents_it(struct kunit *test)
{
	static const char * const with[] = {
		VERIFY, CHANGE, UNBLOCK, "00 21 00 80 01 aa",
		"00 25 00 80 01 aa", "00 2c 01 80 01 aa", "00 2d 00 80 01 aa",
		"0c 20 00 80 01 aa", "80 20 00 80 01 aa",
		"00 20 00 80 00 00 01 aa",
	};
	static const char * const without[] = {
		ASK, "00 20 ff 80", CHANGE_NEW, "00 2c 03 80",
		"00 2c 02 80 01 aa", SELECT_18, "00 20 00 80 05",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(with); i++)
		KUNIT_ASSERT_TRUE(test, presents(test, with[i]));
	for (i = 0; i < ARRAY_SIZE(without); i++)
		KUNIT_ASSERT_FALSE(test, presents(test, without[i]));
}

static void a_counter_that_is_not_known_has_to_be_asked_for(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
	pass(test, &l, ASK, 0x9000); /* verified, and no counter told */
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
	pass(test, &l, VERIFY, NO_ANSWER);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
}

static void a_counter_that_is_known_is_told(struct kunit *test)
{
	struct ccid_ledger l;
	int n;

	for (n = 0; n < 16; n++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, (u16)(0x63c0 | n));
		KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), n);
		KUNIT_ASSERT_EQ(test, left(test, &l, CHANGE), n);
		KUNIT_ASSERT_EQ(test, left(test, &l, "00 20 00 98 01 aa"), n);
	}
}

static void a_right_pin_leaves_all_tries(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, VERIFY, 0x9000);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), CCID_PIN_TRIES);
	pass(test, &l, ASK, 0x63c1);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 1);
}

static void the_tries_of_a_resetting_code_are_none(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	KUNIT_ASSERT_EQ(test, left(test, &l, UNBLOCK), 0);
	KUNIT_ASSERT_EQ(test, left(test, &l, "0c 2c 00 80 01 aa"), 0);
}

static void a_name_that_is_not_certain_is_not_answered_for(struct kunit *test)
{
	static const char * const hidden[] = {
		"0c 20 00 80 01 aa", "04 20 00 80 01 aa", "10 20 00 80 01 aa",
		"80 20 00 80 01 aa", "01 20 00 80 01 aa", "41 20 00 80 01 aa",
	};
	struct ccid_ledger l;
	size_t i;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	for (i = 0; i < ARRAY_SIZE(hidden); i++)
		KUNIT_ASSERT_EQ(test, left(test, &l, hidden[i]), -1);
	pass(test, &l, SELECT_B, NO_ANSWER);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
}

static void the_lowest_of_what_may_be_one_pin_counts(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A_HEAD, SELECT_18);
	pass(test, &l, ASK, 0x63c1);
	pass(test, &l, SELECT_A, 0x9000);
	pass(test, &l, SELECT_18, 0x9000);
	pass(test, &l, ASK, 0x63c3);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 1);
}

static void only_a_counter_told_aloud_counts(struct kunit *test)
{
	static const u16 silent[] = {
		0x9000, 0x6300, 0x6983, 0x6984, 0x6a88, 0x6d00, 0x6881, 0x0000,
	};
	size_t i;
	u16 n;

	for (n = 0; n < 16; n++)
		KUNIT_ASSERT_EQ(test, ccid_pin_left_told(0x63c0 | n), n);
	for (i = 0; i < ARRAY_SIZE(silent); i++)
		KUNIT_ASSERT_EQ(test, ccid_pin_left_told(silent[i]), 0);
}

static struct kunit_case floor_cases[] = {
	KUNIT_CASE(a_command_with_a_pin_presents_it),
	KUNIT_CASE(a_counter_that_is_not_known_has_to_be_asked_for),
	KUNIT_CASE(a_counter_that_is_known_is_told),
	KUNIT_CASE(a_right_pin_leaves_all_tries),
	KUNIT_CASE(the_tries_of_a_resetting_code_are_none),
	KUNIT_CASE(a_name_that_is_not_certain_is_not_answered_for),
	KUNIT_CASE(the_lowest_of_what_may_be_one_pin_counts),
	KUNIT_CASE(only_a_counter_told_aloud_counts),
	{}
};

static struct kunit_suite floor_suite = {
	.name = "ccid_floor",
	.test_cases = floor_cases,
};

kunit_test_suite(floor_suite);
