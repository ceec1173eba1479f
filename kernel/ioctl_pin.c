// SPDX-License-Identifier: GPL-2.0-only
/* CCID_IOC_PIN: an attempt counter, from the ledger or asked of the card. */
#include "request.h"

#include "exchange.h"

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

/*
 * The ledger's answer, for the card that is in the slot now. The status word of
 * one that was asked is its own, though the ledger may have learnt nothing.
 */
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
		if (!(pin->flags & CCID_PIN_ASK))
			pin->sw = e->sw;
		pin->learnt_ns = e->learnt_ns;
	}
	spin_unlock_irq(&slot->snap);
	return err;
}

/**
 * ccid_ioc_pin() - CCID_IOC_PIN
 * @rq: the call
 */
int ccid_ioc_pin(struct ccid_request *rq)
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
