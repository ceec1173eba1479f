// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PIN ledger.
 *
 * Pure; one per slot, emptied with every card. It follows SELECT to know which
 * application and file a VERIFY is about, and learns the attempt counters from
 * the status words of VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER
 * (ISO 7816-4, 11.6). It knows instructions, not what an application is for.
 *
 * A PIN is named by its file. A reference 80 | n is the file with the short
 * identifier n: cards accept both names for one PIN, and so does the ledger.
 *
 * A command whose answer never came leaves what it could have changed unknown.
 * The question whether a VERIFY may leave at all (the floor) belongs here too:
 * it needs the same name and the same entry.
 */
#include "pin.h"

#include <asm/unaligned.h>
#include <linux/ccid.h>
#include <linux/string.h>

#define SW_OK			0x9000
#define SW_BLOCKED		0x6983	/* authentication method blocked */
#define SW_UNUSABLE		0x6984	/* reference data not usable */

#define P2_CURRENT		0x80	/* VERIFY: the current file */
#define SFI_MAX			0x1e

/**
 * ccid_pin_name_set() - name a PIN the one way that the ledger does
 * @ret: the name
 * @aid: application, @aid_len bytes
 * @aid_len: at most CCID_AID_MAX
 * @ef: file identifier, or 0
 * @reference: P2 of VERIFY, heeded when @ef is 0
 */
void ccid_pin_name_set(struct ccid_pin_name *ret, const u8 *aid, u8 aid_len,
		       u16 ef, u8 reference)
{
	u8 sfi = reference & 0x1f;

	memset(ret, 0, sizeof(*ret));
	memcpy(ret->aid, aid, aid_len);
	ret->aid_len = aid_len;
	if (!ef && (reference & 0xe0) == P2_CURRENT && sfi && sfi <= SFI_MAX)
		ef = sfi;
	ret->ef = ef;
	ret->reference = ef ? 0 : reference;
}

static bool ccid_pin_name_equal(const struct ccid_pin_name *a,
				const struct ccid_pin_name *b)
{
	return a->aid_len == b->aid_len && a->ef == b->ef &&
	       a->reference == b->reference &&
	       !memcmp(a->aid, b->aid, a->aid_len);
}

static u32 ccid_ledger_index(const struct ccid_ledger *l,
			     const struct ccid_pin_name *name)
{
	u32 i;

	for (i = 0; i < l->count; i++)
		if (ccid_pin_name_equal(&l->entries[i].name, name))
			break;
	return i;
}

/**
 * ccid_ledger_find() - look a PIN up
 * @l: the ledger
 * @name: from ccid_pin_name_set()
 *
 * Return: the entry, or NULL when nothing is known of it.
 */
const struct ccid_pin_entry *ccid_ledger_find(const struct ccid_ledger *l,
					      const struct ccid_pin_name *name)
{
	u32 i = ccid_ledger_index(l, name);

	return i < l->count ? &l->entries[i] : NULL;
}

/* Where the ledger is full the entry that is oldest news makes room. */
static u32 ccid_ledger_room(struct ccid_ledger *l)
{
	u32 oldest = 0, i;

	if (l->count < CCID_PINS_MAX)
		return l->count++;
	for (i = 1; i < CCID_PINS_MAX; i++)
		if (l->entries[i].learnt_ns < l->entries[oldest].learnt_ns)
			oldest = i;
	return oldest;
}

/**
 * ccid_ledger_forget() - another card: nothing is known
 * @l: the ledger
 */
void ccid_ledger_forget(struct ccid_ledger *l)
{
	memset(l, 0, sizeof(*l));
	ccid_ledger_reset(l, true);
}

/**
 * ccid_ledger_reset() - the card was reset
 * @l: the ledger
 * @cold: by power off and on
 *
 * Counters outlive a reset; the selection does not. A verified PIN is left so
 * by a warm reset of some cards, so only a cold one clears that.
 */
void ccid_ledger_reset(struct ccid_ledger *l, bool cold)
{
	u32 i;

	memset(l->places, 0, sizeof(l->places));
	l->places[0].known = true;
	for (i = 0; cold && i < l->count; i++)
		l->entries[i].state &= ~CCID_PIN_VERIFIED;
}

static bool ccid_sw_selected(u16 sw)
{
	u8 sw1 = sw >> 8;

	return sw == SW_OK || (sw1 >= 0x61 && sw1 <= 0x63);
}

static void ccid_ledger_select(struct ccid_pin_place *p,
			       const struct ccid_apdu_view *v, u16 sw)
{
	if (sw != CCID_SW_NONE && !ccid_sw_selected(sw))
		return;
	if (sw != CCID_SW_NONE && v->p1 == 4 && v->nc && v->nc <= CCID_AID_MAX) {
		memset(p, 0, sizeof(*p));
		memcpy(p->aid, v->data, v->nc);
		p->aid_len = v->nc;
		p->known = true;
	} else if (sw != CCID_SW_NONE && v->p1 == 2 && v->nc == 2) {
		p->ef = get_unaligned_be16(v->data);
	} else {
		p->known = false;
	}
}

static void ccid_pin_count(struct ccid_pin_entry *e, u8 left)
{
	e->left = left;
	if (left != CCID_PIN_NO_COUNT &&
	    (e->max == CCID_PIN_NO_COUNT || left > e->max))
		e->max = left;
	if (left)
		e->state &= ~CCID_PIN_BLOCKED;
	else
		e->state |= CCID_PIN_BLOCKED;
}

/* A status word that tells how many tries are left, whoever asked. */
static bool ccid_pin_told(struct ccid_pin_entry *e, u16 sw)
{
	if ((sw & 0xfff0) == 0x63c0)
		ccid_pin_count(e, sw & 0x0f);
	else if (sw == SW_BLOCKED || sw == SW_UNUSABLE)
		ccid_pin_count(e, 0);
	else
		return false;
	e->state &= ~CCID_PIN_VERIFIED;
	return true;
}

static bool ccid_pin_asked(struct ccid_pin_entry *e, u16 sw)
{
	if (sw == SW_OK) {
		ccid_pin_count(e, e->max);
		e->state |= CCID_PIN_VERIFIED;
	} else if (!ccid_pin_told(e, sw)) {
		return false;
	}
	e->source = CCID_PIN_ASKED;
	return true;
}

/* One more wrong entry, from a card that does not count aloud. */
static void ccid_pin_wrong_silent(struct ccid_pin_entry *e)
{
	if (e->left != CCID_PIN_NO_COUNT && e->left)
		ccid_pin_count(e, e->left - 1);
	e->state &= ~CCID_PIN_VERIFIED;
}

static bool ccid_pin_tried(struct ccid_pin_entry *e, u16 sw)
{
	u8 before = e->left;

	if (sw == SW_OK) {
		ccid_pin_count(e, e->max);
		e->state |= CCID_PIN_VERIFIED;
		e->source = CCID_PIN_RIGHT;
		return true;
	}
	if (sw == 0x6300)
		ccid_pin_wrong_silent(e);
	else if (!ccid_pin_told(e, sw))
		return false;
	/* The try that was just spent was there before it. */
	if (before == CCID_PIN_NO_COUNT && (sw & 0xfff0) == 0x63c0 &&
	    e->max == e->left)
		e->max++;
	e->source = CCID_PIN_WRONG;
	return true;
}

static bool ccid_pin_unblocked(struct ccid_pin_entry *e, u16 sw)
{
	if (sw != SW_OK)		/* 63Cx counts the resetting code */
		return false;
	ccid_pin_count(e, e->max);
	e->source = CCID_PIN_RESET;
	return true;
}

static void ccid_pin_lost(struct ccid_pin_entry *e)
{
	e->left = CCID_PIN_NO_COUNT;
	e->state = 0;
	e->source = CCID_PIN_UNKNOWN;
}

static bool ccid_pin_learn(struct ccid_pin_entry *e,
			   const struct ccid_apdu_view *v, u16 sw)
{
	bool asks = v->ins == CCID_INS_VERIFY && !v->nc;

	if (sw == CCID_SW_NONE) {
		if (!asks)
			ccid_pin_lost(e);
		return !asks;
	}
	if (asks)
		return ccid_pin_asked(e, sw);
	if (v->ins == CCID_INS_RESET_RETRY)
		return ccid_pin_unblocked(e, sw);
	/* CHANGE with the new PIN only proves nothing about the counter. */
	if (v->ins == CCID_INS_CHANGE && v->p1 == 1 && sw == SW_OK)
		return false;
	return ccid_pin_tried(e, sw);
}

static const struct ccid_pin_entry *
ccid_ledger_pin(struct ccid_ledger *l, const struct ccid_pin_place *p,
		const struct ccid_apdu_view *v, u16 sw, u64 now_ns)
{
	struct ccid_pin_entry e = {
		.left = CCID_PIN_NO_COUNT,
		.max = CCID_PIN_NO_COUNT,
	};
	u32 at;

	ccid_pin_name_set(&e.name, p->aid, p->aid_len,
			  v->p2 == P2_CURRENT ? p->ef : 0, v->p2);
	at = ccid_ledger_index(l, &e.name);
	if (at < l->count)
		e = l->entries[at];
	if (!ccid_pin_learn(&e, v, sw))
		return NULL;
	e.sw = sw;
	e.learnt_ns = now_ns;
	if (at == l->count)
		at = ccid_ledger_room(l);
	l->entries[at] = e;
	return &l->entries[at];
}

/**
 * ccid_ledger_learn() - take note of a command that has passed
 * @l: the ledger
 * @v: the command
 * @sw: its status word, or CCID_SW_NONE when the answer was lost
 * @now_ns: the time, CLOCK_MONOTONIC
 *
 * Return: the entry that the command told something new about, or NULL.
 */
const struct ccid_pin_entry *ccid_ledger_learn(struct ccid_ledger *l,
					       const struct ccid_apdu_view *v,
					       u16 sw, u64 now_ns)
{
	struct ccid_pin_place *p = &l->places[ccid_apdu_channel(v->cla)];

	switch (v->ins) {
	case CCID_INS_SELECT:
		ccid_ledger_select(p, v, sw);
		return NULL;
	case CCID_INS_CHANNEL:
		memset(l->places + 1, 0, sizeof(l->places) - sizeof(*p));
		return NULL;
	case CCID_INS_VERIFY:
	case CCID_INS_CHANGE:
	case CCID_INS_RESET_RETRY:
		return p->known ? ccid_ledger_pin(l, p, v, sw, now_ns) : NULL;
	default:
		return NULL;
	}
}
