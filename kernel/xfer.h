/* SPDX-License-Identifier: GPL-2.0-only */
/* One command on the wire and its answer. */
#ifndef CCID_XFER_H
#define CCID_XFER_H

#include "proto/msg.h"

struct ccid_reader;

/**
 * struct ccid_call - one command and its answer
 * @cmd: type, slot and parameters by the caller; the rest is filled in
 * @data: payload of the command, @cmd.len bytes
 * @base_ms: how long to wait; each time extension grants its multiple of it
 *	from then on
 * @caller_time: wait as long as the deadline of reader->patience says, where
 *	there is one, rather than @base_ms
 * @limit_ns: the instant past which nothing extends, or 0: in 5 minutes
 * @midway: an APDU of several messages is under way; giving up before the next
 *	one leaves aborts it
 * @stubborn: part of getting the reader back into step: only death interrupts
 * @secret: the length is not to be traced
 * @answered: out: the reader has answered
 * @rsp: out: header of the answer
 * @body: out: its payload, @rsp.len bytes, until the next command
 */
struct ccid_call {
	struct ccid_msg cmd;
	const u8 *data;
	u32 base_ms;
	bool caller_time;
	u64 limit_ns;
	bool midway;
	bool stubborn;
	bool secret;
	bool answered;
	struct ccid_msg rsp;
	const u8 *body;
};

int ccid_xfer(struct ccid_reader *rd, struct ccid_call *call);
void ccid_xfer_abandon(struct ccid_reader *rd, const struct ccid_call *call);
u64 ccid_limit(void);

#endif
