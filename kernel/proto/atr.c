// SPDX-License-Identifier: GPL-2.0-only
/*
 * Answer-to-reset (ISO 7816-3, section 8).
 *
 * Pure. Cards in the field send ATRs cut short or with bytes left over: what
 * is there is taken, what is missing has its default, and nothing is read
 * past the length.
 */
#include "atr.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define TS_DIRECT	0x3b
#define TS_INVERSE	0x3f

static void ccid_atr_global(struct ccid_atr *a, unsigned int group,
			    unsigned int letter, u8 value)
{
	switch (group * 4 + letter) {
	case 1 * 4 + 0:				/* TA1 */
		a->fd = value;
		break;
	case 1 * 4 + 2:				/* TC1 */
		a->guard = value;
		break;
	case 2 * 4 + 0:				/* TA2 */
		a->specific = true;
		a->specific_protocol = value & 0x0f;
		a->implicit = value & 0x10;
		break;
	case 2 * 4 + 2:				/* TC2 */
		a->wi = value ? value : 10;
		break;
	}
}

static void ccid_atr_t1(struct ccid_atr *a, unsigned int letter, u8 value)
{
	switch (letter) {
	case 0:
		a->ifsc = value == 0xff ? 254 : value ? value : 32;
		break;
	case 1:
		a->bwi = min(value >> 4, 9);
		a->cwi = value & 0x0f;
		break;
	case 2:
		a->crc = value & 1;
		break;
	}
}

static bool ccid_atr_tck(const u8 *atr, u32 end)
{
	u8 sum = 0;
	u32 i;

	for (i = 1; i <= end; i++)
		sum ^= atr[i];
	return !sum;
}

/**
 * ccid_atr_parse() - take an answer-to-reset apart
 * @ret: the facts, written on success only
 * @atr: the bytes, TS first
 * @len: how many
 *
 * Return: 0, or -EINVAL when there are fewer than CCID_ATR_MIN or more than
 * CCID_ATR_MAX bytes, or TS is neither 3B nor 3F.
 */
int ccid_atr_parse(struct ccid_atr *ret, const u8 *atr, u32 len)
{
	struct ccid_atr a = {
		.fd = 0x11, .wi = 10, .ifsc = 32, .bwi = 4, .cwi = 13,
	};
	unsigned int group, letter, t = 0;
	bool t1_seen = false;
	u8 more;
	u32 at = 2;

	if (len < CCID_ATR_MIN || len > CCID_ATR_MAX)
		return -EINVAL;
	if (atr[0] != TS_DIRECT && atr[0] != TS_INVERSE)
		return -EINVAL;
	a.inverse = atr[0] == TS_INVERSE;
	a.historical_len = atr[1] & 0x0f;
	more = atr[1] >> 4;
	for (group = 1; more && at < len; group++) {
		u8 bits = more;

		more = 0;
		for (letter = 0; letter < 4 && at < len; letter++) {
			u8 value;

			if (!(bits & (1 << letter)))
				continue;
			value = atr[at++];
			if (letter == 3) {
				if (!(a.protocols & 3) && (value & 0x0f) < 2)
					a.protocol = value & 0x0f;
				more = value >> 4;
				t1_seen |= t == 1 && group > 2;
				t = value & 0x0f;
				a.protocols |= 1 << t;
			} else if (group <= 2) {
				ccid_atr_global(&a, group, letter, value);
			} else if (t == 1 && !t1_seen) {
				ccid_atr_t1(&a, letter, value);
			}
		}
	}
	if (!a.protocols)
		a.protocols = 1;
	a.historical = at;
	if (at + a.historical_len > len)
		a.historical_len = len - at;
	at += a.historical_len;
	a.checked = a.protocols == 1 || (at < len && ccid_atr_tck(atr, at));
	a.contactless = len >= 4 && (atr[1] & 0xf0) == 0x80 &&
			atr[2] == 0x80 && atr[3] == 0x01;
	*ret = a;
	return 0;
}
