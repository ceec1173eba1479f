/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling of slots and events by generic netlink. */
#ifndef CCID_GENL_H
#define CCID_GENL_H

#include "ccid.h"

int ccid_genl_init(void);
void ccid_genl_exit(void);

bool ccid_genl_heard(void);
int ccid_genl_add(struct ccid_slot *slot);
void ccid_genl_del(struct ccid_slot *slot);
void ccid_genl_event(struct ccid_slot *slot, const struct ccid_event *event,
		     const struct ccid_pin_entry *pin);

#endif
