/* SPDX-License-Identifier: GPL-2.0-only */
/* An ioctl on its way: shared by the files that carry them out. */
#ifndef CCID_REQUEST_H
#define CCID_REQUEST_H

#include "ccid.h"

union ccid_arg {
	u32 size;
	struct ccid_info info;
	struct ccid_status status;
	struct ccid_power power;
	struct ccid_apdu apdu;
	struct ccid_lock lock;
	struct ccid_unlock unlock;
	struct ccid_pin pin;
	struct ccid_pin_floor pin_floor;
	struct ccid_escape escape;
	struct ccid_secure secure;
};

/**
 * struct ccid_request - one ioctl on its way
 * @s: the open file
 * @nonblock: O_NONBLOCK
 * @writable: the file was opened for writing
 * @arg: the caller's struct, copied
 */
struct ccid_request {
	struct ccid_session *s;
	bool nonblock;
	bool writable;
	union ccid_arg arg;
};

int ccid_request_begin(struct ccid_request *rq, struct ccid_turn *turn,
		       u64 deadline_ns, u32 *generation);
void ccid_request_end(struct ccid_request *rq, struct ccid_turn *turn);

int ccid_ioc_apdu(struct ccid_request *rq);
int ccid_ioc_secure(struct ccid_request *rq);
int ccid_ioc_escape(struct ccid_request *rq);
int ccid_ioc_pin(struct ccid_request *rq);

#endif
