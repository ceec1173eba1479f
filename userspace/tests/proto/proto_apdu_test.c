// SPDX-License-Identifier: GPL-2.0-or-later
/* Command APDUs: the four cases in both forms, and what an INS may do. */
#include "proto_bytes.h"

#include "apdu.h"

#include <linux/ccid.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A command of @len bytes: @head, then 5a. */
static struct bytes command(const char *head, u32 len)
{
	struct bytes from = bytes_hex(head);
	struct bytes to = { malloc(len ? len : 1), len };

	assert_non_null(to.p);
	memset(to.p, 0x5a, len);
	memcpy(to.p, from.p, from.len < len ? from.len : len);
	bytes_free(&from);
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

static void each_case_is_taken_apart(void **state)
{
	struct ccid_apdu_view v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct bytes cmd = command(good[i].head, good[i].len);
		u32 head = good[i].extended ? 7 : 5;

		memset(&v, 0xee, sizeof(v));
		assert_int_equal(ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
		assert_memory_equal(cmd.p, ((u8[]){ v.cla, v.ins, v.p1, v.p2 }),
				    4);
		assert_int_equal(v.extended, good[i].extended);
		assert_int_equal(v.nc, good[i].nc);
		assert_int_equal(v.ne, good[i].ne);
		assert_ptr_equal(v.data, v.nc ? cmd.p + head : NULL);
		bytes_free(&cmd);
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

static void lengths_that_do_not_add_up_are_refused(void **state)
{
	struct ccid_apdu_view v, before;
	size_t i;

	(void)state;
	memset(&before, 0xee, sizeof(before));
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct bytes cmd = command(bad[i].head, bad[i].len);

		v = before;
		if (ccid_apdu_parse(&v, cmd.p, cmd.len) != -EINVAL)
			fail_msg("%s", bad[i].name);
		assert_memory_equal(&v, &before, sizeof(v));
		bytes_free(&cmd);
	}
}

/* The length that the parts account for, one by one. */
static u32 rebuilt(const struct ccid_apdu_view *v)
{
	u32 lc = !v->nc ? 0 : v->extended ? 3 : 1;
	u32 le = !v->ne ? 0 : !v->extended ? 1 : v->nc ? 2 : 3;

	return 4 + lc + v->nc + le;
}

static void a_command_accepted_is_accounted_for_to_the_byte(void **state)
{
	u8 noise[300];
	int round, i, accepted = 0;

	(void)state;
	srandom(7816);
	for (round = 0; round < 100000; round++) {
		struct ccid_apdu_view v;
		struct bytes cmd;

		for (i = 0; i < 12; i++)
			noise[i] = (u8)(random() % 3 ? random() % 12 : 0);
		cmd = bytes_copy(noise, (u32)random() % (round % 9 ? 16 : 300));
		if (!ccid_apdu_parse(&v, cmd.p, cmd.len)) {
			accepted++;
			assert_int_equal(rebuilt(&v), cmd.len);
			if (v.nc)
				assert_in_range(v.data - cmd.p, 5,
						cmd.len - v.nc);
		}
		bytes_free(&cmd);
	}
	assert_in_range(accepted, 1000, 99000);
}

static void every_short_length_has_its_own_data_length(void **state)
{
	struct ccid_apdu_view v;
	u32 lc, len;

	(void)state;
	for (lc = 1; lc < 256; lc++)
		for (len = 6; len <= 262; len++) {
			struct bytes cmd = command("00 d6 00 00", len);
			int err;

			cmd.p[4] = (u8)lc;
			err = ccid_apdu_parse(&v, cmd.p, len);
			assert_int_equal(err, len == 5 + lc || len == 6 + lc ?
					 0 : -EINVAL);
			bytes_free(&cmd);
		}
}

static void the_form_decides_how_long_a_response_can_be(void **state)
{
	struct ccid_apdu_view v = { .ne = 1 };

	(void)state;
	assert_int_equal(ccid_apdu_room(&v), 258);
	v.extended = true;
	assert_int_equal(ccid_apdu_room(&v), 65538);
}

static void pin_commands_and_their_twins_are_secret(void **state)
{
	static const u8 secret[] = { 0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d };
	int ins;

	(void)state;
	for (ins = 0; ins < 256; ins++)
		assert_int_equal(ccid_apdu_secret((u8)ins),
				 !!memchr(secret, ins, sizeof(secret)));
}

static void only_some_commands_grant_rights(void **state)
{
	static const u8 opens[] = {
		0x20, 0x21, 0x24, 0x25, 0x2c, 0x2d, 0x82, 0x86, 0x87,
		0xc2, 0xc3,
	};
	struct ccid_apdu_view v = { .nc = 4 };
	int ins;

	(void)state;
	for (ins = 0; ins < 256; ins++) {
		v.ins = (u8)ins;
		assert_int_equal(ccid_apdu_opens(&v),
				 !!memchr(opens, ins, sizeof(opens)));
	}
}

static void a_command_without_data_grants_no_rights(void **state)
{
	const struct ccid_apdu_view v = { .ins = 0x20 };

	(void)state;
	assert_false(ccid_apdu_opens(&v));
}

static void data_in_a_form_that_hides_it_may_grant_rights(void **state)
{
	static const u8 hides[] = { 0x04, 0x0c, 0x10, 0x80, 0x90, 0xff };
	struct ccid_apdu_view v = { .ins = 0xa4, .nc = 1 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hides); i++) {
		v.cla = hides[i];
		assert_true(ccid_apdu_opens(&v));
	}
	v.cla = 0x00;
	assert_false(ccid_apdu_opens(&v));
	v.cla = 0x41;
	assert_false(ccid_apdu_opens(&v));
}

static void only_a_clear_refusal_grants_nothing(void **state)
{
	static const u16 refused[] = {
		0x6300, 0x63c2, 0x6700, 0x6982, 0x6983, 0x6a80, 0x6d00, 0x6e00,
	};
	static const u16 unclear[] = {
		0x9000, 0x61ff, 0x6282, 0x6400, 0x6581, 0x6600, 0x6f00, 0x9100,
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_true(ccid_apdu_refused(refused[i]));
	for (i = 0; i < sizeof(unclear) / sizeof(*unclear); i++)
		assert_false(ccid_apdu_refused(unclear[i]));
}

static const struct {
	u8 cla;
	u8 channel;
} channels[] = {
	{ 0x00, 0 }, { 0x03, 3 }, { 0x0c, 0 }, { 0x10, 0 }, { 0x1f, 3 },
	{ 0x40, 4 }, { 0x4f, 19 }, { 0x60, 4 }, { 0x7f, 19 },
	{ 0x80, 0 }, { 0x83, 0 }, { 0xc1, 0 }, { 0xff, 0 },
};

static void the_class_names_one_of_twenty_channels(void **state)
{
	size_t i;
	int cla;

	(void)state;
	for (i = 0; i < sizeof(channels) / sizeof(*channels); i++)
		assert_int_equal(ccid_apdu_channel(channels[i].cla),
				 channels[i].channel);
	for (cla = 0; cla < 256; cla++)
		assert_in_range(ccid_apdu_channel((u8)cla), 0, 19);
}

static void plain_is_only_what_iso_7816_says_and_in_clear(void **state)
{
	int cla;

	(void)state;
	for (cla = 0; cla < 256; cla++) {
		assert_int_equal(ccid_apdu_plain((u8)cla),
				 cla < 4 || (cla >= 0x40 && cla < 0x50));
		assert_int_equal(ccid_apdu_chained((u8)cla),
				 cla < 0x80 && cla / 16 % 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_case_is_taken_apart),
		cmocka_unit_test(lengths_that_do_not_add_up_are_refused),
		cmocka_unit_test(
			a_command_accepted_is_accounted_for_to_the_byte),
		cmocka_unit_test(every_short_length_has_its_own_data_length),
		cmocka_unit_test(the_form_decides_how_long_a_response_can_be),
		cmocka_unit_test(pin_commands_and_their_twins_are_secret),
		cmocka_unit_test(only_some_commands_grant_rights),
		cmocka_unit_test(a_command_without_data_grants_no_rights),
		cmocka_unit_test(data_in_a_form_that_hides_it_may_grant_rights),
		cmocka_unit_test(only_a_clear_refusal_grants_nothing),
		cmocka_unit_test(the_class_names_one_of_twenty_channels),
		cmocka_unit_test(
			plain_is_only_what_iso_7816_says_and_in_clear),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
