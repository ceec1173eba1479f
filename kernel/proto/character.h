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
 * @sent: T=0: data bytes that the card has had, or that we have had of it
 * @wanted: bytes expected now
 * @have: T=1: bytes of the block that have come
 * @sw1: T=0: SW1
 * @rounds: T=0: procedure bytes of this TPDU
 */
struct ccid_character {
	u32 most;
	enum ccid_character_state state;
	const u8 *out;
	u32 out_len;
	u32 sent;
	u32 wanted;
	u32 have;
	u8 sw1;
	u16 rounds;
};

#endif
