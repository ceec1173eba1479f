// SPDX-License-Identifier: GPL-2.0-only
/* Command APDUs: the four cases in both forms, and what an INS may do. */
#include "bytes.h"

#include "apdu.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

/* A command of @len bytes: @head, then 5a. */
static struct bytes command(struct kunit *test, const char *head, u32 len)
{
	struct bytes from = bytes_hex(test, head);
	struct bytes to = { kunit_kmalloc(test, len, GFP_KERNEL), len };

	KUNIT_ASSERT_NOT_NULL(test, to.p);
	memset(to.p, 0x5a, len);
	memcpy(to.p, from.p, min(from.len, len));
	bytes_free(test, &from);
	return to;
}

static const struct {
	const char *name;
	const char *head;
	u32 len;
	bool extended;
	u32 nc;
	u32 ne;
} good[] = {
	{ "case 1", "00 20 00 80", 4, false, 0, 0 },
	{ "case 2", "00 b0 00 00 04", 5, false, 0, 4 },
	{ "case 2 of 255", "00 b0 00 00 ff", 5, false, 0, 255 },
	{ "case 2 of 256", "00 b0 00 00 00", 5, false, 0, 256 },
	{ "case 3 of 1", "00 20 00 80 01", 6, false, 1, 0 },
	{ "case 3 of 255", "00 20 00 80 ff", 260, false, 255, 0 },
	{ "case 4 of 1", "00 a4 04 00 01 aa 00", 7, false, 1, 256 },
	{ "case 4 of 255", "80 2a 00 80 ff", 261, false, 255, 0x5a },
	{ "case 2 ext of 1", "00 b0 00 00 00 00 01", 7, true, 0, 1 },
	{ "case 2 ext, all", "00 b0 00 00 00 00 00", 7, true, 0, 65536 },
	{ "case 3 ext of 1", "80 a2 00 00 00 00 01", 8, true, 1, 0 },
	{ "case 3 ext of 307", "80 a2 00 00 00 01 33", 314, true, 307, 0 },
	{ "case 3 ext, all", "80 a2 00 00 00 ff ff", 65542, true, 65535, 0 },
	{ "case 4 ext of 1", "80 a2 00 00 00 00 01 aa 00 00", 10, true, 1,
	  65536 },
	{ "case 4 ext, all", "80 a2 00 00 00 ff ff", 65544, true, 65535,
	  0x5a5a },
};

static void each_case_is_taken_apart(struct kunit *test)
{
	struct ccid_apdu_view v;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		struct bytes cmd = command(test, good[i].head, good[i].len);
		u32 head = good[i].extended ? 7 : 5;

		memset(&v, 0xee, sizeof(v));
		KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
		KUNIT_ASSERT_EQ(
			test,
			memcmp(cmd.p, ((u8[]){ v.cla, v.ins, v.p1, v.p2 }), 4),
			0);
		KUNIT_ASSERT_EQ(test, v.extended, good[i].extended);
		KUNIT_ASSERT_EQ(test, v.nc, good[i].nc);
		KUNIT_ASSERT_EQ(test, v.ne, good[i].ne);
		KUNIT_ASSERT_PTR_EQ(test, v.data, v.nc ? cmd.p + head : NULL);
		bytes_free(test, &cmd);
	}
}

static const struct {
	const char *name;
	const char *head;
	u32 len;
} bad[] = {
	{ "nothing", "", 0 },
	{ "no P2", "00 20 00", 3 },
	{ "Lc of 2, 1 there", "00 20 00 80 02", 6 },
	{ "Lc of 1, 2 and Le there", "00 20 00 80 01", 8 },
	{ "Lc of 255, 254 there", "00 20 00 80 ff", 259 },
	{ "Lc of 255, two bytes over", "00 20 00 80 ff", 262 },
	{ "half an extended length", "00 b0 00 00 00 00", 6 },
	{ "extended Lc of 0", "80 a2 00 00 00 00 00 00", 8 },
	{ "extended Lc of 0 and Le", "80 a2 00 00 00 00 00 00 00", 9 },
	{ "extended Lc of 2, 1 there", "80 a2 00 00 00 00 02", 8 },
	{ "extended, half an Le", "80 a2 00 00 00 00 01", 9 },
	{ "extended, a byte too many", "80 a2 00 00 00 00 01", 11 },
	{ "65535 bytes, one over", "80 a2 00 00 00 ff ff", 65543 },
	{ "longer than there is", "80 a2 00 00 00 ff ff", 65545 },
};

static void lengths_that_do_not_add_up_are_refused(struct kunit *test)
{
	struct ccid_apdu_view v, before;
	size_t i;

	memset(&before, 0xee, sizeof(before));
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		struct bytes cmd = command(test, bad[i].head, bad[i].len);

		v = before;
		if (ccid_apdu_parse(&v, cmd.p, cmd.len) != -EINVAL)
			KUNIT_FAIL(test, "%s", bad[i].name);
		KUNIT_ASSERT_EQ(test, memcmp(&v, &before, sizeof(v)), 0);
		bytes_free(test, &cmd);
	}
}

/* The length that the parts account for, one by one. */
static u32 rebuilt(const struct ccid_apdu_view *v)
{
	u32 lc = !v->nc ? 0 : v->extended ? 3 : 1;
	u32 le = !v->ne ? 0 : !v->extended ? 1 : v->nc ? 2 : 3;

	return 4 + lc + v->nc + le;
}

static bool lies_within(const struct ccid_apdu_view *v, const struct bytes *cmd)
{
	return !v->nc || (v->data >= cmd->p + 5 &&
			  v->data + v->nc <= cmd->p + cmd->len);
}

static void a_command_accepted_is_accounted_for_to_the_byte(struct kunit *test)
{
	u32 seed = 7816;
	u8 noise[300];
	int round, i, accepted = 0;

	for (round = 0; round < MANY(20000); round++) {
		struct ccid_apdu_view v;
		struct bytes cmd;

		for (i = 0; i < 12; i++)
			noise[i] = next_random(&seed) % 3 ?
				   next_random(&seed) % 12 : 0;
		cmd = bytes_copy(test, noise,
				 next_random(&seed) % (round % 9 ? 16 : 300));
		if (!ccid_apdu_parse(&v, cmd.p, cmd.len)) {
			accepted++;
			KUNIT_ASSERT_EQ(test, rebuilt(&v), cmd.len);
			KUNIT_ASSERT_TRUE(test, lies_within(&v, &cmd));
		}
		bytes_free(test, &cmd);
	}
	KUNIT_ASSERT_GE(test, accepted, MANY(200));
	KUNIT_ASSERT_LE(test, accepted, MANY(19800));
}

static void every_short_length_has_its_own_data_length(struct kunit *test)
{
	struct ccid_apdu_view v;
	u32 lc, len;

	for (len = 6; len <= 262; len++) {
		struct bytes cmd = command(test, "00 d6 00 00", len);

		for (lc = 1; lc < 256; lc++) {
			bool right = len == 5 + lc || len == 6 + lc;

			cmd.p[4] = (u8)lc;
			KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, len),
					right ? 0 : -EINVAL);
		}
		bytes_free(test, &cmd);
	}
}

static void the_form_decides_how_long_a_response_can_be(struct kunit *test)
{
	struct ccid_apdu_view v = { .ne = 1 };

	KUNIT_ASSERT_EQ(test, ccid_apdu_room(&v), 258);
	v.extended = true;
	KUNIT_ASSERT_EQ(test, ccid_apdu_room(&v), 65538);
}

static void pin_commands_and_their_twins_are_secret(struct kunit *test)
{
	static const u8 secret[] = { 0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d };
	int ins;

	for (ins = 0; ins < 256; ins++)
		KUNIT_ASSERT_EQ(test, ccid_apdu_secret((u8)ins),
				!!memchr(secret, ins, sizeof(secret)));
}

static void only_some_commands_grant_rights(struct kunit *test)
{
	static const u8 opens[] = {
		0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d, 0x82, 0x86, 0x87,
		0xc2, 0xc3,
	};
	struct ccid_apdu_view v = { .nc = 4 };
	int ins;

	for (ins = 0; ins < 256; ins++) {
		v.ins = (u8)ins;
		KUNIT_ASSERT_EQ(test, ccid_apdu_opens(&v),
				!!memchr(opens, ins, sizeof(opens)));
	}
}

static void a_command_without_data_grants_no_rights(struct kunit *test)
{
	const struct ccid_apdu_view v = { .ins = 0x20 };

	KUNIT_ASSERT_FALSE(test, ccid_apdu_opens(&v));
}

static void data_in_a_form_that_hides_it_may_grant_rights(struct kunit *test)
{
	static const u8 hides[] = { 0x04, 0x0c, 0x10, 0x80, 0x90, 0xff };
	struct ccid_apdu_view v = { .ins = 0xa4, .nc = 1 };
	size_t i;

	for (i = 0; i < sizeof(hides); i++) {
		v.cla = hides[i];
		KUNIT_ASSERT_TRUE(test, ccid_apdu_opens(&v));
	}
	v.cla = 0x00;
	KUNIT_ASSERT_FALSE(test, ccid_apdu_opens(&v));
	v.cla = 0x41;
	KUNIT_ASSERT_FALSE(test, ccid_apdu_opens(&v));
}

static void only_a_clear_refusal_grants_nothing(struct kunit *test)
{
	static const u16 refused[] = {
		0x6300, 0x63c2, 0x6700, 0x6982, 0x6983, 0x6a80, 0x6d00, 0x6e00,
	};
	static const u16 unclear[] = {
		0x9000, 0x61ff, 0x6282, 0x6400, 0x6581, 0x6600, 0x6f00, 0x9100,
	};
	const struct ccid_apdu_view v = { .ins = 0x20, .nc = 4 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++)
		KUNIT_ASSERT_TRUE(test, ccid_apdu_refused(&v, refused[i]));
	for (i = 0; i < ARRAY_SIZE(unclear); i++)
		KUNIT_ASSERT_FALSE(test, ccid_apdu_refused(&v, unclear[i]));
}

/* The reader, or the wrapping, may be what failed, and the card have obeyed. */
static void no_error_word_speaks_for_what_is_wrapped(struct kunit *test)
{
	static const struct {
		u8 cla, ins;
	} wrapped[] = {
		{ 0xff, 0x00 }, { 0xff, 0x20 }, { 0x00, 0xc2 }, { 0x01, 0xc3 },
		{ 0x0c, 0x20 }, { 0x10, 0x20 }, { 0x80, 0x20 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrapped); i++) {
		const struct ccid_apdu_view v = {
			.cla = wrapped[i].cla, .ins = wrapped[i].ins, .nc = 4,
		};

		KUNIT_ASSERT_TRUE(test, ccid_apdu_opens(&v));
		KUNIT_ASSERT_FALSE(test, ccid_apdu_refused(&v, 0x6300));
		KUNIT_ASSERT_FALSE(test, ccid_apdu_refused(&v, 0x6982));
	}
}

static const struct {
	u8 cla;
	u8 channel;
} channels[] = {
	{ 0x00, 0 }, { 0x03, 3 }, { 0x0c, 0 }, { 0x10, 0 }, { 0x1f, 3 },
	{ 0x40, 4 }, { 0x4f, 19 }, { 0x60, 4 }, { 0x7f, 19 },
	{ 0x80, 0 }, { 0x83, 0 }, { 0xc1, 0 }, { 0xff, 0 },
};

static void the_class_names_one_of_twenty_channels(struct kunit *test)
{
	size_t i;
	int cla;

	for (i = 0; i < ARRAY_SIZE(channels); i++)
		KUNIT_ASSERT_EQ(test, ccid_apdu_channel(channels[i].cla),
				channels[i].channel);
	for (cla = 0; cla < 256; cla++)
		KUNIT_ASSERT_LE(test, ccid_apdu_channel((u8)cla), 19);
}

static void only_a_class_of_iso_7816_says_which_channel(struct kunit *test)
{
	int cla;

	for (cla = 0; cla < 256; cla++)
		KUNIT_ASSERT_EQ(test, ccid_apdu_has_channel((u8)cla),
				cla < 0x20 || (cla >= 0x40 && cla < 0x80));
}

static void plain_is_only_what_iso_7816_says_and_in_clear(struct kunit *test)
{
	int cla;

	for (cla = 0; cla < 256; cla++) {
		KUNIT_ASSERT_EQ(test, ccid_apdu_plain((u8)cla),
				cla < 4 || (cla >= 0x40 && cla < 0x50));
		KUNIT_ASSERT_EQ(test, ccid_apdu_chained((u8)cla),
				cla != 0xff && cla / 16 % 2);
	}
}

static struct kunit_case apdu_cases[] = {
	KUNIT_CASE(each_case_is_taken_apart),
	KUNIT_CASE(lengths_that_do_not_add_up_are_refused),
	KUNIT_CASE(a_command_accepted_is_accounted_for_to_the_byte),
	KUNIT_CASE(every_short_length_has_its_own_data_length),
	KUNIT_CASE(the_form_decides_how_long_a_response_can_be),
	KUNIT_CASE(pin_commands_and_their_twins_are_secret),
	KUNIT_CASE(only_some_commands_grant_rights),
	KUNIT_CASE(a_command_without_data_grants_no_rights),
	KUNIT_CASE(data_in_a_form_that_hides_it_may_grant_rights),
	KUNIT_CASE(only_a_clear_refusal_grants_nothing),
	KUNIT_CASE(no_error_word_speaks_for_what_is_wrapped),
	KUNIT_CASE(the_class_names_one_of_twenty_channels),
	KUNIT_CASE(only_a_class_of_iso_7816_says_which_channel),
	KUNIT_CASE(plain_is_only_what_iso_7816_says_and_in_clear),
	{}
};

static struct kunit_suite apdu_suite = {
	.name = "ccid_apdu",
	.test_cases = apdu_cases,
};

kunit_test_suite(apdu_suite);
