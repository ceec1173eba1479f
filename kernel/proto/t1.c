// SPDX-License-Identifier: GPL-2.0-only
/*
 * T=1 (ISO 7816-3, section 11), the interface device's side.
 *
 * Pure. Owns the state of the link from power-on to power-off: sequence
 * numbers, block sizes, and how far the APDU under way is. The states:
 *
 *	IFS		S(IFS request) is out, once after power-on
 *	SEND		an I-block of the command is out
 *	RECEIVE		the card's chain comes, each block acknowledged
 *	ABORTED		the card gave its chain up, and we agreed
 *	RESYNCH		S(RESYNCH request) is out
 *
 *	IFS -> SEND -> SEND ... -> RECEIVE ... -> done
 *	SEND, RECEIVE -> ABORTED | RESYNCH
 *	ABORTED -> RESYNCH -> failed, as new | failed, dead
 *
 * A block that is damaged, missing or out of place is answered by an R-block,
 * CCID_T1_TRIES times in a row. The card then repeats its block, or asks for
 * ours again, which it says it has not had: nothing but that is sent twice.
 * When it does not help, S(RESYNCH) puts both ends back to where they were at
 * power-on; the APDU has failed by then, and is not begun anew.
 *
 * Every round brings bytes, or is counted: a card cannot keep this going for
 * ever.
 */
#include "t1.h"

#include <linux/errno.h>
#include <linux/minmax.h>

#define T1_NOT_I		0x80
#define T1_IS_S			0x40
#define T1_I_SEQUENCE		0x40
#define T1_I_MORE		0x20
#define T1_R			0x80
#define T1_R_SEQUENCE		0x10
#define T1_R_PARITY		0x01
#define T1_R_OTHER		0x02
#define T1_R_ERROR		0x03
#define T1_S_RESYNCH		0xc0
#define T1_S_IFS		0xc1
#define T1_S_ABORT		0xc2
#define T1_S_WTX		0xc3
#define T1_S_RESPONSE		0x20
#define T1_S_VALUE		0x01	/* IFS and WTX have one byte of INF */

/**
 * ccid_t1_reset() - the card has been powered on
 * @t: the link
 * @setup: what was agreed upon
 */
void ccid_t1_reset(struct ccid_t1 *t, const struct ccid_t1_setup *setup)
{
	*t = (struct ccid_t1){
		.setup = *setup,
		.ifsc = setup->ifsc,
		.ifs_due = setup->ifsd,
	};
}

static bool ccid_t1_is_r(u8 pcb)
{
	return (pcb & (T1_NOT_I | T1_IS_S)) == T1_R;
}

static bool ccid_t1_last(const struct ccid_t1 *t, const struct ccid_run *run)
{
	return t->sent + t->len == run->cmd_len;
}

/* The I-block under way, for the first time or again. */
static void ccid_t1_i_block(struct ccid_t1 *t, const struct ccid_run *run)
{
	t->pcb = (t->ns ? T1_I_SEQUENCE : 0) |
		 (ccid_t1_last(t, run) ? 0 : T1_I_MORE);
}

static void ccid_t1_send(struct ccid_t1 *t, const struct ccid_run *run)
{
	u32 most = t->setup.most - CCID_BLOCK_PROLOGUE -
		   ccid_block_edc(t->setup.crc);

	most = min_t(u32, most, t->ifsc);
	t->len = min(run->cmd_len - t->sent, most);
	t->state = CCID_T1_SEND;
	ccid_t1_i_block(t, run);
}

static void ccid_t1_r_block(struct ccid_t1 *t, u8 error)
{
	t->pcb = T1_R | (t->nr ? T1_R_SEQUENCE : 0) | error;
}

/**
 * ccid_t1_begin() - a new APDU
 * @t: the link, not dead
 * @run: the APDU
 */
void ccid_t1_begin(struct ccid_t1 *t, const struct ccid_run *run)
{
	t->sent = 0;
	t->tries = 0;
	t->requests = 0;
	t->wtx = 0;
	if (!t->ifs_due) {
		ccid_t1_send(t, run);
		return;
	}
	t->state = CCID_T1_IFS;
	t->pcb = T1_S_IFS;
	t->value = t->setup.ifsd;
}

/**
 * ccid_t1_next() - the block to send now
 * @t: the link
 * @run: the APDU
 * @block: where the block goes
 * @wtx: out: multiplier of the waiting time for the answer, or 0
 *
 * Return: its length, bytes.
 */
u32 ccid_t1_next(struct ccid_t1 *t, const struct ccid_run *run,
		 u8 block[CCID_BLOCK_MAX], u8 *wtx)
{
	struct ccid_block b = { .pcb = t->pcb };

	if (!(t->pcb & T1_NOT_I)) {
		b.inf = run->cmd + t->sent;
		b.len = t->len;
	} else if (t->pcb & T1_IS_S && t->pcb & T1_S_VALUE) {
		b.inf = &t->value;
		b.len = 1;
	}
	*wtx = t->wtx;
	t->wtx = 0;
	return ccid_block_put(block, &b, t->setup.crc);
}

/* Give the APDU up, and get the link back if it can be had. */
static int ccid_t1_resynch(struct ccid_t1 *t)
{
	t->state = CCID_T1_RESYNCH;
	t->pcb = T1_S_RESYNCH;
	t->wtx = 0;
	t->tries = 1;
	return 0;
}

static int ccid_t1_resynch_again(struct ccid_t1 *t)
{
	if (t->tries++ < CCID_T1_TRIES)
		return 0;
	t->dead = true;
	return -EPROTO;
}

/* A card that does not want S(IFS) keeps the block size that all have. */
static int ccid_t1_ifs_again(struct ccid_t1 *t, const struct ccid_run *run)
{
	t->pcb = T1_S_IFS;
	t->value = t->setup.ifsd;
	if (++t->tries <= CCID_T1_TRIES)
		return 0;
	t->ifs_due = false;
	t->tries = 0;
	ccid_t1_send(t, run);
	return 0;
}

/**
 * ccid_t1_missed() - no block came that belongs here
 * @t: the link
 * @run: the APDU
 * @parity: one came, damaged
 *
 * Return: 0 to go on with ccid_t1_next(), or -EPROTO when the APDU has failed;
 * @t->dead says whether the link has.
 */
int ccid_t1_missed(struct ccid_t1 *t, const struct ccid_run *run, bool parity)
{
	switch (t->state) {
	case CCID_T1_IFS:
		return ccid_t1_ifs_again(t, run);
	case CCID_T1_ABORTED:
		return ccid_t1_resynch(t);
	case CCID_T1_RESYNCH:
		return ccid_t1_resynch_again(t);
	default:
		break;
	}
	if (++t->tries > CCID_T1_TRIES)
		return ccid_t1_resynch(t);
	if (!ccid_t1_is_r(t->pcb))
		ccid_t1_r_block(t, parity ? T1_R_PARITY : T1_R_OTHER);
	return 0;
}

/* Does an I-block belong here? Only an empty chained one brings nothing. */
static bool ccid_t1_i_fits(const struct ccid_t1 *t, const struct ccid_run *run,
			   const struct ccid_block *b)
{
	if (b->pcb & ~(T1_I_SEQUENCE | T1_I_MORE) ||
	    !!(b->pcb & T1_I_SEQUENCE) != t->nr)
		return false;
	if (b->pcb & T1_I_MORE && !b->len)
		return false;
	return t->state == CCID_T1_RECEIVE ||
	       (t->state == CCID_T1_SEND && ccid_t1_last(t, run));
}

static int ccid_t1_take_i(struct ccid_t1 *t, struct ccid_run *run,
			  const struct ccid_block *b)
{
	if (!ccid_t1_i_fits(t, run, b))
		return ccid_t1_missed(t, run, false);
	if (ccid_run_store(run, b->inf, b->len))
		return ccid_t1_resynch(t);
	if (t->state == CCID_T1_SEND)
		t->ns ^= 1;
	t->nr ^= 1;
	t->tries = 0;
	if (!(b->pcb & T1_I_MORE))
		return ccid_run_finish(run);
	t->state = CCID_T1_RECEIVE;
	ccid_t1_r_block(t, 0);
	return 0;
}

/*
 * An R-block asks for our I-block again, or for the one after it. There is none
 * after the last one: then it is the card's turn, and we say so.
 */
static int ccid_t1_take_r(struct ccid_t1 *t, struct ccid_run *run,
			  const struct ccid_block *b)
{
	u8 wanted = !!(b->pcb & T1_R_SEQUENCE);

	if (t->state != CCID_T1_SEND || b->len ||
	    b->pcb & ~(T1_R | T1_R_SEQUENCE | T1_R_ERROR))
		return ccid_t1_missed(t, run, false);
	if (wanted == t->ns) {
		/* the answer to our R-block: that one was counted */
		if (!ccid_t1_is_r(t->pcb) && ++t->tries > CCID_T1_TRIES)
			return ccid_t1_resynch(t);
		ccid_t1_i_block(t, run);
		return 0;
	}
	if (ccid_t1_last(t, run))
		return ccid_t1_missed(t, run, false);
	t->sent += t->len;
	t->ns ^= 1;
	t->tries = 0;
	ccid_t1_send(t, run);
	return 0;
}

/* Agree to what the card requests. */
static int ccid_t1_agree(struct ccid_t1 *t, const struct ccid_block *b)
{
	if (++t->requests > CCID_T1_REQUESTS)
		return ccid_t1_resynch(t);
	t->pcb = b->pcb | T1_S_RESPONSE;
	if (b->len)
		t->value = b->inf[0];
	return 0;
}

static int ccid_t1_take_s(struct ccid_t1 *t, struct ccid_run *run,
			  const struct ccid_block *b)
{
	u8 value = b->len == 1 ? b->inf[0] : 0;

	if (b->pcb == T1_S_WTX && value) {
		t->wtx = value;
		return ccid_t1_agree(t, b);
	}
	if (b->pcb == T1_S_IFS && value && value <= CCID_BLOCK_INF_MAX) {
		t->ifsc = value;
		return ccid_t1_agree(t, b);
	}
	if (b->pcb == T1_S_ABORT && !b->len) {
		t->state = CCID_T1_ABORTED;
		return ccid_t1_agree(t, b);
	}
	if (b->pcb == (T1_S_IFS | T1_S_RESPONSE) && t->state == CCID_T1_IFS &&
	    value == t->setup.ifsd) {
		t->ifs_due = false;
		t->tries = 0;
		ccid_t1_send(t, run);
		return 0;
	}
	return ccid_t1_missed(t, run, false);
}

/* What follows S(ABORT) or S(RESYNCH); nothing else counts any more. */
static int ccid_t1_take_late(struct ccid_t1 *t, const struct ccid_block *b)
{
	const struct ccid_t1_setup setup = t->setup;

	if (t->state == CCID_T1_ABORTED)
		return ccid_t1_resynch(t);
	if (b->pcb != (T1_S_RESYNCH | T1_S_RESPONSE) || b->len)
		return ccid_t1_resynch_again(t);
	ccid_t1_reset(t, &setup);
	return -EPROTO;
}

/**
 * ccid_t1_take() - a block from the card
 * @t: the link
 * @run: the APDU
 * @data: what came
 * @len: how many bytes
 *
 * Return: 0 with @run->done, or to go on with ccid_t1_next(); -EPROTO when the
 * APDU has failed: @t->dead says whether the link has, too, or is as after
 * power-on.
 */
int ccid_t1_take(struct ccid_t1 *t, struct ccid_run *run, const u8 *data,
		 u32 len)
{
	struct ccid_block b;
	int err = ccid_block_get(&b, data, len, t->setup.crc);

	if (err)
		return ccid_t1_missed(t, run, err == -EBADMSG);
	if (t->state == CCID_T1_ABORTED || t->state == CCID_T1_RESYNCH)
		return ccid_t1_take_late(t, &b);
	if (!(b.pcb & T1_NOT_I))
		return ccid_t1_take_i(t, run, &b);
	if (!(b.pcb & T1_IS_S))
		return ccid_t1_take_r(t, run, &b);
	return ccid_t1_take_s(t, run, &b);
}
