// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a slot.
 *
 * Owns the class device and its number. A slot is made by probe, shown as a
 * device node once the whole reader stands, hidden and woken by disconnect, and
 * freed by the release of its device when the last file is closed.
 *
 * Notifications are hints: they are counted, and queue the work that asks the
 * reader (card.c).
 */
#include "slot.h"

#include "card.h"
#include "chardev.h"
#include "genl.h"
#include "proto/msg.h"
#include "session.h"
#include "sysfs.h"
#include "usb.h"

#include <linux/idr.h>
#include <linux/module.h>
#include <linux/slab.h>

static DEFINE_IDA(ccid_ida);

struct class ccid_class = {
	.name = CCID_NAME,
	.dev_groups = ccid_slot_groups,
};

int ccid_class_init(void)
{
	return class_register(&ccid_class);
}

void ccid_class_exit(void)
{
	class_unregister(&ccid_class);
	ida_destroy(&ccid_ida);
}

static void ccid_slot_release(struct device *dev)
{
	struct ccid_slot *slot = container_of(dev, struct ccid_slot, dev);

	ccid_reader_put(slot->reader);
	kfree_sensitive(slot);
}

static void ccid_slot_scan(struct work_struct *work)
{
	ccid_card_scan(container_of(to_delayed_work(work), struct ccid_slot,
				    scan));
}

/**
 * ccid_slot_new() - make a slot of a reader
 * @rd: the reader
 * @index: bSlot
 *
 * Return: 0 with the slot in @rd->slots, or a negative errno.
 */
int ccid_slot_new(struct ccid_reader *rd, unsigned int index)
{
	struct ccid_slot *slot = kzalloc(sizeof(*slot), GFP_KERNEL);

	if (!slot)
		return -ENOMEM;
	slot->index = index;
	slot->id = -1;
	spin_lock_init(&slot->turn_lock);
	INIT_LIST_HEAD(&slot->waiters);
	init_waitqueue_head(&slot->turn_waitq);
	spin_lock_init(&slot->snap);
	INIT_LIST_HEAD(&slot->sessions);
	init_waitqueue_head(&slot->event_waitq);
	INIT_DELAYED_WORK(&slot->scan, ccid_slot_scan);
	ccid_ledger_forget(&slot->ledger);
	slot->floor = CCID_PIN_FLOOR;
	kref_get(&rd->ref);
	slot->reader = rd;
	device_initialize(&slot->dev);
	slot->dev.class = &ccid_class;
	slot->dev.parent = &rd->intf->dev;
	slot->dev.release = ccid_slot_release;
	rd->slots[index] = slot;
	return 0;
}

/**
 * ccid_slot_show() - give a slot its device node
 * @slot: the slot
 *
 * Return: 0 or a negative errno.
 */
int ccid_slot_show(struct ccid_slot *slot)
{
	int id = ida_alloc_max(&ccid_ida, CCID_MINORS - 1, GFP_KERNEL);
	int err;

	if (id < 0)
		return id;
	slot->id = id;
	err = dev_set_name(&slot->dev, CCID_NAME "%d", id);
	if (err)
		goto err_id;
	slot->dev.devt = ccid_chardev_number(id);
	cdev_init(&slot->cdev, &ccid_chardev_fops);
	slot->cdev.owner = THIS_MODULE;
	err = cdev_device_add(&slot->cdev, &slot->dev);
	if (err)
		goto err_id;
	err = ccid_genl_add(slot);
	if (err)
		goto err_node;
	return 0;

err_node:
	cdev_device_del(&slot->cdev, &slot->dev);
err_id:
	ida_free(&ccid_ida, id);
	slot->id = -1;
	return err;
}

/**
 * ccid_slot_hide() - take the device node away; no new opens from here on
 * @slot: the slot, shown or not
 */
void ccid_slot_hide(struct ccid_slot *slot)
{
	if (slot->id < 0)
		return;
	ccid_genl_del(slot);
	cdev_device_del(&slot->cdev, &slot->dev);
	ida_free(&ccid_ida, slot->id);
}

/**
 * ccid_slot_wake() - let all who sleep on a slot see that its reader is gone
 * @slot: the slot
 */
void ccid_slot_wake(struct ccid_slot *slot)
{
	ccid_turns_wake(slot);
	wake_up_all(&slot->event_waitq);
}

/**
 * ccid_slot_end() - disconnect has done with a slot
 * @slot: the slot; the reader is gone
 */
void ccid_slot_end(struct ccid_slot *slot)
{
	cancel_delayed_work_sync(&slot->scan);
	put_device(&slot->dev);
}

/**
 * ccid_slot_queue_in() - look at the card in a while
 * @slot: the slot
 * @ms: when, in milliseconds; earlier if that has been asked for already
 */
void ccid_slot_queue_in(struct ccid_slot *slot, unsigned int ms)
{
	struct ccid_reader *rd = slot->reader;
	unsigned long delay = msecs_to_jiffies(ms), flags;

	spin_lock_irqsave(&rd->gate, flags);
	if (!rd->gone && delay)
		queue_delayed_work(rd->scans, &slot->scan, delay);
	else if (!rd->gone)
		mod_delayed_work(rd->scans, &slot->scan, 0);
	spin_unlock_irqrestore(&rd->gate, flags);
}

/**
 * ccid_slot_queue() - look at the card soon
 * @slot: the slot
 */
void ccid_slot_queue(struct ccid_slot *slot)
{
	ccid_slot_queue_in(slot, 0);
}

/**
 * ccid_slot_lost() - the card may be another one, and nobody would have noticed
 * @slot: the slot
 *
 * Until the reader has been asked nobody uses what is there.
 */
void ccid_slot_lost(struct ccid_slot *slot)
{
	spin_lock_irq(&slot->snap);
	slot->changes++;
	slot->notices++;
	slot->fresh_until_ns = 0;
	spin_unlock_irq(&slot->snap);
}

/**
 * ccid_slot_dark() - is there a card without power?
 * @slot: the slot
 *
 * Return: false also for one that has just been found, and is being powered on.
 */
bool ccid_slot_dark(struct ccid_slot *slot)
{
	bool dark;

	spin_lock_irq(&slot->snap);
	dark = slot->card == CCID_CARD_PRESENT &&
	       slot->fresh_until_ns != U64_MAX;
	spin_unlock_irq(&slot->snap);
	return dark;
}

/*
 * Readers announce a card late, or twice. What says "changed, and there is one"
 * so soon after a card was found is about that card; the reader's answer will
 * show it if not.
 */
static bool ccid_slot_echo(const struct ccid_slot *slot, bool present)
{
	return present && ktime_get_ns() < slot->fresh_until_ns;
}

/**
 * ccid_slot_notify() - something came from the interrupt pipe
 * @slot: a slot of the reader that it came from
 * @buf: the message
 * @len: its length, bytes
 *
 * A hardware error (CCID 1.1, 6.3.2) counts as a change: the slot has lost its
 * power. Called in any context.
 */
void ccid_slot_notify(struct ccid_slot *slot, const u8 *buf, u32 len)
{
	bool present = false, changed = false, here;
	unsigned long flags;

	if (len >= 2 && buf[0] == CCID_NOTIFY_FAULT)
		changed = buf[1] == slot->index;
	else if (!ccid_notify_get(buf, len, slot->index, &present, &changed))
		return;
	spin_lock_irqsave(&slot->snap, flags);
	here = slot->card != CCID_CARD_ABSENT;
	if (changed && !ccid_slot_echo(slot, present))
		slot->changes++;
	if (changed || present != here)
		slot->notices++;
	spin_unlock_irqrestore(&slot->snap, flags);
	if (changed || present != here)
		ccid_slot_queue(slot);
}
