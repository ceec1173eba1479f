// SPDX-License-Identifier: GPL-2.0-or-later
/* Answers to reset: reading one, and some that have a name. */
#include "atr.h"

#include <string.h>

#include "array.h"

#define T_GLOBAL 15

static const struct {
	const char *name, *text;
} named[] = {
	{ "contactless", "3B888001000005E0B381A1007F" },
	{ "t1", "3BE000FF8131FE4514" },
	{ "t0", "3B021450" },
	{ "t0-fast", "3B12961450" },
	{ "both-fast", "3B92968031FE4514504A" },
	{ "specific", "3B9296918131FE451450DA" },
	{ "crc", "3B828171FE450114508C" },
	{ "ifsc16", "3B8281311045145023" },
};

const char *atr_text(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(named); i++)
		if (!strcmp(named[i].name, text))
			return named[i].text;
	return text;
}

/*
 * @group: 1 for TA1, TB1...; @t: the protocol that the group belongs to
 * @seen: the first specific group of T=1 has been read
 */
struct group {
	unsigned int number;
	uint8_t t;
	bool seen;
};

static void set_t1(struct atr *a, const struct group *g, char which,
		   uint8_t value)
{
	if (g->seen)
		return;
	if (which == 'A')
		a->ifsc = !value ? 32 : value == 255 ? 254 : value;
	else if (which == 'B')
		a->bwi_cwi = value;
	else
		a->crc = value & 1;
}

static void set_byte(struct atr *a, const struct group *g, char which,
		     uint8_t value)
{
	if (g->number == 1 && which == 'A') {
		a->fidi = value;
	} else if (g->number == 1 && which == 'C') {
		a->guard = value;
	} else if (g->number == 2 && which == 'A') {
		a->specific = true;
		a->implicit = value & 0x10;
		a->first = value & 0x0f;
		a->protocols = (uint8_t)(1u << (value & 1));
	} else if (g->number == 2 && which == 'C') {
		a->waiting = value;
	} else if (g->number > 2 && g->t == 1) {
		set_t1(a, g, which, value);
	} else if (g->number > 2 && g->t == T_GLOBAL && which == 'A') {
		a->clock_stop = value >> 6;
	}
}

static void offer(struct atr *a, uint8_t t)
{
	if (t > 1 || a->specific)
		return;
	if (!a->protocols)
		a->first = t;
	a->protocols |= (uint8_t)(1u << t);
}

static void parse_groups(struct atr *a, const uint8_t *raw, size_t len)
{
	struct group g = { .number = 1 };
	uint8_t present = raw[1] >> 4;
	size_t at = 2;
	unsigned int i;

	for (; present; g.number++) {
		for (i = 0; i < 3; i++)
			if (present & 1u << i && at < len)
				set_byte(a, &g, "ABC"[i], raw[at++]);
		g.seen |= g.number > 2 && g.t == 1;
		if (!(present & 8) || at >= len)
			return;
		g.t = raw[at] & 0x0f;
		present = raw[at++] >> 4;
		offer(a, g.t);
	}
}

void atr_parse(struct atr *ret, const uint8_t *raw, size_t len)
{
	*ret = (struct atr){
		.fidi = ATR_DEFAULT_FIDI, .waiting = 10, .ifsc = 32,
		.bwi_cwi = 0x4d,
	};
	if (len < 2)
		return;
	ret->inverse = raw[0] == 0x3f;
	parse_groups(ret, raw, len);
	if (!ret->protocols)
		ret->protocols = 1;
	ret->contactless = len >= 4 && (raw[1] & 0xf0) == 0x80 &&
			   raw[2] == 0x80 && raw[3] == 0x01;
	if (ret->contactless) {
		ret->protocols = 2;
		ret->first = 1;
	}
}
