/* SPDX-License-Identifier: GPL-2.0-only */
/* The endpoints of a reader: which they are, and their URBs. */
#ifndef CCID_ENDPOINT_H
#define CCID_ENDPOINT_H

#include "ccid.h"

int ccid_endpoints_init(struct ccid_reader *rd, usb_complete_t notified);
void ccid_endpoints_free(struct ccid_reader *rd);
int ccid_pipe_start(struct ccid_pipe *p, u32 len);
void ccid_pipe_stop(struct ccid_pipe *p);

static inline bool ccid_pipe_done(const struct ccid_pipe *p)
{
	/* Pairs with the completion, ccid_pipe_complete(). */
	return smp_load_acquire(&p->done);
}

#endif
