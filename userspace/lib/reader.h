/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An open reader, and the one way to call the driver for it. */
#ifndef JPKI_LIB_READER_H
#define JPKI_LIB_READER_H

#include <jpki/reader.h>

#include "transport.h"

struct jpki_reader {
	struct jpki_ctx *ctx;
	void *dev;		/* the transport's handle */
	struct jpki_reader_info info;
	bool has_pad;		/* it takes a PIN on keys of its own */
};

/* One ioctl: traced, and its errno turned into an error of ours. */
enum jpki_error jpki_reader_call(struct jpki_reader *reader,
				 unsigned long request, void *arg);

/* The instant @seconds from now, as the driver takes it. */
uint64_t jpki_reader_deadline(const struct jpki_reader *reader, int seconds);

#endif /* JPKI_LIB_READER_H */
