// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the reader owes the host on bulk IN: frames that wait for their time,
 * and frames that are ready to be read.
 */
#include <string.h>

#include "bytes.h"
#include "message.h"

struct frame *reader_frame(const struct reader *r, uint8_t slot, uint8_t seq,
			   const struct answer *a)
{
	struct frame *frame = frame_new(MESSAGE_HEADER + a->len);
	const struct slot *s = slot < READER_SLOTS ? &r->slot[slot] : NULL;
	uint8_t card = !s || !s->present ? 2 : !s->active;

	frame->due = r->now + a->delay;
	frame->slot = slot;
	frame->seq = seq;
	frame->data[0] = a->type;
	put32le(frame->data + 1, (uint32_t)a->len);
	frame->data[5] = slot;
	frame->data[6] = seq;
	frame->data[7] = a->status | card;
	frame->data[8] = a->error;
	frame->data[9] = a->extra;
	if (a->type == MSG_SLOT_STATUS)
		frame->data[9] = card ? 1 : 0;
	if (a->len)
		memcpy(frame->data + MESSAGE_HEADER, a->data, a->len);
	return frame;
}

bool reader_drop_waiting(struct reader *r, size_t slot)
{
	struct frame **at = &r->waiting;
	bool dropped = false;

	while (*at) {
		if ((*at)->slot != slot || (*at)->stubborn) {
			at = &(*at)->next;
			continue;
		}
		dropped |= (*at)->ends;
		frame_free(frame_take(at));
	}
	return dropped;
}

uint64_t reader_due(const struct reader *r)
{
	const struct frame *f;
	uint64_t due = NEVER;

	for (f = r->waiting; f; f = f->next)
		if (f->due < due)
			due = f->due;
	return due;
}

/* The first of the frames that are due first, or NULL. */
static struct frame **next_due(struct reader *r)
{
	uint64_t due = reader_due(r);
	struct frame **at = &r->waiting;

	if (due > r->now)
		return NULL;
	while ((*at)->due != due)
		at = &(*at)->next;
	return at;
}

void reader_tick(struct reader *r, uint64_t now)
{
	struct frame **at;

	r->now = now;
	while ((at = next_due(r))) {
		if ((*at)->repeats == 1) {
			frame_append(&r->ready, frame_take(at));
			continue;
		}
		frame_append(&r->ready, frame_copy(*at));
		(*at)->due += (*at)->interval;
		if ((*at)->repeats != UINT32_MAX)
			(*at)->repeats--;
	}
}

struct frame *reader_peek(const struct reader *r)
{
	return r->ready;
}

void reader_pop(struct reader *r)
{
	struct frame *frame = frame_take(&r->ready);
	struct slot *s;

	if (frame->ends) {
		s = &r->slot[frame->slot];
		if (s->busy && s->busy_seq == frame->seq)
			s->busy = false;
	}
	frame_free(frame);
}
