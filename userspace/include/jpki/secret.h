/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * PINs: one type for all of them. It lies in memory that is never swapped,
 * dumped or inherited by a child process, is never copied, and wipes itself.
 */
#ifndef JPKI_SECRET_H
#define JPKI_SECRET_H

#include <stdbool.h>

#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jpki_ctx;
struct jpki_secret;

/* An empty one; JPKI_NO_MEMORY also when memory cannot be locked. */
enum jpki_error jpki_secret_new(struct jpki_ctx *ctx,
				struct jpki_secret **ret);
void jpki_secret_free(struct jpki_secret **secret);

/*
 * One line from a descriptor, without its newline, in place of what is there.
 * Nothing behind the line is taken from the descriptor. What is longer than
 * any PIN is cut, at a length that no PIN has. JPKI_NO_PIN when there is
 * nothing, JPKI_FILE when reading fails; then it is empty.
 */
enum jpki_error jpki_secret_read(struct jpki_secret *secret, int fd);

/* Takes as long whatever is in them. */
bool jpki_secret_equal(const struct jpki_secret *a,
		       const struct jpki_secret *b);

/* Make it empty. */
void jpki_secret_wipe(struct jpki_secret *secret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_SECRET_H */
