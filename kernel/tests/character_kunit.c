// SPDX-License-Identifier: GPL-2.0-only
/* Character level: procedure bytes of T=0, blocks of T=1 in two parts. */
#include "script.h"

#include "msg.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

#define READ4		"00 b0 00 00 04"
#define VERIFY		"00 20 00 80 04 31 32 33 34"
#define VERIFY_HEAD	"00 20 00 80 04"

/* A block with its LRC, and the answers to it */
#define I0_READ4	"00 00 05 00 b0 00 00 04 b1"
#define I1_READ4	"00 40 05 00 b0 00 00 04 f1"

static void reset(struct kunit *test, struct ccid_link *l, u8 protocol)
{
	script_reset(test, l, CCID_LEVEL_CHARACTER, protocol);
}

static void data_comes_when_the_card_is_ready(struct kunit *test)
{
	static const struct step at_once[] = {
		{ READ4, "60", .level = 1 },
		{ "", "60", .level = 1 },
		{ "", "b0", .level = 1 },
		{ "", "01 02 03 04", .level = 4 },
		{ "", "60", .level = 1 },
		{ "", "90", .level = 1 },
		{ "", "00", .level = 1 },
	};
	static const struct step in_parts[] = {
		{ READ4, "b1", .level = 1 },	/* INS ^ 1 is INS */
		{ "", "01", .level = 4 },
		{ "", "02 03 04", .level = 3 },
		{ "", "90", .level = 1 },
		{ "", "00", .level = 1 },
	};
	static const struct step one_by_one[] = {
		{ READ4, "4f", .level = 1 },
		{ "", "01", .level = 1 },
		{ "", "4e", .level = 1 },
		{ "", "02", .level = 1 },
		{ "", "b0", .level = 1 },
		{ "", "03 04", .level = 2 },
		{ "", "90", .level = 1 },
		{ "", "00", .level = 1 },
	};
	struct ccid_link l;

	reset(test, &l, 0);
	play(test, &l, READ4, at_once, "01 02 03 04 90 00");
	play(test, &l, READ4, in_parts, "01 02 03 04 90 00");
	play(test, &l, READ4, one_by_one, "01 02 03 04 90 00");
}

static void data_goes_when_the_card_is_ready(struct kunit *test)
{
	static const struct step at_once[] = {
		{ VERIFY_HEAD, "20", .level = 1 },
		{ "31 32 33 34", "60", .level = 1 },
		{ "", "63", .level = 1 },
		{ "", "c2", .level = 1 },
	};
	static const struct step one_by_one[] = {
		{ VERIFY_HEAD, "df", .level = 1 },
		{ "31", "de", .level = 1 },
		{ "32", "21", .level = 1 },
		{ "33 34", "20", .level = 1 },	/* there is none left */
		{ "", "90", .level = 1 },
		{ "", "00", .level = 1 },
	};
	static const struct step refused[] = {
		{ VERIFY_HEAD, "69", .level = 1 },
		{ "", "83", .level = 1 },
	};
	struct ccid_link l;

	reset(test, &l, 0);
	play(test, &l, VERIFY, at_once, "63 c2");
	play(test, &l, VERIFY, one_by_one, "90 00");
	play(test, &l, VERIFY, refused, "69 83");
}

static void a_wrong_length_is_corrected(struct kunit *test)
{
	static const struct step steps[] = {
		{ READ4, "6c", .level = 1 },
		{ "", "02", .level = 1 },
		{ "00 b0 00 00 02", "b0", .level = 1 },
		{ "", "01 02", .level = 2 },
		{ "", "90", .level = 1 },
		{ "", "00", .level = 1 },
	};
	struct ccid_link l;

	reset(test, &l, 0);
	play(test, &l, READ4, steps, "01 02 90 00");
}

static void what_is_no_procedure_byte_is_refused(struct kunit *test)
{
	int byte;

	for (byte = 0; byte < 256; byte++) {
		u8 data = (u8)byte, high = data & 0xf0;
		u8 differs = data ^ 0xb0;
		bool right = high == 0x60 || high == 0x90 || differs <= 1 ||
			     differs >= 0xfe;
		struct bytes cmd = bytes_hex(test, READ4);
		struct ccid_apdu_view v;
		struct ccid_piece piece;
		struct ccid_link l;

		reset(test, &l, 0);
		KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
		KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len,
						      NULL, 0), 0);
		ccid_link_next(&l, &piece);
		KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, &data, 1),
				right ? 0 : -EPROTO);
		KUNIT_ASSERT_EQ(test, l.dead, !right);
		bytes_free(test, &cmd);
	}
}

static void bytes_not_asked_for_are_refused(struct kunit *test)
{
	static const struct step none[] = {
		{ READ4, "", .level = 1, .err = -EPROTO },
	};
	static const struct step two[] = {
		{ READ4, "90 00", .level = 1, .err = -EPROTO },
	};
	static const struct step five[] = {
		{ READ4, "b0", .level = 1 },
		{ "", "01 02 03 04 90", .level = 4, .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l, 0);
	play(test, &l, READ4, none, NULL);
	reset(test, &l, 0);
	play(test, &l, READ4, two, NULL);
	reset(test, &l, 0);
	play(test, &l, READ4, five, NULL);
}

static void asking_for_time_without_end_ends(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_apdu_view v;
	struct ccid_link l;
	u32 rounds;
	int err = 0;

	reset(test, &l, 0);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	for (rounds = 0; !err && rounds < 10000; rounds++) {
		struct ccid_piece piece;

		ccid_link_next(&l, &piece);
		err = ccid_link_take(&l, 0, (const u8 *)"\x60", 1);
	}
	KUNIT_ASSERT_EQ(test, err, -EPROTO);
	KUNIT_ASSERT_EQ(test, rounds, CCID_CHARACTER_ROUNDS + 1);
}

static void a_block_comes_in_two_parts(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 00 06", .level = 3 },
		{ "", "01 02 03 04 90 00 92", .level = 7 },
	};
	static const struct step slowly[] = {
		{ I1_READ4, "00", .level = 3 },
		{ "", "40 02", .level = 2 },
		{ "", "90", .level = 3 },
		{ "", "00 d2", .level = 2 },
	};
	struct ccid_link l;

	reset(test, &l, 1);
	play(test, &l, READ4, steps, "01 02 03 04 90 00");
	play(test, &l, READ4, slowly, "90 00");
}

static void a_damaged_block_is_asked_for_again(struct kunit *test)
{
	static const struct step steps[] = {
		{ I0_READ4, "00 00 ff", .level = 3 },
		{ "00 82 00 82", "00 00 02", .level = 3 },
		{ "", "90 00 93", .level = 3 },
		{ "00 82 00 82", NULL, CCID_ERR_PARITY, .level = 3 },
	};
	static const struct step more[] = {
		{ I0_READ4, "00 00 02", .level = 3 },
		{ "", "90 00 92 00", .level = 3 },
		{ "00 82 00 82", "00 c3 01", .level = 3 },
		{ "", "05 c7", .level = 2 },
		{ "00 e3 01 05 e7", "00 00 02", .level = 3, .bwi = 5 },
		{ "", "90 00 92", .level = 3 },
	};
	struct ccid_link l;

	reset(test, &l, 1);
	play(test, &l, READ4, steps, NULL);
	KUNIT_ASSERT_FALSE(test, l.dead);
	reset(test, &l, 1);
	play(test, &l, READ4, more, "90 00");
}

/* More than one message takes: 60 bytes of data over messages of 54. */
static void what_is_too_long_goes_in_several(struct kunit *test)
{
	u8 cmd[65] = { 0x00, 0xd6, 0x00, 0x00, 60 };
	struct ccid_link_setup setup;
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	struct ccid_link l;

	reset(test, &l, 0);
	setup = l.setup;
	setup.piece = 54;
	ccid_link_reset(&l, &setup);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd, sizeof(cmd)), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd, sizeof(cmd), NULL,
					      0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, (const u8 *)"\xd6", 1), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 54);
	KUNIT_ASSERT_EQ(test, piece.level, 0);
	KUNIT_ASSERT_PTR_EQ(test, piece.data, cmd + 5);
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, cmd, 0), 0);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 6);
	KUNIT_ASSERT_EQ(test, piece.level, 1);
	KUNIT_ASSERT_PTR_EQ(test, piece.data, cmd + 59);
}

static struct kunit_case character_cases[] = {
	KUNIT_CASE(data_comes_when_the_card_is_ready),
	KUNIT_CASE(data_goes_when_the_card_is_ready),
	KUNIT_CASE(a_wrong_length_is_corrected),
	KUNIT_CASE(what_is_no_procedure_byte_is_refused),
	KUNIT_CASE(bytes_not_asked_for_are_refused),
	KUNIT_CASE(asking_for_time_without_end_ends),
	KUNIT_CASE(a_block_comes_in_two_parts),
	KUNIT_CASE(a_damaged_block_is_asked_for_again),
	KUNIT_CASE(what_is_too_long_goes_in_several),
	{}
};

static struct kunit_suite character_suite = {
	.name = "ccid_character",
	.test_cases = character_cases,
};

kunit_test_suite(character_suite);
