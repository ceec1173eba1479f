/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was asked of the driver, as a line for the log. */
#ifndef JPKI_TRACE_H
#define JPKI_TRACE_H

#include <stdint.h>

struct jpki_reader;

/* @err: 0 or a negative errno; @took_ns: how long the call lasted. */
void jpki_trace_call(struct jpki_reader *reader, unsigned long request,
		     const void *arg, int err, uint64_t took_ns);

#endif /* JPKI_TRACE_H */
