// SPDX-License-Identifier: GPL-2.0-only
/* Odd readers: who they are, and what is true of their descriptors. */
#include "bytes.h"

#include "desc.h"
#include "quirk.h"

#include <linux/ccid.h>

static const struct {
	const char *name;
	u16 vid, pid, firmware;
	u32 quirks;
} rows[] = {
	{ "RC-S300", 0x054c, 0x0dc8, 0x0100, 0 },
	{ "the vendor alone", 0x072f, 0x2201, 0x0100, 0 },
	{ "the product alone", 0x0730, 0x2200, 0x0100, 0 },
	{ "ACR122U, good", 0x072f, 0x2200, 0x0206,
	  CCID_QUIRK_SLOW | CCID_QUIRK_EMPTY_TIMEOUT },
	{ "ACR122U, old", 0x072f, 0x2200, 0x0205,
	  CCID_QUIRK_SLOW | CCID_QUIRK_EMPTY_TIMEOUT |
	  CCID_QUIRK_OLD_FIRMWARE },
	{ "eToken 0.11", 0x0529, 0x0620, 0x0011, 0 },
	{ "eToken 0.12", 0x0529, 0x0620, 0x0012, CCID_QUIRK_NO_IFS },
	{ "eToken 0.13", 0x0529, 0x0620, 0x0013, CCID_QUIRK_NO_IFS },
	{ "eToken 0.14", 0x0529, 0x0620, 0x0014, 0 },
	{ "GemCore SIM Pro 1.99", 0x08e6, 0x3480, 0x0199,
	  CCID_QUIRK_ALWAYS_PRESENT },
	{ "GemCore SIM Pro 2.00", 0x08e6, 0x3480, 0x0200, 0 },
	{ "Prox-DU", 0x08e6, 0x5503, 0x0100, CCID_QUIRK_SERIALISE },
	{ "Prox-SU", 0x08e6, 0x5504, 0x0100, CCID_QUIRK_SERIALISE },
	{ "LTC31", 0x0783, 0x0003, 0x0100, CCID_QUIRK_NO_AUTOSUSPEND },
	{ "AU9520, good", 0x058f, 0x9520, 0x0102, CCID_QUIRK_NO_AUTOSUSPEND },
};

static void readers_are_known_by_product_and_firmware(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_ASSERT_TRUE_MSG(test,
				      ccid_quirks(rows[i].vid, rows[i].pid,
						  rows[i].firmware) ==
				      rows[i].quirks, "%s", rows[i].name);
}

static struct ccid_desc applied(u32 quirks)
{
	struct ccid_desc d = {
		.level = CCID_LEVEL_EXTENDED,
		.pin_support = 3,
		.max_rate = 412903,
	};

	ccid_quirks_apply(quirks, &d);
	return d;
}

static void an_honest_descriptor_is_left_alone(struct kunit *test)
{
	struct ccid_desc d = applied(~(CCID_QUIRK_SHORT |
				       CCID_QUIRK_NO_PIN_PAD |
				       CCID_QUIRK_RATE_9600 |
				       CCID_QUIRK_RATE_200K));

	KUNIT_ASSERT_EQ(test, d.level, CCID_LEVEL_EXTENDED);
	KUNIT_ASSERT_EQ(test, d.pin_support, 3);
	KUNIT_ASSERT_EQ(test, d.max_rate, 412903);
}

static void a_claim_that_is_not_true_is_taken_back(struct kunit *test)
{
	struct ccid_desc slow = { .max_rate = 115200 };
	struct ccid_desc tpdu = { .level = CCID_LEVEL_TPDU };

	KUNIT_ASSERT_EQ(test, applied(CCID_QUIRK_SHORT).level,
			CCID_LEVEL_SHORT);
	KUNIT_ASSERT_EQ(test, applied(CCID_QUIRK_NO_PIN_PAD).pin_support, 0);
	KUNIT_ASSERT_EQ(test, applied(CCID_QUIRK_RATE_9600).max_rate, 9600);
	KUNIT_ASSERT_EQ(test, applied(CCID_QUIRK_RATE_200K).max_rate, 200000);
	ccid_quirks_apply(CCID_QUIRK_RATE_200K, &slow);
	KUNIT_ASSERT_EQ(test, slow.max_rate, 115200);
	ccid_quirks_apply(CCID_QUIRK_SHORT, &tpdu);
	KUNIT_ASSERT_EQ(test, tpdu.level, CCID_LEVEL_TPDU);
}

static struct kunit_case quirk_cases[] = {
	KUNIT_CASE(readers_are_known_by_product_and_firmware),
	KUNIT_CASE(an_honest_descriptor_is_left_alone),
	KUNIT_CASE(a_claim_that_is_not_true_is_taken_back),
	{}
};

static struct kunit_suite quirk_suite = {
	.name = "ccid_quirk",
	.test_cases = quirk_cases,
};

kunit_test_suite(quirk_suite);
