// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The context, on which all state of the library hangs.
 */
#include "context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "transport.h"

enum jpki_error jpki_ctx_new(struct jpki_ctx **ret)
{
	struct jpki_ctx *ctx = calloc(1, sizeof(*ctx));

	if (!ctx)
		return JPKI_NO_MEMORY;
	ctx->transport = &jpki_transport_default;
	*ret = ctx;
	return JPKI_OK;
}

void jpki_ctx_free(struct jpki_ctx **ctx)
{
	free(*ctx);
	*ctx = NULL;
}

void jpki_ctx_set_log(struct jpki_ctx *ctx, jpki_log_fn *log, void *data)
{
	ctx->log = log;
	ctx->log_data = data;
}

const char *jpki_ctx_detail(const struct jpki_ctx *ctx, enum jpki_error err)
{
	return err == ctx->failed ? ctx->detail : "";
}

const char *jpki_version(void)
{
	return JPKI_VERSION;
}

enum jpki_error jpki_fail(struct jpki_ctx *ctx, enum jpki_error err,
			  const char *format, ...)
{
	va_list args;

	ctx->failed = err;
	va_start(args, format);
	vsnprintf(ctx->detail, sizeof(ctx->detail), format, args);
	va_end(args);
	return err;
}

void jpki_log(struct jpki_ctx *ctx, const char *format, ...)
{
	char line[256];
	va_list args;

	if (!ctx->log)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	ctx->log(ctx->log_data, line);
}
