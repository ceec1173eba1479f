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
 * NULL: it died, or printed something else. The reading is freed afterwards.
 */
typedef void reading_done_fn(void *data, struct reading *reading,
			     const char *line);

struct reading {
	struct source source;	/* the pipe from it */
	struct loop *loop;
	struct reading *next;	/* for the owner */
	reading_done_fn *done;	/* NULL: it has not begun */
	void *data;
	pid_t pid;
	int card_fd;		/* the pipe to it, until it has begun */
	uint64_t ticket;	/* for the owner */
	char *text;
	size_t len;
};

/* @argv: of the program, by its path; it gets the card as a line on its standard
 * input. NULL: errno says why.
 */
struct reading *reading_prepare(struct loop *loop, char *const argv[]);

/* @card: as in ccid0@7. False: errno says why, and nothing has begun. */
bool reading_begin(struct reading *reading, const char *card,
		   reading_done_fn *done, void *data);

/* End it without a word, begun or not. */
void reading_cancel(struct reading *reading);

#endif /* JPKID_READING_H */
