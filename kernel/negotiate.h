/* SPDX-License-Identifier: GPL-2.0-only */
/* What host, reader and card agree upon after the answer-to-reset. */
#ifndef CCID_NEGOTIATE_H
#define CCID_NEGOTIATE_H

struct ccid_atr;
struct ccid_slot;

int ccid_negotiate(struct ccid_slot *slot, const struct ccid_atr *atr);

#endif
