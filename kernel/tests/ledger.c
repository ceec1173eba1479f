// SPDX-License-Identifier: GPL-2.0-only
/* What the tests of the PIN ledger share. */
#include "ledger.h"

const u16 unclear[] = {
	NO_ANSWER, 0x6381, 0x6400, 0x6581, 0x6600, 0x6982, 0x6985, 0x6f00,
	0x6100, 0x6200, 0x9100,
};

const size_t unclear_count = ARRAY_SIZE(unclear);

void ledger_fresh(struct ccid_ledger *l)
{
	ccid_ledger_forget(l);
}

/* Each command is later than the one before. */
const struct ccid_pin_entry *pass(struct kunit *test, struct ccid_ledger *l,
				  const char *hex, u16 sw)
{
	static u64 now;
	struct bytes cmd = bytes_hex(test, hex);
	const struct ccid_pin_entry *e;
	struct ccid_apdu_view v;

	KUNIT_ASSERT_EQ(test, ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	e = ccid_ledger_learn(l, &v, sw, ++now);
	if (e)
		KUNIT_ASSERT_EQ(test, e->learnt_ns,
				e->source == CCID_PIN_UNKNOWN ? 0 : now);
	bytes_free(test, &cmd);
	return e;
}

/* A fresh ledger that has seen an application and a file selected. */
void at_file(struct kunit *test, struct ccid_ledger *l, const char *select_aid,
	     const char *select_ef)
{
	ledger_fresh(l);
	KUNIT_ASSERT_NULL(test, pass(test, l, select_aid, 0x9000));
	KUNIT_ASSERT_NULL(test, pass(test, l, select_ef, 0x9000));
}

const struct ccid_pin_entry *pin_of(struct kunit *test,
				    const struct ccid_ledger *l,
				    const char *aid, u16 ef, u8 reference)
{
	struct bytes id = bytes_hex(test, aid);
	struct ccid_pin_name name;

	ccid_pin_name_set(&name, id.p, (u8)id.len, ef, reference);
	bytes_free(test, &id);
	return ccid_ledger_find(l, &name);
}

/* Tries left as a caller is told: none known also where nothing is. */
u8 left_of(struct kunit *test, const struct ccid_ledger *l, const char *aid,
	   u16 ef, u8 reference)
{
	const struct ccid_pin_entry *e = pin_of(test, l, aid, ef, reference);

	return e ? e->left : NO_COUNT;
}
