// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reader's own keys. PC_to_RDR_Secure waits for a person, asking the host
 * for time, until the keys come as a control command or the time is over; keys
 * that come before the question are kept for it. The PIN goes into the template
 * and with it to the card, never to the host.
 */
#include "pinpad.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"
#include "message.h"

#define TIMEOUT_DEFAULT	30	/* seconds */
#define INTERVAL	500	/* ms between time extensions */

static bool refuse(struct reader *r, struct answer *a, uint8_t error,
		   const char *reason)
{
	reader_violation(r, reason);
	answer_fail(a, error);
	return true;
}

static bool in_blocks(const struct reader *r, const struct slot *s)
{
	return desc_level(r->desc) == LEVEL_TPDU && s->line.protocol;
}

/* The prologue is that of a whole I-block, or zero where none is built. */
static bool good_teo(const struct reader *r, const struct slot *s,
		     const struct pinform *f)
{
	if (!in_blocks(r, s))
		return !f->teo[0] && !f->teo[1] && !f->teo[2];
	return !f->teo[0] && !(f->teo[1] & ~0x40) &&
	       f->teo[2] == f->template_len;
}

static bool refused(struct reader *r, struct slot *s, const struct message *m,
		    struct answer *a)
{
	struct pinform f;
	uint8_t wrong = pinform_parse(&f, m->data, m->len);

	if (m->arg[0])
		return refuse(r, a, ERROR_AT_7, "Secure: bBWI is not zero");
	if (get16le(m->arg + 1))
		return refuse(r, a, ERROR_AT_8, "Secure: wLevelParameter");
	if (m->len && m->data[0] < 2 &&
	    !(desc_pin_support(r->desc) & 1u << m->data[0]))
		return refuse(r, a, ERROR_NOT_SUPPORTED,
			      "Secure: not by bPINSupport");
	if (wrong)
		return refuse(r, a, wrong, "Secure: PIN data structure");
	if (!good_teo(r, s, &f))
		return refuse(r, a, (uint8_t)(MESSAGE_HEADER +
					      (f.teo - m->data)),
			      "Secure: bTeoPrologue");
	return false;
}

static void send_apdu(struct reader *r, struct slot *s, const uint8_t *teo,
		      const uint8_t *apdu, size_t len, struct answer *a)
{
	uint8_t block[T1_PROLOGUE + PINFORM_APDU + 2];

	if (desc_level(r->desc) != LEVEL_TPDU) {
		xfr_apdu(r, s, apdu, len, a);
		return;
	}
	a->data = s->line.out;
	if (in_blocks(r, s)) {
		memcpy(block, teo, 2);
		block[2] = (uint8_t)len;
		memcpy(block + T1_PROLOGUE, apdu, len);
		a->len = line_tpdu(r, s, 0, block,
				   t1_seal(block, s->line.atr.crc),
				   s->line.out);
		explicit_bzero(block, sizeof(block));
	} else {
		a->len = line_tpdu(r, s, 0, apdu, len, s->line.out);
	}
	if (!a->len)
		answer_fail(a, ERROR_MUTE);
}

/* The entries, one word each; false: not as many as were asked for. */
static bool split(const struct pinform *f, char *text,
		  const char *ret[static PINFORM_ENTRIES])
{
	size_t n = 0;
	char *rest, *word = strtok_r(text, " ", &rest);

	for (; word; word = strtok_r(NULL, " ", &rest)) {
		if (n == pinform_entries(f) || !pinform_accepts(f, word))
			return false;
		ret[n++] = word;
	}
	return n == pinform_entries(f);
}

static void type(struct reader *r, struct slot *s, const struct pinform *f,
		 const char *entry[static PINFORM_ENTRIES], struct answer *a)
{
	size_t last = pinform_entries(f) - 1;
	const char *pin[2] = { NULL, NULL };
	uint8_t apdu[PINFORM_APDU];
	size_t len;

	if (f->confirm & 1 && strcmp(entry[last], entry[last - 1])) {
		answer_fail(a, ERROR_PIN_CANCELLED);
		return;
	}
	if (!f->modify || f->confirm & 2)
		pin[0] = entry[0];
	if (f->modify)
		pin[1] = entry[last];
	len = pinform_fill(f, pin, apdu);
	send_apdu(r, s, f->teo, apdu, len, a);
	explicit_bzero(apdu, sizeof(apdu));
}

/* NULL and the answer, or why the reader still waits. */
static const char *press(struct reader *r, struct slot *s, const char *keys,
			 const uint8_t *form, size_t len, struct answer *a)
{
	const char *entry[PINFORM_ENTRIES];
	char text[PINPAD_KEYS];
	struct pinform f;
	bool good;

	if (!strcmp(keys, "cancel")) {
		answer_fail(a, ERROR_PIN_CANCELLED);
		return NULL;
	}
	if (!strcmp(keys, "timeout")) {
		answer_fail(a, ERROR_PIN_TIMEOUT);
		return NULL;
	}
	snprintf(text, sizeof(text), "%s", keys + strlen("type "));
	pinform_parse(&f, form, len);
	good = split(&f, text, entry);
	if (good)
		type(r, s, &f, entry, a);
	explicit_bzero(text, sizeof(text));
	return good ? NULL : "these keys do not end the entry";
}

/* Asks for time, over and over, until the person has had enough of it. */
static void wait_for_keys(struct reader *r, struct slot *s,
			  const struct message *m, struct answer *a)
{
	uint32_t seconds = m->data[1] ? m->data[1] : TIMEOUT_DEFAULT;
	const struct answer extend = {
		.type = a->type, .status = STATUS_TIME_EXTENSION, .error = 1,
		.delay = INTERVAL,
	};
	struct answer end = { .type = a->type, .delay = 1000ull * seconds };
	struct frame *frame = reader_frame(r, m->slot, m->seq, &extend);

	frame->interval = INTERVAL;
	frame->repeats = 1000 * seconds / INTERVAL - 1;
	frame_append(&r->waiting, frame);
	answer_fail(&end, ERROR_PIN_TIMEOUT);
	frame = reader_frame(r, m->slot, m->seq, &end);
	frame->ends = true;
	frame_append(&r->waiting, frame);
	s->pinpad.len = m->len;
	memcpy(s->pinpad.form, m->data, m->len);
	a->later = true;
}

/* The slot has a form, and its time is not over yet. */
static bool waits(const struct reader *r, uint8_t slot)
{
	const struct frame *f;

	for (f = r->waiting; f; f = f->next)
		if (f->slot == slot && f->ends && r->slot[slot].pinpad.len)
			return true;
	return false;
}

void pinpad_ask(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a)
{
	const char *wrong;

	if (!s->active) {
		answer_fail(a, ERROR_MUTE);
		return;
	}
	if (desc_level(r->desc) == LEVEL_CHARACTER) {
		answer_fail(a, ERROR_NOT_SUPPORTED);
		return;
	}
	if (refused(r, s, m, a))
		return;
	wrong = *r->keys ? press(r, s, r->keys, m->data, m->len, a) : "none";
	explicit_bzero(r->keys, sizeof(r->keys));
	if (wrong)
		wait_for_keys(r, s, m, a);
}

static const char *answer_now(struct reader *r, uint8_t slot,
			      const char *keys)
{
	struct slot *s = &r->slot[slot];
	const struct message m = {
		.type = MSG_SECURE, .slot = slot, .seq = s->busy_seq,
	};
	struct answer a = { .type = MSG_DATA_BLOCK };
	const char *wrong = press(r, s, keys, s->pinpad.form, s->pinpad.len,
				  &a);

	if (wrong)
		return wrong;
	s->pinpad.len = 0;
	reader_drop_waiting(r, slot);
	misbehave(r, &m, &a);
	return NULL;
}

const char *pinpad_keys(struct reader *r, const char *keys)
{
	uint8_t i;

	if (!strcmp(keys, "clear")) {
		explicit_bzero(r->keys, sizeof(r->keys));
		return NULL;
	}
	if (strcmp(keys, "cancel") && strcmp(keys, "timeout") &&
	    strncmp(keys, "type ", 5))
		return "type DIGITS..., cancel, timeout or clear";
	if (strlen(keys) >= sizeof(r->keys))
		return "too many keys";
	for (i = 0; i < READER_SLOTS; i++)
		if (waits(r, i))
			return answer_now(r, i, keys);
	strcpy(r->keys, keys);
	return NULL;
}
