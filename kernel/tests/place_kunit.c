// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PIN ledger: which PIN a command is about. Where that cannot be told, or
 * where a PIN has two names, no counter may be believed that a try was spent
 * of.
 */
#include "ledger.h"

#include <linux/string.h>

static void a_pin_is_named_by_application_and_file(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, SELECT_1B, 0x9000);
	pass(test, &l, ASK, 0x63c5);
	pass(test, &l, SELECT_B, 0x9000);
	pass(test, &l, SELECT_18, 0x9000);
	pass(test, &l, ASK, 0x63c1);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x1b, 0), 5);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x18, 0), 1);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x1b, 0), NO_COUNT);
}

static void a_short_identifier_is_the_file_of_that_number(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, "00 20 00 98 04 31 32 33 34", 0x63c2);
	KUNIT_ASSERT_EQ(test, l.count, 1);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 2);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0, 0x98), 2);
}

static void every_reference_has_one_name(struct kunit *test)
{
	int p2;

	for (p2 = 0; p2 < 256; p2++) {
		struct ccid_pin_name name;
		bool file = p2 > 0x80 && p2 < 0x9f;

		memset(&name, 0xee, sizeof(name));
		ccid_pin_name_set(&name, (const u8 *)"", 0, 0, (u8)p2);
		KUNIT_ASSERT_EQ(test, name.ef, file ? p2 & 0x1f : 0);
		KUNIT_ASSERT_EQ(test, name.reference, file ? 0 : p2);
		ccid_pin_name_set(&name, (const u8 *)"", 0, 0x2f18, (u8)p2);
		KUNIT_ASSERT_EQ(test, name.ef, 0x2f18);
		KUNIT_ASSERT_EQ(test, name.reference, 0);
	}
}

static void an_application_of_any_length_is_a_name(struct kunit *test)
{
	char hex[5 + 17][4] = { "00 ", "a4 ", "04 ", "0c " };
	u32 len, i;

	for (len = 1; len <= 17; len++) {
		char cmd[80] = "", aid[80] = "";
		struct ccid_ledger l;

		snprintf(hex[4], 4, "%02x ", len);
		snprintf(hex[4 + len], 4, "%02x ", len);
		for (i = 0; i < 5 + len; i++)
			strcat(i < 5 ? cmd : aid, hex[i]);
		strcat(cmd, aid);
		ledger_fresh(&l);
		pass(test, &l, cmd, 0x9000);
		KUNIT_ASSERT_EQ(test, !pass(test, &l, ASK, 0x63c3), len > 16);
		if (len <= 16)
			KUNIT_ASSERT_EQ(test, left_of(test, &l, aid, 0, 0x80),
					3);
	}
}

static void after_a_reset_the_cards_own_level_is_selected(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	ccid_ledger_reset(&l, false);
	pass(test, &l, "00 20 00 81", 0x63c3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, "", 0, 0x81), 3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0, 0x81), NO_COUNT);
}

static void a_refused_select_changes_nothing(struct kunit *test)
{
	static const u16 words[] = { 0x6a82, 0x6a86, 0x6700, 0x6985, 0x6e00 };
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, SELECT_B, words[i]);
		pass(test, &l, SELECT_1B, words[i]);
		KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	}
}

static void a_warning_is_a_selection(struct kunit *test)
{
	static const u16 words[] = { 0x6110, 0x6283, 0x6300 };
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		ledger_fresh(&l);
		pass(test, &l, SELECT_A, words[i]);
		pass(test, &l, SELECT_18, words[i]);
		KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	}
}

/* Commands after which nobody knows what VERIFY 80 is about. */
static const struct {
	const char *name;
	const char *hex;
	u16 sw;
} astray[] = {
	{ "application, answer lost", SELECT_B, NO_ANSWER },
	{ "file, answer lost", SELECT_1B, NO_ANSWER },
	{ "application, failed somehow", SELECT_B, 0x6f00 },
	{ "file, failed somehow", SELECT_1B, 0x6581 },
	{ "by path", "00 a4 08 0c 02 00 1b", 0x9000 },
	{ "the master file", "00 a4 00 00", 0x9000 },
	{ "any file", "00 a4 00 0c 02 00 1b", 0x9000 },
	{ "the parent", "00 a4 03 0c", 0x9000 },
	{ "the next application", "00 a4 04 0e 05 " AID_A_HEAD, 0x9000 },
	{ "no name", "00 a4 04 0c", 0x9000 },
	{ "a name too long", "00 a4 04 0c 11 " AID_A " " AID_A_HEAD " 01 02",
	  0x9000 },
	{ "half a file", "00 a4 02 0c 01 1b", 0x9000 },
	{ "file 0000", "00 a4 02 0c 02 00 00", 0x9000 },
	{ "secure messaging", "0c a4 02 0c 02 00 1b", 0x9000 },
	{ "a part of a chain", "10 a4 02 0c 02 00 1b", 0x9000 },
	{ "a proprietary class", "80 a4 02 0c 02 00 1b", 0x9000 },
	{ "reading by short identifier", "00 b0 9b 00 04", 0x9000 },
	{ "reading with the odd twin", "00 b1 00 1b 02 54 00 04", 0x9000 },
	{ "writing by short identifier", "00 d6 9b 00 01 aa", 0x9000 },
	{ "a record by short identifier", "00 b2 01 dc 00", 0x9000 },
	{ "a PIN by short identifier", "00 20 00 9b", 0x63c5 },
	{ "a key by short identifier", "80 2a 00 97 01 aa 00", 0x9000 },
	{ "a reader's command", "ff 00 00 00 02 d4 02", 0x9000 },
};

static void a_try_of_nobody_knows_what_leaves_nothing_known(struct kunit *test)
{
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(astray); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		pass(test, &l, astray[i].hex, astray[i].sw);
		if (pass(test, &l, VERIFY, 0x63c2) ||
		    left_of(test, &l, AID_A, 0x18, 0) != NO_COUNT)
			KUNIT_FAIL(test, "%s", astray[i].name);
	}
}

static void a_question_of_nobody_knows_what_teaches_nothing(struct kunit *test)
{
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(astray); i++) {
		/* These leave nothing known, and the question in a chain. */
		bool lost = !strncmp(astray[i].hex, "ff", 2) ||
			    !strncmp(astray[i].hex, "10", 2);

		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		pass(test, &l, astray[i].hex, astray[i].sw);
		if (pass(test, &l, ASK, 0x63c5) ||
		    left_of(test, &l, AID_A, 0x18, 0) !=
			    (lost ? NO_COUNT : 3))
			KUNIT_FAIL(test, "%s", astray[i].name);
	}
}

static void a_right_pin_of_nobody_knows_what_spends_nothing(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, "00 a4 00 00", 0x9000);
	KUNIT_ASSERT_NULL(test, pass(test, &l, VERIFY, 0x9000));
	KUNIT_ASSERT_NULL(test, pass(test, &l, VERIFY, 0x6a86));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
}

static void selecting_anew_finds_the_way_back(struct kunit *test)
{
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(astray); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, astray[i].hex, astray[i].sw);
		/* The first may be the end of a chain. */
		pass(test, &l, SELECT_A, 0x9000);
		pass(test, &l, SELECT_A, 0x9000);
		pass(test, &l, SELECT_18, 0x9000);
		if (!pass(test, &l, ASK, 0x63c3) ||
		    left_of(test, &l, AID_A, 0x18, 0) != 3)
			KUNIT_FAIL(test, "%s", astray[i].name);
	}
}

static void an_envelope_may_have_done_anything(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
	KUNIT_ASSERT_NULL(test, pass(test, &l, "00 c2 00 00 02 aa bb", 0x9000));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), NO_COUNT);
	KUNIT_ASSERT_NULL(test, pass(test, &l, ASK, 0x63c3));
}

static void reading_the_current_file_does_not_move(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, "00 b0 7f 00 00", 0x9000);
	pass(test, &l, "00 b2 01 04 00", 0x9000);
	pass(test, &l, "80 2a 00 80 01 aa 00", 0x9000);
	pass(test, &l, "ff ca 00 00 00", 0x9000);
	KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
}

static void the_end_of_a_chain_is_no_command_of_its_own(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_B, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, "10 a4 04 0c 05 " AID_A_HEAD, 0x9000);
	pass(test, &l, SELECT_B, 0x9000);
	KUNIT_ASSERT_NULL(test, pass(test, &l, "00 20 00 98", 0x63c2));
	at_file(test, &l, SELECT_B, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, "10 20 00 80 02 31 32", 0x9000);
	KUNIT_ASSERT_NULL(test, pass(test, &l, "00 20 00 80 02 33 34", 0x63c2));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x18, 0), NO_COUNT);
	KUNIT_ASSERT_EQ(test, pass(test, &l, VERIFY, 0x63c1)->left, 1);
}

/* The card compares what the parts held, though the end holds nothing. */
static void a_chain_leaves_nothing_known(struct kunit *test)
{
	static const char *const parts[] = {
		"10 20 00 80 04 31 32 33 34", "10 24 01 80 04 31 32 33 34",
		"90 20 00 80 04 31 32 33 34", "10 db 3f ff 01 31",
	};
	static const char *const ends[] = {
		ASK, VERIFY, CHANGE_NEW, "01 20 00 80",
	};
	static const u16 words[] = { 0x9000, 0x63c1, 0x6700, NO_ANSWER };
	struct ccid_ledger l;
	size_t i, n, w;

	for (i = 0; i < ARRAY_SIZE(parts); i++)
		for (n = 0; n < ARRAY_SIZE(ends); n++)
			for (w = 0; w < ARRAY_SIZE(words); w++) {
				at_file(test, &l, SELECT_A, SELECT_18);
				pass(test, &l, ASK, 0x63c2);
				pass(test, &l, parts[i], 0x9000);
				KUNIT_ASSERT_NULL(test, pass(test, &l, ends[n],
							     words[w]));
				KUNIT_ASSERT_EQ(test,
						left_of(test, &l, AID_A, 0x18,
							0),
						NO_COUNT);
			}
}

static void the_end_of_an_envelope_holds_nothing(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
	KUNIT_ASSERT_NULL(test, pass(test, &l, "00 c2 00 00", 0x9000));
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), NO_COUNT);
}

/* 90 00 for a part, or for a class of somebody's own, restores nothing. */
static void what_is_not_plain_gives_no_try_back(struct kunit *test)
{
	static const char *const commands[] = {
		"10 20 00 80 04 31 32 33 34", "0c 20 00 80 04 31 32 33 34",
		"04 20 00 80 04 31 32 33 34", "20 20 00 80 04 31 32 33 34",
		"80 20 00 80 04 31 32 33 34", "ff 20 00 80 04 31 32 33 34",
	};
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		u8 left;

		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c3);
		pass(test, &l, VERIFY, 0x63c1);
		KUNIT_ASSERT_NULL(test, pass(test, &l, commands[i], 0x9000));
		left = left_of(test, &l, AID_A, 0x18, 0);
		KUNIT_ASSERT_TRUE(test, left == 1 || left == NO_COUNT);
		pass(test, &l, commands[i], 0x63c0);
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0),
				NO_COUNT);
	}
}

/* 90 00 may be about the wrapping; the tries are told inside. */
static void a_try_that_is_wrapped_leaves_nothing_known(struct kunit *test)
{
	static const char *const commands[] = {
		"0c 20 00 80 04 31 32 33 34", "04 20 00 80 04 31 32 33 34",
		"0c 21 00 98 04 31 32 33 34", "0c 24 00 80 04 31 32 33 34",
		"80 20 00 80 04 31 32 33 34", "60 2c 00 80 04 31 32 33 34",
	};
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		at_file(test, &l, SELECT_A, SELECT_18);
		pass(test, &l, ASK, 0x63c2);
		KUNIT_ASSERT_NULL(test, pass(test, &l, commands[i], 0x6882));
		KUNIT_ASSERT_NULL(test, pass(test, &l, commands[i], 0x6e00));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 2);
		KUNIT_ASSERT_NULL(test, pass(test, &l, commands[i], 0x9000));
		KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0),
				NO_COUNT);
	}
}

/* Two names that may mean one PIN: a try under one is a try under both. */
static const struct {
	const char *name;
	const char *select;
	const char *other;
	const char *ask, *verify;
	const char *aid;
	u8 reference;
} related[] = {
	{ "the beginning of an identifier", SELECT_A, SELECT_A_HEAD,
	  "00 20 00 98", "00 20 00 98 01 31", AID_A, 0x98 },
	{ "more of an identifier", SELECT_A_HEAD, SELECT_A,
	  "00 20 00 c1", "00 20 00 c1 01 31", AID_A_HEAD, 0xc1 },
	{ "a global reference", SELECT_A, SELECT_B,
	  "00 20 00 01", "00 20 00 01 01 31", AID_A, 0x01 },
	{ "the last global reference", SELECT_A, SELECT_B,
	  "00 20 00 7f", "00 20 00 7f 01 31", AID_A, 0x7f },
	{ "no reference after one", SELECT_A, SELECT_A,
	  "00 20 00 98", "00 20 00 00 01 31", AID_A, 0x98 },
	{ "a reference after none", SELECT_A, SELECT_A,
	  "00 20 00 00", "00 20 00 98 01 31", AID_A, 0x00 },
	{ "a file after the application's own", SELECT_A, SELECT_A,
	  "00 20 00 80", "00 20 00 98 01 31", AID_A, 0x80 },
	{ "the application's own after a file", SELECT_A, SELECT_A,
	  "00 20 00 98", "00 20 00 80 01 31", AID_A, 0x98 },
};

static void a_try_counts_under_every_name_of_the_pin(struct kunit *test)
{
	struct ccid_ledger l;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(related); i++) {
		ledger_fresh(&l);
		pass(test, &l, related[i].select, 0x9000);
		pass(test, &l, related[i].ask, 0x63c3);
		pass(test, &l, related[i].other, 0x9000);
		KUNIT_ASSERT_EQ(test,
				pass(test, &l, related[i].verify, 0x63c2)->left,
				2);
		if (left_of(test, &l, related[i].aid, 0,
			    related[i].reference) != NO_COUNT)
			KUNIT_FAIL(test, "%s", related[i].name);
	}
}

/* The short identifier of a file may be the end of its long one. */
static void a_long_identifier_has_a_short_one_in_it(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, "00 a4 02 0c 02 2f 18");
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, SELECT_1B, 0x9000);
	pass(test, &l, ASK, 0x63c5);
	pass(test, &l, "00 20 00 98 04 31 32 33 34", 0x63c2);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x2f18, 0), NO_COUNT);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x1b, 0), 5);
	pass(test, &l, "00 a4 02 0c 02 2f 18", 0x9000);
	pass(test, &l, VERIFY, 0x63c1);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), NO_COUNT);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x2f18, 0), 1);
}

/* Told as they are, though no longer relied upon: see floor_kunit.c. */
static void other_pins_keep_their_counters(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, ASK, 0x63c3);
	pass(test, &l, SELECT_1B, 0x9000);
	pass(test, &l, VERIFY, 0x63c4);
	pass(test, &l, SELECT_B, 0x9000);
	pass(test, &l, SELECT_18, 0x9000);
	pass(test, &l, VERIFY, NO_ANSWER);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x1b, 0), 4);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x18, 0), NO_COUNT);
}

static void each_channel_has_its_own_selection(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	pass(test, &l, "00 70 00 00 01", 0x9000);
	pass(test, &l, "01 a4 04 0c 0a " AID_B, 0x9000);
	pass(test, &l, "01 20 00 98", 0x63c1);
	pass(test, &l, "4f a4 04 0c 0a " AID_B, 0x9000);
	pass(test, &l, "4f 20 00 9b", 0x63c2);
	pass(test, &l, ASK, 0x63c3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_A, 0x18, 0), 3);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x18, 0), 1);
	KUNIT_ASSERT_EQ(test, left_of(test, &l, AID_B, 0x1b, 0), 2);
}

static void a_channel_starts_without_a_selection(struct kunit *test)
{
	struct ccid_ledger l;

	at_file(test, &l, SELECT_A, SELECT_18);
	KUNIT_ASSERT_NULL(test, pass(test, &l, "02 20 00 80", 0x63c3));
	pass(test, &l, "02 a4 04 0c 0a " AID_B, 0x9000);
	KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, "02 20 00 98", 0x63c3));
	pass(test, &l, "00 70 80 02", 0x9000);
	KUNIT_ASSERT_NULL(test, pass(test, &l, "02 20 00 98", 0x63c3));
	KUNIT_ASSERT_NOT_NULL(test, pass(test, &l, ASK, 0x63c3));
}

static void random_commands_keep_the_ledger_whole(struct kunit *test)
{
	u32 seed = 20;
	static const u8 classes[] = {
		0, 0, 0, 1, 0x0c, 0x10, 0x4f, 0x80, 0xff
	};
	static const u8 codes[] = { 0x20, 0x21, 0x24, 0x2c, 0x70, 0xa4, 0xb0 };
	static const u16 words[] = {
		0x9000, 0x63c3, 0x63c2, 0x6983, 0x6a82, 0
	};
	struct ccid_ledger l;
	int round, i;
	u32 at;

	ledger_fresh(&l);
	for (round = 0; round < MANY(200000); round++) {
		u8 noise[5 + 20] = {
			classes[next_random(&seed) % 9],
			codes[next_random(&seed) % 7],
			(u8)(next_random(&seed) % 6),
			(u8)(next_random(&seed) % 4 * 0x46),
			0,
		};
		struct ccid_apdu_view v;
		struct bytes cmd;

		noise[4] = (u8)(next_random(&seed) % 20);
		for (i = 5; i < (int)sizeof(noise); i++)
			noise[i] = (u8)(next_random(&seed) % 3);
		cmd = bytes_copy(test, noise, noise[4] ? 5u + noise[4] : 4);
		KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
		ccid_ledger_learn(&l, &v, words[next_random(&seed) % 6],
				  (u64)round);
		bytes_free(test, &cmd);
		KUNIT_ASSERT_LE(test, l.count, CCID_PINS_MAX);
		for (at = 0; at < l.count; at++) {
			const struct ccid_pin_entry *e = &l.entries[at];

			KUNIT_ASSERT_PTR_EQ(test,
					    ccid_ledger_find(&l, &e->name), e);
			KUNIT_ASSERT_TRUE(test,
					  e->left <= 15 || e->left == NO_COUNT);
			KUNIT_ASSERT_TRUE(test,
					  e->max <= 15 || e->max == NO_COUNT);
			KUNIT_ASSERT_EQ(test, !e->left,
					e->state & CCID_PIN_BLOCKED);
		}
	}
}

static struct kunit_case place_cases[] = {
	KUNIT_CASE(a_pin_is_named_by_application_and_file),
	KUNIT_CASE(a_short_identifier_is_the_file_of_that_number),
	KUNIT_CASE(every_reference_has_one_name),
	KUNIT_CASE(an_application_of_any_length_is_a_name),
	KUNIT_CASE(after_a_reset_the_cards_own_level_is_selected),
	KUNIT_CASE(a_refused_select_changes_nothing),
	KUNIT_CASE(a_warning_is_a_selection),
	KUNIT_CASE(a_try_of_nobody_knows_what_leaves_nothing_known),
	KUNIT_CASE(a_question_of_nobody_knows_what_teaches_nothing),
	KUNIT_CASE(a_right_pin_of_nobody_knows_what_spends_nothing),
	KUNIT_CASE(selecting_anew_finds_the_way_back),
	KUNIT_CASE(an_envelope_may_have_done_anything),
	KUNIT_CASE(reading_the_current_file_does_not_move),
	KUNIT_CASE(a_chain_leaves_nothing_known),
	KUNIT_CASE(the_end_of_an_envelope_holds_nothing),
	KUNIT_CASE(the_end_of_a_chain_is_no_command_of_its_own),
	KUNIT_CASE(what_is_not_plain_gives_no_try_back),
	KUNIT_CASE(a_try_that_is_wrapped_leaves_nothing_known),
	KUNIT_CASE(a_try_counts_under_every_name_of_the_pin),
	KUNIT_CASE(a_long_identifier_has_a_short_one_in_it),
	KUNIT_CASE(other_pins_keep_their_counters),
	KUNIT_CASE(each_channel_has_its_own_selection),
	KUNIT_CASE(a_channel_starts_without_a_selection),
	KUNIT_CASE(random_commands_keep_the_ledger_whole),
	{}
};

static struct kunit_suite place_suite = {
	.name = "ccid_place",
	.test_cases = place_cases,
};

kunit_test_suite(place_suite);
