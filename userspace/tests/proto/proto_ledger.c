// SPDX-License-Identifier: GPL-2.0-or-later
/* What the tests of the PIN ledger share. */
#include "proto_ledger.h"

const u16 unclear[] = {
	NO_ANSWER, 0x6381, 0x6400, 0x6581, 0x6600, 0x6982, 0x6985, 0x6f00,
	0x6100, 0x6200, 0x9100,
};

const size_t unclear_count = sizeof(unclear) / sizeof(*unclear);

void ledger_fresh(struct ccid_ledger *l)
{
	ccid_ledger_forget(l);
}

/* Each command is later than the one before. */
const struct ccid_pin_entry *pass(struct ccid_ledger *l, const char *hex,
				  u16 sw)
{
	static u64 now;
	struct bytes cmd = bytes_hex(hex);
	const struct ccid_pin_entry *e;
	struct ccid_apdu_view v;

	assert_int_equal(ccid_apdu_parse(&v, cmd.p, cmd.len), 0);
	e = ccid_ledger_learn(l, &v, sw, ++now);
	if (e)
		assert_int_equal(e->learnt_ns, now);
	bytes_free(&cmd);
	return e;
}

/* A fresh ledger that has seen an application and a file selected. */
void at_file(struct ccid_ledger *l, const char *select_aid,
	     const char *select_ef)
{
	ledger_fresh(l);
	assert_null(pass(l, select_aid, 0x9000));
	assert_null(pass(l, select_ef, 0x9000));
}

const struct ccid_pin_entry *pin_of(const struct ccid_ledger *l,
				    const char *aid, u16 ef, u8 reference)
{
	struct bytes id = bytes_hex(aid);
	struct ccid_pin_name name;

	ccid_pin_name_set(&name, id.p, (u8)id.len, ef, reference);
	bytes_free(&id);
	return ccid_ledger_find(l, &name);
}

/* Tries left as a caller is told: none known also where nothing is. */
u8 left_of(const struct ccid_ledger *l, const char *aid, u16 ef, u8 reference)
{
	const struct ccid_pin_entry *e = pin_of(l, aid, ef, reference);

	return e ? e->left : NO_COUNT;
}
