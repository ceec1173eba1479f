/* SPDX-License-Identifier: GPL-2.0-only */
/* A card's power: off, on, and what follows the answer-to-reset. */
#ifndef CCID_POWER_ON_H
#define CCID_POWER_ON_H

struct ccid_slot;

int ccid_card_off(struct ccid_slot *slot);
int ccid_card_on(struct ccid_slot *slot);
int ccid_card_cycle(struct ccid_slot *slot);

#endif
