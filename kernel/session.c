// SPDX-License-Identifier: GPL-2.0-only
/*
 * Open files, and whose turn it is on a slot.
 *
 * Owns the queue of turns, under slot->turn_lock. A turn is taken for one call
 * (the struct lies on the caller's stack) or by CCID_IOC_LOCK (it lies in the
 * session) until unlock or close. The one in force is slot->holder, the others
 * wait in the order in which they came; handing over grants the first.
 *
 * Calls of a session that holds the lock run under it, several threads at a
 * time; reader->io serialises them. Unlocking cancels them, waits until the
 * last has left, gives up what rights the session has on the card, and only
 * then hands over.
 */
#include "session.h"

#include "card.h"
#include "slot.h"
#include "usb.h"

#include <linux/hrtimer.h>
#include <linux/slab.h>

static void ccid_turn_init(struct ccid_turn *turn, struct ccid_session *s)
{
	INIT_LIST_HEAD(&turn->node);
	init_waitqueue_head(&turn->waitq);
	turn->session = s;
	turn->granted = false;
}

/* The waiting is over: the turn has come, or will never come. */
static bool ccid_turn_over(struct ccid_slot *slot, struct ccid_turn *turn)
{
	bool granted;

	spin_lock(&slot->turn_lock);
	granted = turn->granted;
	spin_unlock(&slot->turn_lock);
	return granted || ccid_reader_gone(slot->reader);
}

/* Leave the queue, unless the turn has come meanwhile. */
static bool ccid_turn_withdraw(struct ccid_slot *slot, struct ccid_turn *turn)
{
	bool granted;

	spin_lock(&slot->turn_lock);
	granted = turn->granted;
	if (!granted)
		list_del_init(&turn->node);
	spin_unlock(&slot->turn_lock);
	return !granted;
}

static int ccid_turn_wait(struct ccid_slot *slot, struct ccid_turn *turn,
			  u64 deadline_ns)
{
	s64 left = ccid_time_left(deadline_ns);
	int err;

	/* A deadline that has passed waits for 1 ns. */
	left = max_t(s64, left, 1);
	err = wait_event_interruptible_hrtimeout(turn->waitq,
						 ccid_turn_over(slot, turn),
						 ns_to_ktime(left));
	if (!ccid_turn_withdraw(slot, turn))
		return 0;
	if (ccid_reader_gone(slot->reader))
		return -ENODEV;
	return err == -ETIME ? -EBUSY : err;
}

static int ccid_turn_take(struct ccid_slot *slot, struct ccid_turn *turn,
			  const struct ccid_wish *wish)
{
	bool free;

	if (ccid_reader_gone(slot->reader))
		return -ENODEV;
	spin_lock(&slot->turn_lock);
	free = !slot->holder;
	if (free) {
		slot->holder = turn;
		turn->granted = true;
	} else if (!wish->nonblock) {
		list_add_tail(&turn->node, &slot->waiters);
	}
	spin_unlock(&slot->turn_lock);
	if (free)
		return 0;
	if (wish->nonblock)
		return -EAGAIN;
	return ccid_turn_wait(slot, turn, wish->deadline_ns);
}

static void ccid_turn_give(struct ccid_slot *slot, struct ccid_turn *turn)
{
	struct ccid_turn *next;

	spin_lock(&slot->turn_lock);
	WARN_ON_ONCE(slot->holder != turn);
	turn->granted = false;
	next = list_first_entry_or_null(&slot->waiters, struct ccid_turn, node);
	slot->holder = next;
	if (next) {
		list_del_init(&next->node);
		next->granted = true;
		/* It may be on a stack that unwinds once the lock is free. */
		wake_up(&next->waitq);
	}
	spin_unlock(&slot->turn_lock);
}

/**
 * ccid_turns_wake() - let all who wait see that the reader is gone
 * @slot: the slot
 */
void ccid_turns_wake(struct ccid_slot *slot)
{
	struct ccid_turn *turn;

	spin_lock(&slot->turn_lock);
	list_for_each_entry(turn, &slot->waiters, node)
		wake_up(&turn->waitq);
	spin_unlock(&slot->turn_lock);
}

/**
 * ccid_session_new() - a file has been opened
 * @slot: the slot
 *
 * Return: the session, or an error pointer.
 */
struct ccid_session *ccid_session_new(struct ccid_slot *slot)
{
	struct ccid_session *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return ERR_PTR(-ENOMEM);
	err = ccid_reader_used(slot->reader);
	if (err) {
		kfree(s);
		return ERR_PTR(err);
	}
	s->slot = slot;
	mutex_init(&s->read);
	ccid_turn_init(&s->turn, s);
	get_device(&slot->dev);
	spin_lock_irq(&slot->snap);
	list_add_tail(&s->node, &slot->sessions);
	spin_unlock_irq(&slot->snap);
	return s;
}

/* Take the card's rights from whoever comes next, by the work of the slot. */
static void ccid_session_disown(struct ccid_session *s)
{
	if (ccid_card_disown(s->slot, s))
		ccid_slot_queue(s->slot);
}

/**
 * ccid_session_free() - the file has been closed; no call runs any more
 * @s: the session
 */
void ccid_session_free(struct ccid_session *s)
{
	struct ccid_slot *slot = s->slot;

	ccid_session_disown(s);
	if (s->lock == CCID_LOCKED)
		ccid_turn_give(slot, &s->turn);
	spin_lock_irq(&slot->snap);
	list_del(&s->node);
	spin_unlock_irq(&slot->snap);
	ccid_reader_unused(slot->reader);
	kfree_sensitive(s);
	put_device(&slot->dev);
}

static bool ccid_session_stale(struct ccid_session *s, u32 generation)
{
	return generation && READ_ONCE(s->slot->generation) != generation;
}

/**
 * ccid_session_lock() - CCID_IOC_LOCK
 * @s: the session
 * @wish: how long to wait
 * @generation: the card that the lock is for, or 0
 *
 * Return: 0, -EINVAL when the session has the lock or is waiting for it,
 * -ESTALE, -EAGAIN, -EBUSY, -ENODEV, or -ERESTARTSYS.
 */
int ccid_session_lock(struct ccid_session *s, const struct ccid_wish *wish,
		      u32 generation)
{
	struct ccid_slot *slot = s->slot;
	bool first;
	int err;

	spin_lock(&slot->turn_lock);
	first = s->lock == CCID_UNLOCKED;
	if (first)
		s->lock = CCID_LOCKING;
	spin_unlock(&slot->turn_lock);
	if (!first)
		return -EINVAL;
	err = ccid_turn_take(slot, &s->turn, wish);
	if (!err && ccid_session_stale(s, generation)) {
		ccid_turn_give(slot, &s->turn);
		err = -ESTALE;
	}
	spin_lock(&slot->turn_lock);
	s->lock = err ? CCID_UNLOCKED : CCID_LOCKED;
	s->generation = generation;
	spin_unlock(&slot->turn_lock);
	return err;
}

static bool ccid_session_idle(struct ccid_session *s)
{
	bool idle;

	spin_lock(&s->slot->turn_lock);
	idle = !s->calls;
	spin_unlock(&s->slot->turn_lock);
	return idle;
}

/**
 * ccid_session_unlock() - CCID_IOC_UNLOCK
 * @s: the session
 * @keep: leave a verified card so, for this session
 *
 * Return: 0, or -EINVAL when the session does not have the lock.
 */
int ccid_session_unlock(struct ccid_session *s, bool keep)
{
	struct ccid_slot *slot = s->slot;
	bool locked;

	spin_lock(&slot->turn_lock);
	locked = s->lock == CCID_LOCKED;
	if (locked) {
		s->lock = CCID_UNLOCKING;
		WRITE_ONCE(s->cancel, true);
	}
	spin_unlock(&slot->turn_lock);
	if (!locked)
		return -EINVAL;
	wake_up_all(&slot->reader->waitq);
	wake_up_all(slot->reader->io_waitq);
	/* Bounded: a cancelled call ends with the abort of its command. */
	wait_event(slot->turn_waitq, ccid_session_idle(s));
	if (!keep)
		ccid_session_disown(s);
	WRITE_ONCE(s->cancel, false);
	ccid_turn_give(slot, &s->turn);
	spin_lock(&slot->turn_lock);
	s->lock = CCID_UNLOCKED;
	spin_unlock(&slot->turn_lock);
	return 0;
}

/**
 * ccid_session_begin() - a call wants the card
 * @s: the session
 * @turn: room for the turn of this call, should it need one
 * @wish: how long to wait for it
 * @generation: in: the card that the call means, or 0; out: the one that the
 *	lock was taken for, where the call did not say
 *
 * Return: 0, to be followed by ccid_session_finish(); -ESTALE when call and
 * lock mean different cards; -EAGAIN, -EBUSY, -ENODEV, or -ERESTARTSYS.
 */
int ccid_session_begin(struct ccid_session *s, struct ccid_turn *turn,
		       const struct ccid_wish *wish, u32 *generation)
{
	struct ccid_slot *slot = s->slot;
	bool locked, stale = false;

	ccid_turn_init(turn, NULL);
	spin_lock(&slot->turn_lock);
	locked = s->lock == CCID_LOCKED;
	if (locked && s->generation) {
		stale = *generation && *generation != s->generation;
		*generation = s->generation;
	}
	if (locked && !stale)
		s->calls++;
	spin_unlock(&slot->turn_lock);
	if (stale)
		return -ESTALE;
	if (locked)
		return 0;
	turn->session = s;
	return ccid_turn_take(slot, turn, wish);
}

/**
 * ccid_session_finish() - a call has done with the card
 * @s: the session
 * @turn: as given to ccid_session_begin()
 */
void ccid_session_finish(struct ccid_session *s, struct ccid_turn *turn)
{
	struct ccid_slot *slot = s->slot;

	if (turn->session) {
		ccid_turn_give(slot, turn);
		return;
	}
	spin_lock(&slot->turn_lock);
	s->calls--;
	spin_unlock(&slot->turn_lock);
	wake_up_all(&slot->turn_waitq);
}

/**
 * ccid_session_lock_state() - who has the slot, as a session sees it
 * @s: the session
 *
 * Return: CCID_LOCK_NONE, CCID_LOCK_OWN or CCID_LOCK_OTHER.
 */
u32 ccid_session_lock_state(struct ccid_session *s)
{
	struct ccid_slot *slot = s->slot;
	u32 state = CCID_LOCK_NONE;

	spin_lock(&slot->turn_lock);
	if (slot->holder)
		state = slot->holder->session == s ? CCID_LOCK_OWN :
						     CCID_LOCK_OTHER;
	spin_unlock(&slot->turn_lock);
	return state;
}
