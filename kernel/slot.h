/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of a slot, and what wakes it. */
#ifndef CCID_SLOT_H
#define CCID_SLOT_H

#include "ccid.h"

extern struct class ccid_class;

int ccid_class_init(void);
void ccid_class_exit(void);

int ccid_slot_new(struct ccid_reader *rd, unsigned int index);
int ccid_slot_show(struct ccid_slot *slot);
void ccid_slot_hide(struct ccid_slot *slot);
void ccid_slot_wake(struct ccid_slot *slot);
void ccid_slot_end(struct ccid_slot *slot);

void ccid_slot_queue(struct ccid_slot *slot);
void ccid_slot_queue_in(struct ccid_slot *slot, unsigned int ms);
void ccid_slot_lost(struct ccid_slot *slot);
bool ccid_slot_dark(struct ccid_slot *slot);
void ccid_slot_notify(struct ccid_slot *slot, const u8 *buf, u32 len);

#endif
