// SPDX-License-Identifier: GPL-2.0-only
/*
 * Character level (CCID 1.1, 3.2): a thin layer below T=0 and T=1.
 *
 * Pure. An XfrBlock takes bytes to the card and says in wLevelParameter how
 * many to expect from it. What is longer than a message goes in several, of
 * which the last one expects something. The states of a TPDU or block:
 *
 *	FRESH -> PROCEDURE		T=0: the header is out
 *	PROCEDURE -> PROCEDURE		a NULL, or data went out
 *	PROCEDURE -> DATA -> PROCEDURE	data came in
 *	PROCEDURE -> SW2 -> FRESH	the status word is whole
 *	FRESH -> BLOCK -> FRESH		T=1: prologue, then the rest
 *
 * Fewer bytes than expected are taken, none or more are not.
 */
#include "character.h"

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define CHARACTER_NULL		0x60

static void ccid_character_expect(struct ccid_character *c,
				  enum ccid_character_state state, u32 wanted)
{
	c->state = state;
	c->wanted = wanted;
}

static void ccid_character_put(struct ccid_character *c, const u8 *out, u32 len)
{
	c->out = out;
	c->out_len = len;
}

/* The next message of what there is to send, or an empty one. */
static void ccid_character_piece(struct ccid_character *c,
				 struct ccid_piece *ret)
{
	u32 n = min(c->out_len, c->most);

	*ret = (struct ccid_piece){ .len = n, .wait = 1 };
	if (n)
		ret->data = c->out;
	c->out += n;
	c->out_len -= n;
	if (!c->out_len)
		ret->level = min(c->wanted, c->most);
}

/**
 * ccid_character_t0_next() - what to send now
 * @c: the layer
 * @t: the TPDU under way
 * @ret: the next message
 */
void ccid_character_t0_next(struct ccid_character *c, const struct ccid_t0 *t,
			    struct ccid_piece *ret)
{
	if (c->state == CCID_CHARACTER_FRESH) {
		c->moved = 0;
		c->rounds = 0;
		ccid_character_put(c, t->header, CCID_T0_HEADER);
		ccid_character_expect(c, CCID_CHARACTER_PROCEDURE, 1);
	}
	ccid_character_piece(c, ret);
}

/* The card is ready for @n bytes of data, in whichever direction. */
static void ccid_character_move(struct ccid_character *c,
				const struct ccid_t0 *t, u32 n)
{
	if (t->back && n) {
		ccid_character_expect(c, CCID_CHARACTER_DATA, n);
		return;
	}
	if (n)
		ccid_character_put(c, t->data + c->moved, n);
	c->moved += n;
}

/*
 * Procedure bytes (ISO 7816-3, 10.3.3). INS acknowledges also where no data is
 * left; some cards do so before the status word.
 */
static int ccid_character_procedure(struct ccid_character *c,
				    const struct ccid_t0 *t, u8 byte)
{
	u8 differs = byte ^ t->header[1];
	u32 left = t->len + t->back - c->moved;

	if (++c->rounds > CCID_CHARACTER_ROUNDS)
		return -EPROTO;
	if (byte == CHARACTER_NULL)
		return 0;
	if ((byte & 0xf0) == 0x60 || (byte & 0xf0) == 0x90) {
		c->sw1 = byte;
		ccid_character_expect(c, CCID_CHARACTER_SW2, 1);
		return 0;
	}
	if (differs > 1 && differs < 0xfe)
		return -EPROTO;
	ccid_character_move(c, t, differs > 1 ? min(left, 1U) : left);
	return 0;
}

static int ccid_character_data(struct ccid_character *c, struct ccid_t0 *t,
			       struct ccid_run *run, const u8 *data, u32 len)
{
	c->moved += len;
	c->wanted -= len;
	if (!c->wanted)
		ccid_character_expect(c, CCID_CHARACTER_PROCEDURE, 1);
	return ccid_t0_data(t, run, data, len);
}

/* Is it the answer to a message that expected nothing, or as many bytes? */
static bool ccid_character_fits(const struct ccid_character *c, u32 len)
{
	return c->out_len ? !len : len && len <= min(c->wanted, c->most);
}

/**
 * ccid_character_t0_take() - bytes from the card
 * @c: the layer
 * @t: the TPDU under way
 * @run: the APDU
 * @data: the bytes
 * @len: how many
 *
 * Return: as ccid_t0_status(); also -EPROTO for what is no procedure byte, or
 * too many of them, or not the number of bytes that were expected.
 */
int ccid_character_t0_take(struct ccid_character *c, struct ccid_t0 *t,
			   struct ccid_run *run, const u8 *data, u32 len)
{
	if (!ccid_character_fits(c, len))
		return -EPROTO;
	if (c->out_len)
		return 0;
	if (c->state == CCID_CHARACTER_PROCEDURE)
		return ccid_character_procedure(c, t, data[0]);
	if (c->state == CCID_CHARACTER_DATA)
		return ccid_character_data(c, t, run, data, len);
	c->state = CCID_CHARACTER_FRESH;
	return ccid_t0_status(t, run, c->sw1 << 8 | data[0]);
}

/**
 * ccid_character_t1_next() - what to send now
 * @c: the layer
 * @t: the link
 * @run: the APDU
 * @block: memory for the block to send, then for the one that comes
 * @ret: the next message
 */
void ccid_character_t1_next(struct ccid_character *c, struct ccid_t1 *t,
			    const struct ccid_run *run,
			    u8 block[CCID_BLOCK_MAX], struct ccid_piece *ret)
{
	u8 wtx = 0;

	if (c->state == CCID_CHARACTER_FRESH) {
		c->moved = 0;
		ccid_character_put(c, block, ccid_t1_next(t, run, block, &wtx));
		ccid_character_expect(c, CCID_CHARACTER_BLOCK,
				      CCID_BLOCK_PROLOGUE);
	}
	ccid_character_piece(c, ret);
	if (wtx) {
		ret->bwi = wtx;
		ret->wait = wtx;
	}
}

/**
 * ccid_character_t1_missed() - no bytes of use came
 * @c: the layer
 * @t: the link
 * @run: the APDU
 * @parity: some came, damaged
 *
 * Return: as ccid_t1_missed().
 */
int ccid_character_t1_missed(struct ccid_character *c, struct ccid_t1 *t,
			     const struct ccid_run *run, bool parity)
{
	c->state = CCID_CHARACTER_FRESH;
	return ccid_t1_missed(t, run, parity);
}

/**
 * ccid_character_t1_take() - bytes from the card
 * @c: the layer
 * @t: the link
 * @run: the APDU
 * @block: the same memory as for ccid_character_t1_next()
 * @data: the bytes
 * @len: how many
 *
 * Return: as ccid_t1_take().
 */
int ccid_character_t1_take(struct ccid_character *c, struct ccid_t1 *t,
			   struct ccid_run *run, u8 block[CCID_BLOCK_MAX],
			   const u8 *data, u32 len)
{
	if (!ccid_character_fits(c, len))
		return ccid_character_t1_missed(c, t, run, false);
	if (c->out_len)
		return 0;
	memcpy(block + c->moved, data, len);
	c->moved += len;
	c->wanted -= len;
	if (c->wanted)
		return 0;
	if (c->moved > CCID_BLOCK_PROLOGUE) {
		c->state = CCID_CHARACTER_FRESH;
		return ccid_t1_take(t, run, block, c->moved);
	}
	if (block[2] > CCID_BLOCK_INF_MAX)
		return ccid_character_t1_missed(c, t, run, false);
	c->wanted = block[2] + ccid_block_edc(t->setup.crc);
	return 0;
}
