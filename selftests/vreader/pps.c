// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Protocol and parameters selection (ISO 7816-3, 9): the host proposes through
 * XfrBlock, the card echoes what it takes or says nothing at all.
 */
#include "pps.h"

#include <string.h>

#include "message.h"
#include "rate.h"

#define PPS1 0x10

size_t pps_len(const uint8_t *request, size_t len)
{
	size_t n = 3;
	uint8_t bits;

	if (len < 2)
		return n;
	for (bits = request[1] >> 4 & 7; bits; bits >>= 1)
		n += bits & 1;
	return n;
}

static uint8_t check_of(const uint8_t *data, size_t len)
{
	uint8_t check = 0;

	while (len--)
		check ^= *data++;
	return check;
}

static const char *untimely(const struct reader *r, const struct slot *s)
{
	if (desc_features(r->desc) & (FEATURE_AUTO_NEGOTIATE |
				      FEATURE_AUTO_PPS))
		return "PPS: the reader does it itself";
	if (s->line.atr.contactless)
		return "PPS: to a contactless card";
	if (s->line.atr.specific)
		return "PPS: to a card of a specific mode";
	return NULL;
}

static const char *wrong(const struct atr *atr, const uint8_t *request,
			 size_t len)
{
	uint8_t t = request[1] & 0x0f;

	if (len < 3 || len != pps_len(request, len) || request[1] & 0x80)
		return "PPS: malformed";
	if (check_of(request, len))
		return "PPS: wrong PCK";
	if (t > 1 || !(atr->protocols & 1u << t))
		return "PPS: a protocol that the card does not offer";
	if (request[1] & 0x60)
		return "PPS: PPS2 or PPS3";
	if (request[1] & PPS1 && !rate_offered(atr, request[2]))
		return "PPS: a rate that the card does not offer";
	return NULL;
}

size_t pps_answer(struct reader *r, struct slot *s, const uint8_t *request,
		  size_t len, uint8_t *ret)
{
	const char *reason = untimely(r, s);
	bool with_rate = len > 3;
	struct fault f;

	s->line.fresh = false;
	if (!reason)
		reason = wrong(&s->line.atr, request, len);
	if (reason) {
		reader_violation(r, reason);
		return 0;
	}
	if (faults_take(&r->faults, FAULT_PPS_REFUSE, MSG_XFR_BLOCK, &f))
		return 0;
	if (faults_take(&r->faults, FAULT_PPS_DEFAULT, MSG_XFR_BLOCK, &f)) {
		with_rate = false;
		s->line.t1.trouble = true;	/* a byte less than is due */
	}
	s->line.protocol = request[1] & 0x0f;
	s->line.fidi = with_rate ? request[2] : ATR_DEFAULT_FIDI;
	ret[0] = PPS_START;
	ret[1] = (uint8_t)(s->line.protocol | (with_rate ? PPS1 : 0));
	if (with_rate)
		ret[2] = request[2];
	ret[2 + with_rate] = check_of(ret, 2u + with_rate);
	return 3u + with_rate;
}
