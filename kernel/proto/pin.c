// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PIN ledger.
 *
 * Pure; one per slot, emptied with every card. It knows which application and
 * file a VERIFY is about (place.c), and learns the attempt counters from the
 * status words of VERIFY, CHANGE REFERENCE DATA and RESET RETRY COUNTER (ISO
 * 7816-4, 11.6). It knows instructions, not what an application is for.
 *
 * A PIN is named by its file. A reference 80 | n is the file with the short
 * identifier n: cards accept both names for one PIN, and so does the ledger.
 *
 * It would rather know nothing than believe in tries that are spent. A command
 * whose answer never came leaves what it could have changed unknown. One that
 * may have spent a try of a PIN that cannot be named, since nobody knows what
 * is selected, leaves all counters unknown; one whose PIN may go by other names
 * too leaves those unknown. Since a card may take any two names for one PIN,
 * the other counters are still told then, but asked for again before a try of
 * theirs is spent. Nothing is believed of commands that are not plain ISO
 * 7816-4: of a proprietary class, chained, or under secure messaging.
 *
 * Before a PIN is presented the ledger is asked how many tries are left
 * (ccid_ledger_left()). Only a name that is certain is answered for; otherwise
 * the card is asked with the reference that the command itself uses, which
 * needs no name.
 */
#include "pin.h"

#include <linux/ccid.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define SW_OK			0x9000
#define SW_BLOCKED		0x6983	/* authentication method blocked */
#define SW_UNUSABLE		0x6984	/* reference data not usable */

#define P2_GLOBAL_MAX		0x7f	/* VERIFY: not of the application */
#define SFI_MASK		0x1f
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
	u8 sfi = reference & SFI_MASK;

	memset(ret, 0, sizeof(*ret));
	memcpy(ret->aid, aid, aid_len);
	ret->aid_len = aid_len;
	if (!ef && (reference & 0xe0) == CCID_P2_CURRENT && sfi &&
	    sfi <= SFI_MAX)
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

static bool ccid_pin_nameless(const struct ccid_pin_name *name)
{
	return !name->ef && !name->reference;
}

static bool ccid_pin_aid_related(const struct ccid_pin_name *a,
				 const struct ccid_pin_name *b)
{
	return !memcmp(a->aid, b->aid, min(a->aid_len, b->aid_len));
}

/*
 * Do two names mean one PIN, as far as can be told? An application can be
 * selected by the beginning of its identifier, a global reference is the same
 * in all applications, and P2 00 leaves it to the card.
 */
static bool ccid_pin_name_related(const struct ccid_pin_name *a,
				  const struct ccid_pin_name *b)
{
	if (ccid_pin_nameless(a) || ccid_pin_nameless(b))
		return true;
	if (a->ef != b->ef || a->reference != b->reference)
		return false;
	if (!a->ef && a->reference <= P2_GLOBAL_MAX)
		return true;
	return ccid_pin_aid_related(a, b);
}

/*
 * May they? A file has a short identifier too, which is the end of the long one
 * unless the card says otherwise, and P2 80 where no file is selected leaves it
 * to the application.
 */
static bool ccid_pin_name_alias(const struct ccid_pin_name *a,
				const struct ccid_pin_name *b)
{
	if (ccid_pin_name_related(a, b))
		return true;
	if (!ccid_pin_aid_related(a, b))
		return false;
	if (a->reference == CCID_P2_CURRENT || b->reference == CCID_P2_CURRENT)
		return true;
	return a->ef && b->ef && !((a->ef ^ b->ef) & SFI_MASK);
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
	l->places[0].ef_known = true;
	for (i = 0; cold && i < l->count; i++)
		l->entries[i].state &= ~CCID_PIN_VERIFIED;
}

static void ccid_pin_count(struct ccid_pin_entry *e, u8 left)
{
	e->left = left;
	e->doubt = CCID_DOUBT_NONE;
	if (left && left != CCID_PIN_NO_COUNT &&
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

/*
 * Verified all the time: no wrong PIN came to it under another name. CHANGE may
 * spend tries and leave it so.
 */
static void ccid_pin_verified(struct ccid_pin_entry *e)
{
	bool still = e->state & CCID_PIN_VERIFIED &&
		     e->doubt == CCID_DOUBT_VERIFY;

	if (e->doubt != CCID_DOUBT_NONE)
		e->doubt = still ? CCID_DOUBT_NONE : CCID_DOUBT_OTHER;
	e->state |= CCID_PIN_VERIFIED;
}

/* With P1 FF the command ends the verified state, or says nothing. */
static bool ccid_pin_asked(struct ccid_pin_entry *e,
			   const struct ccid_apdu_view *v, u16 sw)
{
	if (sw == SW_OK && v->p1)
		e->state &= ~CCID_PIN_VERIFIED;
	else if (sw == SW_OK)
		ccid_pin_verified(e);
	else if (!ccid_pin_told(e, sw))
		return false;
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

static void ccid_pin_right(struct ccid_pin_entry *e)
{
	ccid_pin_count(e, e->max);
	e->state |= CCID_PIN_VERIFIED;
	e->source = CCID_PIN_RIGHT;
}

static void ccid_pin_lost(struct ccid_pin_entry *e)
{
	e->left = CCID_PIN_NO_COUNT;
	e->state = 0;
	e->source = CCID_PIN_UNKNOWN;
	e->doubt = CCID_DOUBT_NONE;
	e->sw = 0;
	e->learnt_ns = 0;
}

/* @presented: the command held a PIN to compare. */
static void ccid_pin_wrong(struct ccid_pin_entry *e, u16 sw, bool presented)
{
	bool unknown = e->left == CCID_PIN_NO_COUNT;

	e->source = CCID_PIN_WRONG;
	if (sw == 0x6300 && e->doubt == CCID_DOUBT_NONE)
		ccid_pin_wrong_silent(e);
	else if (!ccid_pin_told(e, sw))
		ccid_pin_lost(e);
	else if (presented && unknown && e->left && e->left == e->max)
		/* The try that was just spent was there before it. */
		e->max = min(e->max + 1, CCID_PIN_TRIES);
}

static bool ccid_pin_asks(const struct ccid_apdu_view *v)
{
	return (v->ins & ~1) == CCID_INS_VERIFY && !v->nc;
}

/*
 * May some counter be lower after this than it was before? 90 00 in answer to
 * what is wrapped may be about the wrapping alone.
 */
static bool ccid_pin_spends(const struct ccid_apdu_view *v, u16 sw)
{
	if (ccid_pin_asks(v) || ccid_sw_refused(sw))
		return false;
	return sw != SW_OK || !ccid_apdu_plain(v->cla);
}

static bool ccid_pin_learn(struct ccid_pin_entry *e,
			   const struct ccid_apdu_view *v, u16 sw)
{
	bool changes = (v->ins & ~1) == CCID_INS_CHANGE;
	bool presented = !changes || v->p1 != 1;	/* 1: new PIN only */

	if (ccid_pin_asks(v))
		return ccid_pin_asked(e, v, sw);
	if (ccid_pin_spends(v, sw))
		ccid_pin_wrong(e, sw, presented);
	else if (sw == SW_OK && presented)
		ccid_pin_right(e);
	else
		return false;
	return true;
}

/* A failed reset spends a try of its own code, whichever PIN that is. */
static bool ccid_pin_unblocked(struct ccid_pin_entry *e, u16 sw)
{
	if (sw != SW_OK)
		return false;
	ccid_pin_count(e, e->max);
	e->source = CCID_PIN_RESET;
	return true;
}

/* A try may be spent of any PIN. */
static void ccid_ledger_doubt_all(struct ccid_ledger *l)
{
	u32 i;

	for (i = 0; i < l->count; i++)
		ccid_pin_lost(&l->entries[i]);
}

/* A try may be spent of what has a name, and goes by others. */
static void ccid_ledger_doubt(struct ccid_ledger *l,
			      const struct ccid_pin_name *name,
			      enum ccid_pin_doubt doubt)
{
	u32 i;

	for (i = 0; i < l->count; i++) {
		struct ccid_pin_entry *e = &l->entries[i];

		if (ccid_pin_name_equal(&e->name, name))
			continue;
		if (ccid_pin_name_alias(&e->name, name))
			ccid_pin_lost(e);
		else
			e->doubt = max(e->doubt, doubt);
	}
}

static void ccid_ledger_spent(struct ccid_ledger *l,
			      const struct ccid_pin_name *name,
			      const struct ccid_apdu_view *v)
{
	switch (v->ins & ~1) {
	case CCID_INS_VERIFY:
		ccid_ledger_doubt(l, name, CCID_DOUBT_VERIFY);
		break;
	case CCID_INS_CHANGE:
		ccid_ledger_doubt(l, name, CCID_DOUBT_OTHER);
		break;
	default:			/* of the resetting code, unnamed */
		ccid_ledger_doubt_all(l);
	}
}

static const struct ccid_pin_entry *
ccid_ledger_pin(struct ccid_ledger *l, const struct ccid_pin_place *p,
		const struct ccid_apdu_view *v, u16 sw, u64 now_ns)
{
	bool resets = (v->ins & ~1) == CCID_INS_RESET_RETRY;
	struct ccid_pin_entry e = {
		.left = CCID_PIN_NO_COUNT,
		.max = CCID_PIN_NO_COUNT,
	};
	u32 at;

	ccid_pin_name_set(&e.name, p->aid, p->aid_len,
			  v->p2 == CCID_P2_CURRENT ? p->ef : 0, v->p2);
	if (ccid_pin_spends(v, sw))
		ccid_ledger_spent(l, &e.name, v);
	at = ccid_ledger_index(l, &e.name);
	if (at < l->count)
		e = l->entries[at];
	if (!(resets ? ccid_pin_unblocked(&e, sw) : ccid_pin_learn(&e, v, sw)))
		return NULL;
	if (e.source != CCID_PIN_UNKNOWN) {
		e.sw = sw;
		e.learnt_ns = now_ns;
	}
	if (at == l->count)
		at = ccid_ledger_room(l);
	l->entries[at] = e;
	return &l->entries[at];
}

/* Nobody knows what is selected on channel @from and those after it. */
static void ccid_ledger_stray(struct ccid_ledger *l, u32 from)
{
	for (; from < CCID_CHANNELS; from++)
		l->places[from].known = false;
}

/**
 * ccid_ledger_lose() - what happened on the card is not to be told
 * @l: the ledger
 *
 * Neither counters nor what is selected are known, until a command tells.
 */
void ccid_ledger_lose(struct ccid_ledger *l)
{
	ccid_ledger_stray(l, 0);
	ccid_ledger_doubt_all(l);
}

/*
 * Is the command a part of a chain, or does it come while one is open? On
 * whatever channel: some cards have one buffer for all.
 */
static bool ccid_ledger_chained(const struct ccid_ledger *l,
				const struct ccid_apdu_view *v)
{
	u32 i;

	for (i = 0; i < CCID_CHANNELS; i++)
		if (l->places[i].chained)
			return true;
	return ccid_apdu_chained(v->cla);
}

/* What a chain holds, and which PIN the card took it for, is not known. */
static const struct ccid_pin_entry *
ccid_ledger_secret(struct ccid_ledger *l, const struct ccid_pin_place *p,
		   const struct ccid_apdu_view *v, u16 sw, u64 now_ns)
{
	bool chained = ccid_ledger_chained(l, v);

	if (!chained && ccid_apdu_plain(v->cla) &&
	    ccid_pin_place_names(p, v->p2))
		return ccid_ledger_pin(l, p, v, sw, now_ns);
	if (chained || ccid_pin_spends(v, sw))
		ccid_ledger_doubt_all(l);
	return NULL;
}

static const struct ccid_pin_entry *
ccid_ledger_card(struct ccid_ledger *l, struct ccid_pin_place *p,
		 const struct ccid_apdu_view *v, u16 sw, u64 now_ns)
{
	bool plain = ccid_apdu_plain(v->cla) && !p->chained;

	if (ccid_apdu_secret(v->ins))
		return ccid_ledger_secret(l, p, v, sw, now_ns);
	if (v->ins == CCID_INS_SELECT && plain)
		ccid_pin_place_select(p, v, sw);
	else if (v->ins == CCID_INS_SELECT)
		ccid_ledger_stray(l, 0);
	else if (v->ins == CCID_INS_CHANNEL)
		ccid_ledger_stray(l, 1);
	else if ((v->ins & ~1) == CCID_INS_ENVELOPE)
		ccid_ledger_lose(l);
	return NULL;
}

/**
 * ccid_ledger_learn() - take note of a command that has passed
 * @l: the ledger
 * @v: the command
 * @sw: its status word, or CCID_SW_NONE when the answer was lost
 * @now_ns: the time, CLOCK_MONOTONIC
 *
 * A reader's own commands may do anything to the card, but for the one that
 * asks for its number; so may a command inside an ENVELOPE, which one without
 * data may be the end of.
 *
 * Return: the entry that the command told something new about, or NULL.
 */
const struct ccid_pin_entry *ccid_ledger_learn(struct ccid_ledger *l,
					       const struct ccid_apdu_view *v,
					       u16 sw, u64 now_ns)
{
	struct ccid_pin_place *p = &l->places[ccid_apdu_channel(v->cla)];
	const struct ccid_pin_entry *e;

	if (v->cla == CCID_CLA_READER) {
		if (v->ins != CCID_INS_GET_DATA)
			ccid_ledger_lose(l);
		return NULL;
	}
	e = ccid_ledger_card(l, p, v, sw, now_ns);
	ccid_pin_place_leave(p, v, sw);
	return e;
}

/* What is known of one name, or -1. Right just now: all tries are left. */
static int ccid_pin_left(const struct ccid_pin_entry *e)
{
	if (e->source == CCID_PIN_UNKNOWN)
		return -1;
	if (e->left != CCID_PIN_NO_COUNT)
		return e->left;
	return e->source == CCID_PIN_RIGHT ? CCID_PIN_TRIES : -1;
}

/**
 * ccid_ledger_guards() - is a command held against the floor?
 * @l: the ledger
 * @v: the command
 *
 * Return: true when the card may compare a PIN. In a chain the last part holds
 * no data, perhaps, and the question how many tries are left would be one.
 */
bool ccid_ledger_guards(const struct ccid_ledger *l,
			const struct ccid_apdu_view *v)
{
	return ccid_apdu_presents(v) ||
	       (ccid_apdu_secret(v->ins) && ccid_ledger_chained(l, v));
}

/**
 * ccid_ledger_left() - the tries left of the PIN that a command presents
 * @l: the ledger
 * @v: a command of which ccid_ledger_guards() is true
 *
 * Where several names may mean that PIN, the lowest counter counts.
 *
 * Return: tries, 0 to CCID_PIN_TRIES; -1 when the card has to be asked; 0 also
 * where it cannot be: for a resetting code, whose tries nobody can learn, while
 * a chain is open, which the question would end, and in a class that does not
 * tell which channel, and so whose PIN, it would have to be about.
 */
int ccid_ledger_left(const struct ccid_ledger *l,
		     const struct ccid_apdu_view *v)
{
	const struct ccid_pin_place *p = &l->places[ccid_apdu_channel(v->cla)];
	struct ccid_pin_name name;
	int left, least = -1;
	u32 i;

	if ((v->ins & ~1) == CCID_INS_RESET_RETRY ||
	    !ccid_apdu_has_channel(v->cla) || ccid_ledger_chained(l, v))
		return 0;
	if (!ccid_apdu_plain(v->cla) || !ccid_pin_place_names(p, v->p2))
		return -1;
	ccid_pin_name_set(&name, p->aid, p->aid_len,
			  v->p2 == CCID_P2_CURRENT ? p->ef : 0, v->p2);
	i = ccid_ledger_index(l, &name);
	if (i == l->count || l->entries[i].doubt != CCID_DOUBT_NONE ||
	    ccid_pin_left(&l->entries[i]) < 0)
		return -1;
	for (i = 0; i < l->count; i++) {
		left = ccid_pin_left(&l->entries[i]);
		if (left < 0 ||
		    !ccid_pin_name_related(&l->entries[i].name, &name))
			continue;
		if (least < 0 || left < least)
			least = left;
	}
	return least;
}

/**
 * ccid_ledger_told() - the tries left by a card's answer to the question
 * @l: the ledger, which has learnt of the answer
 * @v: the command for which it was asked
 * @sw: status word of a VERIFY without data
 *
 * 90 00 tells nothing of the tries, but may clear up a doubt.
 *
 * Return: tries; 0 also when the answer does not tell.
 */
int ccid_ledger_told(const struct ccid_ledger *l,
		     const struct ccid_apdu_view *v, u16 sw)
{
	if ((sw & 0xfff0) == 0x63c0)
		return sw & 0x0f;
	return sw == SW_OK ? max(ccid_ledger_left(l, v), 0) : 0;
}
