/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_T1_H
#define VREADER_T1_H

#include "atr.h"
#include "t1_block.h"

struct reader;
struct slot;

#define T1_IFS_DEFAULT	32

/**
 * struct t1 - the card's side of T=1
 * @first_ifsc, @first_ifsd: after a reset or S(RESYNCH)
 * @ns: number of the next I-block of the card; @nr: expected from the host
 * @own_ifs: the reader, not the host, tells the card its IFSD
 * @chaining: the card's last I-block said that more follows
 * @request, @value: what the card asked for in an S-block; 0: nothing
 * @wtx_left, @wtx: requests for time that are still to come, and for how much
 * @trouble: something went wrong since the last good command, so that the
 *	host has reason to recover
 * @heard: PCB of the host's block before
 * @last: the card's last block as it ought to be, for repeating
 * @sent: the one before it, as it went over the line
 */
struct t1 {
	uint8_t first_ifsc, first_ifsd;
	uint8_t ifsc, ifsd;
	bool crc;
	uint8_t ns, nr;
	bool own_ifs;
	bool chaining;
	uint8_t request, value;
	uint32_t wtx_left;
	uint8_t wtx;
	bool trouble;
	uint8_t heard;
	size_t last_len, sent_len;
	uint8_t last[T1_BLOCK_MAX];
	uint8_t sent[T1_BLOCK_MAX];
};

/* After a reset; @ifsd: what the reader has agreed on itself, or 0. */
void t1_reset(struct t1 *t, const struct atr *atr, uint8_t ifsd);

/*
 * A block of the host, with the bBWI that it came with. The card's block goes
 * into @ret, T1_BLOCK_MAX at the most; 0: the card does not answer.
 */
size_t t1_exchange(struct reader *r, struct slot *s, uint8_t bwi,
		   const uint8_t *raw, size_t len, uint8_t *ret);

/* Changes a block on the line as was ordered; the new length, 0: lost. */
size_t t1_spoil(struct reader *r, struct t1 *t, uint8_t *block, size_t len);

#endif
