// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Cards and readers coming and going. Owns one open handle per reader and the
 * transport's watch for readers. State is derived, never accumulated: a record
 * of the kernel only says that it is time to ask a reader for its state, which
 * is then compared with what was told last. So a card is told once, however
 * many records there are of it, and a lost record loses nothing.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "error.h"
#include "reader.h"

#define QUEUE_MAX	2	/* the most that one cause brings */
#define POLL_WATCH	0
#define POLL_WAKE	1
#define POLL_READERS	2

struct member {
	struct jpki_reader *reader;
	bool fresh;		/* not told yet */
	uint32_t generation;	/* of the card that was told, 0: none */
};

struct jpki_monitor {
	struct jpki_ctx *ctx;
	void *watch;
	size_t count;
	struct member *member;
	struct pollfd *poll;	/* watch, wake, then one per member */
	size_t queued;
	struct jpki_event queue[QUEUE_MAX];
};

static void tell(struct jpki_monitor *monitor, const struct member *member,
		 enum jpki_event_type type, uint32_t generation)
{
	struct jpki_event *event = &monitor->queue[monitor->queued++];

	*event = (struct jpki_event){ .type = type, .generation = generation };
	if (member)
		memcpy(event->reader, member->reader->info.name,
		       sizeof(event->reader));
}

static bool is_member(const struct jpki_monitor *monitor, const char *name)
{
	size_t i;

	for (i = 0; i < monitor->count; i++)
		if (!strcmp(monitor->member[i].reader->info.name, name))
			return true;
	return false;
}

static enum jpki_error grow(struct jpki_monitor *monitor)
{
	size_t count = monitor->count + 1;
	void *grown;

	grown = reallocarray(monitor->member, count, sizeof(*monitor->member));
	if (!grown)
		return JPKI_NO_MEMORY;
	monitor->member = grown;
	grown = reallocarray(monitor->poll, count + POLL_READERS,
			     sizeof(*monitor->poll));
	if (!grown)
		return JPKI_NO_MEMORY;
	monitor->poll = grown;
	return JPKI_OK;
}

static enum jpki_error add(struct jpki_monitor *monitor, const char *name)
{
	struct jpki_reader *reader;
	enum jpki_error err;

	if (is_member(monitor, name))
		return JPKI_OK;
	err = grow(monitor);
	if (err)
		return err;
	err = jpki_reader_open(monitor->ctx, name, &reader);
	if (err)
		return err;
	monitor->member[monitor->count++] = (struct member){
		.reader = reader,
		.fresh = true,
	};
	return JPKI_OK;
}

static bool is_gone(enum jpki_error err)
{
	return err == JPKI_READER_GONE || err == JPKI_NO_READER;
}

static enum jpki_error add_all(struct jpki_monitor *monitor)
{
	struct jpki_readers *readers = NULL;
	enum jpki_error err;
	size_t i;

	err = jpki_readers_new(monitor->ctx, &readers);
	for (i = 0; !err && i < jpki_readers_count(readers); i++) {
		err = add(monitor, jpki_readers_name(readers, i));
		if (is_gone(err))	/* since the listing */
			err = JPKI_OK;
	}
	jpki_readers_free(&readers);
	return err;
}

static void drop(struct jpki_monitor *monitor, size_t i)
{
	struct member *member = &monitor->member[i];

	if (member->generation)
		tell(monitor, member, JPKI_EVENT_CARD_REMOVED,
		     member->generation);
	tell(monitor, member, JPKI_EVENT_READER_REMOVED, 0);
	jpki_reader_close(&member->reader);
	monitor->count--;
	memmove(member, member + 1,
		(monitor->count - i) * sizeof(*monitor->member));
}

/* Tell what has changed since it was told last. */
static enum jpki_error sync_card(struct jpki_monitor *monitor,
				 struct member *member)
{
	struct jpki_reader_state state;
	enum jpki_error err;

	err = jpki_reader_state(member->reader, &state);
	if (err)
		return err;
	if (state.presence == JPKI_PRESENCE_ABSENT)
		state.generation = 0;
	if (state.generation == member->generation)
		return JPKI_OK;
	if (member->generation)
		tell(monitor, member, JPKI_EVENT_CARD_REMOVED,
		     member->generation);
	member->generation = state.generation;
	if (state.generation)
		tell(monitor, member, state.presence == JPKI_PRESENCE_MUTE ?
		     JPKI_EVENT_CARD_MUTE : JPKI_EVENT_CARD_INSERTED,
		     state.generation);
	return JPKI_OK;
}

static enum jpki_error sync_or_drop(struct jpki_monitor *monitor, size_t i)
{
	enum jpki_error err = sync_card(monitor, &monitor->member[i]);

	if (is_gone(err)) {
		drop(monitor, i);
		err = JPKI_OK;
	}
	return err;
}

static void tell_fresh_if_idle(struct jpki_monitor *monitor)
{
	size_t i;

	for (i = 0; !monitor->queued && i < monitor->count; i++) {
		struct member *member = &monitor->member[i];

		if (!member->fresh)
			continue;
		member->fresh = false;
		tell(monitor, member, JPKI_EVENT_READER_ADDED, 0);
		/* when it fails the node itself will say that it is gone */
		(void)sync_card(monitor, member);
	}
}

static enum jpki_error read_watch(struct jpki_monitor *monitor)
{
	char name[JPKI_READER_NAME_SIZE];
	enum jpki_error err;
	bool added;
	int number;

	number = monitor->ctx->transport->watch_next(monitor->watch, name,
						     &added);
	if (number == -EAGAIN)
		return JPKI_OK;
	if (number)
		return jpki_error_of_driver(-number);
	if (!added)		/* its node says so, too */
		return JPKI_OK;
	err = add(monitor, name);
	if (err && err != JPKI_NO_MEMORY) {
		jpki_log(monitor->ctx, "%s is passed over: %s", name,
			 jpki_error_name(err));
		err = JPKI_OK;
	}
	return err;
}

static enum jpki_error read_member(struct jpki_monitor *monitor, size_t i)
{
	const struct jpki_reader *reader = monitor->member[i].reader;
	struct ccid_event event;
	int number;

	number = monitor->ctx->transport->next_event(reader->dev, &event);
	if (number == -EAGAIN || number == -EINTR)
		return JPKI_OK;
	if (is_gone(jpki_error_of_driver(-number))) {
		drop(monitor, i);
		return JPKI_OK;
	}
	if (number)
		return jpki_fail(monitor->ctx, jpki_error_of_driver(-number),
				 "%s: read: %s", reader->info.name,
				 strerrorname_np(-number));
	return sync_or_drop(monitor, i);
}

static void fill_poll(struct jpki_monitor *monitor, int wake_fd)
{
	const struct jpki_transport *transport = monitor->ctx->transport;
	struct pollfd *fds = monitor->poll;
	size_t i;

	fds[POLL_WATCH].fd = transport->watch_fd(monitor->watch);
	fds[POLL_WAKE].fd = wake_fd;
	for (i = 0; i < monitor->count; i++)
		fds[POLL_READERS + i].fd =
			transport->fd(monitor->member[i].reader->dev);
	for (i = 0; i < monitor->count + POLL_READERS; i++)
		fds[i].events = POLLIN;
}

/* Sleep until something is to be read, and read one thing. */
static enum jpki_error sleep_once(struct jpki_monitor *monitor, int wake_fd)
{
	size_t i;

	fill_poll(monitor, wake_fd);
	if (poll(monitor->poll, monitor->count + POLL_READERS, -1) < 0)
		return errno == EINTR ? JPKI_OK : JPKI_DRIVER;
	if (monitor->poll[POLL_WAKE].revents) {
		tell(monitor, NULL, JPKI_EVENT_WAKE, 0);
		return JPKI_OK;
	}
	for (i = 0; i < monitor->count; i++)
		if (monitor->poll[POLL_READERS + i].revents)
			return read_member(monitor, i);
	return read_watch(monitor);
}

enum jpki_error jpki_monitor_new(struct jpki_ctx *ctx,
				 struct jpki_monitor **ret)
{
	struct jpki_monitor *monitor = calloc(1, sizeof(*monitor));
	enum jpki_error err;
	int number;

	if (!monitor)
		return JPKI_NO_MEMORY;
	monitor->ctx = ctx;
	monitor->poll = calloc(POLL_READERS, sizeof(*monitor->poll));
	if (!monitor->poll) {
		err = JPKI_NO_MEMORY;
		goto fail;
	}
	/* before the listing, so that no reader slips in between */
	number = ctx->transport->watch(&monitor->watch);
	if (number) {
		err = jpki_fail(ctx, jpki_error_of_driver(-number),
				"watching readers: %s",
				strerrorname_np(-number));
		goto fail;
	}
	err = add_all(monitor);
	if (err)
		goto fail;
	*ret = monitor;
	return JPKI_OK;
fail:
	jpki_monitor_free(&monitor);
	return err;
}

void jpki_monitor_free(struct jpki_monitor **monitor)
{
	struct jpki_monitor *old = *monitor;
	size_t i;

	*monitor = NULL;
	if (!old)
		return;
	for (i = 0; i < old->count; i++)
		jpki_reader_close(&old->member[i].reader);
	if (old->watch)
		old->ctx->transport->unwatch(old->watch);
	free(old->member);
	free(old->poll);
	free(old);
}

enum jpki_error jpki_monitor_wait(struct jpki_monitor *monitor, int wake_fd,
				  struct jpki_event *ret)
{
	enum jpki_error err;

	tell_fresh_if_idle(monitor);
	while (!monitor->queued) {
		err = sleep_once(monitor, wake_fd);
		if (err)
			return err;
		tell_fresh_if_idle(monitor);
	}
	*ret = monitor->queue[0];
	monitor->queued--;
	memmove(monitor->queue, monitor->queue + 1,
		monitor->queued * sizeof(*monitor->queue));
	return JPKI_OK;
}
