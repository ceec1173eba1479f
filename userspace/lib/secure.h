/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's inner side of <jpki/secret.h>. */
#ifndef JPKI_LIB_SECURE_H
#define JPKI_LIB_SECURE_H

#include <stddef.h>

#include <jpki/secret.h>

#define SECRET_HEAD	8
#define SECRET_MAX	64	/* bytes; a PIN has 16 characters at most */

struct jpki_secret {
	struct jpki_ctx *ctx;
	size_t len;
	char head[SECRET_HEAD];
	char text[SECRET_MAX + 1];	/* ends in a zero */
};

/*
 * The secret where it lies, with @len (at most SECRET_HEAD) bytes of @head
 * before it: so that it need not be copied to be used.
 */
const void *jpki_secret_behind(struct jpki_secret *secret, const void *head,
			       size_t len);

#endif /* JPKI_LIB_SECURE_H */
