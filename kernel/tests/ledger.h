/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands written as hex, let pass by a PIN ledger, and what it then says. */
#ifndef CCID_TESTS_LEDGER_H
#define CCID_TESTS_LEDGER_H

#include "bytes.h"

#include "pin.h"

#include <linux/ccid.h>

/* Two applications, and the beginning of the first one's identifier. */
#define AID_A		"d3 92 f0 00 26 01 00 00 00 01"
#define AID_A_HEAD	"d3 92 f0 00 26"
#define AID_B		"d3 92 10 00 31 00 01 01 04 08"

#define SELECT_A	"00 a4 04 0c 0a " AID_A
#define SELECT_A_HEAD	"00 a4 04 0c 05 " AID_A_HEAD
#define SELECT_B	"00 a4 04 0c 0a " AID_B
#define SELECT_18	"00 a4 02 0c 02 00 18"
#define SELECT_1B	"00 a4 02 0c 02 00 1b"

#define ASK		"00 20 00 80"
#define VERIFY		"00 20 00 80 04 31 32 33 34"
#define CHANGE		"00 24 00 80 08 31 32 33 34 35 36 37 38"
#define CHANGE_NEW	"00 24 01 80 04 31 32 33 34"
#define UNBLOCK		"00 2c 00 80 08 31 32 33 34 35 36 37 38"

#define NO_COUNT	CCID_PIN_NO_COUNT
#define NO_ANSWER	CCID_SW_NONE

/* Every one is a try that the card says nothing, or nothing clear, about. */
extern const u16 unclear[];
extern const size_t unclear_count;

void ledger_fresh(struct ccid_ledger *l);
const struct ccid_pin_entry *pass(struct kunit *test, struct ccid_ledger *l,
				  const char *hex, u16 sw);
void at_file(struct kunit *test, struct ccid_ledger *l, const char *select_aid,
	     const char *select_ef);
const struct ccid_pin_entry *pin_of(struct kunit *test,
				    const struct ccid_ledger *l,
				    const char *aid, u16 ef, u8 reference);
u8 left_of(struct kunit *test, const struct ccid_ledger *l, const char *aid,
	   u16 ef, u8 reference);

#endif
