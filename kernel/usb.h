/* SPDX-License-Identifier: GPL-2.0-only */
/* The USB side of a reader: probe, disconnect, endpoints, URBs. */
#ifndef CCID_USB_H
#define CCID_USB_H

#include "ccid.h"

extern struct usb_driver ccid_usb_driver;

int ccid_pipe_start(struct ccid_pipe *p, u32 len);
void ccid_pipe_stop(struct ccid_pipe *p);
void ccid_reader_put(struct ccid_reader *rd);
void ccid_reader_used(struct ccid_reader *rd);
void ccid_reader_unused(struct ccid_reader *rd);

static inline bool ccid_pipe_done(const struct ccid_pipe *p)
{
	/* Pairs with the completion, ccid_pipe_complete(). */
	return smp_load_acquire(&p->done);
}

#endif
