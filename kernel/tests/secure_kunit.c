// SPDX-License-Identifier: GPL-2.0-only
/* What goes to a reader with keys, and what may not. */
#include "bytes.h"

#include "apdu.h"
#include "secure.h"

#include <linux/ccid.h>
#include <linux/string.h>

static const u8 template[] = { 0x00, 0x20, 0x00, 0x80, 4, 0xff, 0xff, 0xff,
			       0xff };

static const struct ccid_secure wishes = {
	.lang_id = 0x0411,
	.timeout_s = 30,
	.format = 0x82,
	.pin_block = 0x04,
	.length_format = 0x01,
	.min_digits = 4,
	.max_digits = 8,
	.validation = 2,
	.messages = 1,
	.message = 3,
};

static bool valid(struct kunit *test, const struct ccid_secure *s,
		  const u8 *cmd, u32 len)
{
	struct ccid_apdu_view v;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd, len), 0);
	return ccid_secure_valid(s, &v);
}

/* Each byte where CCID 1.1, 6.1.11.1 has it. */
static void fields_are_where_they_belong(struct kunit *test)
{
	static const u8 teo[CCID_TEO_LEN] = { 0x00, 0x40, 0x09 };
	static const u8 expected[] = {
		0x00, 30, 0x82, 0x04, 0x01, 8, 4, 2, 1, 0x11, 0x04, 3,
		0x00, 0x40, 0x09,
		0x00, 0x20, 0x00, 0x80, 4, 0xff, 0xff, 0xff, 0xff,
	};
	u8 form[CCID_SECURE_MAX];

	KUNIT_ASSERT_EQ(test,
			ccid_secure_put(form, &wishes, teo, template,
					sizeof(template)), sizeof(expected));
	KUNIT_ASSERT_EQ(test, memcmp(form, expected, sizeof(expected)), 0);
}

static void a_template_never_runs_over(struct kunit *test)
{
	static const u8 teo[CCID_TEO_LEN];
	u8 form[CCID_SECURE_MAX + 1], *huge;

	huge = kunit_kzalloc(test, 70000, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, huge);
	form[CCID_SECURE_MAX] = 0xa5;
	KUNIT_ASSERT_EQ(test, ccid_secure_put(form, &wishes, teo, huge, 70000),
			CCID_SECURE_MAX);
	KUNIT_ASSERT_EQ(test, form[CCID_SECURE_MAX], 0xa5);
}

static void a_person_gets_more_time_than_the_reader_gives(struct kunit *test)
{
	struct ccid_secure s = wishes;

	KUNIT_ASSERT_EQ(test, ccid_secure_wait_ms(&s), 90000);
	s.timeout_s = 0;
	KUNIT_ASSERT_EQ(test, ccid_secure_wait_ms(&s), 90000);
	s.timeout_s = 81;
	KUNIT_ASSERT_EQ(test, ccid_secure_wait_ms(&s), 91000);
	s.timeout_s = 255;
	KUNIT_ASSERT_EQ(test, ccid_secure_wait_ms(&s), 265000);
}

static void only_a_plain_verify_is_a_template(struct kunit *test)
{
	static const struct {
		u8 cmd[9];
		u32 len;
		bool valid;
	} rows[] = {
		{ { 0x00, 0x20, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, true },
		{ { 0x01, 0x20, 0x00, 0x81, 4, 0, 0, 0, 0 }, 9, true },
		{ { 0x00, 0x20, 0x00, 0x80 }, 4, true },
		{ { 0x00, 0x24, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x00, 0x2c, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x00, 0x21, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x00, 0x20, 0xff, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x80, 0x20, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x0c, 0x20, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x10, 0x20, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0xff, 0x20, 0x00, 0x80, 4, 0, 0, 0, 0 }, 9, false },
		{ { 0x00, 0x20, 0x00, 0x80, 0, 0, 2, 0, 0 }, 9, false },
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_TRUE_MSG(test,
				      valid(test, &wishes, rows[i].cmd,
					    rows[i].len) == rows[i].valid,
				      "row %u", i);
}

static void digits_and_their_end_have_to_make_sense(struct kunit *test)
{
	struct ccid_secure s = wishes;

	s.max_digits = 3;
	KUNIT_ASSERT_FALSE(test, valid(test, &s, template, sizeof(template)));
	s.max_digits = 0;
	s.min_digits = 0;
	KUNIT_ASSERT_FALSE(test, valid(test, &s, template, sizeof(template)));
	s.max_digits = 255;
	KUNIT_ASSERT_TRUE(test, valid(test, &s, template, sizeof(template)));
	s.validation = 0;
	KUNIT_ASSERT_FALSE(test, valid(test, &s, template, sizeof(template)));
	s.validation = 8;
	KUNIT_ASSERT_FALSE(test, valid(test, &s, template, sizeof(template)));
}

static struct kunit_case secure_cases[] = {
	KUNIT_CASE(fields_are_where_they_belong),
	KUNIT_CASE(a_template_never_runs_over),
	KUNIT_CASE(a_person_gets_more_time_than_the_reader_gives),
	KUNIT_CASE(only_a_plain_verify_is_a_template),
	KUNIT_CASE(digits_and_their_end_have_to_make_sense),
	{}
};

static struct kunit_suite secure_suite = {
	.name = "ccid_secure",
	.test_cases = secure_cases,
};

kunit_test_suite(secure_suite);
