// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Bytes from a card: allocated once, wiped when let go.
 */
#include "buf.h"

#include <stdlib.h>
#include <string.h>

enum jpki_error jpki_buf_alloc(struct jpki_buf *buf, size_t room)
{
	buf->p = malloc(room);
	if (!buf->p)
		return JPKI_NO_MEMORY;
	buf->len = 0;
	buf->room = room;
	return JPKI_OK;
}

void jpki_buf_wipe(struct jpki_buf *buf)
{
	if (buf->p)
		explicit_bzero(buf->p, buf->room);
	free(buf->p);
	*buf = (struct jpki_buf)JPKI_BUF_INIT;
}

void jpki_hex(const uint8_t *bytes, size_t len, char *ret)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	for (i = 0; i < len; i++) {
		*ret++ = digits[bytes[i] >> 4];
		*ret++ = digits[bytes[i] & 15];
	}
	*ret = '\0';
}
