// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The card's side of T=1 (ISO 7816-3, 11): blocks in, blocks out, each command
 * carried out once. Command and response are kept in the slot.
 *
 * What the host may do is checked as strictly as a card could: numbers, sizes,
 * which kind of block has its turn, whether there was a reason to recover.
 * t1_spoil.c spoils what is sent.
 */
#include "t1.h"

#include <string.h>

#include "message.h"

#define WTX_DEFAULT	2
#define EE_NONE		0
#define EE_CHECK	1
#define EE_OTHER	2

static bool ordered(struct reader *r, enum fault_kind kind, struct fault *ret)
{
	return faults_take(&r->faults, kind, MSG_XFR_BLOCK, ret);
}

static void put_block(struct t1 *t, uint8_t pcb, const uint8_t *inf,
		      size_t len)
{
	t->last[0] = 0;
	t->last[1] = pcb;
	t->last[2] = (uint8_t)len;
	if (len)
		memcpy(t->last + T1_PROLOGUE, inf, len);
	t->last_len = t1_seal(t->last, t->crc);
}

static void put_r(struct t1 *t, uint8_t error)
{
	put_block(t, (uint8_t)(T1_R | t->nr << 4 | error), NULL, 0);
}

/* A request of the card, which the host has to answer next. */
static void ask(struct t1 *t, uint8_t pcb, uint8_t value)
{
	t->request = pcb;
	t->value = value;
	put_block(t, pcb, &value, pcb == T1_ABORT ? 0 : 1);
}

/* The block was wrong in itself: it counts for nothing but the answer. */
static void refuse(struct reader *r, struct t1 *t, const char *reason)
{
	reader_violation(r, reason);
	put_r(t, EE_OTHER);
}

static void put_piece(struct slot *s)
{
	struct t1 *t = &s->line.t1;
	size_t left = s->response_len - s->response_sent;
	size_t len = left < t->ifsd ? left : t->ifsd;

	t->chaining = len < left;
	put_block(t, (uint8_t)(t->ns << 6 | (t->chaining ? T1_MORE : 0)),
		  s->response + s->response_sent, len);
	s->response_sent += len;
	t->ns ^= 1;
}

/* The response is there; requests for time may come before it. */
static void respond(struct slot *s)
{
	struct t1 *t = &s->line.t1;

	if (!t->wtx_left) {
		put_piece(s);
		return;
	}
	if (t->wtx_left != UINT32_MAX)
		t->wtx_left--;
	ask(t, T1_WTX, t->wtx);
}

static void run(struct reader *r, struct slot *s)
{
	struct t1 *t = &s->line.t1;
	struct fault f;

	if (ordered(r, FAULT_T1_ABORT, &f)) {
		slot_forget(s);
		ask(t, T1_ABORT, 0);
		return;
	}
	s->response_len = card_apdu(s->card, s->command, s->command_len,
				    s->response);
	s->response_sent = 0;
	explicit_bzero(s->command, s->command_len);
	s->command_len = 0;
	if (ordered(r, FAULT_T1_WTX, &f)) {
		t->wtx_left = f.arg[0];
		t->wtx = f.arg[1] ? (uint8_t)f.arg[1] : WTX_DEFAULT;
		t->trouble = t->wtx_left == UINT32_MAX;
	}
	if (ordered(r, FAULT_T1_IFS, &f))
		ask(t, T1_IFS, (uint8_t)f.arg[0]);
	else
		respond(s);
}

static const char *wrong_i(const struct slot *s, const struct t1_block *b)
{
	const struct t1 *t = &s->line.t1;

	if (t->request)
		return "T=1: an I-block for an S-block";
	if (t->chaining)
		return "T=1: an I-block amid the card's chain";
	if (b->len > t->ifsc)
		return "T=1: an I-block above IFSC";
	if (!b->len)
		return "T=1: an I-block without data";
	if (b->len > sizeof(s->command) - s->command_len)
		return "T=1: a command longer than any";
	return NULL;
}

static void take_i(struct reader *r, struct slot *s, const struct t1_block *b)
{
	struct t1 *t = &s->line.t1;
	const char *wrong = wrong_i(s, b);
	struct fault f;

	if (!wrong && t1_ns(b->pcb) != t->nr && !t->trouble)
		wrong = "T=1: an I-block out of sequence";
	if (wrong) {
		refuse(r, t, wrong);
		return;
	}
	if (ordered(r, FAULT_T1_RESEND, &f)) {
		t->trouble = true;
		put_r(t, EE_CHECK);
		return;
	}
	if (t1_ns(b->pcb) != t->nr) {
		put_r(t, EE_OTHER);
		return;
	}
	memcpy(s->command + s->command_len, b->inf, b->len);
	s->command_len += b->len;
	t->nr ^= 1;
	t->trouble = false;
	if (b->pcb & T1_MORE)
		put_r(t, EE_NONE);
	else
		run(r, s);
}

/* The last block, once more; before the first, R(0) asks for one. */
static void repeat(struct t1 *t)
{
	if (!t->last_len)
		put_r(t, EE_NONE);
}

static void take_r(struct reader *r, struct slot *s, const struct t1_block *b)
{
	struct t1 *t = &s->line.t1;
	bool next = t1_nr(b->pcb) == t->ns;

	if (b->len) {
		refuse(r, t, "T=1: an R-block with data");
	} else if (t->chaining && next && !t->request) {
		if (b->pcb & 3)
			reader_violation(r, "T=1: an error acknowledges");
		put_piece(s);
	} else {
		if (!(b->pcb & 3) && b->pcb != t->heard)
			reader_violation(r, "T=1: acknowledges no chain");
		t->trouble |= b->pcb & 3;
		/* It has the card's last block: its own got lost. */
		if (t1_is_i(t->last[1]) && next)
			put_r(t, EE_OTHER);
		else
			repeat(t);
	}
}

static void agree(struct t1 *t, const struct t1_block *b)
{
	put_block(t, b->pcb | T1_RESPONSE, b->inf, b->len);
}

static void take_resynch(struct reader *r, struct slot *s,
			 const struct t1_block *b)
{
	struct t1 *t = &s->line.t1;
	struct fault f;

	if (!t->trouble)
		reader_violation(r, "T=1: S(RESYNCH) without need");
	if (ordered(r, FAULT_T1_REFUSE_RESYNCH, &f)) {
		put_r(t, EE_OTHER);
		return;
	}
	slot_forget(s);
	t->ns = 0;
	t->nr = 0;
	t->chaining = false;
	t->request = 0;
	t->wtx_left = 0;
	t->trouble = false;
	t->ifsc = t->first_ifsc;
	t->ifsd = t->first_ifsd;
	agree(t, b);
}

static const char *wrong_ifs(const struct reader *r, const struct slot *s,
			     uint8_t value)
{
	const struct t1 *t = &s->line.t1;

	if (s->line.atr.contactless)
		return "S(IFS): to a contactless card";
	if (t->own_ifs)
		return "S(IFS): the reader does it itself";
	if (!value || value > T1_INF_MAX)
		return "S(IFS): not 1 to 254";
	if (value > desc_max_ifsd(r->desc))
		return "S(IFS): above dwMaxIFSD";
	if (desc_level(r->desc) == LEVEL_TPDU &&
	    T1_PROLOGUE + value + t1_edc_len(t->crc) > reader_payload(r))
		return "S(IFS): more than a message holds";
	return NULL;
}

static void take_ifs(struct reader *r, struct slot *s,
		     const struct t1_block *b)
{
	const char *wrong = wrong_ifs(r, s, b->inf[0]);
	struct t1 *t = &s->line.t1;
	struct fault f;

	if (wrong) {
		refuse(r, t, wrong);
	} else if (ordered(r, FAULT_T1_REFUSE_IFS, &f)) {
		t->trouble = true;
		put_r(t, EE_OTHER);
	} else {
		t->ifsd = b->inf[0];
		agree(t, b);
	}
}

static void take_request(struct reader *r, struct slot *s,
			 const struct t1_block *b)
{
	struct t1 *t = &s->line.t1;
	size_t len = b->pcb == T1_IFS || b->pcb == T1_WTX;

	if (b->len != len) {
		refuse(r, t, "T=1: an S-block of the wrong length");
	} else if (b->pcb == T1_RESYNCH) {
		take_resynch(r, s, b);
	} else if (t->request) {
		refuse(r, t, "T=1: a request for a request");
	} else if (b->pcb == T1_IFS) {
		take_ifs(r, s, b);
	} else if (b->pcb == T1_ABORT) {
		slot_forget(s);
		t->chaining = false;
		agree(t, b);
	} else {
		refuse(r, t, "T=1: S(WTX) from the host");
	}
}

static void take_response(struct reader *r, struct slot *s,
			  const struct t1_block *b)
{
	struct t1 *t = &s->line.t1;
	uint8_t request = t->request;
	size_t len = request != T1_ABORT;

	if (!request || b->pcb != (request | T1_RESPONSE) || b->len != len ||
	    (len && b->inf[0] != t->value)) {
		refuse(r, t, "T=1: an S response to no such request");
		return;
	}
	t->request = 0;
	if (request == T1_ABORT) {
		t->trouble = true;
		put_r(t, EE_NONE);
		return;
	}
	if (request == T1_IFS)
		t->ifsc = t->value;
	respond(s);
}

/* More time is granted with the answer to the request, and only then. */
static void check_bwi(struct reader *r, const struct t1 *t, uint8_t bwi,
		      uint8_t pcb)
{
	uint8_t due = 0;

	if (t->request == T1_WTX && pcb == (T1_WTX | T1_RESPONSE))
		due = t->value;
	if (bwi != due && !(due == 1 && !bwi))
		reader_violation(r, "XfrBlock: bBWI is not what WTX asks for");
}

static void answer(struct reader *r, struct slot *s, uint8_t bwi,
		   const uint8_t *raw, size_t len)
{
	struct t1 *t = &s->line.t1;
	struct t1_block b;
	const char *wrong = t1_parse(&b, raw, len, t->crc);

	if (wrong) {
		refuse(r, t, wrong);
		return;
	}
	check_bwi(r, t, bwi, b.pcb);
	if (t1_is_i(b.pcb))
		take_i(r, s, &b);
	else if (t1_is_r(b.pcb))
		take_r(r, s, &b);
	else if (b.pcb & T1_RESPONSE)
		take_response(r, s, &b);
	else
		take_request(r, s, &b);
	t->heard = b.pcb;
}

size_t t1_exchange(struct reader *r, struct slot *s, uint8_t bwi,
		   const uint8_t *raw, size_t len, uint8_t *ret)
{
	struct t1 *t = &s->line.t1;
	struct fault f;

	if (ordered(r, FAULT_T1_DEAF, &f)) {
		t->trouble = true;
		return 0;
	}
	answer(r, s, bwi, raw, len);
	memcpy(ret, t->last, t->last_len);
	return t1_spoil(r, t, ret, t->last_len);
}

void t1_reset(struct t1 *t, const struct atr *atr, uint8_t ifsd)
{
	explicit_bzero(t, sizeof(*t));
	t->crc = atr->crc;
	t->first_ifsc = atr->ifsc;
	t->first_ifsd = ifsd ? ifsd : T1_IFS_DEFAULT;
	t->own_ifs = ifsd;
	t->ifsc = t->first_ifsc;
	t->ifsd = t->first_ifsd;
}
