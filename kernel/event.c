// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling of events.
 *
 * Owns the ring of each open file, under slot->snap. A ring that is full loses
 * its oldest record; the sequence number shows the gap. Each event goes to the
 * netlink group too, and what happens to the card to udev as well. Events name
 * facts, never card data. All are told with the reader's io held.
 */
#include "event.h"

#include "genl.h"
#include "trace.h"

#include <linux/kobject.h>

static void ccid_event_post(struct ccid_slot *slot, struct ccid_event *event,
			    const struct ccid_pin_entry *pin)
{
	struct ccid_session *s;
	unsigned long flags;

	event->size = sizeof(*event);
	event->time_ns = ktime_get_ns();
	spin_lock_irqsave(&slot->snap, flags);
	event->sequence = ++slot->events;
	list_for_each_entry(s, &slot->sessions, node) {
		if (s->head - s->tail == CCID_EVENTS)
			s->tail++;
		s->ring[s->head++ % CCID_EVENTS] = *event;
	}
	spin_unlock_irqrestore(&slot->snap, flags);
	wake_up(&slot->event_waitq);
	ccid_genl_event(slot, event, pin);
}

static const char *ccid_event_name(u32 type)
{
	switch (type) {
	case CCID_EVENT_INSERT:
		return "CCID_EVENT=insert";
	case CCID_EVENT_REMOVE:
		return "CCID_EVENT=remove";
	default:
		return "CCID_EVENT=mute";
	}
}

static void ccid_event_uevent(struct ccid_slot *slot, u32 type, u32 generation)
{
	char atr[sizeof("CCID_ATR=") + 2 * CCID_ATR_MAX];
	char gen[sizeof("CCID_GENERATION=4294967295")];
	char index[sizeof("CCID_SLOT=255")];
	char *env[5] = { (char *)ccid_event_name(type), gen, index, atr };

	snprintf(gen, sizeof(gen), "CCID_GENERATION=%u", generation);
	snprintf(index, sizeof(index), "CCID_SLOT=%u", slot->index);
	/* atr is written under reader->io, which the caller holds */
	snprintf(atr, sizeof(atr), "CCID_ATR=%*phN", slot->atr_len, slot->atr);
	kobject_uevent_env(&slot->dev.kobj, KOBJ_CHANGE, env);
}

/**
 * ccid_event_card() - a card came, left, or came and is mute
 * @slot: the slot, its state already the new one; its reader's io is held
 * @type: CCID_EVENT_INSERT, CCID_EVENT_REMOVE or CCID_EVENT_MUTE
 * @generation: of the card that the event is about
 */
void ccid_event_card(struct ccid_slot *slot, u32 type, u32 generation)
{
	struct ccid_event event = { .type = type, .generation = generation };

	lockdep_assert_held(&slot->reader->io);
	ccid_event_post(slot, &event, NULL);
	ccid_event_uevent(slot, type, generation);
}

/**
 * ccid_event_fault() - a command failed for the reader's or the card's reasons
 * @slot: the slot; its reader's io is held
 * @err: the negative errno that the caller gets
 */
void ccid_event_fault(struct ccid_slot *slot, int err)
{
	struct ccid_event event = {
		.type = CCID_EVENT_FAULT,
		.generation = READ_ONCE(slot->generation),
		.fault = -err,
	};

	trace_ccid_fault(slot, err);
	ccid_event_post(slot, &event, NULL);
}

/**
 * ccid_event_pin() - an attempt counter was learnt
 * @slot: the slot; its reader's io is held
 * @e: a copy of the ledger's entry
 */
void ccid_event_pin(struct ccid_slot *slot, const struct ccid_pin_entry *e)
{
	struct ccid_event event = {
		.type = CCID_EVENT_PIN,
		.generation = READ_ONCE(slot->generation),
		.ef = e->name.ef,
		.reference = e->name.reference,
		.tries_left = e->left,
		.aid_len = e->name.aid_len,
	};

	memcpy(event.aid, e->name.aid, sizeof(event.aid));
	ccid_event_post(slot, &event, e);
}

/**
 * ccid_event_waits() - is there something to read?
 * @s: the open file
 */
bool ccid_event_waits(struct ccid_session *s)
{
	bool waits;

	spin_lock_irq(&s->slot->snap);
	waits = s->head != s->tail;
	spin_unlock_irq(&s->slot->snap);
	return waits;
}

/**
 * ccid_event_peek() - the oldest event, left in its place
 * @s: the open file
 * @ret: out: the event
 *
 * Return: false when there is none.
 */
bool ccid_event_peek(struct ccid_session *s, struct ccid_event *ret)
{
	bool waits;

	spin_lock_irq(&s->slot->snap);
	waits = s->head != s->tail;
	if (waits)
		*ret = s->ring[s->tail % CCID_EVENTS];
	spin_unlock_irq(&s->slot->snap);
	return waits;
}

/**
 * ccid_event_drop() - the event has reached its reader
 * @s: the open file
 * @event: from ccid_event_peek(); it may have been dropped since
 */
void ccid_event_drop(struct ccid_session *s, const struct ccid_event *event)
{
	spin_lock_irq(&s->slot->snap);
	if (s->ring[s->tail % CCID_EVENTS].sequence == event->sequence)
		s->tail++;
	spin_unlock_irq(&s->slot->snap);
}
