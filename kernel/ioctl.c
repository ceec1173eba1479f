// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ioctls of /dev/ccidN: a table of commands; copy in, check, call, copy
 * out. With chardev.c the only place that sees user addresses.
 *
 * A struct's size field, not the size inside the command number, says how much
 * the caller knows of it; see the UAPI header.
 */
#include "ioctl.h"

#include "card.h"
#include "exchange.h"
#include "session.h"

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/slab.h>
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
static_assert(sizeof(struct ccid_event) == 56);

union ccid_arg {
	u32 size;
	struct ccid_info info;
	struct ccid_status status;
	struct ccid_power power;
	struct ccid_apdu apdu;
	struct ccid_lock lock;
	struct ccid_unlock unlock;
	struct ccid_pin pin;
	struct ccid_pin_floor pin_floor;
};

/**
 * struct ccid_request - one ioctl on its way
 * @s: the open file
 * @nonblock: O_NONBLOCK
 * @writable: the file was opened for writing
 * @arg: the caller's struct, copied
 */
struct ccid_request {
	struct ccid_session *s;
	bool nonblock;
	bool writable;
	union ccid_arg arg;
};

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

/* Have the turn, the reader, and the card that the caller means. */
static int ccid_request_begin(struct ccid_request *rq, struct ccid_turn *turn,
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

static void ccid_request_end(struct ccid_request *rq, struct ccid_turn *turn)
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

static int ccid_apdu_run(struct ccid_request *rq, struct ccid_exchange *x)
{
	struct ccid_turn turn;
	int err;

	err = ccid_request_begin(rq, &turn, rq->arg.apdu.deadline_ns,
				 &x->generation);
	if (err)
		return err;
	err = ccid_exchange(rq->s, x);
	ccid_request_end(rq, &turn);
	return err;
}

static int ccid_apdu_reply(struct ccid_apdu *apdu,
			   const struct ccid_exchange *x, int err)
{
	if (err && err != -EMSGSIZE)
		return err;
	apdu->response_len = x->len;
	apdu->sw = x->sw;
	if (err)
		return err;
	if (copy_to_user(u64_to_user_ptr(apdu->response), x->rsp, x->len))
		return -EFAULT;
	return 0;
}

static int ccid_ioc_apdu(struct ccid_request *rq)
{
	const struct ccid_desc *desc = &rq->s->slot->reader->desc;
	struct ccid_apdu *apdu = &rq->arg.apdu;
	struct ccid_exchange x = {
		.cmd_len = apdu->command_len,
		.generation = apdu->generation,
	};
	u8 *cmd;
	int err;

	if (apdu->flags & ~CCID_APDU_LAST_TRY || apdu->reserved ||
	    apdu->response_len < 2 || apdu->command_len < 4 ||
	    apdu->command_len > ccid_exchange_max_command(desc))
		return -EINVAL;
	x.last_try = apdu->flags & CCID_APDU_LAST_TRY;
	if (x.last_try && !READ_ONCE(rq->s->slot->last_try) &&
	    !capable(CAP_SYS_ADMIN))
		return -EPERM;
	cmd = kvmalloc(x.cmd_len, GFP_KERNEL);
	if (!cmd)
		return -ENOMEM;
	err = -EFAULT;
	if (copy_from_user(cmd, u64_to_user_ptr(apdu->command), x.cmd_len))
		goto out;
	err = -ENOMEM;
	x.cmd = cmd;
	x.room = min(apdu->response_len, ccid_exchange_room(cmd, x.cmd_len));
	x.rsp = kvmalloc(x.room, GFP_KERNEL);
	if (x.rsp)
		err = ccid_apdu_reply(apdu, &x, ccid_apdu_run(rq, &x));
	kvfree_sensitive(x.rsp, x.room);
out:
	kvfree_sensitive(cmd, x.cmd_len);
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

/* One of the commands that ask the card for a counter. */
static int ccid_pin_send(struct ccid_request *rq, const u8 *cmd, u32 len,
			 u32 generation)
{
	u8 rsp[2];
	struct ccid_exchange x = {
		.cmd = cmd,
		.cmd_len = len,
		.rsp = rsp,
		.room = sizeof(rsp),
		.generation = generation,
	};
	int err = ccid_exchange(rq->s, &x);

	if (err == -EMSGSIZE)		/* data that nobody asked for */
		err = 0;
	rq->arg.pin.sw = x.sw;
	return err;
}

static bool ccid_pin_selected(const struct ccid_request *rq)
{
	u8 sw1 = rq->arg.pin.sw >> 8;

	return sw1 == 0x90 || (sw1 >= 0x61 && sw1 <= 0x63);
}

/* SELECT the application and the file, then VERIFY without data. */
static int ccid_pin_ask(struct ccid_request *rq, u32 generation)
{
	const struct ccid_pin *pin = &rq->arg.pin;
	u8 app[5 + CCID_AID_MAX] = { 0, CCID_INS_SELECT, 4, 0x0c };
	u8 file[] = { 0, CCID_INS_SELECT, 2, 0x0c, 2, pin->ef >> 8, pin->ef };
	u8 verify[] = { 0, CCID_INS_VERIFY, 0,
			pin->ef ? 0x80 : pin->reference };
	int err;

	app[4] = pin->aid_len;
	memcpy(app + 5, pin->aid, pin->aid_len);
	err = ccid_pin_send(rq, app, 5 + pin->aid_len, generation);
	if (err || !ccid_pin_selected(rq))
		return err ? err : -ENOENT;
	if (pin->ef) {
		err = ccid_pin_send(rq, file, sizeof(file), generation);
		if (err || !ccid_pin_selected(rq))
			return err ? err : -ENOENT;
	}
	return ccid_pin_send(rq, verify, sizeof(verify), generation);
}

/* The ledger's answer, for the card that is in the slot now. */
static int ccid_pin_answer(struct ccid_request *rq, u32 generation)
{
	struct ccid_slot *slot = rq->s->slot;
	struct ccid_pin *pin = &rq->arg.pin;
	const struct ccid_pin_entry *e;
	struct ccid_pin_name name;
	int err = 0;

	ccid_pin_name_set(&name, pin->aid, pin->aid_len, pin->ef,
			  pin->reference);
	pin->tries_left = CCID_PIN_NO_COUNT;
	pin->tries_max = CCID_PIN_NO_COUNT;
	pin->source = CCID_PIN_UNKNOWN;
	pin->state = 0;
	pin->learnt_ns = 0;
	spin_lock_irq(&slot->snap);
	e = ccid_ledger_find(&slot->ledger, &name);
	pin->generation = slot->generation;
	if (!slot->generation)
		err = -ENOMEDIUM;
	else if (generation && generation != slot->generation)
		err = -ESTALE;
	if (e) {
		pin->tries_left = e->left;
		pin->tries_max = e->max;
		pin->source = e->source;
		pin->state = e->state;
		pin->sw = e->sw;
		pin->learnt_ns = e->learnt_ns;
	}
	spin_unlock_irq(&slot->snap);
	return err;
}

static int ccid_ioc_pin(struct ccid_request *rq)
{
	struct ccid_pin *pin = &rq->arg.pin;
	u32 generation = pin->generation;
	struct ccid_turn turn;
	int err;

	if (pin->flags & ~CCID_PIN_ASK || pin->reserved ||
	    pin->aid_len > CCID_AID_MAX || (pin->ef && pin->reference))
		return -EINVAL;
	if (pin->flags & CCID_PIN_ASK && !pin->aid_len)
		return -EINVAL;
	pin->sw = 0;
	if (!(pin->flags & CCID_PIN_ASK))
		return ccid_pin_answer(rq, generation);
	if (!rq->writable)
		return -EBADF;
	err = ccid_request_begin(rq, &turn, pin->deadline_ns, &generation);
	if (err)
		return err;
	err = ccid_pin_ask(rq, generation);
	if (!err)
		err = ccid_pin_answer(rq, generation);
	ccid_request_end(rq, &turn);
	return err;
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
