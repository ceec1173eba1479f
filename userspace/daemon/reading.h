/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A card that is being read, by a process of its own. */
#ifndef JPKID_READING_H
#define JPKID_READING_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "loop.h"

struct reading;

/* @line: what the process printed, one JSON object without the newline, or
 * NULL: it died, or printed something else. @status: what it ended with. The
 * reading is freed afterwards.
 */
typedef void reading_done_fn(void *data, struct reading *reading,
			     const char *line, int status);

struct reading {
	struct source source;	/* the pipe */
	struct loop *loop;
	struct reading *next;	/* for the owner */
	reading_done_fn *done;
	void *data;
	pid_t pid;
	uint64_t ticket;	/* for the owner */
	char *text;
	size_t len;
};

/* @argv: of the program, by its path. NULL: errno says why. */
struct reading *reading_start(struct loop *loop, char *const argv[],
			      reading_done_fn *done, void *data);

/* End it without a word. */
void reading_cancel(struct reading *reading);

#endif /* JPKID_READING_H */
