// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling of slots and events by generic netlink.
 *
 * Owns the family "ccid" and the list of slots that it shows, under
 * ccid_genl_lock. slot.c adds a slot once its device node is there and deletes
 * it just before that goes, event.c hands over each event, in process context
 * and under the reader's io, so that a slot's events leave in their order.
 *
 * Nothing is allocated for a group without listeners. A message that could not
 * be made is an overrun to them: they get ENOBUFS and dump.
 *
 * What is in the messages is in genl_put.c.
 *
 * The family ends after the last slot, so nothing is sent behind it; a dump
 * under way holds the module.
 */
#include "genl.h"

#include "genl_put.h"
#include "usb.h"

#include <linux/ccid_netlink.h>
#include <linux/idr.h>
#include <net/genetlink.h>

static DEFINE_MUTEX(ccid_genl_lock);	/* see the table in ccid.h */
static DEFINE_IDR(ccid_genl_slots);	/* by id; under the lock */
static unsigned int ccid_genl_seq = 1;	/* counts their changes; likewise */

static struct genl_family ccid_genl_family;

/**
 * ccid_genl_heard() - does anybody listen?
 *
 * In any context.
 *
 * Return: true when somebody has joined the group.
 */
bool ccid_genl_heard(void)
{
	return genl_has_listeners(&ccid_genl_family, &init_net, 0);
}

/* A message about the state of a slot: an answer, or an announcement. */
static int ccid_genl_state(struct sk_buff *skb, struct ccid_slot *slot,
			   u32 portid, struct netlink_callback *cb, u32 seq,
			   u8 cmd)
{
	void *hdr = genlmsg_put(skb, portid, seq, &ccid_genl_family,
				cb ? NLM_F_MULTI : 0, cmd);

	if (!hdr)
		return -EMSGSIZE;
	if (cb)
		genl_dump_check_consistent(cb, hdr);
	if (ccid_genl_put_state(skb, slot)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

static int ccid_genl_get(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *id = info->attrs[CCID_NL_A_SLOT];
	struct ccid_slot *slot;
	struct sk_buff *msg;
	int err = -ENODEV;

	if (GENL_REQ_ATTR_CHECK(info, CCID_NL_A_SLOT))
		return -EINVAL;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&ccid_genl_lock);
	slot = idr_find(&ccid_genl_slots, nla_get_u32(id));
	if (slot)
		err = ccid_genl_state(msg, slot, info->snd_portid, NULL,
				      info->snd_seq, CCID_NL_CMD_SLOT_GET);
	mutex_unlock(&ccid_genl_lock);
	if (err) {
		nlmsg_free(msg);
		return err;
	}
	return genlmsg_reply(msg, info);
}

static int ccid_genl_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ccid_slot *slot;
	int id = cb->args[0], err = 0;

	mutex_lock(&ccid_genl_lock);
	cb->seq = ccid_genl_seq;
	idr_for_each_entry_continue(&ccid_genl_slots, slot, id) {
		if (ccid_genl_heard())
			ccid_reader_heard(slot->reader);
		err = ccid_genl_state(skb, slot, NETLINK_CB(cb->skb).portid,
				      cb, cb->nlh->nlmsg_seq,
				      CCID_NL_CMD_SLOT_GET);
		if (err)
			break;
	}
	mutex_unlock(&ccid_genl_lock);
	cb->args[0] = id;
	return err && !skb->len ? err : skb->len;
}

static const struct nla_policy ccid_genl_policy[] = {
	[CCID_NL_A_SLOT] = NLA_POLICY_MAX(NLA_U32, CCID_MINORS - 1),
};

static const struct genl_small_ops ccid_genl_ops[] = {
	{
		.cmd = CCID_NL_CMD_SLOT_GET,
		.doit = ccid_genl_get,
		.dumpit = ccid_genl_dump,
	},
};

static const struct genl_multicast_group ccid_genl_groups[] = {
	{ .name = CCID_NL_EVENTS },
};

static struct genl_family ccid_genl_family __ro_after_init = {
	.name = CCID_NL_FAMILY,
	.version = CCID_NL_VERSION,
	.module = THIS_MODULE,
	.maxattr = ARRAY_SIZE(ccid_genl_policy) - 1,
	.policy = ccid_genl_policy,
	.small_ops = ccid_genl_ops,
	.n_small_ops = ARRAY_SIZE(ccid_genl_ops),
	.mcgrps = ccid_genl_groups,
	.n_mcgrps = ARRAY_SIZE(ccid_genl_groups),
};

int __init ccid_genl_init(void)
{
	return genl_register_family(&ccid_genl_family);
}

void ccid_genl_exit(void)
{
	genl_unregister_family(&ccid_genl_family);
	idr_destroy(&ccid_genl_slots);
}

/* To all who listen; those whose buffer is full get ENOBUFS. */
static void ccid_genl_send(struct sk_buff *msg, int err)
{
	if (!err) {
		genlmsg_multicast(&ccid_genl_family, msg, 0, 0, GFP_KERNEL);
		return;
	}
	nlmsg_free(msg);
	genl_set_err(&ccid_genl_family, &init_net, 0, 0, -ENOBUFS);
}

/* The events of the UAPI, as netlink numbers them. */
static u8 ccid_genl_command(u32 type)
{
	static const u8 commands[] = {
		[CCID_EVENT_INSERT] = CCID_NL_CMD_CARD_INSERT,
		[CCID_EVENT_REMOVE] = CCID_NL_CMD_CARD_REMOVE,
		[CCID_EVENT_MUTE] = CCID_NL_CMD_CARD_MUTE,
		[CCID_EVENT_PIN] = CCID_NL_CMD_PIN,
		[CCID_EVENT_FAULT] = CCID_NL_CMD_FAULT,
	};

	return commands[type];
}

static int ccid_genl_fill_event(struct sk_buff *skb,
				const struct ccid_slot *slot,
				const struct ccid_event *event,
				const struct ccid_pin_entry *pin)
{
	void *hdr = genlmsg_put(skb, 0, 0, &ccid_genl_family, 0,
				ccid_genl_command(event->type));

	if (!hdr || ccid_genl_put_slot(skb, slot) ||
	    ccid_genl_put_stamp(skb, event->sequence, event->time_ns,
				event->generation) ||
	    ccid_genl_put_event(skb, slot, event, pin))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

/**
 * ccid_genl_event() - tell of an event
 * @slot: the slot; its reader's io is held
 * @event: what read() tells of it
 * @pin: for CCID_EVENT_PIN, a copy of the ledger's entry; else NULL
 */
void ccid_genl_event(struct ccid_slot *slot, const struct ccid_event *event,
		     const struct ccid_pin_entry *pin)
{
	struct sk_buff *msg;

	lockdep_assert_held(&slot->reader->io);
	if (!ccid_genl_heard())
		return;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	ccid_genl_send(msg, msg ? ccid_genl_fill_event(msg, slot, event, pin) :
				  -ENOMEM);
}

/* Under the lock, so that additions and deletions leave in their order. */
static void ccid_genl_announce(struct ccid_slot *slot)
{
	struct sk_buff *msg;

	if (!ccid_genl_heard())
		return;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	ccid_genl_send(msg, msg ? ccid_genl_state(msg, slot, 0, NULL, 0,
						  CCID_NL_CMD_SLOT_ADD) :
				  -ENOMEM);
}

static int ccid_genl_fill_del(struct sk_buff *skb, const struct ccid_slot *slot)
{
	void *hdr = genlmsg_put(skb, 0, 0, &ccid_genl_family, 0,
				CCID_NL_CMD_SLOT_DEL);

	if (!hdr || ccid_genl_put_slot(skb, slot))
		return -EMSGSIZE;
	genlmsg_end(skb, hdr);
	return 0;
}

static void ccid_genl_dismiss(const struct ccid_slot *slot)
{
	struct sk_buff *msg;

	if (!ccid_genl_heard())
		return;
	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	ccid_genl_send(msg, msg ? ccid_genl_fill_del(msg, slot) : -ENOMEM);
}

/**
 * ccid_genl_add() - a slot has its device node
 * @slot: the slot; its id is the caller's until ccid_genl_del()
 *
 * Return: 0 or -ENOMEM.
 */
int ccid_genl_add(struct ccid_slot *slot)
{
	int id;

	mutex_lock(&ccid_genl_lock);
	id = idr_alloc(&ccid_genl_slots, slot, slot->id, slot->id + 1,
		       GFP_KERNEL);
	if (id >= 0) {
		ccid_genl_seq++;
		ccid_genl_announce(slot);
	}
	mutex_unlock(&ccid_genl_lock);
	return min(id, 0);
}

/**
 * ccid_genl_del() - its device node is about to go
 * @slot: the slot; nothing talks to it any more
 */
void ccid_genl_del(struct ccid_slot *slot)
{
	mutex_lock(&ccid_genl_lock);
	idr_remove(&ccid_genl_slots, slot->id);
	ccid_genl_seq++;
	ccid_genl_dismiss(slot);
	mutex_unlock(&ccid_genl_lock);
}
