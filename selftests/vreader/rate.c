// SPDX-License-Identifier: GPL-2.0-or-later
/* Rates on the line: the F and D of ISO 7816-3, 8.3, and the reader's own. */
#include "rate.h"

static const uint16_t factor_f[16] = {
	372, 372, 558, 744, 1116, 1488, 1860, 0,
	0, 512, 768, 1024, 1536, 2048, 0, 0,
};

static const uint8_t factor_d[16] = {
	0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0,
};

uint32_t rate_of(const struct desc *d, uint8_t fidi)
{
	uint16_t f = factor_f[fidi >> 4];

	return f ? (uint32_t)(1000ull * desc_clock(d) * factor_d[fidi & 15] /
			      f) : 0;
}

bool rate_offered(const struct atr *atr, uint8_t fidi)
{
	uint8_t d = factor_d[fidi & 15];

	if (fidi == ATR_DEFAULT_FIDI)
		return true;
	return d && (fidi ^ atr->fidi) < 0x10 &&
	       d <= factor_d[atr->fidi & 15];
}

static bool near(uint32_t a, uint32_t b)
{
	return a <= b + 1 && b <= a + 1;
}

bool rate_possible(const struct desc *d, uint32_t rate)
{
	size_t i;

	if (!rate || rate > desc_max_rate(d) + 1)
		return false;
	for (i = 0; i < d->rates; i++)
		if (near(d->rate[i], rate))
			return true;
	return !d->rates;
}
