// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The line between the reader's contacts and the card's: which protocol and
 * rate the card uses, and whether the reader's parameters fit them.
 *
 * A card that offers a choice starts with its first protocol and the default
 * rate. PPS changes that before anything else is said: the host's, through
 * XfrBlock, or the reader's own, when its features say so. A card of a
 * specific mode starts as its TA2 says.
 */
#include "line.h"

#include <string.h>

#include "message.h"
#include "params.h"
#include "pps.h"

static uint8_t own_ifsd(const struct reader *r, const struct atr *atr)
{
	uint32_t ifsd = desc_max_ifsd(r->desc);
	size_t room = reader_payload(r) - T1_PROLOGUE - t1_edc_len(atr->crc);

	if (!(desc_features(r->desc) & (FEATURE_AUTO_IFSD |
					FEATURE_AUTO_NEGOTIATE)))
		return 0;
	if (ifsd > T1_INF_MAX)
		ifsd = T1_INF_MAX;
	return (uint8_t)(ifsd < room ? ifsd : room);
}

void line_reset(struct reader *r, struct slot *s, const uint8_t *atr,
		size_t len)
{
	struct line *l = &s->line;

	explicit_bzero(l, sizeof(*l));
	atr_parse(&l->atr, atr, len);
	l->fresh = true;
	l->protocol = l->atr.first;
	l->fidi = l->atr.specific && !l->atr.implicit ? l->atr.fidi :
		  ATR_DEFAULT_FIDI;
	params_reset(r, s);
	t1_reset(&l->t1, &l->atr, l->atr.contactless ? 0 :
		 own_ifsd(r, &l->atr));
}

bool line_is_pps(const struct slot *s, uint8_t first)
{
	return first == PPS_START && s->line.fresh;
}

bool line_fits(struct reader *r, struct slot *s)
{
	const char *wrong = params_misfit(r, s);

	s->line.fresh = false;
	if (wrong)
		reader_violation(r, wrong);
	return !wrong;
}

size_t line_tpdu(struct reader *r, struct slot *s, uint8_t bwi,
		 const uint8_t *data, size_t len, uint8_t *ret)
{
	if (line_is_pps(s, data[0]))
		return pps_answer(r, s, data, len, ret);
	if (!line_fits(r, s))
		return 0;
	if (s->line.protocol)
		return t1_exchange(r, s, bwi, data, len, ret);
	if (bwi)
		reader_violation(r, "XfrBlock: bBWI in T=0");
	return t0_tpdu(r, s, data, len, ret);
}
