// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * XfrBlock: commands to the card at the level that the reader offers.
 *
 * Short APDU level: one message is one APDU, and the response one message
 * unless pieces were ordered. Extended: both may come in pieces, each of a
 * message's size at the most. xfr_tpdu.c and xfr_char.c have the lower levels.
 */
#include <string.h>

#include "bytes.h"
#include "message.h"

#define PIECE_ENDLESS	256
#define PIECE_FILLER	0x55
#define INS_VERIFY	0x20

static void refuse(struct reader *r, struct answer *a, uint8_t error,
		   const char *reason)
{
	reader_violation(r, reason);
	answer_fail(a, error);
}

static size_t piece_size(const struct reader *r)
{
	size_t most = reader_payload(r);

	return r->piece && r->piece < most ? r->piece : most;
}

static bool may_split(const struct reader *r)
{
	return r->piece || desc_level(r->desc) == LEVEL_EXTENDED;
}

/* The next piece of the response, and which one it is. */
static void send_piece(const struct reader *r, struct slot *s,
		       struct answer *a)
{
	size_t left = s->response_len - s->response_sent;
	bool first = !s->response_sent;

	a->data = s->response + s->response_sent;
	a->len = left < piece_size(r) ? left : piece_size(r);
	s->response_sent += a->len;
	if (a->len == left)
		a->extra = first ? CHAIN_WHOLE : CHAIN_ENDS;
	else
		a->extra = first ? CHAIN_BEGINS : CHAIN_MIDDLE;
}

static bool more_to_send(const struct slot *s)
{
	return s->endless || s->response_sent < s->response_len;
}

static void send_endless(const struct reader *r, struct slot *s,
			 struct answer *a)
{
	a->extra = s->endless ? CHAIN_MIDDLE : CHAIN_BEGINS;
	s->endless = true;
	a->data = s->response;
	a->len = piece_size(r) < PIECE_ENDLESS ? piece_size(r) : PIECE_ENDLESS;
	memset(s->response, PIECE_FILLER, a->len);
}

/* The card's answer, or a status word to VERIFY that was ordered instead. */
static size_t ask_card(struct reader *r, struct slot *s, const uint8_t *cmd,
		       size_t len)
{
	struct fault fault;

	if (len < 4 || cmd[1] != INS_VERIFY ||
	    !faults_take(&r->faults, FAULT_VERIFY_SAYS, MSG_XFR_BLOCK, &fault))
		return card_apdu(s->card, cmd, len, s->response);
	put16be(s->response, (uint16_t)fault.arg[0]);
	return 2;
}

void xfr_apdu(struct reader *r, struct slot *s, const uint8_t *cmd, size_t len,
	      struct answer *a)
{
	struct fault fault;

	s->response_len = ask_card(r, s, cmd, len);
	s->response_sent = 0;
	a->delay = r->delay;
	if (faults_take(&r->faults, FAULT_CHAIN_FOREVER, MSG_XFR_BLOCK,
			&fault)) {
		send_endless(r, s, a);
	} else if (!may_split(r) && s->response_len > piece_size(r)) {
		slot_forget(s);
		answer_fail(a, ERROR_OVERRUN);
	} else {
		send_piece(r, s, a);
	}
}

static void next_piece(struct reader *r, struct slot *s,
		       const struct message *m, struct answer *a)
{
	if (m->len)
		refuse(r, a, ERROR_AT_LENGTH, "XfrBlock: data in a continue");
	else if (!more_to_send(s))
		refuse(r, a, ERROR_AT_8, "XfrBlock: nothing to continue");
	else if (s->endless)
		send_endless(r, s, a);
	else
		send_piece(r, s, a);
}

/* A piece of a command that is not its last. */
static void collect(struct reader *r, struct slot *s, const struct message *m,
		    struct answer *a)
{
	if (m->len > sizeof(s->command) - s->command_len) {
		refuse(r, a, ERROR_OVERRUN, "XfrBlock: command too long");
		slot_forget(s);
		return;
	}
	memcpy(s->command + s->command_len, m->data, m->len);
	s->command_len += m->len;
	s->collecting = true;
	a->extra = CHAIN_CONTINUE;
}

static void collect_last(struct reader *r, struct slot *s,
			 const struct message *m, struct answer *a)
{
	collect(r, s, m, a);
	if (a->status)
		return;
	s->collecting = false;
	xfr_apdu(r, s, s->command, s->command_len, a);
	explicit_bzero(s->command, s->command_len);
	s->command_len = 0;
}

/* The parameter must fit what the slot is in the middle of. */
static bool legal_level(const struct reader *r, const struct slot *s,
			uint16_t parameter)
{
	if (more_to_send(s))
		return parameter == CHAIN_CONTINUE;
	if (desc_level(r->desc) != LEVEL_EXTENDED)
		return parameter == CHAIN_WHOLE;
	if (s->collecting)
		return parameter == CHAIN_MIDDLE || parameter == CHAIN_ENDS;
	return parameter == CHAIN_WHOLE || parameter == CHAIN_BEGINS;
}

static bool fits_short_level(const struct message *m)
{
	struct apdu apdu;

	return m->len <= 261 &&
	       (!apdu_parse(&apdu, m->data, m->len) || !apdu.extended);
}

static void apdu_block(struct reader *r, struct slot *s,
		       const struct message *m, struct answer *a)
{
	uint16_t parameter = get16le(m->arg + 1);

	if (m->arg[0])
		refuse(r, a, ERROR_AT_7, "XfrBlock: bBWI is not zero");
	else if (!legal_level(r, s, parameter))
		refuse(r, a, ERROR_AT_8, "XfrBlock: wLevelParameter");
	else if (parameter == CHAIN_CONTINUE)
		next_piece(r, s, m, a);
	else if (!m->len)
		refuse(r, a, ERROR_AT_LENGTH, "XfrBlock: no data");
	else if (desc_level(r->desc) == LEVEL_SHORT && !fits_short_level(m))
		refuse(r, a, ERROR_AT_LENGTH,
		       "XfrBlock: extended APDU at the short level");
	else if (parameter == CHAIN_WHOLE)
		xfr_apdu(r, s, m->data, m->len, a);
	else if (parameter == CHAIN_ENDS)
		collect_last(r, s, m, a);
	else
		collect(r, s, m, a);
}

void xfr_block(struct reader *r, struct slot *s, const struct message *m,
	       struct answer *a)
{
	if (!s->active) {
		answer_fail(a, ERROR_MUTE);
		return;
	}
	switch (desc_level(r->desc)) {
	case LEVEL_SHORT:
	case LEVEL_EXTENDED:
		apdu_block(r, s, m, a);
		break;
	case LEVEL_TPDU:
		xfr_tpdu(r, s, m, a);
		break;
	case LEVEL_CHARACTER:
		xfr_character(r, s, m, a);
		break;
	}
}
