/* SPDX-License-Identifier: GPL-2.0-only */
/* Character level: bytes to the card, and how many to expect from it. */
#ifndef CCID_PROTO_CHARACTER_H
#define CCID_PROTO_CHARACTER_H

#include "run.h"
#include "t0.h"
#include "t1.h"

#include <linux/types.h>

/**
 * CCID_CHARACTER_ROUNDS - the most procedure bytes in one TPDU of T=0
 *
 * 256 may be for one data byte each, the others NULLs: a card that works for
 * the five minutes that any APDU may take and sends one each tenth of a second
 * needs 3,000 of them.
 */
#define CCID_CHARACTER_ROUNDS	4096

/** enum ccid_character_state - what the bytes expected from the card are */
enum ccid_character_state {
	CCID_CHARACTER_FRESH,		/* nothing of the TPDU or block went */
	CCID_CHARACTER_PROCEDURE,	/* T=0: a procedure byte, or SW1 */
	CCID_CHARACTER_DATA,		/* T=0: response data */
	CCID_CHARACTER_SW2,		/* T=0: SW2 */
	CCID_CHARACTER_BLOCK,		/* T=1: a block */
};

/**
 * struct ccid_character - a TPDU or block byte by byte
 * @most: the most bytes that fit into a message
 * @state: what is expected
 * @out: the bytes to send now
 * @out_len: how many
 * @wanted: bytes expected after that
 * @moved: T=0: bytes of data that have gone or come; T=1: bytes of the block
 *	that have come
 * @sw1: T=0: SW1
 * @rounds: T=0: procedure bytes of this TPDU
 */
struct ccid_character {
	u32 most;
	enum ccid_character_state state;
	const u8 *out;
	u32 out_len;
	u32 wanted;
	u32 moved;
	u8 sw1;
	u16 rounds;
};

void ccid_character_t0_next(struct ccid_character *c, const struct ccid_t0 *t,
			    struct ccid_piece *ret);
int ccid_character_t0_take(struct ccid_character *c, struct ccid_t0 *t,
			   struct ccid_run *run, const u8 *data, u32 len);
void ccid_character_t1_next(struct ccid_character *c, struct ccid_t1 *t,
			    const struct ccid_run *run,
			    u8 block[CCID_BLOCK_MAX], struct ccid_piece *ret);
int ccid_character_t1_take(struct ccid_character *c, struct ccid_t1 *t,
			   struct ccid_run *run, u8 block[CCID_BLOCK_MAX],
			   const u8 *data, u32 len);
int ccid_character_t1_missed(struct ccid_character *c, struct ccid_t1 *t,
			     const struct ccid_run *run, bool parity);

#endif
