/* SPDX-License-Identifier: GPL-2.0-only */
/* The reader maker's own commands. */
#ifndef CCID_ESCAPE_H
#define CCID_ESCAPE_H

#include "exchange.h"

u32 ccid_escape_max_command(const struct ccid_reader *rd);
u32 ccid_escape_max_response(const struct ccid_reader *rd);
int ccid_escape(struct ccid_session *s, struct ccid_exchange *x);

#endif
