// SPDX-License-Identifier: GPL-2.0-or-later
/* The CCID class descriptor: finding it, and making it plausible. */
#include "proto_bytes.h"

#include "desc.h"

#include <linux/ccid.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A contactless reader: short and extended APDUs, one slot, 522 bytes. */
static const char sane_hex[] =
	"36 21 10 01 00 07 02 00 00 00 fc 0d 00 00 fc 0d 00 00 00 80 25 00 00"
	" 53 3f 03 00 00 fe 00 00 00 00 00 00 00 00 00 00 00 7e 00 04 00 0a 02"
	" 00 00 ff ff 00 00 03 01";

/* Where the fields stand (CCID 1.1, 5.1). */
#define AT_SLOTS	4
#define AT_VOLTAGE	5
#define AT_PROTOCOLS	6
#define AT_CLOCK	10
#define AT_RATE		19
#define AT_MAX_RATE	23
#define AT_IFSD		28
#define AT_FEATURES	40
#define AT_MESSAGE	44

static void put_le32(u8 *to, u32 value)
{
	int i;

	for (i = 0; i < 4; i++)
		to[i] = (u8)(value >> 8 * i);
}

static struct ccid_desc parsed(const struct bytes *raw)
{
	struct ccid_desc desc;

	memset(&desc, 0xee, sizeof(desc));
	assert_int_equal(raw->len, CCID_DESC_LEN);
	assert_int_equal(ccid_desc_parse(&desc, raw->p), 0);
	return desc;
}

/* The sane descriptor but for one field. */
static struct ccid_desc with(u32 at, u32 value)
{
	struct bytes raw = bytes_hex(sane_hex);
	struct ccid_desc desc;

	put_le32(raw.p + at, value);
	desc = parsed(&raw);
	bytes_free(&raw);
	return desc;
}

static void a_sane_descriptor_is_taken_as_it_is(void **state)
{
	struct bytes raw = bytes_hex(sane_hex);
	struct ccid_desc desc = parsed(&raw);

	(void)state;
	assert_int_equal(desc.bcd, 0x0110);
	assert_int_equal(desc.slots, 1);
	assert_int_equal(desc.voltages, 7);
	assert_int_equal(desc.level, CCID_LEVEL_EXTENDED);
	assert_int_equal(desc.pin_support, 3);
	assert_int_equal(desc.get_response, 0xff);
	assert_int_equal(desc.envelope, 0xff);
	assert_int_equal(desc.protocols, 2);
	assert_int_equal(desc.features, 0x0004007e);
	assert_int_equal(desc.clock, 3580);
	assert_int_equal(desc.rate, 9600);
	assert_int_equal(desc.max_rate, 212819);
	assert_int_equal(desc.max_ifsd, 254);
	assert_int_equal(desc.max_message, 522);
	bytes_free(&raw);
}

static void up_to_sixteen_slots_are_accepted(void **state)
{
	struct bytes raw = bytes_hex(sane_hex);
	struct ccid_desc desc, before;
	int index;

	(void)state;
	memset(&before, 0xee, sizeof(before));
	for (index = 0; index < 256; index++) {
		raw.p[AT_SLOTS] = (u8)index;
		desc = before;
		if (index < 16) {
			assert_int_equal(ccid_desc_parse(&desc, raw.p), 0);
			assert_int_equal(desc.slots, index + 1);
		} else {
			assert_int_equal(ccid_desc_parse(&desc, raw.p),
					 -EINVAL);
			assert_memory_equal(&desc, &before, sizeof(desc));
		}
	}
	bytes_free(&raw);
}

/* A field's value, and what becomes of it. */
struct clamped {
	u32 given;
	u32 taken;
};

static void an_impossible_clock_becomes_4_mhz(void **state)
{
	static const struct clamped rows[] = {
		{ 0, 4000 }, { 1, 1 }, { 250, 250 }, { 20000, 20000 },
		{ 20001, 4000 }, { 1024000, 4000 }, { 0xffffffff, 4000 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(with(AT_CLOCK, rows[i].given).clock,
				 rows[i].taken);
}

static void the_ifsd_is_kept_between_32_and_254(void **state)
{
	static const struct clamped rows[] = {
		{ 0, 32 }, { 31, 32 }, { 32, 32 }, { 33, 33 }, { 253, 253 },
		{ 254, 254 }, { 255, 254 }, { 16665, 254 },
		{ 0xffffffff, 254 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(with(AT_IFSD, rows[i].given).max_ifsd,
				 rows[i].taken);
}

static void the_longest_message_is_kept_between_64_and_65554(void **state)
{
	static const struct clamped rows[] = {
		{ 0, 64 }, { 63, 64 }, { 64, 64 }, { 65, 65 }, { 271, 271 },
		{ 65553, 65553 }, { 65554, 65554 }, { 65555, 65554 },
		{ 524288, 65554 }, { 0xffffffff, 65554 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(with(AT_MESSAGE, rows[i].given).max_message,
				 rows[i].taken);
}

static void the_highest_level_claimed_counts(void **state)
{
	static const u8 levels[] = {
		CCID_LEVEL_CHARACTER, CCID_LEVEL_TPDU,
		CCID_LEVEL_SHORT, CCID_LEVEL_SHORT,
		CCID_LEVEL_EXTENDED, CCID_LEVEL_EXTENDED,
		CCID_LEVEL_EXTENDED, CCID_LEVEL_EXTENDED,
	};
	u32 i;

	(void)state;
	for (i = 0; i < sizeof(levels); i++) {
		u32 features = 0xfff80000 | i << 16 | 0xffff;

		assert_int_equal(with(AT_FEATURES, features).level, levels[i]);
		assert_int_equal(with(AT_FEATURES, features).features,
				 features);
	}
}

static void reserved_protocols_are_dropped_and_none_means_both(void **state)
{
	static const struct clamped rows[] = {
		{ 0, 3 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 0x0300, 3 },
		{ 0x00020003, 3 }, { 0x80000001, 1 }, { 0xfffffffc, 3 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(with(AT_PROTOCOLS, rows[i].given).protocols,
				 rows[i].taken);
}

static void no_voltage_means_any(void **state)
{
	struct bytes raw = bytes_hex(sane_hex);
	int bits;

	(void)state;
	for (bits = 0; bits < 256; bits++) {
		raw.p[AT_VOLTAGE] = (u8)bits;
		assert_int_equal(parsed(&raw).voltages,
				 bits & 7 ? bits & 7 : 7);
	}
	bytes_free(&raw);
}

static void a_rate_is_never_zero_nor_over_its_maximum(void **state)
{
	(void)state;
	assert_int_equal(with(AT_RATE, 0).rate, 10753);
	assert_int_equal(with(AT_RATE, 1).rate, 1);
	assert_int_equal(with(AT_RATE, 212818).max_rate, 212819);
	assert_int_equal(with(AT_RATE, 212820).max_rate, 212820);
	assert_int_equal(with(AT_MAX_RATE, 0).max_rate, 9600);
}

static void any_54_bytes_give_plausible_facts(void **state)
{
	u8 noise[CCID_DESC_LEN];
	int round, i;

	(void)state;
	srandom(54);
	for (round = 0; round < 20000; round++) {
		struct ccid_desc desc;
		struct bytes raw;

		for (i = 0; i < CCID_DESC_LEN; i++)
			noise[i] = (u8)random();
		noise[AT_SLOTS] &= 15;
		raw = bytes_copy(noise, sizeof(noise));
		desc = parsed(&raw);
		assert_in_range(desc.slots, 1, CCID_SLOTS_MAX);
		assert_in_range(desc.voltages, 1, 7);
		assert_in_range(desc.protocols, 1, 3);
		assert_in_range(desc.level, 0, CCID_LEVEL_EXTENDED);
		assert_in_range(desc.pin_support, 0, 3);
		assert_in_range(desc.clock, 1, 20000);
		assert_in_range(desc.rate, 1, desc.max_rate);
		assert_in_range(desc.max_ifsd, 32, 254);
		assert_in_range(desc.max_message, 64, CCID_MSG_MAX);
		bytes_free(&raw);
	}
}

/* Builds extra bytes of @before, a 54-byte descriptor of @type, @after. */
static struct bytes extra(const char *before, u8 type, const char *after)
{
	struct bytes head = bytes_hex(before), body = bytes_hex(sane_hex);
	struct bytes tail = bytes_hex(after);
	struct bytes all = {
		.p = malloc(head.len + body.len + tail.len),
		.len = head.len + body.len + tail.len,
	};

	assert_non_null(all.p);
	body.p[1] = type;
	memcpy(all.p, head.p, head.len);
	memcpy(all.p + head.len, body.p, body.len);
	memcpy(all.p + head.len + body.len, tail.p, tail.len);
	bytes_free(&head);
	bytes_free(&body);
	bytes_free(&tail);
	return all;
}

static const struct {
	const char *name;
	const char *before;
	const char *after;
	u8 type;
	u8 wanted;
	int at;				/* -1: not found */
} extras[] = {
	{ "alone", "", "", 0x21, 0x21, 0 },
	{ "before a neighbour", "", "05 24 00 10 01", 0x21, 0x21, 0 },
	{ "before a cut neighbour", "", "09", 0x21, 0x21, 0 },
	{ "after a neighbour", "05 24 00 10 01", "", 0x21, 0x21, 5 },
	{ "after a bare pair", "02 21", "", 0x21, 0x21, 2 },
	{ "after DFU's", "09 21 0d 00 00 00 08 1a 01", "", 0x21, 0x21, 9 },
	{ "after length 0", "00 21", "", 0x21, 0x21, -1 },
	{ "after length 1", "01", "", 0x21, 0x21, -1 },
	{ "after one that overruns", "ff 24", "", 0x21, 0x21, -1 },
	{ "a type from the device table", "", "", 0xff, 0xff, 0 },
	{ "another type", "", "", 0xff, 0x21, -1 },
};

static void the_descriptor_is_found_among_its_neighbours(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(extras) / sizeof(*extras); i++) {
		struct bytes all = extra(extras[i].before, extras[i].type,
					 extras[i].after);
		const u8 *found = ccid_desc_find(all.p, all.len,
						 extras[i].wanted);

		if (extras[i].at < 0 ? found != NULL :
				       found != all.p + extras[i].at)
			fail_msg("%s", extras[i].name);
		bytes_free(&all);
	}
}

static void a_descriptor_cut_short_is_not_found(void **state)
{
	struct bytes whole = extra("05 24 00 10 01", 0x21, "");
	u32 len;

	(void)state;
	for (len = 0; len <= whole.len; len++) {
		struct bytes cut = bytes_copy(whole.p, len);

		assert_int_equal(ccid_desc_find(cut.p, len, 0x21) != NULL,
				 len == whole.len);
		bytes_free(&cut);
	}
	bytes_free(&whole);
}

static void a_longer_descriptor_is_found_and_a_shorter_is_not(void **state)
{
	struct bytes all = extra("", 0x21, "00 00 00");
	int len;

	(void)state;
	for (len = 0; len < 256; len++) {
		all.p[0] = (u8)len;
		assert_int_equal(ccid_desc_find(all.p, all.len, 0x21) == all.p,
				 len >= CCID_DESC_LEN && len <= (int)all.len);
	}
	bytes_free(&all);
}

static void random_extra_bytes_are_never_read_past(void **state)
{
	u8 noise[128];
	int round, i;

	(void)state;
	srandom(21);
	for (round = 0; round < 20000; round++) {
		struct bytes all;
		const u8 *found;

		for (i = 0; i < (int)sizeof(noise); i++)
			noise[i] = random() % 4 ? (u8)random() % 60 : 0x21;
		all = bytes_copy(noise, (u32)random() % sizeof(noise));
		found = ccid_desc_find(all.p, all.len, 0x21);
		if (found)
			assert_in_range(found - all.p, 0,
					all.len - CCID_DESC_LEN);
		bytes_free(&all);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sane_descriptor_is_taken_as_it_is),
		cmocka_unit_test(up_to_sixteen_slots_are_accepted),
		cmocka_unit_test(an_impossible_clock_becomes_4_mhz),
		cmocka_unit_test(the_ifsd_is_kept_between_32_and_254),
		cmocka_unit_test(
			the_longest_message_is_kept_between_64_and_65554),
		cmocka_unit_test(the_highest_level_claimed_counts),
		cmocka_unit_test(
			reserved_protocols_are_dropped_and_none_means_both),
		cmocka_unit_test(no_voltage_means_any),
		cmocka_unit_test(a_rate_is_never_zero_nor_over_its_maximum),
		cmocka_unit_test(any_54_bytes_give_plausible_facts),
		cmocka_unit_test(the_descriptor_is_found_among_its_neighbours),
		cmocka_unit_test(a_descriptor_cut_short_is_not_found),
		cmocka_unit_test(
			a_longer_descriptor_is_found_and_a_shorter_is_not),
		cmocka_unit_test(random_extra_bytes_are_never_read_past),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
