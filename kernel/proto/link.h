/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One face for all exchange levels: an APDU over XfrBlocks.
 *
 * The caller resets the link after each power-on, and for each APDU begins,
 * then calls next and take (or fail) in turn until run.done. An APDU that
 * ended with an error is over. Whether the card is of use after that says
 * @dead; a caller that gives up between next and take has to take the card's
 * power by itself.
 */
#ifndef CCID_PROTO_LINK_H
#define CCID_PROTO_LINK_H

#include "chain.h"
#include "character.h"
#include "run.h"
#include "t0.h"
#include "t1.h"

#include <linux/types.h>

/** CCID_LINK_PIECE_MIN - the least that a message has to carry, bytes */
#define CCID_LINK_PIECE_MIN	54

/**
 * struct ccid_link_setup - what is known of reader and card after power-on
 * @level: CCID_LEVEL_* of the UAPI
 * @protocol: 0 or 1
 * @ifsc: T=1: information field size of the card, 1 to 254
 * @ifsd: T=1: what S(IFS) is to announce, or 0: do not
 * @crc: T=1: blocks end in a CRC
 * @get_response: T=0: class of GET RESPONSE, ff: that of the command
 * @envelope: T=0: class of ENVELOPE, ff: that of the command
 * @piece: the most that one message carries, CCID_LINK_PIECE_MIN bytes or more
 */
struct ccid_link_setup {
	u8 level;
	u8 protocol;
	u8 ifsc;
	u8 ifsd;
	bool crc;
	u8 get_response;
	u8 envelope;
	u32 piece;
};

/**
 * struct ccid_link - a card from one power-on to the next
 * @setup: what was known at power-on
 * @run: the APDU under way; run.done, run.total and run.sw are the caller's
 *	to read
 * @chain: APDU levels: the APDU under way
 * @t0: T=0: the same
 * @t1: T=1: the state of the link, and the APDU under way
 * @character: character level: the TPDU or block under way
 * @scratch: the TPDU or block that was built last, or has come in part
 * @dead: reader and card are not in step any more: the card has to lose its
 *	power, and ccid_link_reset() to come before the next APDU
 */
struct ccid_link {
	struct ccid_link_setup setup;
	struct ccid_run run;
	struct ccid_chain chain;
	struct ccid_t0 t0;
	struct ccid_t1 t1;
	struct ccid_character character;
	u8 scratch[CCID_T0_MAX];
	bool dead;
};

void ccid_link_reset(struct ccid_link *l, const struct ccid_link_setup *s);
int ccid_link_begin(struct ccid_link *l, const struct ccid_apdu_view *v,
		    const u8 *cmd, u32 cmd_len, u8 *rsp, u32 room);
void ccid_link_next(struct ccid_link *l, struct ccid_piece *ret);
int ccid_link_take(struct ccid_link *l, u8 chain_param, const u8 *data,
		   u32 len);
int ccid_link_fail(struct ccid_link *l, u8 error);
void ccid_link_wipe(struct ccid_link *l);
bool ccid_link_block(const struct ccid_link *l);
bool ccid_link_carries(const struct ccid_link *l);

#endif
