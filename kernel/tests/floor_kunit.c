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

static bool guards(struct kunit *test, const struct ccid_ledger *l,
		   const char *hex)
{
	struct bytes apdu = bytes_hex(test, hex);
	struct ccid_apdu_view v;
	bool ret;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	ret = ccid_ledger_guards(l, &v);
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
	KUNIT_ASSERT_TRUE(test, ccid_ledger_guards(l, &v));
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
		"0c 20 00 80 01 aa", "04 20 00 80 01 aa", "01 20 00 80 01 aa",
		"41 20 00 80 01 aa", "60 20 00 80 01 aa",
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

/* The question could go to another application than the command. */
static void no_question_has_the_channel_of_a_makers_class(struct kunit *test)
{
	static const char * const classes[] = {
		"80 20 00 80 01 aa", "81 20 00 80 01 aa", "83 20 00 98 01 aa",
		"a0 20 00 80 01 aa", "c0 20 00 80 01 aa", "e5 24 00 80 01 aa",
		"ff 20 00 80 01 aa", "20 20 00 80 01 aa", "2f 21 00 80 01 aa",
	};
	struct ccid_ledger l;
	size_t i;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	for (i = 0; i < ARRAY_SIZE(classes); i++)
		KUNIT_ASSERT_EQ(test, left(test, &l, classes[i]), 0);
	KUNIT_ASSERT_FALSE(test, guards(test, &l, "80 20 00 80"));
}

static void only_what_may_compare_a_pin_is_held_against_it(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_TRUE(test, guards(test, &l, VERIFY));
	KUNIT_ASSERT_FALSE(test, guards(test, &l, ASK));
	KUNIT_ASSERT_FALSE(test, guards(test, &l, CHANGE_NEW));
	KUNIT_ASSERT_FALSE(test, guards(test, &l, SELECT_18));
	KUNIT_ASSERT_FALSE(test, guards(test, &l, "10 db 3f ff 01 aa"));
}

static void a_part_of_a_chain_is_not_asked_for(struct kunit *test)
{
	static const char * const parts[] = {
		"10 20 00 80 02 31 32", "10 20 00 80", "10 24 01 80 01 31",
		"11 20 00 80 02 31 32", "50 20 00 80 02 31 32",
		"1c 20 00 80 02 31 32", "90 20 00 80 02 31 32",
		"b0 20 00 80 02 31 32", "d0 20 00 80 02 31 32",
		"f1 20 00 80 02 31 32",
	};
	struct ccid_ledger l;
	size_t i;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		KUNIT_ASSERT_EQ(test, left(test, &l, parts[i]), 0);
}

/* The question would be the end of it, and cost the try that it asks for. */
static void nothing_is_asked_for_while_a_chain_is_open(struct kunit *test)
{
	static const char * const parts[] = {
		"10 20 00 80 02 31 32", "90 20 00 80 02 31 32",
		"10 a4 04 0c 05 " AID_A_HEAD, "f0 db 3f ff 01 aa",
	};
	static const char * const ends[] = {
		VERIFY, ASK, CHANGE, CHANGE_NEW, "80 20 00 80 02 33 34",
		"01 20 00 80 02 33 34",
	};
	struct ccid_ledger l;
	size_t i, n;

	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		pass(test, &l, parts[i], 0x9000);
		for (n = 0; n < ARRAY_SIZE(ends); n++)
			KUNIT_ASSERT_EQ(test, left(test, &l, ends[n]), 0);
		/* What the reader is told is no end of it. */
		pass(test, &l, "ff ca 00 00 00", 0x9000);
		pass(test, &l, "ff 00 00 00 02 d4 02", 0x9000);
		KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 0);
		/* Nor is what did not reach the card, or was turned away. */
		pass(test, &l, "00 b0 00 00 00", NO_ANSWER);
		pass(test, &l, "00 b0 00 00 00", 0x6883);
		KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 0);
		pass(test, &l, "00 b0 00 00 00", 0x9000);
		KUNIT_ASSERT_FALSE(test, guards(test, &l, ASK));
		KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
	}
}

static void a_chain_is_open_on_its_own_channel(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, "12 20 00 80 02 31 32", 0x9000);
	pass(test, &l, "00 b0 00 00 00", 0x9000);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 0);
	pass(test, &l, "02 b0 00 00 00", 0x9000);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), -1);
	pass(test, &l, "12 20 00 80 02 31 32", 0x9000);
	ccid_ledger_reset(&l, false);
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

/* What the card answers to the question, which the ledger learns first. */
static int told(struct kunit *test, struct ccid_ledger *l, u16 sw)
{
	struct bytes apdu = bytes_hex(test, VERIFY);
	struct ccid_apdu_view v;
	int ret;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	pass(test, l, ASK, sw);
	ret = ccid_ledger_told(l, &v, sw);
	bytes_free(test, &apdu);
	return ret;
}

static void only_a_counter_told_aloud_counts(struct kunit *test)
{
	static const u16 silent[] = {
		0x9000, 0x6300, 0x6983, 0x6984, 0x6a88, 0x6d00, 0x6881, 0x0000,
	};
	struct ccid_ledger l;
	size_t i;
	u16 n;

	for (n = 0; n < 16; n++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		KUNIT_ASSERT_EQ(test, told(test, &l, 0x63c0 | n), n);
	}
	for (i = 0; i < ARRAY_SIZE(silent); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		KUNIT_ASSERT_EQ(test, told(test, &l, silent[i]), 0);
	}
}

/*
 * P2 80 need not be about the current file: for some cards it is the PIN of the
 * application, or of the card, whatever is selected.
 */
static void a_try_of_one_pin_has_the_others_asked_for(struct kunit *test)
{
	static const struct {
		const char *hex;
		u16 sw;
		int left;
	} tries[] = {
		{ VERIFY, 0x63c4, -1 }, { VERIFY, 0x6300, -1 },
		{ VERIFY, NO_ANSWER, -1 }, { CHANGE, 0x63c4, -1 },
		{ VERIFY, 0x9000, 3 }, { VERIFY, 0x6700, 3 },
		{ ASK, 0x63c1, 3 },
	};
	static const char * const others[] = { SELECT_A, SELECT_B };
	struct ccid_ledger l;
	size_t i, o;

	for (i = 0; i < ARRAY_SIZE(tries); i++)
		for (o = 0; o < 2; o++) {
			at_file(test, &l, SELECT_A, SELECT_18);
			pass(test, &l, ASK, 0x63c3);
			pass(test, &l, others[o], 0x9000);
			pass(test, &l, SELECT_1B, 0x9000);
			pass(test, &l, tries[i].hex, tries[i].sw);
			KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0),
					3);
			pass(test, &l, SELECT_A, 0x9000);
			pass(test, &l, SELECT_18, 0x9000);
			KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY),
					tries[i].left);
			KUNIT_ASSERT_EQ(test, told(test, &l, 0x63c2), 2);
			KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 2);
		}
}

/* A, verified, at file 18, after a wrong PIN at file 1b. */
static void verified_and_doubted(struct kunit *test, struct ccid_ledger *l,
				 const char *wrong)
{
	at_file(test, l, SELECT_A, SELECT_18);
	pass(test, l, ASK, 0x63c3);
	pass(test, l, VERIFY, 0x9000);
	pass(test, l, SELECT_1B, 0x9000);
	pass(test, l, wrong, 0x63c4);
	pass(test, l, SELECT_18, 0x9000);
	KUNIT_ASSERT_EQ(test, left(test, l, VERIFY), -1);
}

/* It is another PIN, as a wrong one would have ended that. */
static void a_pin_still_verified_has_its_tries(struct kunit *test)
{
	struct ccid_ledger l;

	verified_and_doubted(test, &l, VERIFY);
	KUNIT_ASSERT_EQ(test, told(test, &l, 0x9000), 3);
	KUNIT_ASSERT_EQ(test, left(test, &l, VERIFY), 3);
	verified_and_doubted(test, &l, CHANGE);
	KUNIT_ASSERT_EQ(test, told(test, &l, 0x9000), 0);
	verified_and_doubted(test, &l, VERIFY);
	ccid_ledger_reset(&l, true);
	pass(test, &l, SELECT_A, 0x9000);
	pass(test, &l, SELECT_18, 0x9000);
	KUNIT_ASSERT_EQ(test, told(test, &l, 0x9000), 0);
	KUNIT_ASSERT_EQ(test, told(test, &l, 0x9000), 0);
}

/* What is counted for the card is counted from what is not doubted. */
static void a_doubted_counter_is_not_counted_on(struct kunit *test)
{
	struct ccid_ledger l;

	verified_and_doubted(test, &l, VERIFY);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x6300)->left, NO_COUNT);
}

static struct kunit_case floor_cases[] = {
	KUNIT_CASE(a_command_with_a_pin_presents_it),
	KUNIT_CASE(a_counter_that_is_not_known_has_to_be_asked_for),
	KUNIT_CASE(a_counter_that_is_known_is_told),
	KUNIT_CASE(a_right_pin_leaves_all_tries),
	KUNIT_CASE(the_tries_of_a_resetting_code_are_none),
	KUNIT_CASE(a_name_that_is_not_certain_is_not_answered_for),
	KUNIT_CASE(no_question_has_the_channel_of_a_makers_class),
	KUNIT_CASE(only_what_may_compare_a_pin_is_held_against_it),
	KUNIT_CASE(a_part_of_a_chain_is_not_asked_for),
	KUNIT_CASE(nothing_is_asked_for_while_a_chain_is_open),
	KUNIT_CASE(a_chain_is_open_on_its_own_channel),
	KUNIT_CASE(the_lowest_of_what_may_be_one_pin_counts),
	KUNIT_CASE(only_a_counter_told_aloud_counts),
	KUNIT_CASE(a_try_of_one_pin_has_the_others_asked_for),
	KUNIT_CASE(a_pin_still_verified_has_its_tries),
	KUNIT_CASE(a_doubted_counter_is_not_counted_on),
	{}
};

static struct kunit_suite floor_suite = {
	.name = "ccid_floor",
	.test_cases = floor_cases,
};

kunit_test_suite(floor_suite);
