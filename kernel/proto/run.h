/* SPDX-License-Identifier: GPL-2.0-only */
/* One APDU on its way, whatever carries it, and what one XfrBlock takes. */
#ifndef CCID_PROTO_RUN_H
#define CCID_PROTO_RUN_H

#include "apdu.h"

#include <linux/types.h>

/**
 * struct ccid_run - an APDU on its way
 * @apdu: the command taken apart
 * @cmd: the command
 * @cmd_len: its length, bytes
 * @rsp: where the response goes
 * @room: bytes at @rsp
 * @total: bytes of response that came, whether or not there was room
 * @max: the most that may come, bytes
 * @sw: the last two bytes that came, SW1 SW2 in the end
 * @done: the response is complete
 */
struct ccid_run {
	struct ccid_apdu_view apdu;
	const u8 *cmd;
	u32 cmd_len;
	u8 *rsp;
	u32 room;
	u32 total;
	u32 max;
	u16 sw;
	bool done;
};

/**
 * struct ccid_piece - what the next XfrBlock carries
 * @data: its payload, NULL if empty
 * @len: bytes of payload
 * @level: wLevelParameter
 * @bwi: bBWI
 * @wait: how many times the base time the answer may take, 1 to 255
 */
struct ccid_piece {
	const u8 *data;
	u32 len;
	u16 level;
	u8 bwi;
	u8 wait;
};

int ccid_run_store(struct ccid_run *run, const u8 *data, u32 len);
int ccid_run_finish(struct ccid_run *run);

#endif
