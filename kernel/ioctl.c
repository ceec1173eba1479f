// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/ccidN: a table of commands; copy in, check, call, copy
 * out. With ioctl_apdu.c and ioctl_escape.c, where the calls are that point to
 * bytes, and chardev.c the only place that sees user addresses.
 *
 * A struct's size field, not the size inside the command number, says how much
 * the caller knows of it; see the UAPI header.
 */
#include "ioctl.h"

#include "card.h"
#include "exchange.h"
#include "io.h"
#include "request.h"
#include "session.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/uaccess.h>

/* What a first-version caller was compiled with; never to change. */
static_assert(sizeof(struct ccid_info) == 176);
static_assert(sizeof(struct ccid_status) == 72);
static_assert(sizeof(struct ccid_power) == 72);
static_assert(sizeof(struct ccid_apdu) == 48);
static_assert(sizeof(struct ccid_lock) == 24);
static_assert(sizeof(struct ccid_unlock) == 8);
static_assert(sizeof(struct ccid_pin) == 56);
static_assert(sizeof(struct ccid_pin_floor) == 16);
static_assert(sizeof(struct ccid_escape) == 40);
static_assert(sizeof(struct ccid_secure) == 64);
static_assert(sizeof(struct ccid_event) == 56);

static int ccid_ioc_info(struct ccid_request *rq)
{
	const struct ccid_slot *slot = rq->s->slot;
	const struct ccid_reader *rd = slot->reader;
	const struct usb_device_descriptor *usb = &rd->udev->descriptor;
	struct ccid_info *info = &rq->arg.info;

	*info = (struct ccid_info){
		.size = info->size,
		.uapi_version = CCID_UAPI_VERSION,
		.vendor_id = le16_to_cpu(usb->idVendor),
		.product_id = le16_to_cpu(usb->idProduct),
		.bcd_device = le16_to_cpu(usb->bcdDevice),
		.bcd_ccid = rd->desc.bcd,
		.slot = slot->index,
		.slots = rd->desc.slots,
		.exchange_level = rd->desc.level,
		.pin_support = rd->desc.pin_support,
		.protocols = rd->desc.protocols,
		.features = rd->desc.features,
		.max_message = rd->desc.max_message,
		.max_ifsd = rd->desc.max_ifsd,
		.max_command = ccid_exchange_max_command(&rd->desc),
		.max_response = ccid_exchange_max_response(&rd->desc),
		.flags = READ_ONCE(rd->notifies) ? CCID_INFO_NOTIFIES : 0,
	};
	memcpy(info->name, rd->name, sizeof(info->name));
	return 0;
}

static int ccid_ioc_status(struct ccid_request *rq)
{
	struct ccid_status *st = &rq->arg.status;
	struct ccid_slot *slot = rq->s->slot;

	if (st->flags)
		return -EINVAL;
	*st = (struct ccid_status){
		.size = st->size,
		.lock = ccid_session_lock_state(rq->s),
	};
	spin_lock_irq(&slot->snap);
	st->card = slot->card;
	st->generation = slot->generation;
	st->protocol = slot->protocol;
	st->changed_ns = slot->changed_ns;
	st->atr_len = slot->atr_len;
	memcpy(st->atr, slot->atr, slot->atr_len);
	spin_unlock_irq(&slot->snap);
	return 0;
}

/**
 * ccid_request_begin() - have the turn, the reader, and the card that is meant
 * @rq: the call
 * @turn: kept until ccid_request_end()
 * @deadline_ns: CLOCK_MONOTONIC instant at which to give up, or 0
 * @generation: in: the card meant, or 0; out: the one that the lock is for
 *
 * Return: 0 with reader->io held, or a negative errno of the UAPI's table.
 */
int ccid_request_begin(struct ccid_request *rq, struct ccid_turn *turn,
		       u64 deadline_ns, u32 *generation)
{
	const struct ccid_patience patience = {
		.deadline_ns = deadline_ns,
		.cancel = &rq->s->cancel,
		.signals = true,
	};
	struct ccid_wish wish = {
		.deadline_ns = deadline_ns,
		.nonblock = rq->nonblock,
	};
	int err;

	err = ccid_session_begin(rq->s, turn, &wish, generation);
	if (err)
		return err;
	err = ccid_io_lock(rq->s->slot->reader, &patience);
	if (err)
		ccid_session_finish(rq->s, turn);
	return err;
}

/**
 * ccid_request_end() - give both back
 * @rq: the call
 * @turn: from ccid_request_begin()
 */
void ccid_request_end(struct ccid_request *rq, struct ccid_turn *turn)
{
	ccid_io_unlock(rq->s->slot->reader);
	ccid_session_finish(rq->s, turn);
}

static int ccid_ioc_power(struct ccid_request *rq)
{
	struct ccid_power *pw = &rq->arg.power;
	struct ccid_slot *slot = rq->s->slot;
	struct ccid_turn turn;
	int err;

	if (pw->flags || pw->action > CCID_POWER_WARM ||
	    memchr_inv(pw->reserved, 0, sizeof(pw->reserved)))
		return -EINVAL;
	err = ccid_request_begin(rq, &turn, pw->deadline_ns, &pw->generation);
	if (err)
		return err;
	err = ccid_card_power(slot, rq->s, pw->generation, pw->action);
	if (!err) {
		spin_lock_irq(&slot->snap);
		pw->generation = slot->generation;
		pw->protocol = slot->protocol;
		pw->atr_len = pw->action == CCID_POWER_OFF ? 0 : slot->atr_len;
		memset(pw->atr, 0, sizeof(pw->atr));
		memcpy(pw->atr, slot->atr, pw->atr_len);
		spin_unlock_irq(&slot->snap);
	}
	ccid_request_end(rq, &turn);
	return err;
}

static int ccid_ioc_lock(struct ccid_request *rq)
{
	const struct ccid_lock *lock = &rq->arg.lock;
	struct ccid_wish wish = {
		.deadline_ns = lock->deadline_ns,
		.nonblock = rq->nonblock,
	};

	if (lock->flags || lock->reserved)
		return -EINVAL;
	return ccid_session_lock(rq->s, &wish, lock->generation);
}

static int ccid_ioc_unlock(struct ccid_request *rq)
{
	if (rq->arg.unlock.flags & ~CCID_UNLOCK_KEEP)
		return -EINVAL;
	return ccid_session_unlock(rq->s,
				   rq->arg.unlock.flags & CCID_UNLOCK_KEEP);
}

static int ccid_ioc_pin_floor(struct ccid_request *rq)
{
	struct ccid_pin_floor *arg = &rq->arg.pin_floor;
	struct ccid_slot *slot = rq->s->slot;
	bool set = arg->flags & CCID_PIN_FLOOR_SET;
	bool admin = set && capable(CAP_SYS_ADMIN);
	int err = 0;

	if (arg->flags & ~CCID_PIN_FLOOR_SET || arg->reserved ||
	    (set && arg->floor > CCID_PIN_TRIES))
		return -EINVAL;
	if (set && !rq->writable)
		return -EBADF;
	spin_lock_irq(&slot->snap);
	if (set && arg->floor < slot->floor && !admin)
		err = -EPERM;
	else if (set)
		slot->floor = arg->floor;
	arg->floor = slot->floor;
	spin_unlock_irq(&slot->snap);
	return err;
}

static const struct ccid_ioc {
	int (*run)(struct ccid_request *rq);
	u32 size;		/* of the struct as this kernel knows it */
	u32 floor;		/* of its first version */
	bool writes;		/* needs a file opened for writing */
} ccid_iocs[] = {
	[_IOC_NR(CCID_IOC_INFO)] = { ccid_ioc_info, sizeof(struct ccid_info),
				     176, false },
	[_IOC_NR(CCID_IOC_STATUS)] = { ccid_ioc_status,
				       sizeof(struct ccid_status), 72, false },
	[_IOC_NR(CCID_IOC_POWER)] = { ccid_ioc_power,
				      sizeof(struct ccid_power), 72, true },
	[_IOC_NR(CCID_IOC_APDU)] = { ccid_ioc_apdu, sizeof(struct ccid_apdu),
				     48, true },
	[_IOC_NR(CCID_IOC_LOCK)] = { ccid_ioc_lock, sizeof(struct ccid_lock),
				     24, true },
	[_IOC_NR(CCID_IOC_UNLOCK)] = { ccid_ioc_unlock,
				       sizeof(struct ccid_unlock), 8, true },
	[_IOC_NR(CCID_IOC_PIN)] = { ccid_ioc_pin, sizeof(struct ccid_pin), 56,
				    false },
	[_IOC_NR(CCID_IOC_PIN_FLOOR)] = { ccid_ioc_pin_floor,
					  sizeof(struct ccid_pin_floor), 16,
					  false },
	[_IOC_NR(CCID_IOC_ESCAPE)] = { ccid_ioc_escape,
				       sizeof(struct ccid_escape), 40, true },
	[_IOC_NR(CCID_IOC_SECURE)] = { ccid_ioc_secure,
				       sizeof(struct ccid_secure), 64, true },
};

static int ccid_copy_in(struct ccid_request *rq, const struct ccid_ioc *ioc,
			const void __user *user)
{
	u32 size;
	int err;

	if (get_user(size, (const u32 __user *)user))
		return -EFAULT;
	if (size < ioc->floor)
		return -EINVAL;
	if (size > PAGE_SIZE)
		return -E2BIG;
	err = copy_struct_from_user(&rq->arg, ioc->size, user, size);
	rq->arg.size = size;
	return err;
}

/**
 * ccid_ioctl() - an ioctl on /dev/ccidN
 * @file: the open file
 * @cmd: the command
 * @arg: address of its struct
 *
 * The struct is written back when the call succeeded, and for EMSGSIZE, which
 * carries the length needed.
 *
 * Return: 0 or a negative errno of the UAPI's table.
 */
long ccid_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	void __user *user = (void __user *)arg;
	struct ccid_request rq = {
		.s = file->private_data,
		.nonblock = file->f_flags & O_NONBLOCK,
		.writable = file->f_mode & FMODE_WRITE,
	};
	const struct ccid_ioc *ioc;
	int err;

	if (_IOC_TYPE(cmd) != CCID_IOC_MAGIC ||
	    _IOC_NR(cmd) >= ARRAY_SIZE(ccid_iocs))
		return -ENOTTY;
	ioc = &ccid_iocs[array_index_nospec(_IOC_NR(cmd),
					    ARRAY_SIZE(ccid_iocs))];
	if (!ioc->run)
		return -ENOTTY;
	if (ioc->writes && !rq.writable)
		return -EBADF;
	err = ccid_copy_in(&rq, ioc, user);
	if (err)
		return err;
	if (ccid_reader_gone(rq.s->slot->reader))
		return -ENODEV;
	err = ioc->run(&rq);
	if (err && err != -EMSGSIZE)
		return err;
	if (copy_to_user(user, &rq.arg, min(rq.arg.size, ioc->size)))
		return -EFAULT;
	return err;
}
