// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where PINs lie: a page of its own for each, which is locked into memory, left
 * out of core dumps, empty in children, and wiped before it is let go.
 */
#include "secure.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "context.h"

#define NO_TEXT ((char)0xff)	/* in no UTF-8, so in no PIN */

static int protect(void *page, size_t size)
{
	/* sanitizers make mlock() do nothing */
	if (mlock2(page, size, 0) < 0)
		return -1;
	if (madvise(page, size, MADV_DONTDUMP) < 0)
		return -1;
	return madvise(page, size, MADV_WIPEONFORK);
}

enum jpki_error jpki_secret_new(struct jpki_ctx *ctx, struct jpki_secret **ret)
{
	struct jpki_secret *secret;

	secret = mmap(NULL, sizeof(*secret), PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (secret == MAP_FAILED)
		return jpki_fail(ctx, JPKI_NO_MEMORY, "mmap: %s",
				 strerrorname_np(errno));
	if (protect(secret, sizeof(*secret)) < 0) {
		jpki_fail(ctx, JPKI_NO_MEMORY, "locking memory for a PIN: %s",
			  strerrorname_np(errno));
		munmap(secret, sizeof(*secret));
		return JPKI_NO_MEMORY;
	}
	secret->ctx = ctx;
	*ret = secret;
	return JPKI_OK;
}

void jpki_secret_free(struct jpki_secret **secret)
{
	if (!*secret)
		return;
	jpki_secret_wipe(*secret);
	munmap(*secret, sizeof(**secret));
	*secret = NULL;
}

void jpki_secret_wipe(struct jpki_secret *secret)
{
	explicit_bzero(secret->head, sizeof(secret->head));
	explicit_bzero(secret->text, sizeof(secret->text));
	secret->len = 0;
}

/* A line too long stays too long; a zero does not end it. */
static void append(struct jpki_secret *secret, const char *at)
{
	if (secret->len == SECRET_MAX)
		return;
	secret->text[secret->len++] = *at ? *at : NO_TEXT;
}

enum jpki_error jpki_secret_read(struct jpki_secret *secret, int fd)
{
	char *at = &secret->text[SECRET_MAX];	/* read nowhere else */
	enum jpki_error err = JPKI_OK;
	ssize_t got;

	jpki_secret_wipe(secret);
	for (;;) {
		got = read(fd, at, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || *at == '\n')
			break;
		append(secret, at);
	}
	if (got < 0)
		err = jpki_fail(secret->ctx, JPKI_FILE, "reading the PIN: %s",
				strerrorname_np(errno));
	else if (!secret->len)
		err = jpki_fail(secret->ctx, JPKI_NO_PIN, "the line is empty");
	*at = '\0';
	if (err)
		jpki_secret_wipe(secret);
	return err;
}

bool jpki_secret_equal(const struct jpki_secret *a, const struct jpki_secret *b)
{
	volatile unsigned char differ = a->len != b->len;
	size_t i;

	for (i = 0; i < sizeof(a->text); i++)
		differ |= (unsigned char)(a->text[i] ^ b->text[i]);
	return !differ;
}

const void *jpki_secret_behind(struct jpki_secret *secret, const void *head,
			       size_t len)
{
	char *start = secret->text - len;

	memcpy(start, head, len);
	return start;
}
