// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's netlink group. Owns the listener. It comes with the driver: when
 * that is unloaded the kernel takes the listener out of the group, and tells
 * nobody. udev tells of the readers of the next one. A listener that fails is
 * made anew once; after that, too, only udev helps.
 */
#include "hearing.h"

#include <sys/epoll.h>

#include "lang.h"
#include "log.h"

static void stop(struct hearing *hearing)
{
	if (!hearing->listener)
		return;
	loop_remove(hearing->loop, &hearing->source);
	jpki_listener_free(&hearing->listener);
}

static enum jpki_error start(struct hearing *hearing)
{
	enum jpki_error err;

	err = jpki_listener_new(hearing->ctx, &hearing->listener);
	if (err)
		return err;
	hearing->source.fd = jpki_listener_fd(hearing->listener);
	if (loop_add(hearing->loop, &hearing->source, EPOLLIN))
		return JPKI_OK;
	jpki_listener_free(&hearing->listener);
	return JPKI_DRIVER;
}

static void heed(struct hearing *hearing, const struct jpki_news *news)
{
	if (news->type == JPKI_NEWS_READER_REMOVED)
		seats_drop(hearing->seats, news->reader);
	if (news->type == JPKI_NEWS_PIN)
		seats_doubt(hearing->seats, news->reader, news->generation);
}

static enum jpki_error take_all(struct hearing *hearing)
{
	const struct jpki_seat *seats;
	struct jpki_news news;
	enum jpki_error err;
	size_t count;

	do {
		err = jpki_listener_next(hearing->listener, &news);
		if (err)
			return err;
		heed(hearing, &news);
	} while (news.type != JPKI_NEWS_NONE);
	count = jpki_listener_seats(hearing->listener, &seats);
	seats_sync(hearing->seats, seats, count);
	return JPKI_OK;
}

static void complain(const struct hearing *hearing, enum jpki_error err)
{
	log_error("%s (%s)", gettext(jpki_error_text(err)),
		  jpki_ctx_detail(hearing->ctx, err));
}

/* From the beginning: nothing that was known holds any more. */
static void restart(struct hearing *hearing)
{
	enum jpki_error err;

	stop(hearing);
	seats_sync(hearing->seats, NULL, 0);
	if (start(hearing))
		return;
	err = take_all(hearing);
	if (!err)
		return;
	complain(hearing, err);
	stop(hearing);
}

void hearing_drain(struct hearing *hearing)
{
	enum jpki_error err;

	err = hearing->listener ? take_all(hearing) : JPKI_OK;
	if (!err)
		return;
	complain(hearing, err);
	restart(hearing);
}

static void netlink_ready(struct source *source, uint32_t events)
{
	(void)events;
	hearing_drain(OWNER(source, struct hearing, source));
}

void hearing_check(struct hearing *hearing, const char *reader)
{
	hearing_drain(hearing);
	if (!seats_has(hearing->seats, reader))
		restart(hearing);
}

bool hearing_open(struct hearing *hearing, struct loop *loop,
		  struct jpki_ctx *ctx, struct seats *seats)
{
	enum jpki_error err;

	*hearing = (struct hearing){
		.source = { .fd = -1, .ready = netlink_ready },
		.loop = loop,
		.ctx = ctx,
		.seats = seats,
	};
	err = start(hearing);
	if (!err)
		hearing_drain(hearing);
	else if (err == JPKI_NOT_SUPPORTED)
		log_note("%s", _("The ccid module is not loaded yet; "
				 "waiting for it."));
	else
		complain(hearing, err);
	return !err || err == JPKI_NOT_SUPPORTED;
}

void hearing_close(struct hearing *hearing)
{
	stop(hearing);
}
