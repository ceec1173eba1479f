/* SPDX-License-Identifier: GPL-2.0-only */
/* What is in a slot: presence, power, generation. */
#ifndef CCID_CARD_H
#define CCID_CARD_H

#include "ccid.h"
#include "xfer.h"

/** CCID_NOBODY - opener of a card whose session has left */
#define CCID_NOBODY	((const struct ccid_session *)ERR_PTR(-ENOENT))

u32 ccid_card_patience(const struct ccid_slot *slot, u32 ms);
int ccid_card_command(struct ccid_slot *slot, struct ccid_call *call);
void ccid_card_set(struct ccid_slot *slot, u32 card, u32 generation);
void ccid_card_reset(struct ccid_slot *slot, bool cold);
void ccid_card_left(struct ccid_slot *slot);
void ccid_card_scan(struct ccid_slot *slot);
int ccid_card_is(struct ccid_slot *slot, u32 generation);
int ccid_card_ready(struct ccid_slot *slot, const struct ccid_session *s,
		    u32 generation);
int ccid_card_power(struct ccid_slot *slot, const struct ccid_session *s,
		    u32 generation, u32 action);
int ccid_card_expose(struct ccid_slot *slot, const struct ccid_session *s);
void ccid_card_opened(struct ccid_slot *slot, const struct ccid_session *s);
bool ccid_card_disown(struct ccid_slot *slot, const struct ccid_session *s);

#endif
