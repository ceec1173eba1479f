/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A reader of its own on a port of its own, pulled out at a moment that chance
 * picks: under an exchange, a power-on, an abort, a wait for the turn, while it
 * is probed, opened, closed or suspended.
 */
#ifndef SELFTESTS_PULL_H
#define SELFTESTS_PULL_H

#include <stdbool.h>

struct vr;

/* The @index-th reader, plugged in; NULL when there is none. */
struct vr *pull_reader_new(unsigned int index);

/* A file of it once it works, and until then at most a minute; -1. */
int pull_reader_open(unsigned int index);

/* True once it has no device node any more. */
bool pull_reader_gone(unsigned int index);

/*
 * One pull at a moment picked by @seed, and plugged in again. What is wrong,
 * or NULL; @ret_moment: its name.
 */
const char *pull_reader(struct vr *vr, unsigned int index, unsigned int seed,
			const char **ret_moment);

#endif
