// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Readers: which there are, their names, and an open one.
 */
#include "reader.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "error.h"
#include "trace.h"

#define READERS_MAX	1024
#define NUMBER_DIGITS	9
#define PIN_SUPPORT_VERIFY	0x01	/* of ccid_info.pin_support */

struct jpki_readers {
	size_t count;
	char (*name)[JPKI_READER_NAME_SIZE];
};

/* A decimal number of 1 to 9 digits without a sign; where it ends. */
static const char *take_number(const char *text, uint32_t *ret)
{
	const char *end = text;

	for (*ret = 0; *end >= '0' && *end <= '9'; end++) {
		if (end - text == NUMBER_DIGITS)
			return NULL;
		*ret = *ret * 10 + (uint32_t)(*end - '0');
	}
	return end == text ? NULL : end;
}

/* "ccid12": where it ends, or NULL when it is no reader's name. */
static const char *take_name(const char *text, uint32_t *ret_number)
{
	if (strncmp(text, "ccid", 4))
		return NULL;
	return take_number(text + 4, ret_number);
}

enum jpki_error jpki_reader_parse(const char *text, char *ret_name,
				  uint32_t *ret_generation)
{
	uint32_t number, generation = 0;
	const char *end;

	if (!strncmp(text, "/dev/", 5))
		text += 5;
	end = take_name(text, &number);
	if (!end || (size_t)(end - text) >= JPKI_READER_NAME_SIZE)
		return JPKI_INVALID;
	if (*end) {
		const char *rest = *end == '@' ?
			take_number(end + 1, &generation) : NULL;

		if (!rest || *rest || !generation)
			return JPKI_INVALID;
	}
	snprintf(ret_name, JPKI_READER_NAME_SIZE, "%.*s", (int)(end - text),
		 text);
	*ret_generation = generation;
	return JPKI_OK;
}

static int add_name(void *data, const char *name)
{
	struct jpki_readers *readers = data;
	const char *end;
	uint32_t number;
	void *grown;

	end = take_name(name, &number);
	if (!end || *end)
		return 0;
	if (readers->count == READERS_MAX)
		return -E2BIG;
	grown = reallocarray(readers->name, readers->count + 1,
			     sizeof(*readers->name));
	if (!grown)
		return -ENOMEM;
	readers->name = grown;
	snprintf(readers->name[readers->count++], JPKI_READER_NAME_SIZE, "%s",
		 name);
	return 0;
}

static int by_number(const void *a, const void *b)
{
	return strverscmp(a, b);
}

enum jpki_error jpki_readers_new(struct jpki_ctx *ctx,
				 struct jpki_readers **ret)
{
	struct jpki_readers *readers = calloc(1, sizeof(*readers));
	int err;

	if (!readers)
		return JPKI_NO_MEMORY;
	err = ctx->transport->list(add_name, readers);
	if (err) {
		jpki_readers_free(&readers);
		return jpki_fail(ctx, jpki_error_of_driver(-err),
				 "listing readers: %s", strerrorname_np(-err));
	}
	if (readers->count)
		qsort(readers->name, readers->count, sizeof(*readers->name),
		      by_number);
	*ret = readers;
	return JPKI_OK;
}

void jpki_readers_free(struct jpki_readers **readers)
{
	if (*readers)
		free((*readers)->name);
	free(*readers);
	*readers = NULL;
}

size_t jpki_readers_count(const struct jpki_readers *readers)
{
	return readers->count;
}

const char *jpki_readers_name(const struct jpki_readers *readers, size_t i)
{
	return i < readers->count ? readers->name[i] : NULL;
}

uint64_t jpki_reader_deadline(const struct jpki_reader *reader, int seconds)
{
	return reader->ctx->transport->now_ns() +
	       (uint64_t)seconds * 1000000000;
}

enum jpki_error jpki_reader_call(struct jpki_reader *reader,
				 unsigned long request, void *arg)
{
	const struct jpki_transport *transport = reader->ctx->transport;
	uint64_t start = transport->now_ns();
	int err = transport->call(reader->dev, request, arg);

	jpki_trace_call(reader, request, arg, err,
			transport->now_ns() - start);
	if (!err)
		return JPKI_OK;
	return jpki_fail(reader->ctx, jpki_error_of_driver(-err), "%s: %s",
			 reader->info.name, strerrorname_np(-err));
}

static enum jpki_error read_info(struct jpki_reader *reader)
{
	struct ccid_info info = { .size = sizeof(info) };
	enum jpki_error err;

	err = jpki_reader_call(reader, CCID_IOC_INFO, &info);
	if (err)
		return err;
	if (info.exchange_level > CCID_LEVEL_EXTENDED)
		return jpki_fail(reader->ctx, JPKI_DRIVER_MISMATCH,
				 "exchange_level %u", info.exchange_level);
	reader->info.vendor_id = info.vendor_id;
	reader->info.product_id = info.product_id;
	reader->info.level = (enum jpki_level)info.exchange_level;
	reader->has_pad = info.pin_support & PIN_SUPPORT_VERIFY;
	snprintf(reader->info.product, sizeof(reader->info.product), "%.*s",
		 (int)sizeof(info.name), (const char *)info.name);
	return JPKI_OK;
}

static enum jpki_error open_error(struct jpki_ctx *ctx, const char *name,
				  int err)
{
	enum jpki_error kind = err == -ENOENT ? JPKI_NO_READER :
						jpki_error_of_driver(-err);

	return jpki_fail(ctx, kind, "/dev/%s: %s", name, strerrorname_np(-err));
}

enum jpki_error jpki_reader_open(struct jpki_ctx *ctx, const char *name,
				 struct jpki_reader **ret)
{
	struct jpki_reader *reader;
	enum jpki_error err;
	uint32_t generation;
	int number;

	reader = calloc(1, sizeof(*reader));
	if (!reader)
		return JPKI_NO_MEMORY;
	reader->ctx = ctx;
	err = jpki_reader_parse(name, reader->info.name, &generation);
	if (err)
		goto fail;
	snprintf(reader->info.device, sizeof(reader->info.device), "/dev/%s",
		 reader->info.name);
	number = ctx->transport->open(reader->info.name, &reader->dev);
	if (number) {
		err = open_error(ctx, reader->info.name, number);
		goto fail;
	}
	err = read_info(reader);
	if (err)
		goto fail;
	*ret = reader;
	return JPKI_OK;
fail:
	jpki_reader_close(&reader);
	return err;
}

void jpki_reader_close(struct jpki_reader **reader)
{
	if (*reader && (*reader)->dev)
		(*reader)->ctx->transport->close((*reader)->dev);
	free(*reader);
	*reader = NULL;
}

const struct jpki_reader_info *jpki_reader_info(const struct jpki_reader *rd)
{
	return &rd->info;
}

enum jpki_error jpki_reader_state(struct jpki_reader *reader,
				  struct jpki_reader_state *ret)
{
	struct ccid_status status = { .size = sizeof(status) };
	enum jpki_error err;

	err = jpki_reader_call(reader, CCID_IOC_STATUS, &status);
	if (err)
		return err;
	if (status.card > CCID_CARD_POWERED || status.atr_len > CCID_ATR_MAX)
		return jpki_fail(reader->ctx, JPKI_DRIVER_MISMATCH,
				 "card %u, atr_len %u", status.card,
				 status.atr_len);
	ret->presence = (enum jpki_presence)status.card;
	ret->generation = status.generation;
	ret->atr_len = status.atr_len;
	memcpy(ret->atr, status.atr, status.atr_len);
	return JPKI_OK;
}
