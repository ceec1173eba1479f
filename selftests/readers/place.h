/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A place on a bus of this machine, and its virtual reader. */
#ifndef READERS_PLACE_H
#define READERS_PLACE_H

#include <glob.h>

#include "table.h"

#define WHY_MAX		160
#define WITHIN_MS	20000
#define STEP_MS		20

struct vr;

/**
 * struct place - a port and the virtual reader for it
 * @number: of the port, over all controllers
 * @controller, @port: the same in two parts
 * @carded: slots that have had a card
 * @log: the kernel's
 * @why: where to say what is wrong
 */
struct place {
	struct vr *vr;
	unsigned int number;
	unsigned int controller;
	unsigned int port;
	unsigned int carded;
	int log;
	char *why;
};

/*
 * @number: from 0; the places are spread over the controllers. NULL after a
 * line on stderr.
 */
struct place *place_open(unsigned int number);
void place_close(struct place *p);

/* Says what is wrong; false. */
bool place_fail(struct place *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A command to the virtual reader; false if it does not like it. */
bool place_tell(struct place *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void place_pause(void);

/*
 * How many there are of the device at our port, or of what is @below its
 * interface @row; to be freed if any. place_wait(): exactly so many, before
 * long.
 */
size_t place_count(const struct place *p, const struct row *row,
		   const char *below, glob_t *ret);
bool place_wait(const struct place *p, const struct row *row,
		const char *below, size_t wanted, glob_t *ret);

#endif
