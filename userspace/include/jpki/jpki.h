/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libjpki: the My Number Card behind a reader of the ccid kernel module.
 *
 * Everything hangs on a context. The library keeps no state outside it, reads
 * no environment and prints nothing; a context may be used by one thread at a
 * time. Functions return JPKI_OK or an error of <jpki/error.h> and leave their
 * outputs untouched when they fail. Functions that end an object take a
 * pointer to the pointer, accept NULL in it and leave NULL.
 */
#ifndef JPKI_JPKI_H
#define JPKI_JPKI_H

#include <jpki/attributes.h>
#include <jpki/card.h>
#include <jpki/cert.h>
#include <jpki/date.h>
#include <jpki/error.h>
#include <jpki/event.h>
#include <jpki/monitor.h>
#include <jpki/reader.h>
#include <jpki/rules.h>
#include <jpki/secret.h>
#include <jpki/status.h>
#include <jpki/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jpki_ctx;

/* One line, without a newline: what was asked of the driver. Never a byte of
 * an APDU; of PIN commands not even the length.
 */
typedef void jpki_log_fn(void *data, const char *line);

/* A context outlives all that was made with it. No @log: nothing is told. */
enum jpki_error jpki_ctx_new(struct jpki_ctx **ret);
void jpki_ctx_free(struct jpki_ctx **ctx);
void jpki_ctx_set_log(struct jpki_ctx *ctx, jpki_log_fn *log, void *data);

/* Where @err, the last error, came from, for experts ("READ BINARY: SW 6982");
 * an empty string when there is no more to say. Valid until the next call.
 */
const char *jpki_ctx_detail(const struct jpki_ctx *ctx, enum jpki_error err);

/* The version of the library, such as "0.1.0". */
const char *jpki_version(void);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_JPKI_H */
