// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is in a slot.
 *
 * Owns the card's state and its generation; its power is in power_on.c. The
 * states:
 *
 *	ABSENT -> POWERED	a card came and answered
 *	ABSENT -> MUTE		a card came and did not answer, twice
 *	POWERED -> PRESENT	powered off: by a caller, or to get the reader
 *				back into step
 *	PRESENT, MUTE -> POWERED | MUTE		powered on
 *	any -> ABSENT		the card left
 *
 * All moves are made under reader->io and published under slot->snap. The
 * reader's answer to GetSlotStatus is the truth; a notification only makes us
 * ask. A card that is still there, but was taken away in between as far as
 * anybody can tell, has left and come: it is another generation. So a change
 * that was notified after the card was found counts, unless it is the echo of
 * that (slot.c), and so does a card found without the power that we gave it.
 *
 * A card that verified a PIN for one open file is powered off and on before it
 * serves another (ccid_card_ready()).
 */
#include "card.h"

#include "event.h"
#include "io.h"
#include "power.h"
#include "power_on.h"
#include "proto/quirk.h"
#include "slot.h"
#include "trace.h"

#define CCID_STATUS_MS		5000	/* some take a second without a card */
#define CCID_SLOW_MS		60000
#define CCID_STATUS_LOST_MS	500
#define CCID_ECHO_MS		1000

#define CCID_SCAN_RETRIES	15
#define CCID_SCAN_RETRY_MS	1000

static atomic_t ccid_generation;

static u32 ccid_generation_next(void)
{
	u32 next = atomic_inc_return(&ccid_generation);

	return next ? next : atomic_inc_return(&ccid_generation);
}

/* The reader is busy with another command, or with half an abort. */
static bool ccid_card_busy(const struct ccid_msg *rsp)
{
	return ccid_msg_state(rsp) == CCID_FAILED &&
	       (rsp->param[1] == CCID_ERR_SLOT_BUSY ||
		rsp->param[1] == CCID_ERR_ABORTED);
}

/*
 * Send a command. A reader that is busy was asked for something before we came:
 * whatever that is, nobody wants it any more.
 */
static int ccid_card_send(struct ccid_slot *slot, struct ccid_call *call)
{
	int err;

	call->cmd.slot = slot->index;
	err = ccid_xfer(slot->reader, call);
	if (!err && ccid_card_busy(&call->rsp)) {
		ccid_xfer_abandon(slot->reader, call);
		err = -EPROTO;
	}
	call->answered = !err;
	return err;
}

/* A card's time-out that looks like an empty response (ACR122U). */
static bool ccid_card_silent(const struct ccid_slot *slot,
			     const struct ccid_msg *rsp)
{
	return slot->reader->quirks & CCID_QUIRK_EMPTY_TIMEOUT &&
	       rsp->type == CCID_RSP_DATA && !rsp->len &&
	       rsp->param[1] == CCID_ERR_MUTE;
}

/**
 * ccid_card_command() - a command to a slot, and what the reader makes of it
 * @slot: the slot; its reader's io is held
 * @call: the command
 *
 * Return: 0 or a negative errno.
 */
int ccid_card_command(struct ccid_slot *slot, struct ccid_call *call)
{
	int err = ccid_card_send(slot, call);

	if (!err)
		err = ccid_msg_errno(&call->rsp);
	if (!err && ccid_card_silent(slot, &call->rsp))
		err = -ETIMEDOUT;
	if (err)
		slot->doubt = true;
	return err;
}

/**
 * ccid_card_set() - publish a state
 * @slot: the slot; its reader's io is held
 * @card: CCID_CARD_*
 * @generation: of the card, 0 when there is none
 *
 * The ATR stays that of the card, powered or not.
 */
void ccid_card_set(struct ccid_slot *slot, u32 card, u32 generation)
{
	bool had = slot->card != CCID_CARD_ABSENT;
	bool has = card != CCID_CARD_ABSENT;

	lockdep_assert_held(&slot->reader->io);
	trace_ccid_card(slot, card, generation);
	if (has && !had)
		ccid_power_hold(slot->reader);
	spin_lock_irq(&slot->snap);
	if (card != slot->card || generation != slot->generation)
		slot->changed_ns = ktime_get_ns();
	if (generation != slot->generation) {
		ccid_ledger_forget(&slot->ledger);
		slot->opener = NULL;
		slot->atr_len = 0;
		slot->protocol = 0;
		slot->modest = false;
	}
	slot->card = card;
	slot->generation = generation;
	spin_unlock_irq(&slot->snap);
	if (had && !has)
		ccid_power_put(slot->reader);
}

/**
 * ccid_card_reset() - the card begins anew, as the same card
 * @slot: the slot; its reader's io is held
 * @cold: by power off and on
 */
void ccid_card_reset(struct ccid_slot *slot, bool cold)
{
	spin_lock_irq(&slot->snap);
	ccid_ledger_reset(&slot->ledger, cold);
	if (cold)
		slot->opener = NULL;
	spin_unlock_irq(&slot->snap);
}

/**
 * ccid_card_left() - there is no card any more
 * @slot: the slot; its reader's io is held
 */
void ccid_card_left(struct ccid_slot *slot)
{
	u32 generation = slot->generation;

	if (slot->card == CCID_CARD_ABSENT)
		return;
	ccid_card_set(slot, CCID_CARD_ABSENT, 0);
	if (slot->told)
		ccid_event_card(slot, CCID_EVENT_REMOVE, generation);
	slot->told = false;
}

/**
 * ccid_card_patience() - how long to wait for a reader's answer
 * @slot: the slot
 * @ms: how long it takes most of them
 *
 * Return: milliseconds.
 */
u32 ccid_card_patience(const struct ccid_slot *slot, u32 ms)
{
	return slot->reader->quirks & CCID_QUIRK_SLOW ? CCID_SLOW_MS : ms;
}

/*
 * A card has been found and nobody has talked to it yet: what was notified up
 * to here is about this one, and so is from here on that a card came.
 */
static void ccid_card_found(struct ccid_slot *slot)
{
	spin_lock_irq(&slot->snap);
	slot->seen = slot->changes;
	slot->fresh_until_ns = U64_MAX;
	spin_unlock_irq(&slot->snap);
}

/* It has been powered on: from here on only echoes are about this one. */
static void ccid_card_known(struct ccid_slot *slot)
{
	spin_lock_irq(&slot->snap);
	slot->fresh_until_ns = ktime_get_ns() + CCID_ECHO_MS * NSEC_PER_MSEC;
	spin_unlock_irq(&slot->snap);
}

/*
 * A card is there that was not, as far as we know. If it has power already, it
 * may still grant what a PIN opened before we came: then it loses it first.
 */
static int ccid_card_came(struct ccid_slot *slot, bool active)
{
	u32 generation = ccid_generation_next();
	int err;

	ccid_card_found(slot);
	ccid_card_set(slot, CCID_CARD_PRESENT, generation);
	err = active ? ccid_card_cycle(slot) : ccid_card_on(slot);
	ccid_card_known(slot);
	slot->told = !err || err == -EHOSTDOWN;
	if (!err) {
		ccid_count(&slot->stats, CCID_STAT_CARD_INSERTIONS);
		ccid_event_card(slot, CCID_EVENT_INSERT, generation);
	} else if (err == -EHOSTDOWN) {
		ccid_count(&slot->stats, CCID_STAT_CARD_INSERTIONS);
		ccid_count(&slot->stats, CCID_STAT_MUTE_CARDS);
		ccid_event_card(slot, CCID_EVENT_MUTE, generation);
	} else if (slot->card != CCID_CARD_ABSENT) {
		/* Nobody has heard of it: it comes again with the next scan. */
		ccid_card_set(slot, CCID_CARD_ABSENT, 0);
		if (ccid_io_impatient(slot->reader, err))
			ccid_slot_queue(slot);
	}
	return err;
}

/*
 * The card has to be powered on before anything else. As far as we know it had
 * its power all the time: who opened it stays written down.
 */
static void ccid_card_restart(struct ccid_slot *slot)
{
	if (slot->card != CCID_CARD_POWERED)
		return;
	ccid_card_reset(slot, false);
	ccid_card_set(slot, CCID_CARD_PRESENT, slot->generation);
}

/* The reader may have taken the card's power to get back into step. */
static void ccid_card_check_power(struct ccid_slot *slot)
{
	u16 bit = 1 << slot->index;

	if (!(slot->reader->power_lost & bit))
		return;
	slot->reader->power_lost &= ~bit;
	ccid_card_restart(slot);
}

static u32 ccid_card_status_ms(const struct ccid_slot *slot)
{
	if (slot->reader->quirks & CCID_QUIRK_STATUS_LOST)
		return CCID_STATUS_LOST_MS;
	return ccid_card_patience(slot, CCID_STATUS_MS);
}

/*
 * Ask the reader, and follow what has changed. Errors are those of asking;
 * that a card is mute is none.
 */
static int ccid_card_examine(struct ccid_slot *slot)
{
	struct ccid_call call = {
		.cmd = { .type = CCID_CMD_SLOT_STATUS },
		.base_ms = ccid_card_status_ms(slot),
	};
	u32 changes, notices;
	int err;
	u8 icc;

	spin_lock_irq(&slot->snap);
	changes = slot->changes;
	notices = slot->notices;
	spin_unlock_irq(&slot->snap);
	err = ccid_card_send(slot, &call);
	if (err)
		return err;
	slot->examined = notices;
	slot->doubt = false;
	ccid_card_check_power(slot);
	icc = ccid_msg_icc(&call.rsp);
	if (icc == CCID_ICC_ABSENT || changes != slot->seen ||
	    (slot->card == CCID_CARD_POWERED && icc == CCID_ICC_INACTIVE))
		ccid_card_left(slot);
	if (slot->link.dead)
		ccid_card_restart(slot);
	slot->seen = changes;
	if (icc == CCID_ICC_ABSENT || slot->card != CCID_CARD_ABSENT)
		return 0;
	err = ccid_card_came(slot, icc == CCID_ICC_ACTIVE);
	return err == -EHOSTDOWN || err == -ENOMEDIUM ? 0 : err;
}

/* What is known of the card may not hold any more. */
static bool ccid_card_doubtful(struct ccid_slot *slot)
{
	bool notified;

	spin_lock_irq(&slot->snap);
	notified = slot->notices != slot->examined;
	spin_unlock_irq(&slot->snap);
	return notified || slot->doubt;
}

/* Who a PIN was verified for, if not @s. */
static bool ccid_card_open_to_other(struct ccid_slot *slot,
				    const struct ccid_session *s)
{
	bool other;

	spin_lock_irq(&slot->snap);
	other = slot->opener && slot->opener != s;
	spin_unlock_irq(&slot->snap);
	return other;
}

static int ccid_card_look(struct ccid_slot *slot)
{
	int err = ccid_card_examine(slot);

	if (!err && slot->card == CCID_CARD_POWERED &&
	    READ_ONCE(slot->opener) == CCID_NOBODY)
		err = ccid_card_cycle(slot);
	return err;
}

static void ccid_card_scanned(struct ccid_slot *slot, int err)
{
	if (ccid_io_impatient(slot->reader, err))
		return;		/* paused: there is another scan after that */
	if (err && err != -ENODEV)
		ccid_event_fault(slot, err);
	slot->failures = err ? slot->failures + 1 : 0;
	if (!err)
		slot->reader->resets = 0;
	else if (slot->failures <= CCID_SCAN_RETRIES)
		ccid_slot_queue_in(slot, CCID_SCAN_RETRY_MS);
}

/**
 * ccid_card_scan() - look at the card, on the workqueue
 * @slot: the slot
 *
 * Some readers miss the first question after a notification, or are still busy
 * with what they were asked before we came: a scan that fails is repeated.
 * A card whose session has left with a PIN verified loses its power here, when
 * nobody was faster.
 */
void ccid_card_scan(struct ccid_slot *slot)
{
	const struct ccid_patience patience = {};
	struct ccid_reader *rd = slot->reader;

	ccid_power_ask(rd);
	if (!ccid_io_lock(rd, &patience)) {
		ccid_card_scanned(slot, ccid_card_look(slot));
		ccid_io_unlock(rd);
	}
	ccid_power_put(rd);
}

/**
 * ccid_card_is() - is the card in the slot the one meant?
 * @slot: the slot; its reader's io is held
 * @generation: the card meant, or 0 for any
 *
 * Return: 0, -ENOMEDIUM, -ESTALE, or the error that stood in the way.
 */
int ccid_card_is(struct ccid_slot *slot, u32 generation)
{
	int err = 0;

	ccid_card_check_power(slot);
	if (ccid_card_doubtful(slot))
		err = ccid_card_examine(slot);
	if (err)
		return err;
	if (slot->card == CCID_CARD_ABSENT)
		return -ENOMEDIUM;
	return generation && slot->generation != generation ? -ESTALE : 0;
}

/* The card in the slot is the one meant, and grants nothing to others. */
static int ccid_card_mine(struct ccid_slot *slot, const struct ccid_session *s,
			  u32 generation)
{
	int err = ccid_card_is(slot, generation);

	if (err)
		return err;
	return ccid_card_open_to_other(slot, s) ? ccid_card_cycle(slot) : 0;
}

/**
 * ccid_card_ready() - have the right card in the right state
 * @slot: the slot; its reader's io is held
 * @s: the session that is about to use it
 * @generation: the card that it means, or 0
 *
 * Return: 0 with the card powered and no rights on it from another session;
 * -ENOMEDIUM, -ESTALE, -EHOSTDOWN, or the error that stood in the way.
 */
int ccid_card_ready(struct ccid_slot *slot, const struct ccid_session *s,
		    u32 generation)
{
	int err = ccid_card_mine(slot, s, generation);

	if (err)
		return err;
	if (slot->card == CCID_CARD_MUTE)
		return -EHOSTDOWN;
	return slot->card == CCID_CARD_POWERED ? 0 : ccid_card_on(slot);
}

/**
 * ccid_card_power() - CCID_IOC_POWER
 * @slot: the slot; its reader's io is held
 * @s: the session that asks
 * @generation: the card that it means, or 0
 * @action: CCID_POWER_OFF, CCID_POWER_COLD or CCID_POWER_WARM
 *
 * Return: as ccid_card_ready(); a mute card is given another chance.
 */
int ccid_card_power(struct ccid_slot *slot, const struct ccid_session *s,
		    u32 generation, u32 action)
{
	int err = ccid_card_mine(slot, s, generation);

	if (err)
		return err;
	if (action == CCID_POWER_OFF)
		return ccid_card_off(slot);
	if (action == CCID_POWER_COLD)
		return ccid_card_cycle(slot);
	return ccid_card_on(slot);
}

/**
 * ccid_card_opened() - the card may grant rights from here on
 * @slot: the slot
 * @s: to whom
 */
void ccid_card_opened(struct ccid_slot *slot, const struct ccid_session *s)
{
	spin_lock_irq(&slot->snap);
	slot->opener = s;
	spin_unlock_irq(&slot->snap);
}

/**
 * ccid_card_expose() - a session is about to do anything to the card, unseen
 * @slot: the slot, with or without a card; its reader's io is held
 * @s: the session
 *
 * Return: 0 with no rights on the card but those of @s, and nothing known of
 * its counters; or the error that stood in the way.
 */
int ccid_card_expose(struct ccid_slot *slot, const struct ccid_session *s)
{
	int err = ccid_card_mine(slot, s, 0);

	if (err && err != -ENOMEDIUM && err != -EHOSTDOWN)
		return err;
	slot->doubt = true;
	spin_lock_irq(&slot->snap);
	ccid_ledger_lose(&slot->ledger);
	slot->opener = s;
	spin_unlock_irq(&slot->snap);
	return 0;
}

/**
 * ccid_card_disown() - a session gives up the rights it has on the card
 * @slot: the slot
 * @s: the session
 *
 * Return: true when it had any; ccid_slot_queue() then makes an end of them.
 */
bool ccid_card_disown(struct ccid_slot *slot, const struct ccid_session *s)
{
	bool had;

	spin_lock_irq(&slot->snap);
	had = slot->opener == s;
	if (had)
		slot->opener = CCID_NOBODY;
	spin_unlock_irq(&slot->snap);
	return had;
}
