/* SPDX-License-Identifier: GPL-2.0-only */
/* One APDU over XfrBlocks at APDU level: pieces out, pieces back. */
#ifndef CCID_PROTO_CHAIN_H
#define CCID_PROTO_CHAIN_H

#include <linux/types.h>

/* wLevelParameter and bChainParameter (CCID 1.1, 6.1.4 and 6.2.1) */
#define CCID_CHAIN_WHOLE	0x00	/* begins and ends here */
#define CCID_CHAIN_BEGIN	0x01
#define CCID_CHAIN_END		0x02
#define CCID_CHAIN_MIDDLE	0x03
#define CCID_CHAIN_NEXT		0x10	/* empty: send the next piece */

/**
 * struct ccid_chain - an APDU on its way
 * @cmd: the command APDU
 * @cmd_len: its length, bytes
 * @sent: bytes of it that have gone out
 * @piece: the most that one message carries, bytes
 * @rsp: where the response goes
 * @room: bytes at @rsp
 * @total: bytes of response that came, whether or not there was room
 * @max: the most that may come, bytes
 * @sw: the last two bytes that came, SW1 SW2 in the end
 * @receiving: the first piece of the response has come
 * @done: the response is complete
 */
struct ccid_chain {
	const u8 *cmd;
	u32 cmd_len;
	u32 sent;
	u32 piece;
	u8 *rsp;
	u32 room;
	u32 total;
	u32 max;
	u16 sw;
	bool receiving;
	bool done;
};

/**
 * struct ccid_piece - what the next XfrBlock carries
 * @data: its payload, NULL if empty
 * @len: bytes of payload
 * @level: wLevelParameter
 */
struct ccid_piece {
	const u8 *data;
	u32 len;
	u16 level;
};

void ccid_chain_next(struct ccid_chain *c, struct ccid_piece *ret);
int ccid_chain_take(struct ccid_chain *c, u8 param, const u8 *data, u32 len);

#endif
