// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text that came from a card or a reader must not command the terminal.
 */
#include "text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes that the character beginning with @lead needs, 0 for none. */
static size_t length_of(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	if (lead >= 0xf0 && lead < 0xf5)
		return 4;
	return 0;
}

/* Neither a control (but the newline), nor too long a form, nor a surrogate,
 * nor past the end of Unicode.
 */
static bool is_printable(uint32_t c, size_t len)
{
	static const uint32_t least[] = { 0, 0x20, 0xa0, 0x800, 0x10000 };

	return (c >= least[len] || c == '\n') && c != 0x7f &&
	       (c & ~0x7ffU) != 0xd800 && c <= 0x10ffff;
}

/* Length of the printable character at @p, or 0. */
static size_t character(const unsigned char *p)
{
	size_t i, len = length_of(*p);
	uint32_t c;

	if (!len)
		return 0;
	c = len == 1 ? *p : *p & (0x7fU >> len);
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3fU);
	}
	return is_printable(c, len) ? len : 0;
}

char *text_clean(const char *text)
{
	char *copy = strdup(text);
	char *p = copy;

	while (p && *p) {
		size_t len = character((const unsigned char *)p);

		if (!len)
			*p = '?';
		p += len ? len : 1;
	}
	return copy;
}
