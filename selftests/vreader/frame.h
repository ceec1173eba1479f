/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_FRAME_H
#define VREADER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NEVER UINT64_MAX

/**
 * struct frame - one transfer that the reader owes on bulk IN
 * @due: when the host may have it, milliseconds
 * @len: bytes in @data
 * @sent: how many of them the host has
 * @vanish_at: the reader is pulled when so many are sent; SIZE_MAX: not
 * @slot: whose answer it is
 * @seq: sequence number of the command, whatever @data says
 * @ends: the command is over when the host has it all
 * @stubborn: comes although its command was aborted
 * @stall: instead of the data the endpoint halts
 * @repeats: how often it is sent before it is used up, @interval apart
 */
struct frame {
	struct frame *next;
	uint64_t due;
	size_t len;
	size_t sent;
	size_t vanish_at;
	uint8_t slot, seq;
	bool ends;
	bool stubborn;
	bool stall;
	uint32_t repeats;
	uint32_t interval;
	uint8_t data[];
};

/* A zeroed frame with room for @len bytes; does not return without memory. */
struct frame *frame_new(size_t len);
struct frame *frame_copy(const struct frame *frame);
void frame_free(struct frame *frame);

/* The same, cut or with @filler behind it. */
struct frame *frame_resize(struct frame *frame, size_t len, uint8_t filler);

/* Behind the last. */
void frame_append(struct frame **list, struct frame *frame);
struct frame *frame_take(struct frame **at);
void frame_free_all(struct frame **list);

#endif
