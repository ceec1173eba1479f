/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The context: log sink, transport, and where the last error came from. */
#ifndef JPKI_CONTEXT_H
#define JPKI_CONTEXT_H

#include <jpki/jpki.h>

struct jpki_transport;

struct jpki_ctx {
	const struct jpki_transport *transport;
	jpki_log_fn *log;	/* NULL: nobody listens */
	void *log_data;
	enum jpki_error failed;	/* what detail belongs to */
	char detail[320];
};

/* Remember where @err came from; returns @err. */
__attribute__((format(printf, 3, 4)))
enum jpki_error jpki_fail(struct jpki_ctx *ctx, enum jpki_error err,
			  const char *format, ...);

__attribute__((format(printf, 2, 3)))
void jpki_log(struct jpki_ctx *ctx, const char *format, ...);

#endif /* JPKI_CONTEXT_H */
