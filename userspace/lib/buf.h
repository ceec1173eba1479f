/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes from a card, which wipe themselves. */
#ifndef JPKI_BUF_H
#define JPKI_BUF_H

#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>

struct jpki_buf {
	uint8_t *p;
	size_t len;		/* bytes used */
	size_t room;		/* bytes there are; never grows */
};

#define JPKI_BUF_INIT { NULL, 0, 0 }

enum jpki_error jpki_buf_alloc(struct jpki_buf *buf, size_t room);
void jpki_buf_wipe(struct jpki_buf *buf);

/* @ret needs 2 * @len + 1 bytes. */
void jpki_hex(const uint8_t *bytes, size_t len, char *ret);

#endif /* JPKI_BUF_H */
