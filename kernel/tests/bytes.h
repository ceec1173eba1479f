/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the suites share: bytes written as hex, in memory of exactly their
 * length so that reading past them is seen, and numbers at random.
 */
#ifndef CCID_TESTS_BYTES_H
#define CCID_TESTS_BYTES_H

#include <kunit/test.h>

#include <linux/kernel.h>
#include <linux/types.h>

/*
 * How often chance is tried, and how much of a range: userspace does all of it
 * in no time, a kernel that watches itself, in an emulated machine, takes a
 * thousand times as long.
 */
#ifdef __KERNEL__
#define MANY(n)		((n) / 50)
#define EVERY		17
#else
#define MANY(n)		(n)
#define EVERY		1
#endif

struct bytes {
	u8 *p;
	u32 len;
};

struct bytes bytes_copy(struct kunit *test, const void *from, u32 len);
struct bytes bytes_hex(struct kunit *test, const char *hex);
void bytes_free(struct kunit *test, struct bytes *b);

/* The same numbers in each run; @state is where it stands. */
static inline u32 next_random(u32 *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

#endif
