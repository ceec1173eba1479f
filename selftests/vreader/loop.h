/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_LOOP_H
#define VREADER_LOOP_H

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

#define LOOP_WATCHES 16

/**
 * struct watch - a descriptor to poll and an instant to wait for
 * @fd: -1: none
 * @due: milliseconds as loop_now() counts them; UINT64_MAX: none
 * @ready, @expired: called for the one and the other
 */
struct watch {
	int fd;
	short events;
	uint64_t due;
	void (*ready)(void *arg, short revents);
	void (*expired)(void *arg);
	void *arg;
};

struct loop {
	struct watch *watch[LOOP_WATCHES];
	struct pollfd polled[LOOP_WATCHES];
	size_t watches;
};

/* Milliseconds of CLOCK_MONOTONIC. */
uint64_t loop_now(void);

/* The watch is the caller's and stays for good; -1: no room. */
int loop_add(struct loop *loop, struct watch *watch);

/* Waits until something happens, at the latest until @due. */
int loop_wait(struct loop *loop, uint64_t due);

/* Calls those whom the wait was for. */
void loop_dispatch(struct loop *loop);

#endif
