/* SPDX-License-Identifier: GPL-2.0-only */
/* The PIN ledger: what passing commands tell of the attempt counters. */
#ifndef CCID_PROTO_PIN_H
#define CCID_PROTO_PIN_H

#include "apdu.h"
#include "place.h"

#include <linux/types.h>

#define CCID_PINS_MAX		16
#define CCID_CHANNELS		20

/**
 * struct ccid_pin_name - which PIN of the card
 * @aid: application, @aid_len bytes; 0: the card's own level
 * @aid_len: 0 to CCID_AID_MAX
 * @ef: its file, or 0
 * @reference: P2 of VERIFY where there is no file, else 0
 */
struct ccid_pin_name {
	u8 aid[CCID_AID_MAX];
	u8 aid_len;
	u8 reference;
	u16 ef;
};

/* What has passed since a counter was told, under what may be its name too. */
enum ccid_pin_doubt {
	CCID_DOUBT_NONE,
	CCID_DOUBT_VERIFY,	/* a wrong VERIFY; it would not be verified */
	CCID_DOUBT_OTHER,	/* anything */
};

/**
 * struct ccid_pin_entry - what is known of one PIN
 * @name: which
 * @left: tries left, or CCID_PIN_NO_COUNT
 * @max: most tries ever seen, or CCID_PIN_NO_COUNT
 * @source: CCID_PIN_UNKNOWN, CCID_PIN_ASKED and so on of the UAPI
 * @state: CCID_PIN_BLOCKED, CCID_PIN_VERIFIED
 * @doubt: is it to be asked for again before a try is spent?
 * @sw: status word it was learnt from
 * @learnt_ns: when
 */
struct ccid_pin_entry {
	struct ccid_pin_name name;
	u8 left;
	u8 max;
	u8 source;
	u8 state;
	enum ccid_pin_doubt doubt;
	u16 sw;
	u64 learnt_ns;
};

/**
 * struct ccid_ledger - one card's counters
 * @entries: the PINs seen, @count of them, each name once
 * @count: 0 to CCID_PINS_MAX
 * @places: the selection on each logical channel
 */
struct ccid_ledger {
	struct ccid_pin_entry entries[CCID_PINS_MAX];
	u32 count;
	struct ccid_pin_place places[CCID_CHANNELS];
};

/** CCID_PIN_FLOOR - at or under so many tries left a PIN is not presented */
#define CCID_PIN_FLOOR		1
/** CCID_PIN_TRIES - the most tries that a card can tell of: 63 CF */
#define CCID_PIN_TRIES		15

void ccid_ledger_forget(struct ccid_ledger *l);
void ccid_ledger_lose(struct ccid_ledger *l);
void ccid_ledger_reset(struct ccid_ledger *l, bool cold);
const struct ccid_pin_entry *ccid_ledger_learn(struct ccid_ledger *l,
					       const struct ccid_apdu_view *v,
					       u16 sw, u64 now_ns);
const struct ccid_pin_entry *ccid_ledger_find(const struct ccid_ledger *l,
					      const struct ccid_pin_name *name);
bool ccid_ledger_guards(const struct ccid_ledger *l,
			const struct ccid_apdu_view *v);
int ccid_ledger_left(const struct ccid_ledger *l,
		     const struct ccid_apdu_view *v);
int ccid_ledger_told(const struct ccid_ledger *l,
		     const struct ccid_apdu_view *v, u16 sw);
void ccid_pin_name_set(struct ccid_pin_name *ret, const u8 *aid, u8 aid_len,
		       u16 ef, u8 reference);

#endif
