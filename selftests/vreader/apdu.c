// SPDX-License-Identifier: GPL-2.0-or-later
/* Command APDUs: which of the seven forms, and what is in it. */
#include "apdu.h"

#include "bytes.h"

static void set_le(struct apdu *a, size_t coded, size_t top)
{
	a->le_any = !coded;
	a->le = coded ? coded : top;
}

static bool parse_short(struct apdu *a, const uint8_t *raw, size_t len)
{
	if (len == 5) {
		set_le(a, raw[4], 256);
		return true;
	}
	a->lc = raw[4];
	a->data = raw + 5;
	if (len == 6 + a->lc)
		set_le(a, raw[len - 1], 256);
	return len == 5 + a->lc || len == 6 + a->lc;
}

static bool parse_extended(struct apdu *a, const uint8_t *raw, size_t len)
{
	a->extended = true;
	if (len == 7) {
		set_le(a, get16be(raw + 5), 65536);
		return true;
	}
	a->lc = get16be(raw + 5);
	a->data = raw + 7;
	if (len == 9 + a->lc)
		set_le(a, get16be(raw + len - 2), 65536);
	return a->lc && (len == 7 + a->lc || len == 9 + a->lc);
}

bool apdu_parse(struct apdu *ret, const uint8_t *raw, size_t len)
{
	*ret = (struct apdu){ 0 };
	if (len < 4)
		return false;
	ret->cla = raw[0];
	ret->ins = raw[1];
	ret->p1 = raw[2];
	ret->p2 = raw[3];
	if (len == 4)
		return true;
	if (len < 7 || raw[4])
		return len == 5 || raw[4] ? parse_short(ret, raw, len) : false;
	return parse_extended(ret, raw, len);
}
