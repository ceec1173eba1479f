/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Card readers: which there are, what they are, and whether a card is there.
 * A reader here is one slot, one device node /dev/ccidN.
 */
#ifndef JPKI_READER_H
#define JPKI_READER_H

#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JPKI_READER_NAME_SIZE	16	/* "ccid0" and its zero */
#define JPKI_ATR_MAX		33

struct jpki_ctx;
struct jpki_reader;
struct jpki_readers;

/* How the reader talks to the card. */
enum jpki_level {
	JPKI_LEVEL_CHARACTER,
	JPKI_LEVEL_TPDU,
	JPKI_LEVEL_SHORT_APDU,
	JPKI_LEVEL_EXTENDED_APDU,
};

enum jpki_presence {
	JPKI_PRESENCE_ABSENT,
	JPKI_PRESENCE_UNPOWERED,
	JPKI_PRESENCE_MUTE,
	JPKI_PRESENCE_READY,
};

struct jpki_reader_info {
	char name[JPKI_READER_NAME_SIZE];	/* "ccid0" */
	char device[JPKI_READER_NAME_SIZE + 5];	/* "/dev/ccid0" */
	char product[128];			/* printable ASCII */
	uint16_t vendor_id;
	uint16_t product_id;
	enum jpki_level level;
};

struct jpki_reader_state {
	enum jpki_presence presence;
	uint32_t generation;	/* number of the insertion; 0 without a card */
	size_t atr_len;
	uint8_t atr[JPKI_ATR_MAX];
};

/* All readers of the machine, in the order of their numbers. */
enum jpki_error jpki_readers_new(struct jpki_ctx *ctx,
				 struct jpki_readers **ret);
void jpki_readers_free(struct jpki_readers **readers);
size_t jpki_readers_count(const struct jpki_readers *readers);
const char *jpki_readers_name(const struct jpki_readers *readers, size_t i);

/* Split "ccid0", "/dev/ccid0" or "ccid0@7" into the name (at least
 * JPKI_READER_NAME_SIZE bytes) and the generation meant, 0 when none is named.
 */
enum jpki_error jpki_reader_parse(const char *text, char *ret_name,
				  uint32_t *ret_generation);

/* @name as above, its generation not heeded. What is known of an open reader
 * stays; its state is what the driver knows at the time, the card is not asked.
 */
enum jpki_error jpki_reader_open(struct jpki_ctx *ctx, const char *name,
				 struct jpki_reader **ret);
void jpki_reader_close(struct jpki_reader **reader);
const struct jpki_reader_info *jpki_reader_info(const struct jpki_reader *rd);
enum jpki_error jpki_reader_state(struct jpki_reader *reader,
				  struct jpki_reader_state *ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_READER_H */
