// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames for the host, and lists of them. */
#include "frame.h"

#include <stdlib.h>
#include <string.h>

struct frame *frame_new(size_t len)
{
	struct frame *frame = calloc(1, sizeof(*frame) + len);

	if (!frame)
		abort();
	frame->len = len;
	frame->vanish_at = SIZE_MAX;
	frame->repeats = 1;
	return frame;
}

struct frame *frame_copy(const struct frame *frame)
{
	struct frame *copy = frame_new(frame->len);

	memcpy(copy, frame, sizeof(*frame) + frame->len);
	copy->next = NULL;
	return copy;
}

/* Frames carry what the card said: wiped like everything else of it. */
struct frame *frame_resize(struct frame *frame, size_t len, uint8_t filler)
{
	struct frame *other = frame_new(len);
	size_t keep = frame->len < len ? frame->len : len;

	*other = *frame;
	other->len = len;
	memset(other->data, filler, len);
	memcpy(other->data, frame->data, keep);
	frame_free(frame);
	return other;
}

void frame_free(struct frame *frame)
{
	if (frame)
		explicit_bzero(frame->data, frame->len);
	free(frame);
}

void frame_append(struct frame **list, struct frame *frame)
{
	while (*list)
		list = &(*list)->next;
	frame->next = NULL;
	*list = frame;
}

struct frame *frame_take(struct frame **at)
{
	struct frame *frame = *at;

	*at = frame->next;
	frame->next = NULL;
	return frame;
}

void frame_free_all(struct frame **list)
{
	while (*list)
		frame_free(frame_take(list));
}
