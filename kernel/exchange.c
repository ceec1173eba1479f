// SPDX-License-Identifier: GPL-2.0-only
/*
 * An APDU over the reader's exchange level.
 *
 * Joins the pure parts (apdu, link, pin) with the wire. Called with the turn
 * and reader->io held, so an APDU of several messages is not interleaved with
 * anything.
 *
 * Before the command leaves, the card is made ready (card.c). One that presents
 * a PIN has to get past the floor under the attempt counter, for which the card
 * may be asked first. If the command may open the card, its session is
 * written down as the opener before the answer is there: should the answer get
 * lost, the card counts as opened.
 *
 * At TPDU and character level an exchange that breaks off leaves the card in
 * the midst of its protocol: it counts as without power, so that the next
 * command begins with a reset.
 */
#include "exchange.h"

#include "card.h"
#include "event.h"
#include "proto/secure.h"
#include "slot.h"
#include "trace.h"

#define CCID_SHORT_MAX		261	/* the longest short APDU */

/**
 * ccid_exchange_max_command() - the longest command APDU for a reader
 * @d: the reader
 */
u32 ccid_exchange_max_command(const struct ccid_desc *d)
{
	return d->level == CCID_LEVEL_SHORT ? CCID_SHORT_MAX :
					      CCID_APDU_COMMAND_MAX;
}

/**
 * ccid_exchange_max_template() - the longest template for a typed PIN
 * @d: the reader
 */
u32 ccid_exchange_max_template(const struct ccid_desc *d)
{
	return min_t(u32, CCID_SECURE_TEMPLATE_MAX,
		     d->max_message - CCID_HDR_LEN - CCID_SECURE_HDR);
}

/**
 * ccid_exchange_max_response() - the longest response APDU from a reader
 * @d: the reader
 */
u32 ccid_exchange_max_response(const struct ccid_desc *d)
{
	return d->level == CCID_LEVEL_SHORT ? 256 + 2 : CCID_APDU_RESPONSE_MAX;
}

/**
 * ccid_exchange_room() - the longest response that a command can have
 * @cmd: the command APDU
 * @len: its length, bytes
 *
 * Return: bytes; 2 for what is no command APDU.
 */
u32 ccid_exchange_room(const u8 *cmd, u32 len)
{
	struct ccid_apdu_view v;

	return ccid_apdu_parse(&v, cmd, len) ? 2 : ccid_apdu_room(&v);
}

/*
 * A typed PIN: the reader adds it to the piece that carries the command. Where
 * a protocol puts a prologue and an epilogue around that, the reader gets the
 * one apart and makes the other. The PIN is asked for once: a card that wants
 * the command again does not get it.
 */
static int ccid_exchange_typed(struct ccid_slot *slot, struct ccid_exchange *x,
			       struct ccid_call *call)
{
	u8 teo[CCID_TEO_LEN] = {}, form[CCID_SECURE_MAX];
	const u8 *template = call->data;
	u32 len = call->cmd.len;
	int err;

	if (x->typed)
		return -EPROTO;
	if (ccid_link_block(&slot->link)) {
		memcpy(teo, template, sizeof(teo));
		template += sizeof(teo);
		len = teo[2];
	}
	if (len < x->cmd_len)		/* in several blocks */
		return -EOPNOTSUPP;
	call->cmd.type = CCID_CMD_SECURE;
	call->cmd.len = ccid_secure_put(form, x->secure, teo, template, len);
	call->data = form;
	call->base_ms = ccid_secure_wait_ms(x->secure);
	x->typed = true;
	err = ccid_card_command(slot, call);
	memzero_explicit(form, sizeof(form));
	return err;
}

/*
 * The card is amid something, and has to be powered on before anything else.
 * Unless it has left: it is looked for first.
 */
static void ccid_exchange_out_of_step(struct ccid_slot *slot)
{
	if (slot->link.setup.level >= CCID_LEVEL_SHORT)
		return;
	slot->link.dead = true;
	slot->doubt = true;
}

/* Nobody typed a PIN: nothing went to the card, and all is as it was. */
static bool ccid_exchange_untyped(const struct ccid_call *call)
{
	return call->cmd.type == CCID_CMD_SECURE &&
	       (call->rsp.param[1] == CCID_ERR_PIN_CANCELLED ||
		call->rsp.param[1] == CCID_ERR_PIN_TIMEOUT);
}

/* The reader's answer to a piece, or its word that there is none. */
static int ccid_exchange_take(struct ccid_slot *slot, struct ccid_call *call,
			      int err)
{
	struct ccid_link *link = &slot->link;

	if (err && (!call->answered || err == -ENOMEDIUM ||
		    ccid_exchange_untyped(call) ||
		    ccid_link_fail(link, call->rsp.param[1])))
		return err;
	if (!err)
		err = ccid_link_take(link, call->rsp.param[2], call->body,
				     call->rsp.len);
	else
		err = 0;
	if (err && link->setup.level >= CCID_LEVEL_SHORT)
		ccid_xfer_abandon(slot->reader, call);
	return err;
}

/* One XfrBlock of the APDU and the reader's answer to it. */
static int ccid_exchange_piece(struct ccid_slot *slot, struct ccid_exchange *x,
			       struct ccid_call *call)
{
	struct ccid_piece piece;
	int err;

	ccid_link_next(&slot->link, &piece);
	call->cmd.type = CCID_CMD_XFR;
	call->cmd.len = piece.len;
	call->cmd.param[0] = piece.bwi;
	call->cmd.param[1] = piece.level & 0xff;
	call->cmd.param[2] = piece.level >> 8;
	call->data = piece.data;
	call->base_ms = slot->base_ms * piece.wait;
	call->answered = false;
	if (x->secure && ccid_link_carries(&slot->link))
		err = ccid_exchange_typed(slot, x, call);
	else
		err = ccid_card_command(slot, call);
	err = ccid_exchange_take(slot, call, err);
	call->midway = true;
	return err;
}

static int ccid_exchange_run(struct ccid_slot *slot, struct ccid_exchange *x,
			     const struct ccid_apdu_view *v)
{
	struct ccid_call call = {
		.caller_time = true,
		.limit_ns = ccid_limit(),
		.secret = ccid_apdu_secret(v->ins) || ccid_apdu_opens(v),
	};
	struct ccid_link *link = &slot->link;
	u64 start = ktime_get_ns();
	int err;

	err = ccid_link_begin(link, v, x->cmd, x->cmd_len, x->rsp, x->room);
	if (err)
		return err;
	do {
		err = ccid_exchange_piece(slot, x, &call);
	} while (!err && !link->run.done);
	if (link->dead || err == -ENOMEDIUM ||
	    (err && err != -ERESTARTSYS && !call.answered))
		ccid_exchange_out_of_step(slot);
	x->len = link->run.total;
	x->sw = link->run.sw;
	ccid_link_wipe(link);
	trace_ccid_apdu(slot, x, call.secret, err, ktime_get_ns() - start);
	return err;
}

static void ccid_exchange_learn(struct ccid_slot *slot,
				const struct ccid_apdu_view *v, u16 sw)
{
	const struct ccid_pin_entry *e;
	struct ccid_pin_entry copy;

	spin_lock_irq(&slot->snap);
	e = ccid_ledger_learn(&slot->ledger, v, sw, ktime_get_ns());
	if (e)
		copy = *e;
	spin_unlock_irq(&slot->snap);
	if (e)
		ccid_event_pin(slot, &copy);
}

/* Did it fail since the card meant is not there any more? */
static int ccid_exchange_failed(struct ccid_slot *slot, u32 generation, int err)
{
	int why = 0;

	if (err == -ERESTARTSYS)	/* not sent */
		return err;
	if (err != -ENODEV && err != -ECANCELED && generation)
		why = ccid_card_is(slot, generation);
	if (why == -ENOMEDIUM || why == -ESTALE)
		err = why;
	ccid_event_fault(slot, err);
	ccid_slot_queue(slot);
	return err;
}

/*
 * Ask the card how many tries are left of the PIN that @v presents, with the
 * same reference on the same channel, in clear. Return: tries, or an error.
 */
static int ccid_exchange_ask(struct ccid_slot *slot,
			     const struct ccid_apdu_view *v)
{
	u8 cla = v->cla & (v->cla & 0x40 ? 0x4f : 0x03);
	const u8 cmd[] = { cla, CCID_INS_VERIFY, 0, v->p2 };
	u8 rsp[2];
	struct ccid_exchange x = {
		.cmd = cmd, .cmd_len = sizeof(cmd),
		.rsp = rsp, .room = sizeof(rsp),
	};
	struct ccid_apdu_view asks;
	int err, left;

	err = ccid_apdu_parse(&asks, cmd, sizeof(cmd));
	if (!err)
		err = ccid_exchange_run(slot, &x, &asks);
	if (err)
		return err;
	ccid_exchange_learn(slot, &asks, x.sw);
	spin_lock_irq(&slot->snap);
	left = ccid_ledger_told(&slot->ledger, v, x.sw);
	spin_unlock_irq(&slot->snap);
	return left;
}

/* May the command leave, as far as the PIN floor is concerned? */
static int ccid_exchange_floor(struct ccid_slot *slot,
			       const struct ccid_apdu_view *v)
{
	int left = INT_MAX;

	if (!ccid_apdu_secret(v->ins))
		return 0;
	spin_lock_irq(&slot->snap);
	if (ccid_ledger_guards(&slot->ledger, v))
		left = ccid_ledger_left(&slot->ledger, v);
	spin_unlock_irq(&slot->snap);
	if (left == -1)
		left = ccid_exchange_ask(slot, v);
	if (left < 0)
		return left;
	return left > READ_ONCE(slot->floor) ? 0 : -EKEYREJECTED;
}

static bool ccid_exchange_fits(const struct ccid_desc *d,
			       const struct ccid_apdu_view *v,
			       const struct ccid_exchange *x)
{
	if (d->level == CCID_LEVEL_SHORT && v->extended)
		return false;
	if (d->level == CCID_LEVEL_CHARACTER && x->secure)
		return false;
	return x->cmd_len <= ccid_exchange_max_command(d);
}

/**
 * ccid_exchange() - send a command APDU and receive its response
 * @s: who asks; holds the turn of its slot, and reader->io
 * @x: the command, and where the response goes
 *
 * Return: 0; -EMSGSIZE when the response was longer than @x->room, of which
 * nothing is to be used; any other errno of the UAPI's table.
 */
int ccid_exchange(struct ccid_session *s, struct ccid_exchange *x)
{
	struct ccid_slot *slot = s->slot;
	const struct ccid_session *opener;
	struct ccid_apdu_view v, sent;
	bool opens;
	int err;

	lockdep_assert_held(&slot->reader->io);
	if (ccid_apdu_parse(&v, x->cmd, x->cmd_len))
		return -EINVAL;
	if (x->secure && !ccid_secure_valid(x->secure, &v))
		return -EINVAL;
	sent = v;
	if (x->secure)
		v.nc = max(v.nc, 1U);	/* the reader puts the PIN in */
	if (!ccid_exchange_fits(&slot->reader->desc, &v, x))
		return -EOPNOTSUPP;
	err = ccid_card_ready(slot, s, x->generation);
	if (err)
		return err;
	if (!x->last_try)
		err = ccid_exchange_floor(slot, &v);
	if (err == -EKEYREJECTED) {
		ccid_count(&slot->stats, CCID_STAT_FLOOR_REFUSALS);
		return err;
	}
	if (err)
		return ccid_exchange_failed(slot, x->generation, err);
	opener = READ_ONCE(slot->opener);
	opens = ccid_apdu_opens(&v);
	if (opens)
		ccid_card_opened(slot, s);
	err = ccid_exchange_run(slot, x, &sent);
	if (opens && !err && ccid_apdu_refused(&v, x->sw))
		ccid_card_opened(slot, opener);
	ccid_exchange_learn(slot, &v, err ? CCID_SW_NONE : x->sw);
	if (err)
		return ccid_exchange_failed(slot, x->generation, err);
	return x->len > x->room ? -EMSGSIZE : 0;
}
