// SPDX-License-Identifier: GPL-2.0-only
/*
 * The USB side of a reader.
 *
 * Owns the reader's life. probe takes the class descriptor and the endpoints
 * (endpoint.c), makes the slots and looks for cards by itself: a notification
 * may have come before the interrupt URB did, or never comes.
 *
 * disconnect, which may come at any moment:
 *
 *	1  gone				one flag, written once; opens fail
 *	2  every sleeper is woken	each reads the flag again
 *	3  the URBs are poisoned	I/O ends, none can start
 *	4  reader->io is taken		whoever was inside has left, so that
 *					no uevent is under way
 *	5  the device nodes go		from netlink, too
 *	6  the work is cancelled	no code of ours still runs
 *	7  the reference is dropped	the last close() frees
 *
 * Sleep and reset are in power.c.
 *
 * An open file holds its slot's device, the slot holds the reader.
 */
#include "usb.h"

#include "endpoint.h"
#include "genl.h"
#include "io.h"
#include "power.h"
#include "proto/quirk.h"
#include "share.h"
#include "slot.h"

#include <linux/module.h>
#include <linux/slab.h>

#define CCID_INTR_RETRY_MS	1000
#define CCID_INTR_RETRIES	5
#define CCID_POLL_MS		500
#define CCID_WATCH_MS		10000
#define CCID_SETTLE_MS		1000

static char *ignore = "";
module_param(ignore, charp, 0444);
MODULE_PARM_DESC(ignore,
		 "Readers to leave alone: vid:pid in hex, separated by commas");

static bool ccid_ignored(const struct usb_device *udev)
{
	u16 vid = le16_to_cpu(udev->descriptor.idVendor);
	u16 pid = le16_to_cpu(udev->descriptor.idProduct);
	unsigned int v, p;
	const char *at;

	for (at = ignore; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (sscanf(at, "%x:%x", &v, &p) == 2 && v == vid && p == pid)
			return true;
	}
	return false;
}

static void ccid_tick_in(struct ccid_reader *rd, unsigned int ms)
{
	unsigned long flags;

	spin_lock_irqsave(&rd->gate, flags);
	if (!rd->gone && !rd->paused)
		mod_delayed_work(ccid_wq, &rd->tick, msecs_to_jiffies(ms));
	spin_unlock_irqrestore(&rd->gate, flags);
}

/* The interrupt pipe is tried again in a while, then given up for polling. */
static void ccid_intr_failed(struct ccid_reader *rd)
{
	if (++rd->intr_failures > CCID_INTR_RETRIES) {
		WRITE_ONCE(rd->notifies, false);
		ccid_power_hold(rd);
	}
	ccid_tick_in(rd, CCID_INTR_RETRY_MS);
}

static void ccid_intr_complete(struct urb *urb)
{
	struct ccid_pipe *p = urb->context;
	struct ccid_reader *rd = p->reader;
	unsigned int i;

	switch (urb->status) {
	case 0:
		rd->intr_failures = 0;
		for (i = 0; i < rd->desc.slots; i++)
			ccid_slot_notify(rd->slots[i], p->buf,
					 urb->actual_length);
		if (!usb_submit_urb(urb, GFP_ATOMIC))
			return;
		break;
	case -ENOENT:
	case -ECONNRESET:
	case -ESHUTDOWN:
		return;
	}
	ccid_intr_failed(rd);
}

static void ccid_reader_lost(struct ccid_reader *rd)
{
	unsigned int i;

	for (i = 0; i < rd->desc.slots; i++)
		ccid_slot_lost(rd->slots[i]);
}

static void ccid_reader_look(struct ccid_reader *rd)
{
	unsigned int i;

	for (i = 0; i < rd->desc.slots; i++)
		ccid_slot_queue(rd->slots[i]);
}

/* Who has not been listened to may have another card by now. */
static void ccid_intr_again(struct ccid_reader *rd)
{
	bool deaf = rd->intr_failures;

	if (rd->intr.urb->status == -EPIPE)
		usb_clear_halt(rd->udev, rd->intr.urb->pipe);
	if (usb_submit_urb(rd->intr.urb, GFP_NOIO))
		ccid_intr_failed(rd);
	if (!deaf)
		return;
	ccid_reader_lost(rd);
	ccid_reader_look(rd);
}

/*
 * Without notifications cards are looked for while somebody is interested: has
 * a file open, listens by netlink, or may be about to open one, having heard of
 * a card that was found or having closed another file a moment ago. The watch
 * begins here when the notifications have just failed.
 */
static bool ccid_reader_watched(struct ccid_reader *rd)
{
	bool before, watched;

	spin_lock_irq(&rd->gate);
	before = rd->watched;
	watched = atomic_read(&rd->users) || ccid_genl_heard() ||
		  ktime_get_ns() < rd->watch_until_ns;
	rd->watched = watched;
	spin_unlock_irq(&rd->gate);
	if (watched && !before)
		ccid_reader_lost(rd);
	return watched;
}

/* Watch for a while. Return: has it been watched up to now? */
static bool ccid_reader_watch(struct ccid_reader *rd)
{
	bool watched;

	spin_lock_irq(&rd->gate);
	watched = rd->watched;
	rd->watched = true;
	rd->watch_until_ns = ktime_get_ns() + CCID_WATCH_MS * NSEC_PER_MSEC;
	spin_unlock_irq(&rd->gate);
	return watched;
}

/* Tries the interrupt pipe again, or looks for cards itself. */
static void ccid_reader_tick(struct work_struct *work)
{
	struct ccid_reader *rd = container_of(to_delayed_work(work),
					      struct ccid_reader, tick);

	if (READ_ONCE(rd->notifies)) {
		ccid_intr_again(rd);
		return;
	}
	if (!ccid_reader_watched(rd))
		return;
	ccid_reader_look(rd);
	ccid_tick_in(rd, CCID_POLL_MS);
}

/**
 * ccid_reader_listen() - look for cards, and from then on hear of them
 * @rd: the reader, awake; its interrupt URB is idle
 *
 * One that has to settle is not listened to before it has: what it notifies
 * would have it asked.
 */
void ccid_reader_listen(struct ccid_reader *rd)
{
	unsigned int settle = rd->quirks & CCID_QUIRK_SETTLE ?
			      CCID_SETTLE_MS : 0;
	unsigned int i;

	if (!READ_ONCE(rd->notifies))
		ccid_reader_watch(rd);
	if (settle || !READ_ONCE(rd->notifies))
		ccid_tick_in(rd, settle);
	else if (usb_submit_urb(rd->intr.urb, GFP_NOIO))
		ccid_intr_failed(rd);
	for (i = 0; i < rd->desc.slots; i++)
		ccid_slot_queue_in(rd->slots[i], settle);
}

/**
 * ccid_reader_used() - a file was opened on one of the slots
 * @rd: the reader
 *
 * While nobody watched, nobody looked for cards on a reader that does not tell
 * of them: what is there now is taken for another one. A watch shows a swap by
 * the power that the new card lacks, but not where the old one had none either.
 *
 * Return: 0 with the reader awake, to be followed by ccid_reader_unused(), or
 * -ENODEV.
 */
int ccid_reader_used(struct ccid_reader *rd)
{
	int err = ccid_power_get(rd);
	unsigned int i;
	bool watched;

	if (err)
		return err;
	if (atomic_inc_return(&rd->users) > 1 || READ_ONCE(rd->notifies))
		return 0;
	watched = ccid_reader_watch(rd);
	for (i = 0; i < rd->desc.slots; i++)
		if (!watched || ccid_slot_dark(rd->slots[i]))
			ccid_slot_lost(rd->slots[i]);
	ccid_tick_in(rd, 0);
	return 0;
}

/**
 * ccid_reader_unused() - and closed again
 * @rd: the reader
 */
void ccid_reader_unused(struct ccid_reader *rd)
{
	spin_lock_irq(&rd->gate);
	rd->watch_until_ns = ktime_get_ns() + CCID_WATCH_MS * NSEC_PER_MSEC;
	spin_unlock_irq(&rd->gate);
	atomic_dec(&rd->users);
	ccid_power_put(rd);
}

/**
 * ccid_reader_heard() - somebody asked who listens by netlink
 * @rd: the reader; it is not gone before this returns
 */
void ccid_reader_heard(struct ccid_reader *rd)
{
	if (READ_ONCE(rd->notifies) || ccid_reader_watch(rd))
		return;
	ccid_reader_lost(rd);
	ccid_tick_in(rd, 0);
}

static void ccid_reader_free(struct kref *ref)
{
	struct ccid_reader *rd = container_of(ref, struct ccid_reader, ref);

	ccid_endpoints_free(rd);
	ccid_share_leave(rd);
	usb_put_intf(rd->intf);
	usb_put_dev(rd->udev);
	kfree(rd->rates);
	kfree(rd);
}

/**
 * ccid_reader_put() - drop a reference
 * @rd: the reader
 */
void ccid_reader_put(struct ccid_reader *rd)
{
	kref_put(&rd->ref, ccid_reader_free);
}

/* The class descriptor stands after the interface, or after an endpoint. */
static const u8 *ccid_find_desc(const struct usb_host_interface *alt, u8 type)
{
	const u8 *raw = ccid_desc_find(alt->extra, alt->extralen, type);
	int i;

	for (i = 0; !raw && i < alt->desc.bNumEndpoints; i++)
		raw = ccid_desc_find(alt->endpoint[i].extra,
				     alt->endpoint[i].extralen, type);
	return raw;
}

static const char *ccid_or(const char *text, const char *otherwise)
{
	return text && *text ? text : otherwise;
}

/* Strings from a device end up on terminals: printable ASCII only. */
static void ccid_name_init(struct ccid_reader *rd)
{
	char *c;

	snprintf(rd->name, sizeof(rd->name), "%s %s",
		 ccid_or(rd->udev->manufacturer, "CCID"),
		 ccid_or(rd->udev->product, "reader"));
	for (c = rd->name; *c; c++)
		if (*c < 0x20 || *c > 0x7e)
			*c = '?';
}

static void ccid_quirks_init(struct ccid_reader *rd)
{
	const struct usb_device_descriptor *d = &rd->udev->descriptor;
	u16 firmware = le16_to_cpu(d->bcdDevice);

	rd->quirks = ccid_quirks(le16_to_cpu(d->idVendor),
				 le16_to_cpu(d->idProduct), firmware);
	if (rd->quirks & CCID_QUIRK_OLD_FIRMWARE)
		dev_warn(&rd->intf->dev,
			 "firmware %x.%02x is known not to work well\n",
			 firmware >> 8, firmware & 0xff);
}

static int ccid_desc_init(struct ccid_reader *rd)
{
	const struct usb_host_interface *alt = rd->intf->cur_altsetting;
	const u8 *raw = ccid_find_desc(alt, CCID_DESC_TYPE);
	struct device *dev = &rd->intf->dev;

	if (!raw && rd->quirks & CCID_QUIRK_DESC_FF)
		raw = ccid_find_desc(alt, CCID_DESC_TYPE_EARLY);
	if (!raw) {
		dev_info(dev, "no CCID class descriptor\n");
		return -ENODEV;
	}
	if (ccid_desc_parse(&rd->desc, raw)) {
		dev_info(dev, "bMaxSlotIndex %u, expected 0 to %u\n", raw[4],
			 CCID_SLOTS_MAX - 1);
		return -ENODEV;
	}
	ccid_quirks_apply(rd->quirks, &rd->desc);
	return 0;
}

static struct ccid_reader *ccid_reader_new(struct usb_interface *intf)
{
	struct ccid_reader *rd = kzalloc(sizeof(*rd), GFP_KERNEL);

	if (!rd)
		return NULL;
	rd->scans = alloc_ordered_workqueue(CCID_NAME, 0);
	if (!rd->scans) {
		kfree(rd);
		return NULL;
	}
	kref_init(&rd->ref);
	rd->udev = usb_get_dev(interface_to_usbdev(intf));
	rd->intf = usb_get_intf(intf);
	init_waitqueue_head(&rd->waitq);
	init_waitqueue_head(&rd->io_queue);
	rd->io_waitq = &rd->io_queue;
	mutex_init(&rd->io);
	spin_lock_init(&rd->gate);
	INIT_DELAYED_WORK(&rd->tick, ccid_reader_tick);
	ccid_name_init(rd);
	ccid_quirks_init(rd);
	return rd;
}

/* Everything that disconnect does; also what ends a probe half done. */
static void ccid_reader_end(struct ccid_reader *rd)
{
	unsigned int i;

	spin_lock_irq(&rd->gate);
	WRITE_ONCE(rd->gone, true);
	spin_unlock_irq(&rd->gate);
	wake_up_all(&rd->waitq);
	wake_up_all(rd->io_waitq);
	for (i = 0; i < rd->desc.slots && rd->slots[i]; i++)
		ccid_slot_wake(rd->slots[i]);
	usb_poison_urb(rd->in.urb);
	usb_poison_urb(rd->out.urb);
	usb_poison_urb(rd->intr.urb);
	ccid_io_wait(rd);
	ccid_io_unlock(rd);
	for (i = 0; i < rd->desc.slots && rd->slots[i]; i++)
		ccid_slot_hide(rd->slots[i]);
	cancel_delayed_work_sync(&rd->tick);
	for (i = 0; i < rd->desc.slots && rd->slots[i]; i++)
		ccid_slot_end(rd->slots[i]);
	destroy_workqueue(rd->scans);
	ccid_power_end(rd);
	ccid_reader_put(rd);
}

static int ccid_probe(struct usb_interface *intf,
		      const struct usb_device_id *id)
{
	static const char *const levels[] = {
		[CCID_LEVEL_CHARACTER] = "characters",
		[CCID_LEVEL_TPDU] = "TPDUs",
		[CCID_LEVEL_SHORT] = "short APDUs",
		[CCID_LEVEL_EXTENDED] = "extended APDUs",
	};
	struct ccid_reader *rd;
	unsigned int i;
	int err;

	if (ccid_ignored(interface_to_usbdev(intf))) {
		dev_info(&intf->dev, "left alone, as the ignore parameter says\n");
		return -ENODEV;
	}
	rd = ccid_reader_new(intf);
	if (!rd)
		return -ENOMEM;
	err = ccid_desc_init(rd);
	if (!err)
		err = ccid_share_join(rd);
	if (!err)
		err = ccid_endpoints_init(rd, ccid_intr_complete);
	for (i = 0; !err && i < rd->desc.slots; i++)
		err = ccid_slot_new(rd, i);
	for (i = 0; !err && i < rd->desc.slots; i++)
		err = ccid_slot_show(rd->slots[i]);
	if (err) {
		ccid_reader_end(rd);
		return err;
	}
	usb_set_intfdata(intf, rd);
	dev_info(&intf->dev, "%s, %u slot%s, %s\n", rd->name, rd->desc.slots,
		 rd->desc.slots == 1 ? "" : "s", levels[rd->desc.level]);
	ccid_power_init(rd);
	ccid_reader_listen(rd);
	return 0;
}

static void ccid_disconnect(struct usb_interface *intf)
{
	ccid_reader_end(usb_get_intfdata(intf));
}

#define CCID_VENDOR_CLASS(vid, pid) \
	USB_DEVICE_INTERFACE_CLASS(vid, pid, USB_CLASS_VENDOR_SPEC)

/* The class, and the readers that speak CCID under the vendor's own class. */
static const struct usb_device_id ccid_ids[] = {
	{ .match_flags = USB_DEVICE_ID_MATCH_INT_CLASS,
	  .bInterfaceClass = USB_CLASS_CSCID },
	{ CCID_VENDOR_CLASS(0x046a, 0x003e) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x5111) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x511a) },	/* SCR3310-NTTCom */
	{ CCID_VENDOR_CLASS(0x04e6, 0x5120) },	/* SCR331-DI-NTTCom */
	{ CCID_VENDOR_CLASS(0x04e6, 0x5121) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x512b) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x512c) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x5291) },
	{ CCID_VENDOR_CLASS(0x04e6, 0x5292) },
	{ CCID_VENDOR_CLASS(0x04e6, 0xe003) },
	{ CCID_VENDOR_CLASS(0x076b, 0x532a) },
	{ CCID_VENDOR_CLASS(0x076b, 0x5340) },
	{ CCID_VENDOR_CLASS(0x08e6, 0x1359) },
	{ CCID_VENDOR_CLASS(0x08e6, 0x2202) },
	{ CCID_VENDOR_CLASS(0x08e6, 0xace0) },
	{ CCID_VENDOR_CLASS(0x0973, 0x0003) },
	{ CCID_VENDOR_CLASS(0x09be, 0x0002) },
	{ CCID_VENDOR_CLASS(0x0c4b, 0x0300) },
	{ CCID_VENDOR_CLASS(0x0c4b, 0x0500) },
	{ CCID_VENDOR_CLASS(0x1a74, 0x6354) },
	{ CCID_VENDOR_CLASS(0x1a74, 0x6356) },
	{ CCID_VENDOR_CLASS(0x1db2, 0x0600) },
	{ CCID_VENDOR_CLASS(0x1db2, 0x0604) },
	{ CCID_VENDOR_CLASS(0x413c, 0x2100) },
	{ }
};
MODULE_DEVICE_TABLE(usb, ccid_ids);

struct usb_driver ccid_usb_driver = {
	.name = CCID_NAME,
	.probe = ccid_probe,
	.disconnect = ccid_disconnect,
	.suspend = ccid_suspend,
	.resume = ccid_resume,
	.reset_resume = ccid_reset_resume,
	.pre_reset = ccid_pre_reset,
	.post_reset = ccid_post_reset,
	.id_table = ccid_ids,
	.supports_autosuspend = 1,
};
