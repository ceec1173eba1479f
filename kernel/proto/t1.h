/* SPDX-License-Identifier: GPL-2.0-only */
/* T=1: an APDU in blocks, with recovery (ISO 7816-3, section 11). */
#ifndef CCID_PROTO_T1_H
#define CCID_PROTO_T1_H

#include "block.h"
#include "run.h"

#include <linux/types.h>

/** CCID_T1_TRIES - errors in a row before S(RESYNCH), and S(RESYNCH)s sent */
#define CCID_T1_TRIES		3
/**
 * CCID_T1_REQUESTS - the most S(WTX) and S(IFS) requests in one APDU
 *
 * The shortest block waiting time is about 90 ms at 4 MHz: a card that asks
 * for more time whenever that is over does so 3,300 times in the five minutes
 * that any APDU may take.
 */
#define CCID_T1_REQUESTS	4096

/** enum ccid_t1_state - what the next block from the card is for */
enum ccid_t1_state {
	CCID_T1_IFS,		/* answer to our S(IFS request) */
	CCID_T1_SEND,		/* answer to our I-block */
	CCID_T1_RECEIVE,	/* goes on with the card's chain */
	CCID_T1_ABORTED,	/* what follows our S(ABORT response) */
	CCID_T1_RESYNCH,	/* answer to our S(RESYNCH request) */
};

/**
 * struct ccid_t1_setup - what was agreed upon at power-on
 * @ifsc: information field size of the card, 1 to 254
 * @ifsd: information field size to announce by S(IFS), or 0: do not
 * @crc: blocks end in a CRC rather than the LRC
 * @most: the longest block that fits into a message, bytes
 */
struct ccid_t1_setup {
	u8 ifsc;
	u8 ifsd;
	bool crc;
	u32 most;
};

/**
 * struct ccid_t1 - the link to a card since power-on or S(RESYNCH)
 * @setup: what both begin with
 * @state: what we wait for
 * @ifsc: as the card wants it now
 * @ifs_due: S(IFS request) goes before the next I-block
 * @ns: N(S) of our I-block under way, or of the next one
 * @nr: N(S) of the card's next I-block
 * @sent: bytes of the command that the card has acknowledged
 * @len: bytes of it in the I-block under way
 * @pcb: of the block to send
 * @value: its INF, where it is an S-block that has one
 * @tries: errors since the last block that brought us on
 * @requests: S requests of the card since the APDU began
 * @wtx: multiplier of the waiting time for the next block, or 0
 * @dead: S(RESYNCH) was of no use: the card has to lose its power
 */
struct ccid_t1 {
	struct ccid_t1_setup setup;
	enum ccid_t1_state state;
	u8 ifsc;
	bool ifs_due;
	u8 ns;
	u8 nr;
	u32 sent;
	u32 len;
	u8 pcb;
	u8 value;
	u8 tries;
	u16 requests;
	u8 wtx;
	bool dead;
};

void ccid_t1_reset(struct ccid_t1 *t, const struct ccid_t1_setup *setup);
void ccid_t1_begin(struct ccid_t1 *t, const struct ccid_run *run);
u32 ccid_t1_next(struct ccid_t1 *t, const struct ccid_run *run,
		 u8 block[CCID_BLOCK_MAX], u8 *wtx);
int ccid_t1_take(struct ccid_t1 *t, struct ccid_run *run, const u8 *data,
		 u32 len);
int ccid_t1_missed(struct ccid_t1 *t, const struct ccid_run *run, bool parity);

#endif
