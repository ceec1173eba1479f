// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Aborting: a control request and a bulk message, in either order, with the
 * same slot and sequence number. What was in flight ends with CMD_ABORTED,
 * if it would ever have been answered; then the abort itself is answered, and
 * the slot is busy until that has been read.
 */
#include "message.h"

static void finish(struct reader *r, uint8_t slot)
{
	struct slot *s = &r->slot[slot];
	struct answer aborted = { .type = s->busy_type };
	struct answer done = { .type = MSG_SLOT_STATUS };
	const struct message m = {
		.type = MSG_ABORT, .slot = slot, .seq = s->abort_bulk_seq,
	};

	if (reader_drop_waiting(r, slot)) {
		answer_fail(&aborted, ERROR_ABORTED);
		frame_append(&r->ready,
			     reader_frame(r, slot, s->busy_seq, &aborted));
	}
	slot_forget(s);
	s->busy = true;
	s->busy_seq = s->abort_bulk_seq;
	s->abort_control = false;
	s->abort_bulk = false;
	misbehave(r, &m, &done);
}

static void match(struct reader *r, uint8_t slot)
{
	struct slot *s = &r->slot[slot];

	if (!s->abort_control || !s->abort_bulk)
		return;
	if (s->abort_control_seq == s->abort_bulk_seq)
		finish(r, slot);
	else
		reader_violation(r, "abort: the halves differ in bSeq");
}

bool reader_abort(struct reader *r, uint8_t slot, uint8_t seq)
{
	struct fault fault;

	if (slot >= desc_slots(r->desc) || slot >= READER_SLOTS) {
		reader_violation(r, "ABORT request: no such slot");
		return false;
	}
	if (faults_take(&r->faults, FAULT_NO_ABORT, MSG_ABORT, &fault))
		return false;
	r->slot[slot].abort_control = true;
	r->slot[slot].abort_control_seq = seq;
	match(r, slot);
	return true;
}

void abort_bulk(struct reader *r, const struct message *m)
{
	struct slot *s = &r->slot[m->slot];
	struct answer a = { .type = MSG_SLOT_STATUS };
	struct fault fault;

	if (faults_take(&r->faults, FAULT_NO_ABORT, m->type, &fault)) {
		answer_fail(&a, ERROR_NOT_SUPPORTED);
		frame_append(&r->ready, reader_frame(r, m->slot, m->seq, &a));
		return;
	}
	s->abort_bulk = true;
	s->abort_bulk_seq = m->seq;
	match(r, m->slot);
}
