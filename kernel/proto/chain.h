/* SPDX-License-Identifier: GPL-2.0-only */
/* One APDU over XfrBlocks at APDU level: pieces out, pieces back. */
#ifndef CCID_PROTO_CHAIN_H
#define CCID_PROTO_CHAIN_H

#include "run.h"

#include <linux/types.h>

/* wLevelParameter and bChainParameter (CCID 1.1, 6.1.4 and 6.2.1) */
#define CCID_CHAIN_WHOLE	0x00	/* begins and ends here */
#define CCID_CHAIN_BEGIN	0x01
#define CCID_CHAIN_END		0x02
#define CCID_CHAIN_MIDDLE	0x03
#define CCID_CHAIN_NEXT		0x10	/* empty: send the next piece */

/**
 * struct ccid_chain - an APDU in pieces
 * @piece: the most that one message carries, bytes
 * @sent: bytes of the command that have gone out
 * @receiving: the first piece of the response has come
 */
struct ccid_chain {
	u32 piece;
	u32 sent;
	bool receiving;
};

void ccid_chain_next(struct ccid_chain *c, const struct ccid_run *run,
		     struct ccid_piece *ret);
int ccid_chain_take(struct ccid_chain *c, struct ccid_run *run, u8 param,
		    const u8 *data, u32 len);

#endif
