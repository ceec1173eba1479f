/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one loop of the daemon: who waits for what. */
#ifndef JPKID_LOOP_H
#define JPKID_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* A descriptor, and what is called when something is to be done with it; to be
 * embedded by its owner.
 */
struct source {
	int fd;
	void (*ready)(struct source *source, uint32_t events);
};

struct loop {
	int epoll_fd;
	bool ended;
};

#define OWNER(source, type, member) \
	((type *)(void *)((char *)(source) - __builtin_offsetof(type, member)))

bool loop_open(struct loop *loop);
void loop_close(struct loop *loop);

/* @events: of epoll(7). A source is removed before its descriptor is closed. */
bool loop_add(struct loop *loop, struct source *source, uint32_t events);
bool loop_change(struct loop *loop, struct source *source, uint32_t events);
void loop_remove(struct loop *loop, struct source *source);

/* One thing that is ready, after at most @milliseconds (-1: any time); false
 * when there was none.
 */
bool loop_once(struct loop *loop, int milliseconds);

/* Until loop->ended. */
void loop_run(struct loop *loop);

#endif /* JPKID_LOOP_H */
