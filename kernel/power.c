// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sleep, wake-up and reset of a reader.
 *
 * Owns reader->paused and the count of reasons to stay awake.
 *
 * Paused is the state around every sleep and every reset, whoever asked for
 * it. Going there, on behalf of the USB core:
 *
 *	1  paused			no new command; the one in flight gives
 *					up, without an abort on the wire
 *	2  the tick is cancelled	nobody touches the interrupt pipe
 *	3  reader->io is taken		whoever was inside has left
 *	4  the interrupt URB is poisoned
 *
 * and back, in the opposite order. Meanwhile callers and the work that looks at
 * cards wait for reader->io, as they do for one another: with their deadline,
 * and interruptibly. So no task is failed for having come at the wrong moment.
 * A caller whose command was in flight gets ECANCELED. When the system goes to
 * sleep tasks have been stopped before that, as by a signal.
 *
 * What was in a slot may have lost its power or have been exchanged: every card
 * counts as having left, and what is there afterwards is another generation.
 *
 * A reader sleeps by itself (autosuspend, which the administrator switches on)
 * while nothing keeps it awake: no open file, no card, no work. It has to be
 * able to wake the bus, or no card would ever be noticed; the USB core sees to
 * that. One without a working interrupt pipe, or known not to wake up again, is
 * kept awake.
 *
 * Disconnect may come in any of these states. It sets gone, for which everybody
 * who waits is woken, and drops what keeps the reader awake.
 */
#include "power.h"

#include "io.h"
#include "proto/quirk.h"
#include "slot.h"
#include "usb.h"

#include <linux/pm_runtime.h>

#define CCID_RESETS_MAX		3

/**
 * ccid_power_hold() - another reason for a reader to stay awake
 * @rd: the reader, awake
 */
void ccid_power_hold(struct ccid_reader *rd)
{
	unsigned long flags;

	spin_lock_irqsave(&rd->gate, flags);
	if (!rd->gone && !rd->wakes++)
		usb_autopm_get_interface_no_resume(rd->intf);
	spin_unlock_irqrestore(&rd->gate, flags);
}

/**
 * ccid_power_put() - a reason less
 * @rd: the reader
 *
 * Called in any context; a reader that falls asleep does so later.
 */
void ccid_power_put(struct ccid_reader *rd)
{
	unsigned long flags;

	spin_lock_irqsave(&rd->gate, flags);
	if (!rd->gone && !--rd->wakes)
		usb_autopm_put_interface_async(rd->intf);
	spin_unlock_irqrestore(&rd->gate, flags);
}

/**
 * ccid_power_ask() - have a reader woken, without waiting, and kept awake
 * @rd: the reader
 *
 * For those who then wait until it is not paused any more. While the system
 * wakes up they may be there before its USB device counts as awake, and to wake
 * that once more would be to resume, or reset, it under them. Requests are
 * looked at after that.
 */
void ccid_power_ask(struct ccid_reader *rd)
{
	ccid_power_hold(rd);
	pm_request_resume(&rd->intf->dev);
}

/**
 * ccid_power_get() - wake a reader, and keep it awake
 * @rd: the reader; its io is not held, since waking it takes that
 *
 * Not on a workqueue, which runs while the system wakes up: ccid_power_ask().
 *
 * Return: 0, to be followed by ccid_power_put(), or -ENODEV.
 */
int ccid_power_get(struct ccid_reader *rd)
{
	ccid_power_hold(rd);
	if (!ccid_reader_gone(rd) && pm_runtime_resume(&rd->intf->dev) >= 0)
		return 0;
	ccid_power_put(rd);
	return -ENODEV;
}

/**
 * ccid_power_init() - the last act of probe
 * @rd: the reader
 */
void ccid_power_init(struct ccid_reader *rd)
{
	rd->intf->needs_remote_wakeup = 1;
	if (!rd->notifies || rd->quirks & CCID_QUIRK_NO_AUTOSUSPEND)
		ccid_power_hold(rd);
}

/**
 * ccid_power_end() - nothing keeps a reader awake any more
 * @rd: the reader, gone
 */
void ccid_power_end(struct ccid_reader *rd)
{
	if (rd->wakes)
		usb_autopm_put_interface_no_suspend(rd->intf);
}

/**
 * ccid_power_reset() - have a reader reset that does not answer
 * @rd: the reader; its io is held
 *
 * The reset is done later, by the USB core's own work. A reader that has been
 * reset a few times, and no look at its cards has gone well since, is left
 * alone: its callers get their errors.
 */
void ccid_power_reset(struct ccid_reader *rd)
{
	lockdep_assert_held(&rd->io);
	if (rd->resets > CCID_RESETS_MAX)
		return;
	if (rd->resets++ == CCID_RESETS_MAX) {
		dev_err(&rd->intf->dev, "no answer after %u resets\n",
			CCID_RESETS_MAX);
		return;
	}
	dev_err(&rd->intf->dev, "no answer to power-off, resetting\n");
	ccid_count(&rd->slots[rd->broken_slot]->stats, CCID_STAT_RESETS);
	usb_queue_reset_device(rd->intf);
}

/**
 * ccid_power_given_up() - has a reader been reset as often as it ever is?
 * @rd: the reader; its io is held
 *
 * Return: true until a look at its cards goes well.
 */
bool ccid_power_given_up(const struct ccid_reader *rd)
{
	lockdep_assert_held(&rd->io);
	return rd->resets > CCID_RESETS_MAX;
}

static void ccid_pause(struct ccid_reader *rd)
{
	spin_lock_irq(&rd->gate);
	WRITE_ONCE(rd->paused, true);
	spin_unlock_irq(&rd->gate);
	cancel_delayed_work_sync(&rd->tick);
	wake_up_all(&rd->waitq);
	mutex_lock(&rd->io);
	mutex_unlock(&rd->io);
	usb_poison_urb(rd->intr.urb);
}

static void ccid_unpause(struct ccid_reader *rd, bool reset)
{
	unsigned int i;

	ccid_io_wait(rd);
	if (reset) {
		rd->resync = false;
		rd->stalled = false;
	}
	ccid_io_unlock(rd);
	for (i = 0; i < rd->desc.slots; i++)
		ccid_slot_lost(rd->slots[i]);
	usb_unpoison_urb(rd->intr.urb);
	spin_lock_irq(&rd->gate);
	WRITE_ONCE(rd->paused, false);
	spin_unlock_irq(&rd->gate);
	ccid_reader_listen(rd);
	wake_up_all(rd->io_waitq);
}

/**
 * ccid_suspend() - the reader is about to lose the bus
 * @intf: its interface
 * @message: unused: for whatever reason it sleeps, it does so in the same way
 *
 * Takes as long as it takes to have a URB back. While a reader is brought into
 * step that does not answer requests either, these have to time out: 11 s.
 *
 * Return: 0.
 */
int ccid_suspend(struct usb_interface *intf, pm_message_t message)
{
	ccid_pause(usb_get_intfdata(intf));
	return 0;
}

/**
 * ccid_resume() - it has the bus again
 * @intf: its interface
 *
 * Return: 0.
 */
int ccid_resume(struct usb_interface *intf)
{
	ccid_unpause(usb_get_intfdata(intf), false);
	return 0;
}

/**
 * ccid_reset_resume() - it has the bus again, and was reset to get it
 * @intf: its interface
 *
 * Return: 0.
 */
int ccid_reset_resume(struct usb_interface *intf)
{
	ccid_unpause(usb_get_intfdata(intf), true);
	return 0;
}

/**
 * ccid_pre_reset() - somebody is about to reset the device
 * @intf: its interface
 *
 * Return: 0.
 */
int ccid_pre_reset(struct usb_interface *intf)
{
	ccid_pause(usb_get_intfdata(intf));
	return 0;
}

/**
 * ccid_post_reset() - the device has been reset
 * @intf: its interface
 *
 * Return: 0.
 */
int ccid_post_reset(struct usb_interface *intf)
{
	ccid_unpause(usb_get_intfdata(intf), true);
	return 0;
}
