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
 * @base_ms: how long to wait when there is no @deadline_ns; each time
 *	extension grants its multiple of it from then on
 * @deadline_ns: CLOCK_MONOTONIC instant at which to give up, or 0
 * @limit_ns: the instant past which no extension reaches, or 0: in 5 minutes
 * @cancel: end when this becomes true, or NULL
 * @signals: end when a signal comes
 * @midway: an APDU of several messages is under way; giving up before the next
 *	one leaves aborts it
 * @secret: the length is not to be traced
 * @rsp: out: header of the answer
 * @body: out: its payload, @rsp.len bytes, until the next command
 */
struct ccid_call {
	struct ccid_msg cmd;
	const u8 *data;
	u32 base_ms;
	u64 deadline_ns;
	u64 limit_ns;
	const bool *cancel;
	bool signals;
	bool midway;
	bool secret;
	struct ccid_msg rsp;
	const u8 *body;
};

int ccid_io_lock(struct ccid_reader *rd, u64 deadline_ns);
void ccid_io_unlock(struct ccid_reader *rd);
int ccid_xfer(struct ccid_reader *rd, struct ccid_call *call);
void ccid_xfer_abandon(struct ccid_reader *rd, const struct ccid_call *call);
void ccid_xfer_wipe(struct ccid_reader *rd, const struct ccid_call *call);
u64 ccid_limit(void);

#endif
