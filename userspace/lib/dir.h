/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of the administrator, read whole. */
#ifndef JPKI_DIR_H
#define JPKI_DIR_H

#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>

struct jpki_ctx;

/* Told of one file's content; an error ends the reading. */
typedef enum jpki_error jpki_file_fn(void *data, const char *path,
				     const uint8_t *bytes, size_t len);

enum jpki_error jpki_file_read(struct jpki_ctx *ctx, const char *path,
			       jpki_file_fn *fn, void *data);

/* Each regular file of @dir that does not begin with a dot, in order of the
 * names. A directory that does not exist is an empty one.
 */
enum jpki_error jpki_dir_read(struct jpki_ctx *ctx, const char *dir,
			      jpki_file_fn *fn, void *data);

#endif /* JPKI_DIR_H */
