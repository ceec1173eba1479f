/* SPDX-License-Identifier: GPL-2.0-only */
/* Who talks to a reader. */
#ifndef CCID_IO_H
#define CCID_IO_H

#include "ccid.h"

int ccid_io_lock(struct ccid_reader *rd, const struct ccid_patience *patience);
void ccid_io_unlock(struct ccid_reader *rd);
void ccid_io_wait(struct ccid_reader *rd);
bool ccid_io_impatient(const struct ccid_reader *rd, int err);

static inline bool ccid_cancelled(const struct ccid_patience *patience)
{
	return patience->cancel && READ_ONCE(*patience->cancel);
}

/* The deadline of the one who holds reader->io has passed. */
static inline bool ccid_io_late(const struct ccid_reader *rd)
{
	return ccid_time_left(rd->patience.deadline_ns) <= 0;
}

#endif
