// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A hostile reader: answers spoilt by the throw of dice.
 *
 * It knows the structure of what it spoils, since noise is dropped at the first
 * check: headers keep their form, lengths are off by one or by everything,
 * blocks of T=1 get their check byte put right. Half of the answers stay
 * honest, so that it is let into all states. It never keeps silent for long:
 * that only costs time.
 */
#include "fuzz.h"

#include <string.h>

#include "array.h"
#include "bytes.h"
#include "message.h"

#define FILLER		0xaa
#define LONGEST		65600
#define CROWD		12	/* more than a host should put up with */

void fuzz_start(struct fuzz *f, uint64_t seed)
{
	f->state = seed * 0x9e3779b97f4a7c15u | 1;
	f->notify = false;
	f->calm = fuzz_pick(f, 40);
}

/* xorshift64*, of Vigna */
uint32_t fuzz_pick(struct fuzz *f, uint32_t n)
{
	f->state ^= f->state >> 12;
	f->state ^= f->state << 25;
	f->state ^= f->state >> 27;
	return (uint32_t)((f->state * 0x2545f4914f6cdd1du >> 32) % n);
}

static uint8_t any_byte(struct fuzz *f)
{
	return (uint8_t)fuzz_pick(f, 256);
}

void fuzz_fill(struct fuzz *f, uint8_t *ret, size_t len)
{
	while (len--)
		*ret++ = any_byte(f);
}

static struct frame *header_byte(struct fuzz *f, struct frame *frame)
{
	frame->data[fuzz_pick(f, MESSAGE_HEADER)] = any_byte(f);
	return frame;
}

static struct frame *length_lie(struct fuzz *f, struct frame *frame)
{
	const uint32_t lies[] = {
		0, 1, get32le(frame->data + 1) - 1,
		get32le(frame->data + 1) + 1, 65544, 65545, 0x7fffffff,
		0x80000000, 0xfffffff6, 0xffffffff,
	};

	put32le(frame->data + 1, lies[fuzz_pick(f, ARRAY_SIZE(lies))]);
	return frame;
}

static struct frame *cut(struct fuzz *f, struct frame *frame)
{
	return frame_resize(frame, fuzz_pick(f, (uint32_t)frame->len), FILLER);
}

/* Longer than it was, and consistent as often as not. */
static struct frame *stretch(struct fuzz *f, struct frame *frame)
{
	size_t more = 1 + fuzz_pick(f, fuzz_pick(f, 8) ? 600 : LONGEST);

	frame = frame_resize(frame, frame->len + more, FILLER);
	if (fuzz_pick(f, 2))
		put32le(frame->data + 1,
			(uint32_t)(frame->len - MESSAGE_HEADER));
	return frame;
}

static struct frame *outcome(struct fuzz *f, struct frame *frame)
{
	static const uint8_t status[] = {
		0x00, 0x01, 0x02, 0x03, 0x40, 0x41, 0x42, 0x80, 0xc0, 0xff,
	};

	frame->data[7] = status[fuzz_pick(f, ARRAY_SIZE(status))];
	frame->data[8] = any_byte(f);
	return frame;
}

static struct frame *chain(struct fuzz *f, struct frame *frame)
{
	static const uint8_t links[] = { 0x00, 0x01, 0x02, 0x03, 0x10, 0xff };

	frame->data[9] = links[fuzz_pick(f, ARRAY_SIZE(links))];
	return frame;
}

static struct frame *other_type(struct fuzz *f, struct frame *frame)
{
	frame->data[0] = (uint8_t)(0x80 + fuzz_pick(f, 6));
	return frame;
}

static struct frame *empty(struct fuzz *f, struct frame *frame)
{
	(void)f;
	frame = frame_resize(frame, MESSAGE_HEADER, FILLER);
	put32le(frame->data + 1, 0);
	return frame;
}

static struct frame *payload(struct fuzz *f, struct frame *frame)
{
	size_t body = frame->len - MESSAGE_HEADER;
	uint32_t n = 1 + fuzz_pick(f, 4);

	while (body && n--)
		frame->data[MESSAGE_HEADER + fuzz_pick(f, (uint32_t)body)] =
			any_byte(f);
	return frame;
}

/* A block of T=1 with another PCB or length, and its check byte right. */
static struct frame *block(struct fuzz *f, struct frame *frame)
{
	static const uint8_t pcb[] = {
		0x00, 0x20, 0x40, 0x60, 0x80, 0x81, 0x82, 0x90, 0x92, 0xc0,
		0xc1, 0xc2, 0xc3, 0xe0, 0xe1, 0xe2, 0xe3,
	};
	uint8_t *b = frame->data + MESSAGE_HEADER, lrc = 0;
	size_t body = frame->len - MESSAGE_HEADER, i;

	if (body < 4)
		return payload(f, frame);
	if (fuzz_pick(f, 4))
		b[1] = pcb[fuzz_pick(f, ARRAY_SIZE(pcb))];
	else
		b[2] = any_byte(f);
	for (i = 0; i + 1 < body; i++)
		lrc ^= b[i];
	b[body - 1] = lrc;
	return frame;
}

static struct frame *(*const spoils[])(struct fuzz *f, struct frame *frame) = {
	header_byte, length_lie, cut, stretch, outcome, chain, other_type,
	empty, payload, payload, block, block, block,
};

static struct frame *spoil(struct fuzz *f, struct frame *frame)
{
	f->hostile++;
	return spoils[fuzz_pick(f, ARRAY_SIZE(spoils))](f, frame);
}

static void copies(struct fuzz *f, struct frame **list,
		   const struct frame *frame, uint32_t n, int seq)
{
	struct frame *copy;

	f->hostile += n;
	while (n--) {
		copy = frame_copy(frame);
		copy->data[6] = (uint8_t)(copy->data[6] + seq);
		copy->ends = false;
		frame_append(list, copy);
	}
}

static void extensions(struct fuzz *f, struct frame **list,
		       const struct frame *frame)
{
	struct frame *more = frame_copy(frame);

	more = empty(f, more);
	more->ends = false;
	more->data[7] = STATUS_TIME_EXTENSION;
	more->data[8] = any_byte(f);
	copies(f, list, more, 1 + fuzz_pick(f, CROWD), 0);
	frame_free(more);
}

static void nothings(struct fuzz *f, struct frame **list,
		     const struct frame *frame, uint32_t n)
{
	struct frame *none;

	f->hostile += n;
	while (n--) {
		none = frame_new(0);
		none->due = frame->due;
		none->slot = frame->slot;
		frame_append(list, none);
	}
}

/* What comes before the answer, or in its place; false: no answer then. */
static bool disorder(struct fuzz *f, struct frame **list, struct frame *frame)
{
	switch (fuzz_pick(f, 8)) {
	case 0:
		extensions(f, list, frame);
		return true;
	case 1:
		nothings(f, list, frame, 1 + fuzz_pick(f, CROWD));
		return true;
	case 2:
		copies(f, list, frame, 1 + fuzz_pick(f, CROWD), -1);
		return true;
	case 3:
		copies(f, list, frame, 1 + fuzz_pick(f, 3), 1);
		return true;
	case 4:
		copies(f, list, frame, 1 + fuzz_pick(f, CROWD), 0);
		return true;
	case 5:
		f->hostile++;
		frame->stall = true;
		return true;
	case 6:
		f->hostile++;
		fuzz_fill(f, frame->data, frame->len);
		return true;
	default:
		return fuzz_pick(f, 16);	/* silence */
	}
}

static bool honest(struct fuzz *f, uint8_t type)
{
	if (f->calm) {
		f->calm--;
		return true;
	}
	return fuzz_pick(f, type == MSG_ABORT ? 64 : 2);
}

void fuzz_answer(struct fuzz *f, struct frame **list, struct frame *frame,
		 uint8_t type)
{
	bool answer = true;

	f->notify |= !fuzz_pick(f, 8);
	if (!honest(f, type)) {
		if (fuzz_pick(f, 4))
			frame = spoil(f, frame);
		else
			answer = disorder(f, list, frame);
	}
	if (answer)
		frame_append(list, frame);
	else
		frame_free(frame);
}

size_t fuzz_notification(struct fuzz *f, uint8_t *ret, size_t max)
{
	size_t len = 1 + fuzz_pick(f, (uint32_t)max);

	if (!f->notify)
		return 0;
	f->notify = false;
	f->hostile++;
	fuzz_fill(f, ret, len);
	if (fuzz_pick(f, 4))
		ret[0] = fuzz_pick(f, 4) ? 0x50 : 0x51;
	return len;
}
