// SPDX-License-Identifier: GPL-2.0-only
/*
 * One face for all exchange levels.
 *
 * Pure. Hands an APDU to the engine that fits reader and card:
 *
 *	short, extended APDU		chain.c
 *	TPDU, T=0			t0.c
 *	TPDU, T=1			t1.c
 *	character			character.c, with t0.c or t1.c above it
 *
 * Only T=1 can recover from an error of the card. T=0 leaves it in the middle
 * of something, and the link is dead. At the APDU levels the reader runs the
 * card's protocol: whatever goes wrong is between reader and caller, and the
 * link has nothing to lose.
 *
 * bChainParameter means nothing below the APDU levels: readers leave there
 * what they like.
 */
#include "link.h"

#include "msg.h"

#include <linux/build_bug.h>
#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

static_assert(CCID_BLOCK_MAX <= CCID_T0_MAX);

static bool ccid_link_apdus(const struct ccid_link *l)
{
	return l->setup.level == CCID_LEVEL_SHORT ||
	       l->setup.level == CCID_LEVEL_EXTENDED;
}

static bool ccid_link_characters(const struct ccid_link *l)
{
	return l->setup.level == CCID_LEVEL_CHARACTER;
}

static bool ccid_link_blocks(const struct ccid_link *l)
{
	return !ccid_link_apdus(l) && l->setup.protocol == 1;
}

/* A block of the card has to fit into one message, if it comes as a whole. */
static u8 ccid_link_ifsd(const struct ccid_link_setup *s)
{
	u32 most = s->piece - CCID_BLOCK_PROLOGUE - ccid_block_edc(s->crc);

	if (s->level != CCID_LEVEL_TPDU)
		return s->ifsd;
	return min_t(u32, s->ifsd, most);
}

/**
 * ccid_link_reset() - the card has been powered on
 * @l: the link
 * @s: what is known of reader and card
 */
void ccid_link_reset(struct ccid_link *l, const struct ccid_link_setup *s)
{
	const struct ccid_t1_setup t1 = {
		.ifsc = s->ifsc,
		.ifsd = ccid_link_ifsd(s),
		.crc = s->crc,
		.most = s->piece,
	};

	*l = (struct ccid_link){
		.setup = *s,
		.t0 = {
			.get_response = s->get_response,
			.envelope = s->envelope,
		},
		.character = { .most = s->piece },
	};
	ccid_t1_reset(&l->t1, &t1);
}

static void ccid_link_begin_chain(struct ccid_link *l)
{
	/* Readers that announce less than a short APDU take it nevertheless. */
	l->chain = (struct ccid_chain){
		.piece = l->setup.level == CCID_LEVEL_SHORT ?
			 l->run.cmd_len : l->setup.piece,
	};
}

/**
 * ccid_link_begin() - a new APDU
 * @l: the link
 * @v: the command taken apart
 * @cmd: the command; stays there until the APDU is over, as @v->data does
 * @cmd_len: its length, bytes
 * @rsp: where the response goes
 * @room: bytes at @rsp; what is over is counted in run.total and dropped
 *
 * Return: 0; -EOPNOTSUPP for extended lengths at short APDU level; -EPROTO when
 * the link is dead.
 */
int ccid_link_begin(struct ccid_link *l, const struct ccid_apdu_view *v,
		    const u8 *cmd, u32 cmd_len, u8 *rsp, u32 room)
{
	if (l->setup.level == CCID_LEVEL_SHORT && v->extended)
		return -EOPNOTSUPP;
	if (l->dead)
		return -EPROTO;
	l->run = (struct ccid_run){
		.apdu = *v,
		.cmd = cmd,
		.cmd_len = cmd_len,
		.rsp = rsp,
		.room = room,
		.max = ccid_apdu_room(v),
	};
	l->character.state = CCID_CHARACTER_FRESH;
	if (ccid_link_apdus(l))
		ccid_link_begin_chain(l);
	else if (ccid_link_blocks(l))
		ccid_t1_begin(&l->t1, &l->run);
	else
		ccid_t0_begin(&l->t0, &l->run);
	return 0;
}

static void ccid_link_next_tpdu(struct ccid_link *l, struct ccid_piece *ret)
{
	*ret = (struct ccid_piece){ .data = l->scratch, .wait = 1 };
	if (!ccid_link_blocks(l)) {
		ret->len = ccid_t0_next(&l->t0, l->scratch);
		return;
	}
	ret->len = ccid_t1_next(&l->t1, &l->run, l->scratch, &ret->bwi);
	if (ret->bwi)
		ret->wait = ret->bwi;
}

static void ccid_link_next_characters(struct ccid_link *l,
				      struct ccid_piece *ret)
{
	if (ccid_link_blocks(l))
		ccid_character_t1_next(&l->character, &l->t1, &l->run,
				       l->scratch, ret);
	else
		ccid_character_t0_next(&l->character, &l->t0, ret);
}

/**
 * ccid_link_next() - what to send now
 * @l: the link, its APDU begun and not over
 * @ret: the XfrBlock; its data stays until the next call
 */
void ccid_link_next(struct ccid_link *l, struct ccid_piece *ret)
{
	if (ccid_link_apdus(l))
		ccid_chain_next(&l->chain, &l->run, ret);
	else if (ccid_link_characters(l))
		ccid_link_next_characters(l, ret);
	else
		ccid_link_next_tpdu(l, ret);
}

static int ccid_link_take_t1(struct ccid_link *l, const u8 *data, u32 len)
{
	if (ccid_link_characters(l))
		return ccid_character_t1_take(&l->character, &l->t1, &l->run,
					      l->scratch, data, len);
	return ccid_t1_take(&l->t1, &l->run, data, len);
}

static int ccid_link_take_t0(struct ccid_link *l, const u8 *data, u32 len)
{
	if (ccid_link_characters(l))
		return ccid_character_t0_take(&l->character, &l->t0, &l->run,
					      data, len);
	return ccid_t0_take(&l->t0, &l->run, data, len);
}

/**
 * ccid_link_take() - the reader's answer to the last XfrBlock
 * @l: the link
 * @chain_param: bChainParameter of the DataBlock
 * @data: its payload
 * @len: bytes of payload
 *
 * Return: 0 with run.done, or to go on with ccid_link_next(); -EPROTO when the
 * APDU has failed: @l->dead says whether the link has, too.
 */
int ccid_link_take(struct ccid_link *l, u8 chain_param, const u8 *data,
		   u32 len)
{
	int err;

	if (ccid_link_blocks(l)) {
		err = ccid_link_take_t1(l, data, len);
		l->dead = l->t1.dead;
		return err;
	}
	if (ccid_link_apdus(l))
		return ccid_chain_take(&l->chain, &l->run, chain_param, data,
				       len);
	err = ccid_link_take_t0(l, data, len);
	l->dead = err;
	return err;
}

/* A block of T=1 was lost: the card may still have it, or our one again. */
static int ccid_link_missed(struct ccid_link *l, bool parity)
{
	int err = ccid_character_t1_missed(&l->character, &l->t1, &l->run,
					   parity);

	l->dead = l->t1.dead;
	return err;
}

/**
 * ccid_link_fail() - the reader could not get an answer from the card
 * @l: the link
 * @error: bError, with the command state "failed" and the card present
 *
 * Return: 0 to go on with ccid_link_next(), after a lost or damaged block of
 * T=1; else -ETIMEDOUT when the card was mute and -EPROTO for all other
 * errors. At the APDU levels the reader has run the card's protocol, so that
 * the link is alive after it.
 */
int ccid_link_fail(struct ccid_link *l, u8 error)
{
	if (ccid_link_blocks(l) && error <= CCID_ERR_MUTE &&
	    error >= CCID_ERR_OVERRUN)
		return ccid_link_missed(l, error == CCID_ERR_PARITY);
	l->dead = !ccid_link_apdus(l);
	return error == CCID_ERR_MUTE ? -ETIMEDOUT : -EPROTO;
}

/**
 * ccid_link_block() - are the pieces whole T=1 blocks?
 * @l: the link
 */
bool ccid_link_block(const struct ccid_link *l)
{
	return l->setup.level == CCID_LEVEL_TPDU && ccid_link_blocks(l);
}

/**
 * ccid_link_carries() - does the piece made last hold a part of the command?
 * @l: the link, not at character level
 *
 * Return: false for what a protocol sends by itself.
 */
bool ccid_link_carries(const struct ccid_link *l)
{
	if (ccid_link_blocks(l))
		return !(l->t1.pcb & 0x80);
	if (ccid_link_apdus(l))
		return !l->chain.receiving;
	return l->t0.state != CCID_T0_GET_RESPONSE;
}

/**
 * ccid_link_wipe() - leave nothing of the APDU but its length and status word
 * @l: the link
 *
 * To be called when the APDU is over, however it ended. What the link knows of
 * the card stays.
 */
void ccid_link_wipe(struct ccid_link *l)
{
	memzero_explicit(l->scratch, sizeof(l->scratch));
	memzero_explicit(l->t0.header, sizeof(l->t0.header));
	memzero_explicit(&l->run.apdu, sizeof(l->run.apdu));
	l->run.cmd = NULL;
	l->run.rsp = NULL;
	l->run.room = 0;
	l->t0.data = NULL;
	l->character.out = NULL;
}
