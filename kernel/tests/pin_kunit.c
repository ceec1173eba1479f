// SPDX-License-Identifier: GPL-2.0-only
/* The PIN ledger: what status words teach it of the counters. */
#include "ledger.h"

#include <linux/string.h>

static void an_empty_verify_tells_the_tries_left(struct kunit *test)
{
	struct ccid_ledger l;
	int n;

	for (n = 1; n < 16; n++) {
		const struct ccid_pin_entry *e;

		at_file(test, &l, SELECT_A, SELECT_18);
		e = pass(test, &l, ASK, (u16)(0x63c0 | n));
		KUNIT_ASSERT_NOT_NULL(test, e);
		KUNIT_ASSERT_PTR_EQ(test, e, pin_of(test, &l, AID_A, 0x18, 0));
		KUNIT_ASSERT_EQ(test, e->left, n);
		KUNIT_ASSERT_EQ(test, e->max, n);
		KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_ASKED);
		KUNIT_ASSERT_EQ(test, e->state, 0);
		KUNIT_ASSERT_EQ(test, e->sw, 0x63c0 | n);
	}
}

static void
a_blocked_pin_is_blocked_however_the_card_says_it(struct kunit *test)
{
	static const u16 words[] = { 0x63c0, 0x6983, 0x6984 };
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		const struct ccid_pin_entry *e;

		at_file(test, &l, SELECT_A, SELECT_18);
		e = pass(test, &l, i % 2 ? VERIFY : ASK, words[i]);
		KUNIT_ASSERT_EQ(test, e->left, 0);
		KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_BLOCKED);
		KUNIT_ASSERT_EQ(test, e->max, NO_COUNT);
	}
}

static void a_question_left_unanswered_changes_nothing(struct kunit *test)
{
	struct ccid_ledger l;
	size_t i;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	for (i = 0; i < unclear_count; i++)
		KUNIT_ASSERT_NULL(test, pass(test, &l, ASK, unclear[i]));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
}

static void a_wrong_pin_leaves_what_the_card_says(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	e = pass(test, &l, VERIFY, 0x63c2);
	KUNIT_ASSERT_EQ(test, e->left, 2);
	KUNIT_ASSERT_EQ(test, e->max, 3);
	KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_WRONG);
	e = pass(test, &l, CHANGE, 0x63c1);
	KUNIT_ASSERT_EQ(test, e->left, 1);
	KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_WRONG);
	e = pass(test, &l, VERIFY, 0x63c0);
	KUNIT_ASSERT_EQ(test, e->left, 0);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_BLOCKED);
}

static void a_wrong_pin_at_first_was_one_try_more(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x63c2)->max, 3);
	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x63cf)->max, 15);
	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_EQ(test, pass(test, &l, CHANGE_NEW, 0x63c3)->max, 3);
}

static void a_card_that_does_not_count_aloud_is_counted_for(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c2);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x6300)->left, 1);
	e = pass(test, &l, VERIFY, 0x6300);
	KUNIT_ASSERT_EQ(test, e->left, 0);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_BLOCKED);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x6300)->left, 0);
	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x6300)->left, NO_COUNT);
}

static void a_right_pin_restores_the_most_ever_seen(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x63c2);
	e = pass(test, &l, VERIFY, 0x9000);
	KUNIT_ASSERT_EQ(test, e->left, 3);
	KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_RIGHT);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_VERIFIED);
	pass(test, &l, VERIFY, 0x63c2);
	KUNIT_ASSERT_EQ(test, pass(test, &l, CHANGE, 0x9000)->left, 3);
}

static void a_right_pin_of_an_unknown_maximum_tells_no_count(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	e = pass(test, &l, VERIFY, 0x9000);
	KUNIT_ASSERT_EQ(test, e->left, NO_COUNT);
	KUNIT_ASSERT_EQ(test, e->max, NO_COUNT);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_VERIFIED);
}

/* A verified PIN may stay verified while CHANGE spends tries. */
static void a_verified_pin_says_nothing_of_its_counter(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x9000);
	pass(test, &l, CHANGE, 0x63c2);
	e = pass(test, &l, ASK, 0x9000);
	KUNIT_ASSERT_EQ(test, e->left, 2);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_VERIFIED);
	KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_ASKED);
}

static void p1_ff_ends_the_verified_state(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x9000);
	e = pass(test, &l, "00 20 ff 80", 0x9000);
	KUNIT_ASSERT_EQ(test, e->state, 0);
	KUNIT_ASSERT_EQ(test, e->left, 3);
}

static void a_wrong_pin_ends_the_verified_state(struct kunit *test)
{
	static const u16 words[] = { 0x63c2, 0x6300, 0x6983 };
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, VERIFY, 0x9000);
		KUNIT_ASSERT_FALSE(test,
				   pass(test, &l, VERIFY, words[i])->state &
					   CCID_PIN_VERIFIED);
	}
}

static void a_new_pin_alone_proves_nothing(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x63c2);
	KUNIT_ASSERT_NULL(test, pass(test, &l, CHANGE_NEW, 0x9000));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 2);
}

static void a_counter_that_was_reset_is_at_its_maximum(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x63c0);
	e = pass(test, &l, UNBLOCK, 0x9000);
	KUNIT_ASSERT_EQ(test, e->left, 3);
	KUNIT_ASSERT_EQ(test, e->state, 0);
	KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_RESET);
}

static void a_reset_of_an_unknown_maximum_unblocks(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c0);
	e = pass(test, &l, "00 2c 03 80", 0x9000);
	KUNIT_ASSERT_EQ(test, e->left, NO_COUNT);
	KUNIT_ASSERT_EQ(test, e->state, 0);
}

/* The code that resets may itself be one of the PINs known. */
static void a_reset_that_failed_leaves_nothing_known(struct kunit *test)
{
	static const u16 words[] = { 0x63c9, 0x6300, 0x6983, NO_ANSWER };
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		pass(test, &l, SELECT_1B, 0x9000);
		pass(test, &l, ASK, 0x63c5);
		KUNIT_ASSERT_NULL(test, pass(test, &l, UNBLOCK, words[i]));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0),
				NO_COUNT);
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x1b, 0),
				NO_COUNT);
	}
}

static void a_command_refused_for_its_form_spends_nothing(struct kunit *test)
{
	static const u16 words[] = {
		0x6700, 0x6881, 0x6a80, 0x6a86, 0x6a88, 0x6b00, 0x6c04,
		0x6d00, 0x6e00,
	};
	static const char *const commands[] = { VERIFY, CHANGE, UNBLOCK };
	struct ccid_ledger l;
	size_t i, c;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	for (i = 0; i < ARRAY_SIZE(words); i++)
		for (c = 0; c < 3; c++)
			KUNIT_ASSERT_NULL(
				test, pass(test, &l, commands[c], words[i]));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
}

static void a_try_without_a_clear_answer_leaves_it_unknown(struct kunit *test)
{
	static const char *const commands[] = {
		VERIFY, CHANGE, CHANGE_NEW, "00 21 00 80 04 31 32 33 34",
	};
	struct ccid_ledger l;
	size_t i, c;

	for (i = 0; i < unclear_count; i++)
		for (c = 0; c < 4; c++) {
			const struct ccid_pin_entry *e;

			at_file(test, &l, SELECT_A, SELECT_18);
			pass(test, &l, ASK, 0x63c3);
			e = pass(test, &l, commands[c], unclear[i]);
			KUNIT_ASSERT_EQ(test, e->left, NO_COUNT);
			KUNIT_ASSERT_EQ(test, e->max, 3);
			KUNIT_ASSERT_EQ(test, e->source, CCID_PIN_UNKNOWN);
			KUNIT_ASSERT_EQ(test, e->state, 0);
			KUNIT_ASSERT_EQ(test, e->sw, 0);
			KUNIT_ASSERT_EQ(test, e->learnt_ns, 0);
		}
}

/* All status words that there are: no try is given back but by 90 00. */
static void no_other_status_word_gives_tries_back(struct kunit *test)
{
	static const char *const commands[] = {
		VERIFY, CHANGE, CHANGE_NEW, UNBLOCK,
	};
	struct ccid_ledger l;
	size_t c;
	int sw;

	for (c = 0; c < 4; c++)
		for (sw = 0; sw < 0x10000;
		     sw += sw >> 8 == 0x63 ? 1 : 5 * EVERY) {
			u8 left;

			at_file(test, &l, SELECT_A, SELECT_18);
			pass(test, &l, ASK, 0x63c3);
			pass(test, &l, VERIFY, 0x63c1);
			pass(test, &l, commands[c], (u16)sw);
			left = left_of(test, &l, AID_A, 0x18, 0);
			if (sw == 0x9000 || (sw & 0xfff0) == 0x63c0)
				continue;
			if (left != NO_COUNT && left > 1)
				KUNIT_FAIL(test, "%s: %04x", commands[c], sw);
		}
}

static void the_twins_of_pin_commands_count_as_well(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	KUNIT_ASSERT_EQ(test, pass(test, &l, "00 21 00 80 01 aa", 0x63c2)->left,
			2);
	KUNIT_ASSERT_EQ(test, pass(test, &l, "00 25 00 80 01 aa", 0x63c1)->left,
			1);
	KUNIT_ASSERT_EQ(test, pass(test, &l, "00 2d 00 80 01 aa", 0x9000)->left,
			3);
}

static void other_commands_teach_nothing(struct kunit *test)
{
	char hex[] = "00 00 00 80 04 31 32 33 34";
	struct ccid_ledger l;
	int ins;

	for (ins = 0; ins < 256; ins++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		if (ccid_apdu_secret((u8)ins) ||
		    (ins & ~1) == CCID_INS_ENVELOPE)
			continue;
		hex[3] = "0123456789abcdef"[ins >> 4];
		hex[4] = "0123456789abcdef"[ins & 15];
		KUNIT_ASSERT_NULL(test, pass(test, &l, hex, 0x63c1));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	}
}

static void a_reset_of_the_card_keeps_the_counters(struct kunit *test)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, VERIFY, 0x9000);
	ccid_ledger_reset(&l, false);
	e = pin_of(test, &l, AID_A, 0x18, 0);
	KUNIT_ASSERT_EQ(test, e->left, 3);
	KUNIT_ASSERT_EQ(test, e->state, CCID_PIN_VERIFIED);
	ccid_ledger_reset(&l, true);
	e = pin_of(test, &l, AID_A, 0x18, 0);
	KUNIT_ASSERT_EQ(test, e->left, 3);
	KUNIT_ASSERT_EQ(test, e->state, 0);
}

static void what_passed_unseen_leaves_nothing_known(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	ccid_ledger_lose(&l);
	KUNIT_ASSERT_EQ(test, pin_of(test, &l, AID_A, 0x18, 0)->source,
			CCID_PIN_UNKNOWN);
	KUNIT_ASSERT_EQ(test, pin_of(test, &l, AID_A, 0x18, 0)->sw, 0);
	KUNIT_ASSERT_EQ(test, pin_of(test, &l, AID_A, 0x18, 0)->learnt_ns, 0);
	/* The file may have been left, so this is about no name. */
	KUNIT_ASSERT_NULL(test, pass(test, &l, ASK, 0x63c3));
}

static void another_card_is_a_blank_page(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	ccid_ledger_forget(&l);
	KUNIT_ASSERT_NULL(test, pin_of(test, &l, AID_A, 0x18, 0));
	KUNIT_ASSERT_EQ(test, l.count, 0);
}

/* File n of application A, with as many tries. */
static void meet(struct kunit *test, struct ccid_ledger *l, int n)
{
	char select[] = "00 a4 02 0c 02 00 10";

	select[18] = "0123456789abcdef"[n >> 4];
	select[19] = "0123456789abcdef"[n & 15];
	pass(test, l, select, 0x9000);
	KUNIT_ASSERT_NOT_NULL(test, pass(test, l, ASK, 0x63c3));
}

static void a_full_ledger_forgets_its_oldest_news(struct kunit *test)
{
	struct ccid_ledger l;
	int n;

	ledger_fresh(&l);
	pass(test, &l, SELECT_A, 0x9000);
	for (n = 1; n <= CCID_PINS_MAX; n++)
		meet(test, &l, n);
	meet(test, &l, 1);
	KUNIT_ASSERT_EQ(test, l.count, CCID_PINS_MAX);
	meet(test, &l, 100);
	KUNIT_ASSERT_EQ(test, l.count, CCID_PINS_MAX);
	KUNIT_ASSERT_NOT_NULL(test, pin_of(test, &l, AID_A, 1, 0));
	KUNIT_ASSERT_NULL(test, pin_of(test, &l, AID_A, 2, 0));
	KUNIT_ASSERT_NOT_NULL(test, pin_of(test, &l, AID_A, 3, 0));
	KUNIT_ASSERT_NOT_NULL(test, pin_of(test, &l, AID_A, 100, 0));
}

static struct kunit_case pin_cases[] = {
	KUNIT_CASE(an_empty_verify_tells_the_tries_left),
	KUNIT_CASE(a_blocked_pin_is_blocked_however_the_card_says_it),
	KUNIT_CASE(a_question_left_unanswered_changes_nothing),
	KUNIT_CASE(a_wrong_pin_leaves_what_the_card_says),
	KUNIT_CASE(a_wrong_pin_at_first_was_one_try_more),
	KUNIT_CASE(a_card_that_does_not_count_aloud_is_counted_for),
	KUNIT_CASE(a_right_pin_restores_the_most_ever_seen),
	KUNIT_CASE(a_right_pin_of_an_unknown_maximum_tells_no_count),
	KUNIT_CASE(a_verified_pin_says_nothing_of_its_counter),
	KUNIT_CASE(p1_ff_ends_the_verified_state),
	KUNIT_CASE(a_wrong_pin_ends_the_verified_state),
	KUNIT_CASE(a_new_pin_alone_proves_nothing),
	KUNIT_CASE(a_counter_that_was_reset_is_at_its_maximum),
	KUNIT_CASE(a_reset_of_an_unknown_maximum_unblocks),
	KUNIT_CASE(a_reset_that_failed_leaves_nothing_known),
	KUNIT_CASE(a_command_refused_for_its_form_spends_nothing),
	KUNIT_CASE(a_try_without_a_clear_answer_leaves_it_unknown),
	KUNIT_CASE(no_other_status_word_gives_tries_back),
	KUNIT_CASE(the_twins_of_pin_commands_count_as_well),
	KUNIT_CASE(other_commands_teach_nothing),
	KUNIT_CASE(a_reset_of_the_card_keeps_the_counters),
	KUNIT_CASE(what_passed_unseen_leaves_nothing_known),
	KUNIT_CASE(another_card_is_a_blank_page),
	KUNIT_CASE(a_full_ledger_forgets_its_oldest_news),
	{}
};

static struct kunit_suite pin_suite = {
	.name = "ccid_pin",
	.test_cases = pin_cases,
};

kunit_test_suite(pin_suite);
