// SPDX-License-Identifier: GPL-2.0-only
/* T=0 at TPDU level: the cases, GET RESPONSE, ENVELOPE, and their ends. */
#include "script.h"

#include "msg.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define VERIFY		"00 20 00 80 04 31 32 33 34"
#define SELECT		"00 a4 04 0c 02 aa bb"
#define READ4		"00 b0 00 00 04"

static void reset(struct kunit *test, struct ccid_link *l)
{
	script_reset(test, l, CCID_LEVEL_TPDU, 0);
}

static void reset_classes(struct kunit *test, struct ccid_link *l,
			  u8 get_response, u8 envelope)
{
	struct ccid_link_setup setup;

	reset(test, l);
	setup = l->setup;
	setup.get_response = get_response;
	setup.envelope = envelope;
	ccid_link_reset(l, &setup);
}

/* One step and what comes of it. */
struct row {
	const char *cmd;
	struct step step;
	const char *rsp;
};

static void one_tpdu_is_enough(struct kunit *test)
{
	static const struct row rows[] = {
		/* case 1: P3 on the wire, nothing in the APDU */
		{ "00 20 00 80", { "00 20 00 80 00", "63 c3" }, "63 c3" },
		{ "00 20 00 80", { "00 20 00 80 00", "6c 05" }, "6c 05" },
		{ "00 20 00 80", { "00 20 00 80 00", "61 05" }, "61 05" },
		/* case 2 */
		{ READ4, { READ4, "01 02 03 04 90 00" }, "01 02 03 04 90 00" },
		{ READ4, { READ4, "01 02 62 82" }, "01 02 62 82" },
		{ READ4, { READ4, "6b 00" }, "6b 00" },
		{ "00 b0 00 00 00", { "00 b0 00 00 00", "90 00" }, "90 00" },
		{ READ4, { READ4, "01 02 03 04 61 05" }, "01 02 03 04 61 05" },
		/* case 3 */
		{ VERIFY, { VERIFY, "63 c2" }, "63 c2" },
		{ VERIFY, { VERIFY, "6c 04" }, "6c 04" },
		{ VERIFY, { VERIFY, "61 04" }, "61 04" },
		{ VERIFY, { VERIFY, "90 00" }, "90 00" },
		/* case 4: Le stays behind; no success, nothing to ask for */
		{ SELECT " 00", { SELECT, "6a 82" }, "6a 82" },
		{ SELECT " 00", { SELECT, "6c 10" }, "6c 10" },
		{ SELECT " 00", { SELECT, "01 90 00" }, "01 90 00" },
		/* extended lengths that fit into P3 */
		{ "00 b0 00 00 00 00 04", { READ4, "01 90 00" }, "01 90 00" },
		{ "00 b0 00 00 00 01 00", { "00 b0 00 00 00", "01 90 00" },
		  "01 90 00" },
		{ "00 b0 00 00 00 12 34", { "00 b0 00 00 00", "01 90 00" },
		  "01 90 00" },
		{ "00 20 00 80 00 00 04 31 32 33 34", { VERIFY, "90 00" },
		  "90 00" },
	};
	struct ccid_link l;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		reset(test, &l);
		script_play(test, &l, rows[i].cmd, &rows[i].step, 1,
			    rows[i].rsp);
	}
}

static void waiting_data_is_fetched(struct kunit *test)
{
	static const struct step steps[] = {
		{ SELECT, "61 02" },
		{ "00 c0 00 00 02", "01 02 61 03" },
		{ "00 c0 00 00 03", "03 04 05 90 00" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, SELECT " 00", steps, "01 02 03 04 05 90 00");
}

static void no_more_is_fetched_than_was_wanted(struct kunit *test)
{
	static const struct step steps[] = {
		{ SELECT, "61 00" },
		{ "00 c0 00 00 03", "01 02 61 fe" },
		{ "00 c0 00 00 01", "03 61 fd" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, SELECT " 03", steps, "01 02 03 61 fd");
}

static void data_after_a_plain_success_is_fetched(struct kunit *test)
{
	static const struct step steps[] = {
		{ SELECT, "90 00" },
		{ "00 c0 00 00 00", "6c 02" },
		{ "00 c0 00 00 02", "01 02 90 00" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, SELECT " 00", steps, "01 02 90 00");
}

/* What the command was answered stands when there was nothing to fetch. */
static void a_fetch_in_vain_takes_nothing_back(struct kunit *test)
{
	static const struct step done[] = {
		{ SELECT, "90 00" },
		{ "00 c0 00 00 00", "69 85" },
	};
	static const struct step waits[] = {
		{ SELECT, "61 10" },
		{ "00 c0 00 00 10", "6c 20" },
		{ "00 c0 00 00 20", "6c 20" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, SELECT " 00", done, "90 00");
	play(test, &l, SELECT " 00", waits, "61 10");
}

static void data_promised_has_to_come(struct kunit *test)
{
	static const struct step steps[] = {
		{ SELECT, "61 02" },
		{ "00 c0 00 00 02", "01 61 01" },
		{ "00 c0 00 00 01", "61 01", .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, SELECT " 00", steps, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
}

static void a_wrong_length_is_corrected_once(struct kunit *test)
{
	static const struct step good[] = {
		{ READ4, "6c 02" },
		{ "00 b0 00 00 02", "01 02 90 00" },
	};
	static const struct step full[] = {
		{ READ4, "6c 00" },
		{ "00 b0 00 00 00", "01 90 00" },
	};
	static const struct step again[] = {
		{ READ4, "6c 02" },
		{ "00 b0 00 00 02", "6c 04" },
	};
	static const struct step data[] = { { READ4, "01 6c 02" } };
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, good, "01 02 90 00");
	play(test, &l, READ4, full, "01 90 00");
	play(test, &l, READ4, again, "6c 04");
	play(test, &l, READ4, data, "01 6c 02");
}

static void long_expectations_are_met_by_fetching(struct kunit *test)
{
	static const struct step steps[] = {
		{ "00 b0 00 00 00", "01 02 61 00" },
		{ "00 c0 00 00 00", "03 04 61 01" },
		{ "00 c0 00 00 01", "05 90 00" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, "00 b0 00 00 00 02 00", steps, "01 02 03 04 05 90 00");
}

/* GET RESPONSE in the class of the reader, but on the channel of the command */
static void the_class_is_the_readers_or_the_commands(struct kunit *test)
{
	static const struct step echo[] = {
		{ "80 2a 00 80 01 aa", "61 01" },
		{ "80 c0 00 00 01", "01 90 00" },
	};
	static const struct step given[] = {
		{ "80 2a 00 80 01 aa", "61 01" },
		{ "00 c0 00 00 01", "01 90 00" },
	};
	static const struct step channel[] = {
		{ "01 2a 00 80 01 aa", "61 01" },
		{ "01 c0 00 00 01", "01 90 00" },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, "80 2a 00 80 01 aa 00", echo, "01 90 00");
	reset_classes(test, &l, 0x00, 0x00);
	play(test, &l, "80 2a 00 80 01 aa 00", given, "01 90 00");
	play(test, &l, "01 2a 00 80 01 aa 00", channel, "01 90 00");
}

/* A command of 300 bytes of data, 309 with header and lengths. */
#define LONG_LEN	309

/* A command of @len bytes in all, and Le 16. */
static struct bytes long_command(struct kunit *test, u32 len)
{
	struct bytes cmd = { kunit_kmalloc(test, len, GFP_KERNEL), len };
	const u8 head[] = {
		0x00, 0x2a, 0x00, 0x80, 0x00, (len - 9) >> 8, (len - 9) & 0xff,
	};
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, cmd.p);
	for (i = 0; i < len; i++)
		cmd.p[i] = (u8)i;
	memcpy(cmd.p, head, sizeof(head));
	cmd.p[len - 2] = 0;
	cmd.p[len - 1] = 16;
	return cmd;
}

/* A command TPDU that has to be the @len bytes of @cmd from @at on. */
static void check_envelope(struct kunit *test, struct ccid_link *l,
			   const struct bytes *cmd, u32 at, u32 len)
{
	const u8 head[] = { l->setup.envelope == 0xff ? cmd->p[0] :
			    l->setup.envelope, 0xc2, 0, 0, (u8)len };
	struct ccid_piece piece;

	ccid_link_next(l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 5 + len);
	KUNIT_ASSERT_EQ(test, memcmp(piece.data, head, 5), 0);
	KUNIT_ASSERT_EQ(test, memcmp(piece.data + 5, cmd->p + at, len), 0);
}

static int answer(struct kunit *test, struct ccid_link *l, const char *hex)
{
	struct bytes in = bytes_hex(test, hex);
	int err = ccid_link_take(l, 0, in.p, in.len);

	bytes_free(test, &in);
	return err;
}

static struct bytes begin_long(struct kunit *test, struct ccid_link *l, u32 len,
			       u8 *rsp, u32 room)
{
	struct bytes cmd = long_command(test, len);
	struct ccid_apdu_view v;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(l, &v, cmd.p, cmd.len, rsp,
					      room), 0);
	check_envelope(test, l, &cmd, 0, 255);
	return cmd;
}

static void a_long_command_goes_in_envelopes(struct kunit *test)
{
	struct ccid_link l;
	struct bytes cmd;
	struct ccid_piece piece;
	u8 rsp[4];

	reset_classes(test, &l, 0xff, 0x80);
	cmd = begin_long(test, &l, LONG_LEN, rsp, sizeof(rsp));
	KUNIT_ASSERT_EQ(test, answer(test, &l, "90 00"), 0);
	check_envelope(test, &l, &cmd, 255, LONG_LEN - 255);
	KUNIT_ASSERT_EQ(test, answer(test, &l, "61 02"), 0);
	KUNIT_ASSERT_FALSE(test, l.run.done);
	ccid_link_next(&l, &piece);
	KUNIT_ASSERT_EQ(test, piece.len, 5);
	KUNIT_ASSERT_EQ(test, memcmp(piece.data, "\x00\xc0\x00\x00\x02", 5), 0);
	KUNIT_ASSERT_EQ(test, answer(test, &l, "01 02 90 00"), 0);
	KUNIT_ASSERT_TRUE(test, l.run.done);
	KUNIT_ASSERT_EQ(test, l.run.total, 4);
	KUNIT_ASSERT_EQ(test, memcmp(rsp, "\x01\x02\x90\x00", 4), 0);
}

/* Without its Le the command would look whole to the card. */
static void the_le_goes_with_some_of_the_data(struct kunit *test)
{
	struct ccid_link l;
	u32 len;

	for (len = 509; len <= 514; len++) {
		u32 second = len == 511 || len == 512 ? len - 3 - 255 :
			     min_t(u32, len - 255, 255);
		struct bytes cmd;

		reset(test, &l);
		cmd = begin_long(test, &l, len, NULL, 0);
		KUNIT_ASSERT_EQ(test, answer(test, &l, "90 00"), 0);
		check_envelope(test, &l, &cmd, 255, second);
		KUNIT_ASSERT_EQ(test, answer(test, &l, "90 00"), 0);
		if (len > 510)
			check_envelope(test, &l, &cmd, 255 + second,
				       len - 255 - second);
	}
}

static void an_envelope_that_is_refused_ends_it(struct kunit *test)
{
	static const char *const words[] = {
		"6d 00", "61 10", "6c 10", "62 00",
	};
	struct ccid_link l;
	u32 i;
	u8 rsp[2];

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		struct bytes sw = bytes_hex(test, words[i]);

		reset(test, &l);
		begin_long(test, &l, LONG_LEN, rsp, sizeof(rsp));
		KUNIT_ASSERT_EQ(test, answer(test, &l, words[i]), 0);
		KUNIT_ASSERT_TRUE(test, l.run.done);
		KUNIT_ASSERT_EQ(test, memcmp(rsp, sw.p, 2), 0);
	}
}

static void answers_of_impossible_length_are_refused(struct kunit *test)
{
	static const struct step empty[] = { { READ4, "", .err = -EPROTO } };
	static const struct step half[] = { { READ4, "90", .err = -EPROTO } };
	static const u8 much[259];
	struct bytes cmd = bytes_hex(test, READ4);
	struct ccid_apdu_view v;
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, empty, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
	reset(test, &l);
	play(test, &l, READ4, half, NULL);
	reset(test, &l);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, much, 259), -EPROTO);
	bytes_free(test, &cmd);
	cmd = bytes_hex(test, "00 b0 00 00 00 00 00");
	reset(test, &l);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	KUNIT_ASSERT_EQ(test, ccid_link_take(&l, 0, much, 259), -EPROTO);
}

/* A byte at a time, without end. */
static void fetching_without_end_ends(struct kunit *test)
{
	struct bytes cmd = bytes_hex(test, "00 b0 00 00 00 00 00");
	struct ccid_apdu_view v;
	struct ccid_link l;
	u32 rounds = 0;
	int err;

	reset(test, &l);
	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	KUNIT_ASSERT_EQ(test, ccid_link_begin(&l, &v, cmd.p, cmd.len, NULL, 0),
			0);
	do {
		struct ccid_piece piece;

		ccid_link_next(&l, &piece);
		err = ccid_link_take(&l, 0, (const u8 *)"\xaa\x61\x00", 3);
		rounds++;
	} while (!err && !l.run.done && rounds < 100000);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_ASSERT_EQ(test, rounds, 65536);
	KUNIT_ASSERT_EQ(test, l.run.total, 65538);
	KUNIT_ASSERT_EQ(test, l.run.sw, 0x6100);
}

static void a_failure_of_the_reader_is_final(struct kunit *test)
{
	static const struct step mute[] = {
		{ READ4, NULL, CCID_ERR_MUTE, .err = -ETIMEDOUT },
	};
	static const struct step parity[] = {
		{ READ4, NULL, CCID_ERR_PARITY, .err = -EPROTO },
	};
	struct ccid_link l;

	reset(test, &l);
	play(test, &l, READ4, mute, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
	reset(test, &l);
	play(test, &l, READ4, parity, NULL);
	KUNIT_ASSERT_TRUE(test, l.dead);
}

static struct kunit_case t0_cases[] = {
	KUNIT_CASE(one_tpdu_is_enough),
	KUNIT_CASE(waiting_data_is_fetched),
	KUNIT_CASE(no_more_is_fetched_than_was_wanted),
	KUNIT_CASE(data_after_a_plain_success_is_fetched),
	KUNIT_CASE(a_fetch_in_vain_takes_nothing_back),
	KUNIT_CASE(data_promised_has_to_come),
	KUNIT_CASE(a_wrong_length_is_corrected_once),
	KUNIT_CASE(long_expectations_are_met_by_fetching),
	KUNIT_CASE(the_class_is_the_readers_or_the_commands),
	KUNIT_CASE(a_long_command_goes_in_envelopes),
	KUNIT_CASE(the_le_goes_with_some_of_the_data),
	KUNIT_CASE(an_envelope_that_is_refused_ends_it),
	KUNIT_CASE(answers_of_impossible_length_are_refused),
	KUNIT_CASE(fetching_without_end_ends),
	KUNIT_CASE(a_failure_of_the_reader_is_final),
	{}
};

static struct kunit_suite t0_suite = {
	.name = "ccid_t0",
	.test_cases = t0_cases,
};

kunit_test_suite(t0_suite);
