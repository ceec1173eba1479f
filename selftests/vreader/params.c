// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reader's parameters: protocol, rate and times that it uses towards the
 * card. Some readers take them from the ATR or negotiate them, as their
 * features say; to the others the host has to say each byte, and rightly.
 */
#include "params.h"

#include <string.h>

#include "bytes.h"
#include "message.h"
#include "rate.h"

#define AT_FIDI		10	/* offsets in the message */
#define AT_CHECKSUM	11
#define AT_GUARD	12
#define AT_WAITING	13
#define AT_CLOCK_STOP	14
#define AT_IFSC		15
#define AT_NAD		16

static uint8_t params_len(uint8_t protocol)
{
	return protocol ? PARAMS_T1 : PARAMS_T0;
}

/* What the parameters have to be for a card with this ATR. */
static void wanted(const struct atr *atr, uint8_t protocol, uint8_t fidi,
		   uint8_t ret[static PARAMS_T1])
{
	const uint8_t t0[PARAMS_T1] = {
		fidi, atr->inverse ? 2 : 0, atr->guard, atr->waiting,
	};
	const uint8_t t1[PARAMS_T1] = {
		fidi, (uint8_t)(0x10 | atr->crc | (atr->inverse ? 2 : 0)),
		atr->guard, atr->bwi_cwi, 0, atr->ifsc, 0,
	};

	memcpy(ret, protocol ? t1 : t0, PARAMS_T1);
}

static uint8_t first_protocol(const struct reader *r, const struct atr *atr)
{
	uint32_t both = desc_protocols(r->desc) & atr->protocols;

	if (both & 1u << atr->first)
		return atr->first;
	return both == 2;
}

/* PPS by the reader itself, of what it has been told or has found out. */
static void negotiate(struct slot *s)
{
	if (!s->line.fresh || s->line.atr.specific)
		return;
	s->line.protocol = s->line.params_protocol;
	s->line.fidi = s->line.params[0];
}

void params_reset(struct reader *r, struct slot *s)
{
	static const struct atr plain = { .waiting = 10, .ifsc = 32,
					  .bwi_cwi = 0x4d };
	uint32_t features = desc_features(r->desc);
	bool automatic = features & (FEATURE_AUTO_PARAMETERS |
				     FEATURE_AUTO_NEGOTIATE);
	struct line *l = &s->line;
	uint8_t fidi = l->fidi;

	l->rate = 0;
	if (!automatic) {
		l->params_protocol = !(desc_protocols(r->desc) & 1);
		wanted(&plain, l->params_protocol, ATR_DEFAULT_FIDI,
		       l->params);
		return;
	}
	l->params_protocol = first_protocol(r, &l->atr);
	if (features & FEATURE_AUTO_NEGOTIATE &&
	    rate_possible(r->desc, rate_of(r->desc, l->atr.fidi)))
		fidi = l->atr.fidi;
	wanted(&l->atr, l->params_protocol, fidi, l->params);
	if (features & FEATURE_AUTO_NEGOTIATE)
		negotiate(s);
}

static bool right_rate(const struct reader *r, const struct slot *s)
{
	uint32_t rate = rate_of(r->desc, s->line.fidi);

	if (s->line.fidi == ATR_DEFAULT_FIDI ||
	    desc_features(r->desc) & FEATURE_AUTO_RATE)
		return true;
	return s->line.rate + 1 >= rate && s->line.rate <= rate + 1;
}

const char *params_misfit(const struct reader *r, const struct slot *s)
{
	const struct line *l = &s->line;
	uint8_t right[PARAMS_T1];

	if (l->params_protocol != l->protocol)
		return "parameters: not the card's protocol";
	if (l->atr.contactless)
		return NULL;
	if (!right_rate(r, s))
		return "parameters: the data rate was not set";
	wanted(&l->atr, l->protocol, l->fidi, right);
	right[4] = l->params[4];
	if (l->params[0] != right[0])
		return "parameters: not the card's F and D";
	if (memcmp(right, l->params, params_len(l->protocol)))
		return "parameters: not those of the ATR";
	return NULL;
}

static void give(const struct slot *s, struct answer *a)
{
	a->extra = s->line.params_protocol;
	a->data = s->line.params;
	a->len = params_len(s->line.params_protocol);
}

void params_get(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a)
{
	if (!s->active) {
		answer_fail(a, ERROR_MUTE);
		return;
	}
	if (m->type == MSG_RESET_PARAMETERS)
		params_reset(r, s);
	give(s, a);
}

/* The offset of the first byte that does not suit the card, or 0. */
static uint8_t wrong_byte(const struct reader *r, const struct slot *s,
			  uint8_t protocol, const uint8_t *params)
{
	static const uint8_t order[] = {
		AT_CHECKSUM, AT_GUARD, AT_WAITING, AT_IFSC, AT_NAD,
	};
	const struct atr *atr = &s->line.atr;
	uint8_t right[PARAMS_T1];
	size_t i, at;

	if (params[0] != ATR_DEFAULT_FIDI &&
	    (!rate_offered(atr, params[0]) ||
	     !rate_possible(r->desc, rate_of(r->desc, params[0]))))
		return AT_FIDI;
	if (params[4] > 3 || params[4] & ~atr->clock_stop)
		return AT_CLOCK_STOP;
	wanted(atr, protocol, params[0], right);
	for (i = 0; i < sizeof(order); i++) {
		at = order[i] - MESSAGE_HEADER;
		if (at < params_len(protocol) && params[at] != right[at])
			return order[i];
	}
	return 0;
}

static uint8_t refusal(struct reader *r, const struct slot *s,
		       const struct message *m)
{
	uint8_t protocol = m->arg[0], at;

	if (protocol > 1 || !(desc_protocols(r->desc) & 1u << protocol)) {
		reader_violation(r, "SetParameters: no such protocol");
		return ERROR_AT_7;
	}
	if (!(s->line.atr.protocols & 1u << protocol)) {
		reader_violation(r, "SetParameters: not a protocol of the ATR");
		return ERROR_AT_7;
	}
	if (m->len != params_len(protocol)) {
		reader_violation(r, "SetParameters: wrong dwLength");
		return ERROR_AT_LENGTH;
	}
	if (s->line.atr.contactless)
		return 0;
	at = wrong_byte(r, s, protocol, m->data);
	if (at)
		reader_violation(r, "SetParameters: a byte is not the card's");
	return at;
}

void params_set(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a)
{
	uint8_t error;

	if (desc_features(r->desc) & FEATURE_AUTO_NEGOTIATE) {
		reader_violation(r, "SetParameters: the reader does it itself");
		answer_fail(a, ERROR_NOT_SUPPORTED);
		return;
	}
	if (!s->active) {
		answer_fail(a, ERROR_MUTE);
		return;
	}
	error = refusal(r, s, m);
	if (error) {
		answer_fail(a, error);
		return;
	}
	s->line.params_protocol = m->arg[0];
	memcpy(s->line.params, m->data, m->len);
	if (desc_features(r->desc) & FEATURE_AUTO_PPS)
		negotiate(s);
	give(s, a);
}

void params_set_rate(struct reader *r, struct slot *s,
		     const struct message *m, struct answer *a)
{
	if ((desc_features(r->desc) & FEATURE_AUTO_RATE) != 0) {
		answer_fail(a, ERROR_NOT_SUPPORTED);
	} else if (m->len != 8) {
		reader_violation(r, "SetDataRate: wrong dwLength");
		answer_fail(a, ERROR_AT_LENGTH);
	} else if (get32le(m->data) != desc_clock(r->desc)) {
		reader_violation(r, "SetDataRate: not a clock of the reader");
		answer_fail(a, AT_FIDI);
	} else if (!rate_possible(r->desc, get32le(m->data + 4))) {
		reader_violation(r, "SetDataRate: not a rate of the reader");
		answer_fail(a, AT_CLOCK_STOP);
	} else {
		s->line.rate = get32le(m->data + 4);
		a->data = m->data;
		a->len = m->len;
	}
}
