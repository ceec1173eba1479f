// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interfaces of one device that take one command at a time among them.
 *
 * To the driver each interface is a reader of its own. Some devices hang when
 * two of theirs have a command in flight (CCID_QUIRK_SERIALISE). Their readers
 * have a share: one owner at a time, who holds reader->io as well. It is taken
 * with reader->io and given with it, in io.c, and never waited for by who
 * holds anything but a turn; who waits sleeps in the share's queue instead of
 * the reader's own. So disconnect, sleep and reset of one interface wait for
 * nobody on the other.
 *
 * Given with one exception: a reader that was to be brought into step, and is
 * not since somebody was killed, it falls asleep, or is to be reset, keeps the
 * share. Its last command may still be in flight. Then the work of its slot
 * comes back to it, as does the end of sleep or reset; when it has been given
 * up as dead, or is gone, the others may go on.
 *
 * A share lives from the probe of the first reader to the end of the last.
 */
#include "share.h"

#include "ccid.h"
#include "power.h"
#include "proto/quirk.h"
#include "slot.h"

#include <linux/slab.h>

#define CCID_SHARE_RETRY_MS	1000

/**
 * struct ccid_share - what the readers of one device share
 * @node: in ccid_shares
 * @udev: const; whose; each of its readers holds a reference
 * @readers: how many; under ccid_share_lock
 * @owner: who may talk to its interface, or NULL; becomes a reader, and ceases
 *	to be it, under that one's io
 * @waitq: who waits for @owner, or for the io of any of the readers
 */
struct ccid_share {
	struct list_head node;
	const struct usb_device *udev;
	unsigned int readers;
	const struct ccid_reader *owner;
	wait_queue_head_t waitq;
};

static LIST_HEAD(ccid_shares);
static DEFINE_MUTEX(ccid_share_lock);

static struct ccid_share *ccid_share_of(const struct usb_device *udev)
{
	struct ccid_share *share;

	list_for_each_entry(share, &ccid_shares, node)
		if (share->udev == udev)
			return share;
	share = kzalloc(sizeof(*share), GFP_KERNEL);
	if (!share)
		return NULL;
	share->udev = udev;
	init_waitqueue_head(&share->waitq);
	list_add(&share->node, &ccid_shares);
	return share;
}

/**
 * ccid_share_join() - give a reader its share, if it needs one
 * @rd: the reader, in probe
 *
 * Return: 0 or -ENOMEM.
 */
int ccid_share_join(struct ccid_reader *rd)
{
	if (!(rd->quirks & CCID_QUIRK_SERIALISE))
		return 0;
	mutex_lock(&ccid_share_lock);
	rd->share = ccid_share_of(rd->udev);
	if (rd->share)
		rd->share->readers++;
	mutex_unlock(&ccid_share_lock);
	if (!rd->share)
		return -ENOMEM;
	rd->io_waitq = &rd->share->waitq;
	return 0;
}

/**
 * ccid_share_leave() - the reader is about to be freed
 * @rd: the reader; its device is still referenced
 */
void ccid_share_leave(struct ccid_reader *rd)
{
	struct ccid_share *share = rd->share;

	if (!share)
		return;
	mutex_lock(&ccid_share_lock);
	if (!--share->readers) {
		list_del(&share->node);
		kfree(share);
	}
	mutex_unlock(&ccid_share_lock);
}

/**
 * ccid_share_barred() - does another interface keep this one waiting?
 * @rd: the reader
 *
 * Return: true while taking the share would fail.
 */
bool ccid_share_barred(const struct ccid_reader *rd)
{
	const struct ccid_reader *owner;

	if (!rd->share)
		return false;
	owner = READ_ONCE(rd->share->owner);
	return owner && owner != rd;
}

/**
 * ccid_share_take() - become the one who uses the device
 * @rd: the reader; its io is held
 *
 * Return: true when the reader has the share, or needs none.
 */
bool ccid_share_take(struct ccid_reader *rd)
{
	const struct ccid_reader *owner;

	lockdep_assert_held(&rd->io);
	if (!rd->share)
		return true;
	owner = cmpxchg(&rd->share->owner, NULL, rd);
	return !owner || owner == rd;
}

/* Its last command may still be in flight, and that can be mended. */
static bool ccid_share_needed(const struct ccid_reader *rd)
{
	return rd->resync && !ccid_reader_gone(rd) && !ccid_power_given_up(rd);
}

/**
 * ccid_share_give() - let another interface be used
 * @rd: the reader, owner or not; its io is held
 *
 * The caller wakes reader->io_waitq.
 */
void ccid_share_give(struct ccid_reader *rd)
{
	lockdep_assert_held(&rd->io);
	if (!rd->share || READ_ONCE(rd->share->owner) != rd)
		return;
	if (ccid_share_needed(rd)) {
		ccid_slot_queue_in(rd->slots[rd->broken_slot],
				   CCID_SHARE_RETRY_MS);
		return;
	}
	/* Pairs with ccid_share_take(). */
	smp_store_release(&rd->share->owner, NULL);
}
