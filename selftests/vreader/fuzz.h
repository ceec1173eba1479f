/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_FUZZ_H
#define VREADER_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame.h"

/**
 * struct fuzz - the dice of a hostile reader, the same for the same seed
 * @state: of the generator; 0: the reader is an honest one
 * @calm: answers that are still honest, to be let further in
 * @notify: there is something to say on the interrupt endpoint
 * @hostile: messages that no honest reader would have sent
 */
struct fuzz {
	uint64_t state;
	uint32_t calm;
	bool notify;
	unsigned int hostile;
};

void fuzz_start(struct fuzz *f, uint64_t seed);

/* A number under @n, which is not 0. */
uint32_t fuzz_pick(struct fuzz *f, uint32_t n);
void fuzz_fill(struct fuzz *f, uint8_t *ret, size_t len);

/*
 * Puts the answer @frame to a command of type @type, or what a hostile reader
 * says in its place, on @list. @hostile counts each message of those.
 */
void fuzz_answer(struct fuzz *f, struct frame **list, struct frame *frame,
		 uint8_t type);

/* Something hostile for the interrupt endpoint, up to @max bytes; 0: none. */
size_t fuzz_notification(struct fuzz *f, uint8_t *ret, size_t max);

#endif
