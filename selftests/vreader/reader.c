// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reader: what the host sends is put together, checked and carried out.
 *
 * No I/O and no clock of its own: bytes come in through reader_receive(),
 * time through reader_tick(), and answers are fetched from the ready list.
 * A command is carried out the moment it is complete; a delay holds back
 * only its answer. It stays in flight until the host has read all of it.
 *
 * The reader is strict: what the specification forbids the host is refused
 * with the error that names the byte, and counted. Where two interfaces have to
 * be used in turn and are not, that is counted, and there is no answer.
 */
#include "reader.h"

#include <stdio.h>
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "message.h"
#include "params.h"

void reader_violation(struct reader *r, const char *reason)
{
	r->violations++;
	snprintf(r->reason, sizeof(r->reason), "%s", reason);
}

void answer_fail(struct answer *a, uint8_t error)
{
	a->status = STATUS_FAILED;
	a->error = error;
	a->extra = 0;
	a->len = 0;
}

void slot_forget(struct slot *s)
{
	explicit_bzero(s->command, s->command_len);
	explicit_bzero(s->response, s->response_len);
	s->command_len = 0;
	s->response_len = 0;
	s->response_sent = 0;
	s->collecting = false;
	s->endless = false;
}

static void power_off(struct slot *s)
{
	slot_forget(s);
	explicit_bzero(&s->line, sizeof(s->line));
	s->active = false;
	if (s->card)
		card_power_off(s->card);
}

static uint8_t voltage_error(struct reader *r, uint8_t select)
{
	bool automatic = desc_features(r->desc) &
			 (FEATURE_AUTO_ACTIVATION | FEATURE_AUTO_VOLTAGE);

	if (select > 3)
		reader_violation(r, "IccPowerOn: bPowerSelect above 3");
	else if (!select && !automatic)
		reader_violation(r, "IccPowerOn: no automatic voltage here");
	else if (select && !(desc_voltages(r->desc) & 1u << (select - 1)))
		reader_violation(r, "IccPowerOn: voltage not offered");
	else
		return 0;
	return ERROR_AT_7;
}

static void do_power_on(struct reader *r, struct slot *s,
			const struct message *m, struct answer *a)
{
	uint8_t error = voltage_error(r, m->arg[0]);
	struct fault fault;

	slot_forget(s);
	if (error) {
		answer_fail(a, error);
	} else if (!s->present) {
		answer_fail(a, ERROR_MUTE);
	} else if (faults_take(&r->faults, FAULT_MUTE, m->type, &fault)) {
		power_off(s);
		answer_fail(a, ERROR_MUTE);
	} else {
		s->active = true;
		card_reset(s->card);
		a->data = r->atr_len ? r->atr : s->card->atr;
		a->len = r->atr_len ? r->atr_len : s->card->atr_len;
		line_reset(r, s, a->data, a->len);
	}
}

static void do_power_off(struct reader *r, struct slot *s,
			 const struct message *m, struct answer *a)
{
	(void)r;
	(void)m;
	(void)a;
	power_off(s);
}

static void do_status(struct reader *r, struct slot *s,
		      const struct message *m, struct answer *a)
{
	(void)r;
	(void)s;
	(void)m;
	(void)a;
}

/* The vendor's own commands: this vendor's only one is an echo. */
static void do_escape(struct reader *r, struct slot *s,
		      const struct message *m, struct answer *a)
{
	(void)r;
	(void)s;
	a->data = m->data;
	a->len = m->len;
}

static void do_clock(struct reader *r, struct slot *s,
		     const struct message *m, struct answer *a)
{
	if (m->arg[0] > 1) {
		reader_violation(r, "IccClock: no such bClockCommand");
		answer_fail(a, ERROR_AT_7);
	} else if (!(desc_features(r->desc) & FEATURE_CLOCK_STOP)) {
		answer_fail(a, ERROR_NOT_SUPPORTED);
	} else if (!s->active) {
		answer_fail(a, ERROR_MUTE);
	}
}

static void do_nothing(struct reader *r, struct slot *s,
		       const struct message *m, struct answer *a)
{
	(void)r;
	(void)s;
	(void)m;
	answer_fail(a, ERROR_NOT_SUPPORTED);
}

/*
 * @reserved: which of bytes 7 to 9 must be zero, bit 0 for byte 7
 * @empty: no data may follow the header
 */
static const struct row {
	uint8_t type, answer, reserved;
	bool empty;
	void (*run)(struct reader *r, struct slot *s, const struct message *m,
		    struct answer *a);
} rows[] = {
	{ MSG_SET_PARAMETERS, MSG_PARAMETERS, 6, false, params_set },
	{ MSG_POWER_ON, MSG_DATA_BLOCK, 6, true, do_power_on },
	{ MSG_POWER_OFF, MSG_SLOT_STATUS, 7, true, do_power_off },
	{ MSG_GET_STATUS, MSG_SLOT_STATUS, 7, true, do_status },
	{ MSG_SECURE, MSG_DATA_BLOCK, 0, false, pinpad_ask },
	{ MSG_T0_APDU, MSG_SLOT_STATUS, 0, true, do_nothing },
	{ MSG_ESCAPE, MSG_ESCAPE_ANSWER, 7, false, do_escape },
	{ MSG_GET_PARAMETERS, MSG_PARAMETERS, 7, true, params_get },
	{ MSG_RESET_PARAMETERS, MSG_PARAMETERS, 7, true, params_get },
	{ MSG_CLOCK, MSG_SLOT_STATUS, 6, true, do_clock },
	{ MSG_XFR_BLOCK, MSG_DATA_BLOCK, 0, false, xfr_block },
	{ MSG_MECHANICAL, MSG_SLOT_STATUS, 6, true, do_nothing },
	{ MSG_ABORT, MSG_SLOT_STATUS, 7, true, NULL },
	{ MSG_SET_RATE, MSG_RATE, 7, false, params_set_rate },
};

static const struct row *find_row(uint8_t type)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].type == type)
			return &rows[i];
	return NULL;
}

size_t reader_payload(const struct reader *r)
{
	size_t max = desc_max_message(r->desc);

	return max > MESSAGE_HEADER ? max - MESSAGE_HEADER : 1;
}

static size_t busy_slots(const struct reader *r)
{
	size_t i, busy = 0;

	for (i = 0; i < READER_SLOTS; i++)
		busy += r->slot[i].busy;
	return busy;
}

static bool refuse(struct reader *r, struct answer *a, uint8_t error,
		   const char *reason)
{
	reader_violation(r, reason);
	answer_fail(a, error);
	return true;
}

/* What is wrong with the form of a message, whatever the slot is doing. */
static bool malformed(struct reader *r, const struct row *row,
		      const struct message *m, struct answer *a)
{
	uint8_t i;

	if (!row)
		return refuse(r, a, ERROR_NOT_SUPPORTED,
			      "unknown message type");
	if (m->slot >= desc_slots(r->desc) || m->slot >= READER_SLOTS)
		return refuse(r, a, ERROR_AT_SLOT, "no such slot");
	if (m->len > reader_payload(r))
		return refuse(r, a, ERROR_AT_LENGTH,
			      "message above dwMaxCCIDMessageLength");
	if (row->empty && m->len)
		return refuse(r, a, ERROR_AT_LENGTH,
			      "data where none belongs");
	for (i = 0; i < 3; i++)
		if (row->reserved & 1u << i && m->arg[i])
			return refuse(r, a, (uint8_t)(7 + i),
				      "a reserved byte is not zero");
	return false;
}

/* What is wrong with the moment: an abort or another command under way. */
static bool untimely(struct reader *r, const struct slot *s, struct answer *a)
{
	if (s->abort_control || s->abort_bulk)
		return refuse(r, a, ERROR_ABORTED,
			      "command amid an abort");
	if (s->busy || busy_slots(r) >= desc_busy_slots(r->desc))
		return refuse(r, a, ERROR_SLOT_BUSY,
			      "command while another is in flight");
	return false;
}

static void carry_out(struct reader *r, const struct row *row,
		      const struct message *m, struct answer *a)
{
	struct slot *s = &r->slot[m->slot];
	struct fault fault;

	s->busy = true;
	s->busy_seq = m->seq;
	s->busy_type = row->answer;
	s->pinpad.len = 0;
	if (r->desc->in_turn && r->rival && busy_slots(r->rival)) {
		reader_violation(r, "command while the other interface has one");
		return;
	}
	if (faults_take(&r->faults, FAULT_DEAF, m->type, &fault))
		return;
	if (faults_take(&r->faults, FAULT_ERROR, m->type, &fault))
		answer_fail(a, (uint8_t)fault.arg[0]);
	else
		row->run(r, s, m, a);
	if (!a->later)
		misbehave(r, m, a);
}

static void dispatch(struct reader *r, const struct message *m)
{
	const struct row *row = find_row(m->type);
	struct answer a = { .type = row ? row->answer : MSG_SLOT_STATUS };

	if (malformed(r, row, m, &a))
		frame_append(&r->ready, reader_frame(r, m->slot, m->seq, &a));
	else if (m->type == MSG_ABORT)
		abort_bulk(r, m);
	else if (untimely(r, &r->slot[m->slot], &a))
		frame_append(&r->ready, reader_frame(r, m->slot, m->seq, &a));
	else
		carry_out(r, row, m, &a);
}

static void receive_message(struct reader *r)
{
	struct message m = {
		.type = r->in[0], .slot = r->in[5], .seq = r->in[6],
		.arg = r->in + 7, .data = r->in + MESSAGE_HEADER,
		.len = r->in_len - MESSAGE_HEADER,
	};

	dispatch(r, &m);
	reader_clear_out(r);
}

void reader_receive(struct reader *r, const uint8_t *data, size_t len)
{
	size_t room = sizeof(r->in) - r->in_len, want;

	if (!len) {
		reader_violation(r, "empty bulk OUT transfer");
		return;
	}
	if (len > room) {
		reader_violation(r, "message longer than any can be");
		len = room;
	}
	memcpy(r->in + r->in_len, data, len);
	r->in_len += len;
	if (r->in_len < MESSAGE_HEADER)
		return;
	want = get32le(r->in + 1);
	if (want > sizeof(r->in) - MESSAGE_HEADER) {
		reader_violation(r, "dwLength beyond any message");
		reader_clear_out(r);
		return;
	}
	want += MESSAGE_HEADER;
	if (r->in_len > want) {
		reader_violation(r, "bytes after the end of the message");
		r->in_len = want;
	}
	if (r->in_len == want)
		receive_message(r);
}

void reader_clear_out(struct reader *r)
{
	explicit_bzero(r->in, r->in_len);
	r->in_len = 0;
}

/* Answers that are to come all the same stay; the slots are free again. */
void reader_clear_in(struct reader *r)
{
	size_t i;

	frame_free_all(&r->ready);
	for (i = 0; i < READER_SLOTS; i++) {
		reader_drop_waiting(r, i);
		slot_forget(&r->slot[i]);
		r->slot[i].busy = false;
		r->slot[i].abort_control = false;
		r->slot[i].abort_bulk = false;
	}
}

void reader_init(struct reader *r, const struct desc *desc)
{
	memset(r, 0, sizeof(*r));
	r->desc = desc;
	r->first_notify = true;
}

void reader_release(struct reader *r)
{
	size_t i;

	reader_reset(r);
	for (i = 0; i < READER_SLOTS; i++)
		card_free(r->slot[i].card);
}

bool reader_set_atr(struct reader *r, const char *text)
{
	long len;

	if (!strcmp(text, "own")) {
		r->atr_len = 0;
		return true;
	}
	len = hex_parse(r->atr, sizeof(r->atr), atr_text(text));
	r->atr_len = len < 2 ? 0 : (size_t)len;
	return len >= 2;
}

void reader_reset(struct reader *r)
{
	size_t i;

	reader_clear_out(r);
	frame_free_all(&r->waiting);
	reader_clear_in(r);
	for (i = 0; i < READER_SLOTS; i++) {
		power_off(&r->slot[i]);
		r->slot[i].changed = r->slot[i].present && r->first_notify;
	}
}
