// SPDX-License-Identifier: GPL-2.0-only
/*
 * What host, reader and card agree upon after the answer-to-reset: protocol,
 * speed and waiting times.
 *
 * Called under reader->io with the card just powered. proto/param.c chooses;
 * here that is carried out:
 *
 *	PPS		where the reader leaves it to us, as an XfrBlock
 *	SetParameters	so that the reader knows; what it refuses to change
 *			is asked for instead
 *	the link	begins anew; S(IFS) goes with its first APDU
 *
 * A card that refuses a PPS may be asked for nothing more: it is powered off
 * and on, and until it leaves gets the default speed (ccid_slot.modest).
 */
#include "negotiate.h"

#include "card.h"
#include "io.h"
#include "proto/param.h"
#include "proto/quirk.h"

#include <linux/slab.h>

#define CCID_REQ_DATA_RATES	0x03	/* CCID 1.1, 5.3.3 */
#define CCID_FROM_INTERFACE \
	(USB_DIR_IN | USB_TYPE_CLASS | USB_RECIP_INTERFACE)
#define CCID_RATES_MS		1000
#define CCID_PARAM_MS		5000
#define CCID_PPS_MS		5000

/*
 * The rates that the reader has, asked for once. Most that announce a list
 * refuse to give it, or give another number of them: what comes is taken.
 */
static void ccid_rates_ask(struct ccid_reader *rd)
{
	u16 len = 4 * rd->desc.rates;
	int got;

	if (rd->rates || !len)
		return;
	rd->rates = kzalloc(len, GFP_NOIO);
	if (!rd->rates)
		return;
	got = usb_control_msg(rd->udev, usb_rcvctrlpipe(rd->udev, 0),
			      CCID_REQ_DATA_RATES, CCID_FROM_INTERFACE, 0,
			      rd->intf->cur_altsetting->desc.bInterfaceNumber,
			      rd->rates, len, CCID_RATES_MS);
	rd->rates_len = max(got, 0);
}

/* Choose; the list of rates matters only if there is a speed to choose. */
static void ccid_negotiate_choose(struct ccid_slot *slot,
				  const struct ccid_atr *atr,
				  struct ccid_param *p)
{
	struct ccid_reader *rd = slot->reader;
	struct ccid_param_limits limits = {
		.rates = rd->rates,
		.rates_len = rd->rates_len,
		.no_ifs = rd->quirks & CCID_QUIRK_NO_IFS,
	};

	ccid_param_choose(p, &rd->desc, atr, &limits);
	if (p->fd != CCID_PARAM_FD && !p->bridged && !rd->rates) {
		ccid_rates_ask(rd);
		limits.rates = rd->rates;
		limits.rates_len = rd->rates_len;
		ccid_param_choose(p, &rd->desc, atr, &limits);
	}
	if (slot->modest)
		ccid_param_refused(p);
}

/* Is there still a card and somebody who wants it powered? */
static bool ccid_negotiate_over(const struct ccid_slot *slot, int err)
{
	return err == -ENODEV || err == -ENOMEDIUM ||
	       ccid_io_impatient(slot->reader, err);
}

static int ccid_negotiate_pps(struct ccid_slot *slot, struct ccid_param *p)
{
	u16 expected = slot->reader->desc.level == CCID_LEVEL_CHARACTER ?
		       p->pps_len : 0;
	struct ccid_call call = {
		.cmd = {
			.type = CCID_CMD_XFR,
			.len = p->pps_len,
			.param = { 0, expected & 0xff, expected >> 8 },
		},
		.data = p->pps,
		.base_ms = CCID_PPS_MS,
	};
	int err = ccid_card_command(slot, &call);

	if (ccid_negotiate_over(slot, err))
		return err;
	if (!err)
		err = ccid_param_pps(p, call.body, call.rsp.len);
	if (!err)
		return 0;
	slot->modest = true;
	return -EAGAIN;
}

/* What the reader answers is what is in force, whether it obeyed or not. */
static int ccid_negotiate_param(struct ccid_slot *slot, struct ccid_param *p,
				u8 type)
{
	bool set = type == CCID_CMD_SET_PARAM;
	struct ccid_call call = {
		.cmd = { .type = type, .len = set ? p->set_len : 0 },
		.data = p->set,
		.base_ms = CCID_PARAM_MS,
	};
	int err;

	if (set)
		call.cmd.param[0] = p->protocol;
	err = ccid_card_command(slot, &call);
	if (err)
		return err;
	return ccid_param_read(p, call.rsp.param[2], call.body, call.rsp.len);
}

static int ccid_negotiate_set(struct ccid_slot *slot, struct ccid_param *p)
{
	int err = ccid_negotiate_param(slot, p, CCID_CMD_SET_PARAM);

	if (!err || ccid_negotiate_over(slot, err))
		return err;
	err = ccid_negotiate_param(slot, p, CCID_CMD_GET_PARAM);
	return ccid_negotiate_over(slot, err) ? err : 0;
}

/**
 * ccid_negotiate() - agree with a card that has just given its ATR
 * @slot: the slot; its reader's io is held
 * @atr: the ATR
 *
 * Return: 0 with slot->link ready for an APDU; -EAGAIN when the card has to
 * lose its power and be asked for less; or the error that stood in the way.
 */
int ccid_negotiate(struct ccid_slot *slot, const struct ccid_atr *atr)
{
	const struct ccid_desc *d = &slot->reader->desc;
	struct ccid_link_setup setup;
	struct ccid_param p;
	int err = 0;

	ccid_negotiate_choose(slot, atr, &p);
	if (p.pps_len)
		err = ccid_negotiate_pps(slot, &p);
	if (!err && p.set_len)
		err = ccid_negotiate_set(slot, &p);
	if (err)
		return err;
	setup = (struct ccid_link_setup){
		.level = d->level,
		.protocol = p.protocol,
		.ifsc = p.ifsc,
		.ifsd = p.ifsd,
		.crc = p.crc,
		.get_response = d->get_response,
		.envelope = d->envelope,
		.piece = d->max_message - CCID_HDR_LEN,
	};
	ccid_link_reset(&slot->link, &setup);
	slot->base_ms = ccid_card_patience(slot, p.base_ms);
	return 0;
}
