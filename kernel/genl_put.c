// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is in the messages of the netlink family: slots, cards and events as
 * attributes. Owns nothing; genl.c calls.
 */
#include "genl_put.h"

#include <linux/ccid_netlink.h>
#include <net/netlink.h>

static int ccid_genl_put_name(struct sk_buff *skb,
			      const struct ccid_pin_name *name)
{
	if (name->aid_len &&
	    nla_put(skb, CCID_NL_PIN_A_AID, name->aid_len, name->aid))
		return -EMSGSIZE;
	if (name->ef)
		return nla_put_u32(skb, CCID_NL_PIN_A_EF, name->ef);
	return nla_put_u32(skb, CCID_NL_PIN_A_REFERENCE, name->reference);
}

static int ccid_genl_put_tries(struct sk_buff *skb, int type, u8 tries)
{
	return tries == CCID_PIN_NO_COUNT ? 0 : nla_put_u32(skb, type, tries);
}

static int ccid_genl_put_pin(struct sk_buff *skb,
			     const struct ccid_pin_entry *pin)
{
	struct nlattr *nest = nla_nest_start(skb, CCID_NL_A_PIN);

	if (!nest || ccid_genl_put_name(skb, &pin->name) ||
	    ccid_genl_put_tries(skb, CCID_NL_PIN_A_TRIES_LEFT, pin->left) ||
	    ccid_genl_put_tries(skb, CCID_NL_PIN_A_TRIES_MAX, pin->max) ||
	    nla_put_u32(skb, CCID_NL_PIN_A_SOURCE, pin->source) ||
	    nla_put_u32(skb, CCID_NL_PIN_A_STATE, pin->state))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * ccid_genl_put_slot() - which slot a message is about
 * @skb: the message
 * @slot: the slot
 *
 * Return: 0 or -EMSGSIZE.
 */
int ccid_genl_put_slot(struct sk_buff *skb, const struct ccid_slot *slot)
{
	if (nla_put_u32(skb, CCID_NL_A_SLOT, slot->id) ||
	    nla_put_u32(skb, CCID_NL_A_INDEX, slot->index))
		return -EMSGSIZE;
	return 0;
}

/* The ATR is written under reader->io and under snap: hold one of them. */
static int ccid_genl_put_atr(struct sk_buff *skb, const struct ccid_slot *slot)
{
	if (!slot->atr_len)
		return 0;
	if (nla_put(skb, CCID_NL_A_ATR, slot->atr_len, slot->atr) ||
	    nla_put_u32(skb, CCID_NL_A_PROTOCOL, slot->protocol))
		return -EMSGSIZE;
	return 0;
}

/**
 * ccid_genl_put_stamp() - which event, and of which card
 * @skb: the message
 * @sequence: the event's number, or the last one's
 * @time_ns: when
 * @generation: of the card
 *
 * Return: 0 or -EMSGSIZE.
 */
int ccid_genl_put_stamp(struct sk_buff *skb, u32 sequence, u64 time_ns,
			u32 generation)
{
	if (nla_put_u32(skb, CCID_NL_A_SEQUENCE, sequence) ||
	    nla_put_u64_64bit(skb, CCID_NL_A_TIME, time_ns, CCID_NL_A_PAD) ||
	    nla_put_u32(skb, CCID_NL_A_GENERATION, generation))
		return -EMSGSIZE;
	return 0;
}

static int ccid_genl_put_pins(struct sk_buff *skb, const struct ccid_ledger *l)
{
	int err = 0;
	u32 i;

	for (i = 0; !err && i < l->count; i++)
		if (l->entries[i].source != CCID_PIN_UNKNOWN)
			err = ccid_genl_put_pin(skb, &l->entries[i]);
	return err;
}

/* How things stand, all of one instant. */
static int ccid_genl_put_card(struct sk_buff *skb, struct ccid_slot *slot)
{
	int err;

	spin_lock_irq(&slot->snap);
	err = ccid_genl_put_stamp(skb, slot->events, slot->changed_ns,
				  slot->generation);
	if (!err)
		err = nla_put_u32(skb, CCID_NL_A_CARD, slot->card);
	if (!err)
		err = ccid_genl_put_atr(skb, slot);
	if (!err)
		err = ccid_genl_put_pins(skb, &slot->ledger);
	spin_unlock_irq(&slot->snap);
	return err;
}

/**
 * ccid_genl_put_state() - how things stand with a slot
 * @skb: the message
 * @slot: the slot
 *
 * Return: 0 or -EMSGSIZE.
 */
int ccid_genl_put_state(struct sk_buff *skb, struct ccid_slot *slot)
{
	const struct ccid_reader *rd = slot->reader;

	if (ccid_genl_put_slot(skb, slot) ||
	    nla_put_string(skb, CCID_NL_A_NAME, rd->name) ||
	    nla_put_u32(skb, CCID_NL_A_LEVEL, rd->desc.level))
		return -EMSGSIZE;
	return ccid_genl_put_card(skb, slot);
}

/**
 * ccid_genl_put_event() - what each kind of event has of its own
 * @skb: the message
 * @slot: the slot; its reader's io is held
 * @event: what happened
 * @pin: for CCID_EVENT_PIN, the ledger's entry
 *
 * Return: 0 or -EMSGSIZE.
 */
int ccid_genl_put_event(struct sk_buff *skb, const struct ccid_slot *slot,
			const struct ccid_event *event,
			const struct ccid_pin_entry *pin)
{
	switch (event->type) {
	case CCID_EVENT_INSERT:
		if (nla_put_u32(skb, CCID_NL_A_CARD, CCID_CARD_POWERED))
			return -EMSGSIZE;
		return ccid_genl_put_atr(skb, slot);
	case CCID_EVENT_REMOVE:
		return nla_put_u32(skb, CCID_NL_A_CARD, CCID_CARD_ABSENT);
	case CCID_EVENT_MUTE:
		return nla_put_u32(skb, CCID_NL_A_CARD, CCID_CARD_MUTE);
	case CCID_EVENT_PIN:
		return ccid_genl_put_pin(skb, pin);
	default:
		return nla_put_u32(skb, CCID_NL_A_FAULT, event->fault);
	}
}
