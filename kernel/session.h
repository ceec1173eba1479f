/* SPDX-License-Identifier: GPL-2.0-only */
/* Open files, and whose turn it is on a slot. */
#ifndef CCID_SESSION_H
#define CCID_SESSION_H

#include "ccid.h"

/**
 * struct ccid_wish - what a caller wants of a turn
 * @deadline_ns: CLOCK_MONOTONIC instant at which to give up, or 0
 * @nonblock: do not wait at all
 */
struct ccid_wish {
	u64 deadline_ns;
	bool nonblock;
};

struct ccid_session *ccid_session_new(struct ccid_slot *slot);
void ccid_session_free(struct ccid_session *s);

int ccid_session_lock(struct ccid_session *s, const struct ccid_wish *wish,
		      u32 generation);
int ccid_session_unlock(struct ccid_session *s, bool keep);
int ccid_session_begin(struct ccid_session *s, struct ccid_turn *turn,
		       const struct ccid_wish *wish, u32 *generation);
void ccid_session_finish(struct ccid_session *s, struct ccid_turn *turn);
u32 ccid_session_lock_state(struct ccid_session *s);
void ccid_turns_wake(struct ccid_slot *slot);

#endif
