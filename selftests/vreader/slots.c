// SPDX-License-Identifier: GPL-2.0-or-later
/* Cards put in and taken out, and how the reader tells of it. */
#include <string.h>

#include "message.h"

/* The command in flight, if its answer is still to come, fails. */
static void fail_pending(struct reader *r, size_t slot)
{
	struct slot *s = &r->slot[slot];
	struct answer a = { .type = s->busy_type };
	struct frame *frame;

	if (!reader_drop_waiting(r, slot))
		return;
	answer_fail(&a, ERROR_MUTE);
	frame = reader_frame(r, (uint8_t)slot, s->busy_seq, &a);
	frame->ends = true;
	frame_append(&r->ready, frame);
}

static void pull(struct slot *s)
{
	slot_forget(s);
	explicit_bzero(&s->line, sizeof(s->line));
	s->present = false;
	s->active = false;
	if (s->card)
		card_power_off(s->card);
}

static void put(struct slot *s, struct card *card)
{
	if (card) {
		card_free(s->card);
		s->card = card;
	}
	s->present = s->card;
}

void reader_insert(struct reader *r, size_t slot, struct card *card)
{
	reader_swap(r, slot, card, true);
}

void reader_remove(struct reader *r, size_t slot)
{
	struct slot *s = &r->slot[slot];

	if (!s->present)
		return;
	pull(s);
	s->changed = true;
	fail_pending(r, slot);
}

void reader_swap(struct reader *r, size_t slot, struct card *card, bool tell)
{
	struct slot *s = &r->slot[slot];

	pull(s);
	put(s, card);
	s->changed |= tell;
	fail_pending(r, slot);
}

static size_t slot_changes(struct reader *r, uint8_t *ret, bool *any)
{
	size_t slots = desc_slots(r->desc), i;

	if (slots > READER_SLOTS)
		slots = READER_SLOTS;
	ret[0] = 0x50;
	memset(ret + 1, 0, (slots + 3) / 4);
	for (i = 0; i < slots; i++) {
		unsigned int bits = r->slot[i].present;

		bits |= r->slot[i].changed ? 2u : 0;
		*any |= r->slot[i].changed;
		ret[1 + i / 4] |= (uint8_t)(bits << 2 * (i % 4));
	}
	return 1 + (slots + 3) / 4;
}

size_t reader_notification(struct reader *r, uint8_t *ret)
{
	struct fault fault;
	bool any = false;
	size_t len, i;

	if (faults_take(&r->faults, FAULT_JUNK_INTERRUPT, 0, &fault)) {
		memcpy(ret, fault.junk, fault.junk_len);
		return fault.junk_len;
	}
	if (r->fuzz.state) {
		len = fuzz_notification(&r->fuzz, ret, FAULT_JUNK);
		if (len)
			return len;
	}
	len = slot_changes(r, ret, &any);
	if (!any)
		return 0;
	if (faults_take(&r->faults, FAULT_NOTIFY_TWICE, 0, &fault))
		return len;
	for (i = 0; i < READER_SLOTS; i++)
		r->slot[i].changed = false;
	return len;
}
