/* SPDX-License-Identifier: GPL-2.0-only */
/* What a link has to send, and what it gets, written down step by step. */
#ifndef CCID_TESTS_SCRIPT_H
#define CCID_TESTS_SCRIPT_H

#include "bytes.h"

#include "link.h"

/**
 * struct step - an XfrBlock and its answer, in hex
 * @out: the payload expected; blocks of T=1 without their EDC
 * @in: the payload of the answer, blocks of T=1 without their EDC; after a "!"
 *	the EDC is wrong; NULL: the reader reports @error
 * @error: bError
 * @level: wLevelParameter expected
 * @bwi: bBWI expected, also for the multiplier of the waiting time
 * @err: what the link says to it
 */
struct step {
	const char *out;
	const char *in;
	u8 error;
	u16 level;
	u8 bwi;
	int err;
};

/** SCRIPT_ROOM - the most response that a script has */
#define SCRIPT_ROOM	600

void script_reset(struct kunit *test, struct ccid_link *l, u8 level,
		  u8 protocol);
void script_play(struct kunit *test, struct ccid_link *l, const char *cmd,
		 const struct step *steps, u32 count, const char *rsp);
void script_play_bytes(struct kunit *test, struct ccid_link *l,
		       const struct bytes *cmd, const struct step *steps,
		       u32 count, const char *rsp);
struct bytes script_block(struct kunit *test, const char *hex, bool crc);

/** play() - the steps up to a response, or to the error of the last one */
#define play(test, l, cmd, steps, rsp) \
	script_play(test, l, cmd, steps, ARRAY_SIZE(steps), rsp)

#endif
