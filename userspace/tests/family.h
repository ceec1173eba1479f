/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A netlink family in memory, which takes the place of the kernel's. */
#ifndef JPKI_TEST_FAMILY_H
#define JPKI_TEST_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "transport.h"

#define FAMILY_QUEUE	32
#define FAMILY_SLOTS	4

/* What listeners are told, and what was seen of them. */
struct family {
	struct { int err; struct jpki_told told; } queue[FAMILY_QUEUE];
	size_t head, tail;
	struct jpki_told slot[FAMILY_SLOTS];	/* what a dump tells ... */
	size_t slots;
	int dump_errno;				/* ... or fails with, once */
	bool unloaded;				/* no such family */
	int fd;

	int listens, open;			/* ever, and now */
	int dumps;
};

extern struct family family;
extern const struct jpki_transport family_transport;

/* One slot with a good card, nothing queued. */
void family_reset(uint32_t slot, uint32_t sequence, uint32_t generation);

/* The next message but those that are queued is this errno, below 0. */
void family_fail(int err);

#endif /* JPKI_TEST_FAMILY_H */
