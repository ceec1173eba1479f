// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The one loop of the daemon, over epoll(7). Sources belong to others. One is
 * called at a time, and epoll is asked again before the next: what a source
 * does may remove any other, which then is not called any more.
 */
#include "loop.h"

#include <sys/epoll.h>
#include <unistd.h>

bool loop_open(struct loop *loop)
{
	loop->ended = false;
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	return loop->epoll_fd >= 0;
}

void loop_close(struct loop *loop)
{
	if (loop->epoll_fd >= 0)
		(void)close(loop->epoll_fd);
	loop->epoll_fd = -1;
}

static bool control(struct loop *loop, int operation, struct source *source,
		    uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = source };

	return !epoll_ctl(loop->epoll_fd, operation, source->fd, &event);
}

bool loop_add(struct loop *loop, struct source *source, uint32_t events)
{
	return control(loop, EPOLL_CTL_ADD, source, events);
}

bool loop_change(struct loop *loop, struct source *source, uint32_t events)
{
	return control(loop, EPOLL_CTL_MOD, source, events);
}

void loop_remove(struct loop *loop, struct source *source)
{
	(void)control(loop, EPOLL_CTL_DEL, source, 0);
}

bool loop_once(struct loop *loop, int milliseconds)
{
	struct epoll_event event;
	struct source *source;

	if (epoll_wait(loop->epoll_fd, &event, 1, milliseconds) != 1)
		return false;
	source = event.data.ptr;
	source->ready(source, event.events);
	return true;
}

void loop_run(struct loop *loop)
{
	while (!loop->ended)
		(void)loop_once(loop, -1);
}
