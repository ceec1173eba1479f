/* SPDX-License-Identifier: GPL-2.0-only */
/* What is selected on a logical channel of the card. */
#ifndef CCID_PROTO_PLACE_H
#define CCID_PROTO_PLACE_H

#include "apdu.h"

#include <linux/types.h>

#define CCID_AID_MAX		16

/** CCID_P2_CURRENT - P2 of VERIFY: the PIN is the current file */
#define CCID_P2_CURRENT		0x80

/** CCID_SW_NONE - in place of a status word when no answer came */
#define CCID_SW_NONE		0

/**
 * struct ccid_pin_place - what is selected on one logical channel
 * @known: false once a command has left that may have moved it
 * @ef_known: false when that concerns the file alone
 * @chained: a command came that was a part of one, and not its last part yet
 * @aid: application, @aid_len bytes; 0: the card's own level
 * @aid_len: 0 to CCID_AID_MAX
 * @ef: the current file, or 0
 */
struct ccid_pin_place {
	bool known;
	bool ef_known;
	bool chained;
	u8 aid[CCID_AID_MAX];
	u8 aid_len;
	u16 ef;
};

bool ccid_sw_refused(u16 sw);
void ccid_pin_place_select(struct ccid_pin_place *p,
			   const struct ccid_apdu_view *v, u16 sw);
void ccid_pin_place_leave(struct ccid_pin_place *p,
			  const struct ccid_apdu_view *v, u16 sw);
bool ccid_pin_place_names(const struct ccid_pin_place *p, u8 p2);

#endif
