// SPDX-License-Identifier: GPL-2.0-or-later
/* How an answer is spoilt by the faults that are armed for its command. */
#include <string.h>

#include "bytes.h"
#include "message.h"

#define TIMEXT_INTERVAL	100	/* ms */
#define FILLER		0xaa
#define NO_CARD		2	/* bStatus */

static const uint8_t stray[] = { 0x90, 0x00 };

static bool take(struct reader *r, enum fault_kind kind,
		 const struct message *m, struct fault *ret)
{
	return faults_take(&r->faults, kind, m->type, ret);
}

/* Faults of what is said. */
static void spoil_answer(struct reader *r, const struct message *m,
			 struct answer *a)
{
	struct fault f;

	if (take(r, FAULT_EMPTY, m, &f)) {
		a->status = 0;
		a->error = (uint8_t)f.arg[0];
		a->len = 0;
	}
	if (take(r, FAULT_ABSENT, m, &f)) {
		answer_fail(a, ERROR_MUTE);
		a->status |= NO_CARD;
	}
	if (a->extra == CHAIN_CONTINUE && a->type == MSG_DATA_BLOCK &&
	    take(r, FAULT_DATA_IN_CONTINUE, m, &f)) {
		a->data = stray;
		a->len = sizeof(stray);
	}
}

/* Faults of the header and of the frame's length. */
static struct frame *spoil_frame(struct reader *r, const struct message *m,
				 struct frame *frame)
{
	struct fault f;

	if (take(r, FAULT_WRONG_TYPE, m, &f))
		frame->data[0] ^= 1;
	if (take(r, FAULT_BAD_LENGTH, m, &f))
		put32le(frame->data + 1,
			get32le(frame->data + 1) + f.arg[0]);
	if (take(r, FAULT_WRONG_SLOT, m, &f))
		frame->data[5]++;
	if (take(r, FAULT_WRONG_SEQ, m, &f))
		frame->data[6]++;
	if (take(r, FAULT_SHORT_FRAME, m, &f) && f.arg[0] < frame->len)
		frame = frame_resize(frame, f.arg[0], FILLER);
	if (take(r, FAULT_LONG_FRAME, m, &f) && f.arg[0] <= MESSAGE_MAX)
		frame = frame_resize(frame, frame->len + f.arg[0], FILLER);
	if (take(r, FAULT_STALL_IN, m, &f))
		frame->stall = true;
	if (take(r, FAULT_DISAPPEAR_IN, m, &f))
		frame->vanish_at = f.arg[0];
	return frame;
}

/* Time extensions before the frame; false: so many that it never comes. */
static bool extend_time(struct reader *r, struct frame *frame,
			const struct fault *f, uint8_t type)
{
	const struct answer a = {
		.type = type,
		.status = STATUS_TIME_EXTENSION,
		.error = f->arg[1] ? (uint8_t)f->arg[1] : 1,
	};
	struct frame *more = reader_frame(r, frame->slot, frame->seq, &a);

	if (!f->arg[0]) {
		frame_free(more);
		return true;
	}
	more->interval = f->arg[2] ? f->arg[2] : TIMEXT_INTERVAL;
	more->repeats = f->arg[0];
	more->due += more->interval;
	frame->due += (uint64_t)more->interval * more->repeats;
	frame_append(&r->waiting, more);
	return f->arg[0] != UINT32_MAX;
}

static void append_copy(struct reader *r, const struct frame *frame,
			uint8_t seq)
{
	struct frame *copy = frame_copy(frame);

	if (copy->len > 6)
		copy->data[6] = seq;
	copy->ends = false;
	frame_append(&r->waiting, copy);
}

static void append_empty(struct reader *r, const struct frame *frame)
{
	struct frame *empty = frame_new(0);

	empty->due = frame->due;
	empty->slot = frame->slot;
	frame_append(&r->waiting, empty);
}

/* Faults of time, and frames that nobody asked for. */
static void send(struct reader *r, const struct message *m,
		 struct frame *frame, uint8_t type)
{
	struct fault f;

	if (take(r, FAULT_LATE, m, &f)) {
		frame->due += f.arg[0];
		frame->stubborn = true;
	}
	if (take(r, FAULT_TIMEXT, m, &f) && !extend_time(r, frame, &f, type)) {
		frame_free(frame);
		return;
	}
	if (take(r, FAULT_ZLP, m, &f))
		append_empty(r, frame);
	if (take(r, FAULT_STALE, m, &f))
		append_copy(r, frame, (uint8_t)(m->seq - 1));
	frame_append(&r->waiting, frame);
	if (take(r, FAULT_DUP, m, &f))
		append_copy(r, frame, m->seq);
}

void misbehave(struct reader *r, const struct message *m,
	       const struct answer *a)
{
	struct answer answer = *a;
	struct frame *frame;
	struct fault f;

	if (take(r, FAULT_SILENCE, m, &f))
		return;
	spoil_answer(r, m, &answer);
	frame = reader_frame(r, m->slot, m->seq, &answer);
	frame->ends = true;
	if (r->fuzz.state)
		fuzz_answer(&r->fuzz, &r->waiting, frame, m->type);
	else
		send(r, m, spoil_frame(r, m, frame), answer.type);
	reader_tick(r, r->now);
}
