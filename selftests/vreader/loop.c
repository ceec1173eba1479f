// SPDX-License-Identifier: GPL-2.0-or-later
/* One poll() for everything: sockets and instants. */
#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <time.h>

uint64_t loop_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

int loop_add(struct loop *loop, struct watch *watch)
{
	if (loop->watches == LOOP_WATCHES)
		return -1;
	loop->watch[loop->watches++] = watch;
	return 0;
}

static int timeout(uint64_t due)
{
	uint64_t now = loop_now();

	if (due == UINT64_MAX)
		return -1;
	if (due <= now)
		return 0;
	return due - now < INT_MAX ? (int)(due - now) : INT_MAX;
}

static void expire(struct watch *w, uint64_t now)
{
	if (w->due > now)
		return;
	w->due = UINT64_MAX;
	w->expired(w->arg);
}

int loop_wait(struct loop *loop, uint64_t due)
{
	size_t i;

	for (i = 0; i < loop->watches; i++) {
		loop->polled[i].fd = loop->watch[i]->fd;
		loop->polled[i].events = loop->watch[i]->events;
		loop->polled[i].revents = 0;
		if (loop->watch[i]->due < due)
			due = loop->watch[i]->due;
	}
	if (poll(loop->polled, loop->watches, timeout(due)) < 0 &&
	    errno != EINTR) {
		perror("poll");
		return -1;
	}
	return 0;
}

/* A watch that an earlier one has just changed waits for the next round. */
void loop_dispatch(struct loop *loop)
{
	struct watch *w;
	size_t i;

	for (i = 0; i < loop->watches; i++) {
		w = loop->watch[i];
		if (w->fd >= 0 && w->fd == loop->polled[i].fd &&
		    loop->polled[i].revents)
			w->ready(w->arg, loop->polled[i].revents);
		expire(w, loop_now());
	}
}
