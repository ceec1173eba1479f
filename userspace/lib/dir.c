// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Files of the administrator, read whole, up to a bound.
 */
#include "dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "context.h"

#define FILE_MAX (64L << 20)	/* revocation lists of the service are long */

static enum jpki_error file_error(struct jpki_ctx *ctx, const char *path)
{
	return jpki_fail(ctx, JPKI_FILE, "%s: %s", path,
			 strerrorname_np(errno));
}

static enum jpki_error read_all(struct jpki_ctx *ctx, const char *path, int fd,
				uint8_t *bytes, size_t len)
{
	size_t done;
	ssize_t n;

	for (done = 0; done < len; done += (size_t)n) {
		n = read(fd, bytes + done, len - done);
		if (n < 0)
			return file_error(ctx, path);
		if (!n)
			return jpki_fail(ctx, JPKI_FILE, "%s: cut short", path);
	}
	return JPKI_OK;
}

static enum jpki_error read_open(struct jpki_ctx *ctx, const char *path, int fd,
				 jpki_file_fn *fn, void *data)
{
	struct stat st;
	enum jpki_error err;
	uint8_t *bytes;
	size_t len;

	if (fstat(fd, &st) < 0)
		return file_error(ctx, path);
	if (!S_ISREG(st.st_mode))
		return JPKI_OK;
	if (st.st_size > FILE_MAX)
		return jpki_fail(ctx, JPKI_FILE, "%s: longer than %ld bytes",
				 path, FILE_MAX);
	len = (size_t)st.st_size;
	bytes = malloc(len + 1);
	if (!bytes)
		return JPKI_NO_MEMORY;
	err = read_all(ctx, path, fd, bytes, len);
	if (!err)
		err = fn(data, path, bytes, len);
	free(bytes);
	return err;
}

enum jpki_error jpki_file_read(struct jpki_ctx *ctx, const char *path,
			       jpki_file_fn *fn, void *data)
{
	/* a FIFO put there must not hold anybody up */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum jpki_error err;

	if (fd < 0)
		return file_error(ctx, path);
	err = read_open(ctx, path, fd, fn, data);
	(void)close(fd);
	return err;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

enum jpki_error jpki_dir_read(struct jpki_ctx *ctx, const char *dir,
			      jpki_file_fn *fn, void *data)
{
	enum jpki_error err = JPKI_OK;
	struct dirent **entries;
	int i, count = scandir(dir, &entries, is_visible, alphasort);

	if (count < 0)
		return errno == ENOENT ? JPKI_OK : file_error(ctx, dir);
	for (i = 0; i < count; i++) {
		char *path = NULL;

		if (!err && asprintf(&path, "%s/%s", dir,
				     entries[i]->d_name) < 0)
			err = JPKI_NO_MEMORY;
		if (!err)
			err = jpki_file_read(ctx, path, fn, data);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return err;
}
