// SPDX-License-Identifier: GPL-2.0-or-later
/* The PIN ledger: how many tries are left of what a command presents. */
#include "proto_ledger.h"

#include <string.h>

static bool presents(const char *hex)
{
	struct bytes apdu = bytes_hex(hex);
	struct ccid_apdu_view v;
	bool ret;

	assert_int_equal(ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	ret = ccid_apdu_presents(&v);
	bytes_free(&apdu);
	return ret;
}

static int left(const struct ccid_ledger *l, const char *hex)
{
	struct bytes apdu = bytes_hex(hex);
	struct ccid_apdu_view v;
	int ret;

	assert_int_equal(ccid_apdu_parse(&v, apdu.p, apdu.len), 0);
	assert_true(ccid_apdu_presents(&v));
	ret = ccid_ledger_left(l, &v);
	bytes_free(&apdu);
	return ret;
}

static void a_command_with_a_pin_presents_it(void **state)
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

	(void)state;
	for (i = 0; i < sizeof(with) / sizeof(*with); i++)
		assert_true(presents(with[i]));
	for (i = 0; i < sizeof(without) / sizeof(*without); i++)
		assert_false(presents(without[i]));
}

static void a_counter_that_is_not_known_has_to_be_asked_for(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	assert_int_equal(left(&l, VERIFY), -1);
	pass(&l, ASK, 0x9000);		/* verified, and no counter told */
	assert_int_equal(left(&l, VERIFY), -1);
	pass(&l, VERIFY, NO_ANSWER);
	assert_int_equal(left(&l, VERIFY), -1);
}

static void a_counter_that_is_known_is_told(void **state)
{
	struct ccid_ledger l;
	int n;

	(void)state;
	for (n = 0; n < 16; n++) {
		at_file(&l, SELECT_A, SELECT_18);
		pass(&l, ASK, (u16)(0x63c0 | n));
		assert_int_equal(left(&l, VERIFY), n);
		assert_int_equal(left(&l, CHANGE), n);
		assert_int_equal(left(&l, "00 20 00 98 01 aa"), n);
	}
}

static void a_right_pin_leaves_all_tries(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, VERIFY, 0x9000);
	assert_int_equal(left(&l, VERIFY), CCID_PIN_TRIES);
	pass(&l, ASK, 0x63c1);
	assert_int_equal(left(&l, VERIFY), 1);
}

static void the_tries_of_a_resetting_code_are_none(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	assert_int_equal(left(&l, UNBLOCK), 0);
	assert_int_equal(left(&l, "0c 2c 00 80 01 aa"), 0);
}

static void a_name_that_is_not_certain_is_not_answered_for(void **state)
{
	static const char * const hidden[] = {
		"0c 20 00 80 01 aa", "04 20 00 80 01 aa", "10 20 00 80 01 aa",
		"80 20 00 80 01 aa", "01 20 00 80 01 aa", "41 20 00 80 01 aa",
	};
	struct ccid_ledger l;
	size_t i;

	(void)state;
	at_file(&l, SELECT_A, SELECT_18);
	pass(&l, ASK, 0x63c3);
	for (i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		assert_int_equal(left(&l, hidden[i]), -1);
	pass(&l, SELECT_B, NO_ANSWER);
	assert_int_equal(left(&l, VERIFY), -1);
}

static void the_lowest_of_what_may_be_one_pin_counts(void **state)
{
	struct ccid_ledger l;

	(void)state;
	at_file(&l, SELECT_A_HEAD, SELECT_18);
	pass(&l, ASK, 0x63c1);
	pass(&l, SELECT_A, 0x9000);
	pass(&l, SELECT_18, 0x9000);
	pass(&l, ASK, 0x63c3);
	assert_int_equal(left(&l, VERIFY), 1);
}

static void only_a_counter_told_aloud_counts(void **state)
{
	static const u16 silent[] = {
		0x9000, 0x6300, 0x6983, 0x6984, 0x6a88, 0x6d00, 0x6881, 0x0000,
	};
	size_t i;
	u16 n;

	(void)state;
	for (n = 0; n < 16; n++)
		assert_int_equal(ccid_pin_left_told(0x63c0 | n), n);
	for (i = 0; i < sizeof(silent) / sizeof(*silent); i++)
		assert_int_equal(ccid_pin_left_told(silent[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_with_a_pin_presents_it),
		cmocka_unit_test(
			a_counter_that_is_not_known_has_to_be_asked_for),
		cmocka_unit_test(a_counter_that_is_known_is_told),
		cmocka_unit_test(a_right_pin_leaves_all_tries),
		cmocka_unit_test(the_tries_of_a_resetting_code_are_none),
		cmocka_unit_test(
			a_name_that_is_not_certain_is_not_answered_for),
		cmocka_unit_test(the_lowest_of_what_may_be_one_pin_counts),
		cmocka_unit_test(only_a_counter_told_aloud_counts),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
