/* SPDX-License-Identifier: GPL-2.0-only */
/* Interfaces of one device that take one command at a time among them. */
#ifndef CCID_SHARE_H
#define CCID_SHARE_H

#include <linux/types.h>

struct ccid_reader;

int ccid_share_join(struct ccid_reader *rd);
void ccid_share_leave(struct ccid_reader *rd);
bool ccid_share_barred(const struct ccid_reader *rd);
bool ccid_share_take(struct ccid_reader *rd);
void ccid_share_give(struct ccid_reader *rd);

#endif
