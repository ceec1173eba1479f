// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * XfrBlock at the character level: what the host sends goes to the card byte
 * by byte, and it says how many bytes it expects back. T=0 is spoken with its
 * procedure bytes, a block of T=1 is fetched in parts.
 */
#include <string.h>

#include "bytes.h"
#include "message.h"
#include "pps.h"

#define NULL_BYTE 0x60

static bool ordered(struct reader *r, enum fault_kind kind, struct fault *ret)
{
	return faults_take(&r->faults, kind, MSG_XFR_BLOCK, ret);
}

static void say(struct line *l, uint8_t byte)
{
	l->out[l->out_len++] = byte;
}

static void heard_all(struct line *l)
{
	explicit_bzero(l->in, l->in_len);
	l->in_len = 0;
	l->t0.due = T0_HEADER_DUE;
}

/* INS for all that is left, its complement for one byte. */
static uint8_t procedure_byte(struct reader *r, struct slot *s)
{
	uint8_t byte = s->line.in[1];
	struct fault f;

	s->line.t0.due = T0_ALL_DUE;
	if (ordered(r, FAULT_T0_NULL, &f))
		s->line.nulls = f.arg[0];
	if (ordered(r, FAULT_T0_ODD, &f))
		byte ^= 1;
	if (ordered(r, FAULT_T0_BYTEWISE, &f)) {
		s->line.t0.due = T0_ONE_DUE;
		byte = (uint8_t)~byte;
	}
	if (ordered(r, FAULT_T0_PROCEDURE, &f))
		byte = (uint8_t)f.arg[0];
	return byte;
}

/* The card's answer to a whole command: data in its procedure bytes, SW. */
static void say_answer(struct reader *r, struct slot *s, const uint8_t *answer,
		       size_t len)
{
	struct line *l = &s->line;
	struct fault f;
	size_t i;

	for (i = 0; i + 2 < len; i++) {
		if (!i || l->t0.due == T0_ONE_DUE)
			say(l, procedure_byte(r, s));
		say(l, answer[i]);
	}
	if (len == 2 && ordered(r, FAULT_T0_NULL, &f))
		l->nulls = f.arg[0];
	say(l, answer[len - 2]);
	say(l, answer[len - 1]);
}

static void hear_t0(struct reader *r, struct slot *s)
{
	uint8_t answer[T0_ANSWER_MAX];
	struct line *l = &s->line;
	size_t data, len;

	if (l->in_len < T0_HEADER)
		return;
	data = t0_way(l->in) == T0_TO_CARD ? l->in[4] : 0;
	if (l->in_len < T0_HEADER + data) {
		if (l->t0.due != T0_ALL_DUE)
			say(l, procedure_byte(r, s));
		return;
	}
	len = t0_run(r, s, l->in, l->in + T0_HEADER, data, answer);
	say_answer(r, s, answer, len);
	explicit_bzero(answer, sizeof(answer));
	heard_all(l);
}

static void hear_t1(struct reader *r, struct slot *s, uint8_t bwi)
{
	struct line *l = &s->line;

	if (l->in_len < T1_PROLOGUE ||
	    l->in_len < T1_PROLOGUE + l->in[2] + t1_edc_len(l->t1.crc))
		return;
	l->out_len = t1_exchange(r, s, bwi, l->in, l->in_len, l->out);
	heard_all(l);
}

static void hear_pps(struct reader *r, struct slot *s)
{
	struct line *l = &s->line;

	if (l->in_len < pps_len(l->in, l->in_len))
		return;
	l->out_len = pps_answer(r, s, l->in, l->in_len, l->out);
	heard_all(l);
}

/* How many bytes the card is ready to take. */
static size_t due(const struct line *l)
{
	if (l->protocol || l->fresh)
		return sizeof(l->in) - l->in_len;
	if (l->t0.due == T0_ONE_DUE)
		return 1;
	if (l->t0.due == T0_HEADER_DUE)
		return T0_HEADER - l->in_len;
	return T0_HEADER + (size_t)l->in[4] - l->in_len;
}

static bool hear(struct reader *r, struct slot *s, const struct message *m)
{
	struct line *l = &s->line;
	bool pps = line_is_pps(s, l->in_len ? l->in[0] : m->data[0]);

	if (!pps && !l->in_len && !line_fits(r, s))
		return false;
	if (l->out_sent < l->out_len && !l->t1.trouble)
		reader_violation(r, "characters while the card sends");
	l->nulls = 0;
	l->out_len = 0;
	l->out_sent = 0;
	if (m->len > due(l)) {
		reader_violation(r, "characters that the card did not ask for");
		return false;
	}
	memcpy(l->in + l->in_len, m->data, m->len);
	l->in_len += m->len;
	if (pps)
		hear_pps(r, s);
	else if (l->protocol)
		hear_t1(r, s, m->arg[0]);
	else
		hear_t0(r, s);
	return true;
}

static void speak(struct reader *r, struct slot *s, size_t expected,
		  struct answer *a)
{
	struct line *l = &s->line;
	size_t n = 0;

	for (; n < expected && l->nulls; n++) {
		l->reply[n] = NULL_BYTE;
		if (l->nulls != UINT32_MAX)
			l->nulls--;
	}
	for (; n < expected && l->out_sent < l->out_len; n++)
		l->reply[n] = l->out[l->out_sent++];
	if (n < expected) {
		if (!l->t1.trouble && l->out_len)
			reader_violation(r, "expects more than the card sends");
		answer_fail(a, ERROR_MUTE);
		return;
	}
	a->data = l->reply;
	a->len = n;
}

void xfr_character(struct reader *r, struct slot *s, const struct message *m,
		   struct answer *a)
{
	size_t expected = get16le(m->arg + 1);

	a->delay = r->delay;
	if (expected > LINE_IN || expected > reader_payload(r)) {
		reader_violation(r, "XfrBlock: wLevelParameter too large");
		answer_fail(a, ERROR_AT_8);
	} else if (!m->len && !expected) {
		reader_violation(r, "XfrBlock: neither sends nor expects");
		answer_fail(a, ERROR_AT_LENGTH);
	} else if (m->arg[0] && !(m->len && s->line.protocol)) {
		reader_violation(r, "XfrBlock: bBWI without a block");
		answer_fail(a, ERROR_AT_7);
	} else if (m->len && !hear(r, s, m)) {
		answer_fail(a, ERROR_MUTE);
	} else {
		speak(r, s, expected, a);
	}
}
