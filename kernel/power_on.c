// SPDX-License-Identifier: GPL-2.0-only
/*
 * A card's power: off, on, and what follows the answer-to-reset.
 *
 * Called under reader->io. Moves the card between POWERED, PRESENT and MUTE
 * (card.c). Where the reader does not choose the voltage it is tried from 5 V
 * downwards. A card that has power and an ATR is not POWERED before both sides
 * agree on how to talk (negotiate.c).
 */
#include "power_on.h"

#include "card.h"
#include "io.h"
#include "negotiate.h"
#include "proto/atr.h"
#include "proto/quirk.h"

#include <linux/delay.h>

#define CCID_POWER_ON_MS	60000	/* a slow ATR at three voltages */
#define CCID_POWER_OFF_MS	5000
#define CCID_FIELD_OFF_US	10000	/* ISO 14443-3: at least 5.1 ms */
#define CCID_POWER_TRIES	2

/**
 * ccid_card_off() - take the card's power, for long enough that it forgets
 * @slot: the slot; its reader's io is held
 *
 * Who powers it on next may do so at once.
 *
 * Return: 0, -ENOMEDIUM when there is no card any more, or the error that stood
 * in the way.
 */
int ccid_card_off(struct ccid_slot *slot)
{
	struct ccid_call call = {
		.cmd = { .type = CCID_CMD_POWER_OFF },
		.base_ms = ccid_card_patience(slot, CCID_POWER_OFF_MS),
	};
	int err = ccid_card_command(slot, &call);

	if (err == -ENOMEDIUM) {
		ccid_card_left(slot);
		return err;
	}
	if (err)
		return err;
	usleep_range(CCID_FIELD_OFF_US, CCID_FIELD_OFF_US + 1000);
	ccid_card_reset(slot, true);
	ccid_card_set(slot, CCID_CARD_PRESENT, slot->generation);
	return 0;
}

/*
 * Take note of an ATR and agree with the card on how to talk. -EHOSTDOWN if it
 * is no ATR, there is no agreement, or the reader took the card's power to get
 * back into step meanwhile; -EAGAIN if the card has to be asked for less.
 */
static int ccid_card_answered(struct ccid_slot *slot,
			      const struct ccid_call *call)
{
	u8 raw[CCID_ATR_MAX];
	u8 len = min_t(u32, call->rsp.len, sizeof(raw));
	u16 bit = 1 << slot->index;
	struct ccid_atr atr;
	int err;

	if (ccid_atr_parse(&atr, call->body, call->rsp.len))
		return -EHOSTDOWN;
	memcpy(raw, call->body, len);
	slot->reader->power_lost &= ~bit;
	err = ccid_negotiate(slot, &atr);
	if (!err && slot->reader->power_lost & bit)
		err = -EHOSTDOWN;
	if (err)
		return err;
	ccid_card_set(slot, CCID_CARD_POWERED, slot->generation);
	spin_lock_irq(&slot->snap);
	memcpy(slot->atr, raw, len);
	slot->atr_len = len;
	slot->protocol = slot->link.setup.protocol;
	spin_unlock_irq(&slot->snap);
	return 0;
}

/* A reader in EMV mode has refused a card that is no bank card. */
static bool ccid_card_unbanked(const struct ccid_slot *slot,
			       const struct ccid_msg *rsp)
{
	return slot->reader->quirks & CCID_QUIRK_EMV &&
	       ccid_msg_state(rsp) == CCID_FAILED &&
	       rsp->param[1] == CCID_ERR_EMV;
}

/* Have it take any card: the vendor's own command for that. */
static int ccid_card_leave_emv(struct ccid_slot *slot)
{
	static const u8 any_card[] = { 0x1f, 0x01 };
	struct ccid_call call = {
		.cmd = { .type = CCID_CMD_ESCAPE, .len = sizeof(any_card) },
		.data = any_card,
		.base_ms = CCID_POWER_OFF_MS,
	};

	return ccid_card_command(slot, &call);
}

/* One IccPowerOn; on a card that has power it is a warm reset. */
static int ccid_card_on_at(struct ccid_slot *slot, u8 voltage)
{
	struct ccid_call call = {
		.cmd = { .type = CCID_CMD_POWER_ON, .param = { voltage } },
		.base_ms = CCID_POWER_ON_MS,
	};
	int err;

	slot->link.dead = true;		/* until there is an answer */
	ccid_card_reset(slot, false);
	err = ccid_card_command(slot, &call);
	if (err == -EPROTO && ccid_card_unbanked(slot, &call.rsp)) {
		err = ccid_card_leave_emv(slot);
		if (!err)
			err = ccid_card_command(slot, &call);
	}
	if (!err)
		err = ccid_card_answered(slot, &call);
	if (!err || err == -ENODEV || err == -ENOMEDIUM || err == -EAGAIN ||
	    ccid_io_impatient(slot->reader, err))
		return err;
	return -EHOSTDOWN;
}

/* bPowerSelect: by itself where the reader can, else from 5 V downwards. */
static int ccid_card_on_once(struct ccid_slot *slot)
{
	const struct ccid_desc *d = &slot->reader->desc;
	int err = -EHOSTDOWN;
	u8 select;

	if (d->features & (CCID_FEAT_AUTO_POWER | CCID_FEAT_AUTO_VOLTAGE))
		return ccid_card_on_at(slot, 0);
	for (select = 1; select <= 3 && err == -EHOSTDOWN; select++)
		if (d->voltages & (1 << (select - 1)))
			err = ccid_card_on_at(slot, select);
	return err;
}

/**
 * ccid_card_on() - power the card on; on one that has power, a warm reset
 * @slot: the slot; its reader's io is held
 *
 * Some readers need a second try, and so does a card that refuses a PPS.
 *
 * Return: 0; -EHOSTDOWN when the card stays mute, -ENOMEDIUM when it has left,
 * with the state saying the same; or the error that stood in the way.
 */
int ccid_card_on(struct ccid_slot *slot)
{
	bool off_first = slot->reader->quirks & CCID_QUIRK_OFF_BEFORE_ON;
	int tries, err = 0;

	for (tries = 0; tries < CCID_POWER_TRIES; tries++) {
		if (tries || off_first)
			err = ccid_card_off(slot);
		if (!err)
			err = ccid_card_on_once(slot);
		if (err == -EAGAIN)
			tries = 0;
		else if (err != -EHOSTDOWN)
			break;
	}
	if (err == -EHOSTDOWN &&
	    slot->reader->quirks & CCID_QUIRK_ALWAYS_PRESENT)
		err = -ENOMEDIUM;
	if (err == -ENOMEDIUM)
		ccid_card_left(slot);
	else if (err == -EHOSTDOWN)
		ccid_card_set(slot, CCID_CARD_MUTE, slot->generation);
	return err;
}

/**
 * ccid_card_cycle() - take the card's power and give it back
 * @slot: the slot; its reader's io is held
 *
 * Return: as ccid_card_on().
 */
int ccid_card_cycle(struct ccid_slot *slot)
{
	int err = ccid_card_off(slot);

	return err ? err : ccid_card_on(slot);
}
