/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One hostile ioctl of the driver: a number, known or not, and an address at
 * which there is a struct that is right but for what chance does to it.
 *
 * Each thread has a hand of its own, fuzz_hand_new(), from which all its calls
 * come: the same seed deals the same calls, as far as other threads let them
 * be the same. One page is everybody's, and changes while the kernel reads it.
 */
#ifndef SELFTESTS_FUZZ_CALL_H
#define SELFTESTS_FUZZ_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct fuzz_hand - where a thread's chances come from
 * @state: of the generator
 * @ground: writable pages, then one that cannot be touched
 * @readonly: a page that can only be read
 * @shared: a page of all threads
 */
struct fuzz_hand {
	uint64_t state;
	uint8_t *ground;
	uint8_t *readonly;
	uint8_t *shared;
};

/**
 * struct fuzz_call - a call, ready to be made
 * @number: second argument of ioctl()
 * @arg: third argument
 * @bounded: it ends by itself, shortly after the deadline in it
 */
struct fuzz_call {
	unsigned long number;
	uintptr_t arg;
	bool bounded;
};

/* False when there is no memory. @shared: as fuzz_shared_new() gave it. */
bool fuzz_hand_new(struct fuzz_hand *ret, uint64_t seed, uint8_t *shared);
uint8_t *fuzz_shared_new(void);

/* A number under @n, which is not 0. */
uint32_t fuzz_below(struct fuzz_hand *h, uint32_t n);

void fuzz_call_deal(struct fuzz_hand *h, struct fuzz_call *ret);

/* Change what others have lying in the page of all threads. */
void fuzz_shared_stir(struct fuzz_hand *h);

#endif
