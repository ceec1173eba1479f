/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling of events: the open files' queues and uevents. */
#ifndef CCID_EVENT_H
#define CCID_EVENT_H

#include "ccid.h"

void ccid_event_card(struct ccid_slot *slot, u32 type, u32 generation);
void ccid_event_fault(struct ccid_slot *slot, int err);
void ccid_event_pin(struct ccid_slot *slot, const struct ccid_pin_entry *e);
bool ccid_event_peek(struct ccid_session *s, struct ccid_event *ret);
void ccid_event_drop(struct ccid_session *s, const struct ccid_event *event);
bool ccid_event_waits(struct ccid_session *s);

#endif
