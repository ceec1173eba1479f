// SPDX-License-Identifier: GPL-2.0-or-later
/* The PIN ledger: what status words teach it of the counters. */
#include "proto_ledger.h"

#include <string.h>

static void an_empty_verify_tells_the_tries_left(void **state)
{
	struct ccid_ledger l;
	int n;

	(void)state;
	for (n = 1; n < 16; n++) {
		const struct ccid_pin_entry *e;

		at_file(&l, SELECT_A, SELECT_18);
		e = pass(&l, ASK, (u16)(0x63c0 | n));
		assert_non_null(e);
		assert_ptr_equal(e, pin_of(&l, AID_A, 0x18, 0));
		assert_int_equal(e->left, n);
		assert_int_equal(e->max, n);
		assert_int_equal(e->source, CCID_PIN_ASKED);
		assert_int_equal(e->state, 0);
		assert_int_equal(e->sw, 0x63c0 | n);
	}
}

static void a_blocked_pin_is_blocked_however_the_card_says_it(void **state)
{
	static const u16 words[] = { 0x63c0, 0x6983, 0x6984 };
	struct ccid_ledger l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const struct ccid_pin_entry *e;

		at_file(&l, SELECT_A, SELECT_18);
		e = pass(&l, i % 2 ? VERIFY : ASK, words[i]);
		assert_int_equal(e->left, 0);
		assert_int_equal(e->state, CCID_PIN_BLOCKED);
		assert_int_equal(e->max, NO_COUNT);
	}
}

static void a_question_left_unanswered_changes_nothing(void **state)
{
	struct ccid_ledger l;
	size_t i;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	for (i = 0; i < unclear_count; i++)
		assert_null(pass(&l, ASK, unclear[i]));
	assert_int_equal(left_of(&l, AID_A, 0x18, 0), 3);
}

static void a_wrong_pin_leaves_what_the_card_says(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	e = pass(&l, VERIFY, 0x63c2);
	assert_int_equal(e->left, 2);
	assert_int_equal(e->max, 3);
	assert_int_equal(e->source, CCID_PIN_WRONG);
	e = pass(&l, CHANGE, 0x63c1);
	assert_int_equal(e->left, 1);
	assert_int_equal(e->source, CCID_PIN_WRONG);
	e = pass(&l, VERIFY, 0x63c0);
	assert_int_equal(e->left, 0);
	assert_int_equal(e->state, CCID_PIN_BLOCKED);
}

static void a_wrong_pin_at_first_was_one_try_more(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	assert_int_equal(pass(&l, VERIFY, 0x63c2)->max, 3);
	at_file(&l, SELECT_A, SELECT_18);
	assert_int_equal(pass(&l, VERIFY, 0x63cf)->max, 15);
	at_file(&l, SELECT_A, SELECT_18);
	assert_int_equal(pass(&l, CHANGE_NEW, 0x63c3)->max, 3);
}

static void a_card_that_does_not_count_aloud_is_counted_for(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c2);
	assert_int_equal(pass(&l, VERIFY, 0x6300)->left, 1);
	e = pass(&l, VERIFY, 0x6300);
	assert_int_equal(e->left, 0);
	assert_int_equal(e->state, CCID_PIN_BLOCKED);
	assert_int_equal(pass(&l, VERIFY, 0x6300)->left, 0);
	at_file(&l, SELECT_A, SELECT_18);
	assert_int_equal(pass(&l, VERIFY, 0x6300)->left, NO_COUNT);
}

static void a_right_pin_restores_the_most_ever_seen(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x63c2);
	e = pass(&l, VERIFY, 0x9000);
	assert_int_equal(e->left, 3);
	assert_int_equal(e->source, CCID_PIN_RIGHT);
	assert_int_equal(e->state, CCID_PIN_VERIFIED);
	pass(&l, VERIFY, 0x63c2);
	assert_int_equal(pass(&l, CHANGE, 0x9000)->left, 3);
}

static void a_right_pin_of_an_unknown_maximum_tells_no_count(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	e = pass(&l, VERIFY, 0x9000);
	assert_int_equal(e->left, NO_COUNT);
	assert_int_equal(e->max, NO_COUNT);
	assert_int_equal(e->state, CCID_PIN_VERIFIED);
}

/* A verified PIN may stay verified while CHANGE spends tries. */
static void a_verified_pin_says_nothing_of_its_counter(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x9000);
	pass(&l, CHANGE, 0x63c2);
	e = pass(&l, ASK, 0x9000);
	assert_int_equal(e->left, 2);
	assert_int_equal(e->state, CCID_PIN_VERIFIED);
	assert_int_equal(e->source, CCID_PIN_ASKED);
}

static void p1_ff_ends_the_verified_state(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x9000);
	e = pass(&l, "00 20 ff 80", 0x9000);
	assert_int_equal(e->state, 0);
	assert_int_equal(e->left, 3);
}

static void a_wrong_pin_ends_the_verified_state(void **state)
{
	static const u16 words[] = { 0x63c2, 0x6300, 0x6983 };
	struct ccid_ledger l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		at_file(&l, SELECT_A, SELECT_18);
		pass(&l, VERIFY, 0x9000);
		assert_false(pass(&l, VERIFY, words[i])->state &
			     CCID_PIN_VERIFIED);
	}
}

static void a_new_pin_alone_proves_nothing(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x63c2);
	assert_null(pass(&l, CHANGE_NEW, 0x9000));
	assert_int_equal(left_of(&l, AID_A, 0x18, 0), 2);
}

static void a_counter_that_was_reset_is_at_its_maximum(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x63c0);
	e = pass(&l, UNBLOCK, 0x9000);
	assert_int_equal(e->left, 3);
	assert_int_equal(e->state, 0);
	assert_int_equal(e->source, CCID_PIN_RESET);
}

static void a_reset_of_an_unknown_maximum_unblocks(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c0);
	e = pass(&l, "00 2c 03 80", 0x9000);
	assert_int_equal(e->left, NO_COUNT);
	assert_int_equal(e->state, 0);
}

/* The code that resets may itself be one of the PINs known. */
static void a_reset_that_failed_leaves_nothing_known(void **state)
{
	static const u16 words[] = { 0x63c9, 0x6300, 0x6983, NO_ANSWER };
	struct ccid_ledger l;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		at_file(&l, SELECT_A, SELECT_18);
		pass(&l, ASK, 0x63c3);
		pass(&l, SELECT_1B, 0x9000);
		pass(&l, ASK, 0x63c5);
		assert_null(pass(&l, UNBLOCK, words[i]));
		assert_int_equal(left_of(&l, AID_A, 0x18, 0), NO_COUNT);
		assert_int_equal(left_of(&l, AID_A, 0x1b, 0), NO_COUNT);
	}
}

static void a_command_refused_for_its_form_spends_nothing(void **state)
{
	static const u16 words[] = {
		0x6700, 0x6881, 0x6a80, 0x6a86, 0x6a88, 0x6b00, 0x6c04,
		0x6d00, 0x6e00,
	};
	static const char *const commands[] = { VERIFY, CHANGE, UNBLOCK };
	struct ccid_ledger l;
	size_t i, c;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (c = 0; c < 3; c++)
			assert_null(pass(&l, commands[c], words[i]));
	assert_int_equal(left_of(&l, AID_A, 0x18, 0), 3);
}

static void a_try_without_a_clear_answer_leaves_it_unknown(void **state)
{
	static const char *const commands[] = {
		VERIFY, CHANGE, CHANGE_NEW, "00 21 00 80 04 31 32 33 34",
	};
	struct ccid_ledger l;
	size_t i, c;

	(void)state;
	for (i = 0; i < unclear_count; i++)
		for (c = 0; c < 4; c++) {
			const struct ccid_pin_entry *e;

			at_file(&l, SELECT_A, SELECT_18);
			pass(&l, ASK, 0x63c3);
			e = pass(&l, commands[c], unclear[i]);
			assert_int_equal(e->left, NO_COUNT);
			assert_int_equal(e->max, 3);
			assert_int_equal(e->source, CCID_PIN_UNKNOWN);
			assert_int_equal(e->state, 0);
		}
}

/* All status words that there are: no try is given back but by 90 00. */
static void no_other_status_word_gives_tries_back(void **state)
{
	static const char *const commands[] = {
		VERIFY, CHANGE, CHANGE_NEW, UNBLOCK,
	};
	struct ccid_ledger l;
	size_t c;
	int sw;

	(void)state;
	for (c = 0; c < 4; c++)
		for (sw = 0; sw < 0x10000; sw += sw >> 8 == 0x63 ? 1 : 5) {
			u8 left;

			at_file(&l, SELECT_A, SELECT_18);
			pass(&l, ASK, 0x63c3);
			pass(&l, VERIFY, 0x63c1);
			pass(&l, commands[c], (u16)sw);
			left = left_of(&l, AID_A, 0x18, 0);
			if (sw == 0x9000 || (sw & 0xfff0) == 0x63c0)
				continue;
			if (left != NO_COUNT && left > 1)
				fail_msg("%s: %04x", commands[c], sw);
		}
}

static void the_twins_of_pin_commands_count_as_well(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	assert_int_equal(pass(&l, "00 21 00 80 01 aa", 0x63c2)->left, 2);
	assert_int_equal(pass(&l, "00 25 00 80 01 aa", 0x63c1)->left, 1);
	assert_int_equal(pass(&l, "00 2d 00 80 01 aa", 0x9000)->left, 3);
}

static void other_commands_teach_nothing(void **state)
{
	char hex[] = "00 00 00 80 04 31 32 33 34";
	struct ccid_ledger l;
	int ins;

	(void)state;
	for (ins = 0; ins < 256; ins++) {
		at_file(&l, SELECT_A, SELECT_18);
		pass(&l, ASK, 0x63c3);
		if (ccid_apdu_secret((u8)ins) ||
		    (ins & ~1) == CCID_INS_ENVELOPE)
			continue;
		hex[3] = "0123456789abcdef"[ins >> 4];
		hex[4] = "0123456789abcdef"[ins & 15];
		assert_null(pass(&l, hex, 0x63c1));
		assert_int_equal(left_of(&l, AID_A, 0x18, 0), 3);
	}
}

static void a_reset_of_the_card_keeps_the_counters(void **state)
{
	struct ccid_ledger l;
	const struct ccid_pin_entry *e;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	pass(&l, VERIFY, 0x9000);
	ccid_ledger_reset(&l, false);
	e = pin_of(&l, AID_A, 0x18, 0);
	assert_int_equal(e->left, 3);
	assert_int_equal(e->state, CCID_PIN_VERIFIED);
	ccid_ledger_reset(&l, true);
	e = pin_of(&l, AID_A, 0x18, 0);
	assert_int_equal(e->left, 3);
	assert_int_equal(e->state, 0);
}

static void what_passed_unseen_leaves_nothing_known(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	ccid_ledger_lose(&l);
	assert_int_equal(pin_of(&l, AID_A, 0x18, 0)->source, CCID_PIN_UNKNOWN);
	/* The file may have been left, so this is about no name. */
	assert_null(pass(&l, ASK, 0x63c3));
}

static void another_card_is_a_blank_page(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	ccid_ledger_forget(&l);
	assert_null(pin_of(&l, AID_A, 0x18, 0));
	assert_int_equal(l.count, 0);
}

/* File n of application A, with as many tries. */
static void meet(struct ccid_ledger *l, int n)
{
	char select[] = "00 a4 02 0c 02 00 10";

	select[18] = "0123456789abcdef"[n >> 4];
	select[19] = "0123456789abcdef"[n & 15];
	pass(l, select, 0x9000);
	assert_non_null(pass(l, ASK, 0x63c3));
}

static void a_full_ledger_forgets_its_oldest_news(void **state)
{
	struct ccid_ledger l;
	int n;

	(void)state;
	ledger_fresh(&l);
	pass(&l, SELECT_A, 0x9000);
	for (n = 1; n <= CCID_PINS_MAX; n++)
		meet(&l, n);
	meet(&l, 1);
	assert_int_equal(l.count, CCID_PINS_MAX);
	meet(&l, 100);
	assert_int_equal(l.count, CCID_PINS_MAX);
	assert_non_null(pin_of(&l, AID_A, 1, 0));
	assert_null(pin_of(&l, AID_A, 2, 0));
	assert_non_null(pin_of(&l, AID_A, 3, 0));
	assert_non_null(pin_of(&l, AID_A, 100, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_verify_tells_the_tries_left),
		cmocka_unit_test(
			a_blocked_pin_is_blocked_however_the_card_says_it),
		cmocka_unit_test(a_question_left_unanswered_changes_nothing),
		cmocka_unit_test(a_wrong_pin_leaves_what_the_card_says),
		cmocka_unit_test(a_wrong_pin_at_first_was_one_try_more),
		cmocka_unit_test(
			a_card_that_does_not_count_aloud_is_counted_for),
		cmocka_unit_test(a_right_pin_restores_the_most_ever_seen),
		cmocka_unit_test(
			a_right_pin_of_an_unknown_maximum_tells_no_count),
		cmocka_unit_test(a_verified_pin_says_nothing_of_its_counter),
		cmocka_unit_test(p1_ff_ends_the_verified_state),
		cmocka_unit_test(a_wrong_pin_ends_the_verified_state),
		cmocka_unit_test(a_new_pin_alone_proves_nothing),
		cmocka_unit_test(a_counter_that_was_reset_is_at_its_maximum),
		cmocka_unit_test(a_reset_of_an_unknown_maximum_unblocks),
		cmocka_unit_test(a_reset_that_failed_leaves_nothing_known),
		cmocka_unit_test(
			a_command_refused_for_its_form_spends_nothing),
		cmocka_unit_test(
			a_try_without_a_clear_answer_leaves_it_unknown),
		cmocka_unit_test(no_other_status_word_gives_tries_back),
		cmocka_unit_test(the_twins_of_pin_commands_count_as_well),
		cmocka_unit_test(other_commands_teach_nothing),
		cmocka_unit_test(a_reset_of_the_card_keeps_the_counters),
		cmocka_unit_test(what_passed_unseen_leaves_nothing_known),
		cmocka_unit_test(another_card_is_a_blank_page),
		cmocka_unit_test(a_full_ledger_forgets_its_oldest_news),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
