// SPDX-License-Identifier: GPL-2.0-or-later
/* Hexadecimal text to bytes. */
#include "hex.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long hex_parse(uint8_t *ret, size_t max, const char *text)
{
	size_t n;
	int hi, lo;

	for (n = 0; *text; n++, text += 2) {
		hi = digit(text[0]);
		lo = hi < 0 ? -1 : digit(text[1]);
		if (lo < 0 || n == max)
			return -1;
		ret[n] = (uint8_t)(hi << 4 | lo);
	}
	return (long)n;
}
