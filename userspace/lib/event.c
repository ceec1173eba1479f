// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What happens on all readers. Owns the subscription and the seats: how the
 * readers stood at the last dump, with the events since. An event that is not
 * the next of its reader, one of a reader that is not known, or an overrun ends
 * that: the next thing told is a resync, with seats from a new dump.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "error.h"
#include "transport.h"

struct jpki_listener {
	struct jpki_ctx *ctx;
	void *listen;
	bool lost;		/* the seats are not to be believed */
	size_t count;
	struct jpki_seat *seat;
	uint32_t *sequence;	/* of the last event of each */
};

static enum jpki_error fail(struct jpki_ctx *ctx, int number)
{
	return jpki_fail(ctx, jpki_error_of_driver(-number), "netlink: %s",
			 strerrorname_np(-number));
}

static void name_of(char *ret, uint32_t slot)
{
	snprintf(ret, JPKI_READER_NAME_SIZE, "ccid%u", slot);
}

/* The index of a slot's seat, or the count when it has none. */
static size_t find(const struct jpki_listener *l, const struct jpki_told *told)
{
	char name[JPKI_READER_NAME_SIZE];
	size_t i;

	name_of(name, told->slot);
	for (i = 0; i < l->count; i++)
		if (!strcmp(l->seat[i].reader, name))
			break;
	return i;
}

static void sit(struct jpki_listener *l, size_t i, const struct jpki_told *told)
{
	static const enum jpki_presence presences[] = {
		[CCID_CARD_ABSENT] = JPKI_PRESENCE_ABSENT,
		[CCID_CARD_PRESENT] = JPKI_PRESENCE_UNPOWERED,
		[CCID_CARD_MUTE] = JPKI_PRESENCE_MUTE,
		[CCID_CARD_POWERED] = JPKI_PRESENCE_READY,
	};
	struct jpki_seat *seat = &l->seat[i];

	name_of(seat->reader, told->slot);
	seat->presence = told->card <= CCID_CARD_POWERED ?
		presences[told->card] : JPKI_PRESENCE_UNPOWERED;
	seat->generation = seat->presence == JPKI_PRESENCE_ABSENT ?
		0 : told->generation;
	l->sequence[i] = told->sequence;
}

static int add(struct jpki_listener *l, const struct jpki_told *told)
{
	size_t i = find(l, told);
	void *grown;

	if (i == l->count) {
		grown = reallocarray(l->seat, i + 1, sizeof(*l->seat));
		if (!grown)
			return -ENOMEM;
		l->seat = grown;
		grown = reallocarray(l->sequence, i + 1, sizeof(*l->sequence));
		if (!grown)
			return -ENOMEM;
		l->sequence = grown;
		l->count++;
	}
	sit(l, i, told);
	return 0;
}

static void drop(struct jpki_listener *l, size_t i)
{
	l->count--;
	memmove(&l->seat[i], &l->seat[i + 1],
		(l->count - i) * sizeof(*l->seat));
	memmove(&l->sequence[i], &l->sequence[i + 1],
		(l->count - i) * sizeof(*l->sequence));
}

static int on_dump(void *data, const struct jpki_told *told)
{
	return add(data, told);
}

/* How things stand. Slots that change meanwhile are told of, and it is again. */
static enum jpki_error resync(struct jpki_listener *l, struct jpki_news *ret)
{
	int number;

	l->count = 0;
	number = l->ctx->transport->listen_dump(l->listen, on_dump, l);
	if (number == -EINTR)
		return JPKI_OK;
	if (number)
		return fail(l->ctx, number);
	l->lost = false;
	ret->type = JPKI_NEWS_RESYNC;
	return JPKI_OK;
}

/* While the queue is full nothing new gets in: empty it before the dump. */
static enum jpki_error overrun(struct jpki_listener *l, struct jpki_news *ret)
{
	struct jpki_told told;
	int number;

	l->lost = true;
	do {
		number = l->ctx->transport->listen_next(l->listen, &told);
	} while (!number || number == -ENOBUFS);
	if (number != -EAGAIN)
		return fail(l->ctx, number);
	return resync(l, ret);
}

static int tries(uint8_t count)
{
	return count == CCID_PIN_NO_COUNT ? -1 : count;
}

static void tell_pin(struct jpki_counter *ret, const struct ccid_pin *pin)
{
	*ret = (struct jpki_counter){
		.aid_len = pin->aid_len,
		.ef = pin->ef,
		.reference = pin->reference,
		.left = tries(pin->tries_left),
		.max = tries(pin->tries_max),
	};
	memcpy(ret->aid, pin->aid, sizeof(ret->aid));
}

/* The next event of the reader that has seat @i. */
static void follow(struct jpki_listener *l, size_t i,
		   const struct jpki_told *told, struct jpki_news *ret)
{
	l->sequence[i] = told->sequence;
	ret->generation = told->generation;
	switch (told->cmd) {
	case CCID_NL_CMD_CARD_INSERT:
		ret->type = JPKI_NEWS_CARD_INSERTED;
		sit(l, i, told);
		break;
	case CCID_NL_CMD_CARD_REMOVE:
		ret->type = JPKI_NEWS_CARD_REMOVED;
		sit(l, i, told);
		break;
	case CCID_NL_CMD_CARD_MUTE:
		ret->type = JPKI_NEWS_CARD_MUTE;
		sit(l, i, told);
		break;
	case CCID_NL_CMD_PIN:
		ret->type = JPKI_NEWS_PIN;
		tell_pin(&ret->counter, &told->pin);
		break;
	case CCID_NL_CMD_FAULT:
		ret->type = JPKI_NEWS_FAULT;
		ret->fault = jpki_error_of_driver((int)told->fault);
		break;
	}
}

/* An event that is in the seats already leaves @ret as it is: no news. */
static enum jpki_error judge(struct jpki_listener *l,
			     const struct jpki_told *told,
			     struct jpki_news *ret)
{
	size_t i = find(l, told);
	int32_t ahead;

	name_of(ret->reader, told->slot);
	if (told->cmd == CCID_NL_CMD_SLOT_ADD) {
		if (i < l->count)
			return JPKI_OK;
		ret->type = JPKI_NEWS_READER_ADDED;
		l->lost = add(l, told);
		return l->lost ? JPKI_NO_MEMORY : JPKI_OK;
	}
	if (told->cmd == CCID_NL_CMD_SLOT_DEL) {
		if (i == l->count)
			return JPKI_OK;
		ret->type = JPKI_NEWS_READER_REMOVED;
		drop(l, i);
		return JPKI_OK;
	}
	ahead = i < l->count ? (int32_t)(told->sequence - l->sequence[i]) : 2;
	if (ahead > 1) {
		l->lost = true;
		return resync(l, ret);
	}
	if (ahead == 1)
		follow(l, i, told, ret);
	return JPKI_OK;
}

enum jpki_error jpki_listener_new(struct jpki_ctx *ctx,
				  struct jpki_listener **ret)
{
	struct jpki_listener *l;
	int number = -EOPNOTSUPP;

	l = calloc(1, sizeof(*l));
	if (!l)
		return JPKI_NO_MEMORY;
	l->ctx = ctx;
	l->lost = true;
	if (ctx->transport->listen)
		number = ctx->transport->listen(&l->listen);
	if (number) {
		free(l);
		return fail(ctx, number);
	}
	*ret = l;
	return JPKI_OK;
}

void jpki_listener_free(struct jpki_listener **listener)
{
	struct jpki_listener *old = *listener;

	*listener = NULL;
	if (!old)
		return;
	old->ctx->transport->unlisten(old->listen);
	free(old->seat);
	free(old->sequence);
	free(old);
}

int jpki_listener_fd(const struct jpki_listener *listener)
{
	return listener->ctx->transport->listen_fd(listener->listen);
}

static enum jpki_error next(struct jpki_listener *l, struct jpki_news *ret)
{
	enum jpki_error err = JPKI_OK;
	struct jpki_told told;
	int number;

	while (!err && ret->type == JPKI_NEWS_NONE) {
		number = l->ctx->transport->listen_next(l->listen, &told);
		if (number == -EAGAIN)
			return JPKI_OK;
		if (!number)
			err = l->lost ? resync(l, ret) : judge(l, &told, ret);
		else if (number == -ENOBUFS)
			err = overrun(l, ret);
		else
			err = fail(l->ctx, number);
	}
	return err;
}

enum jpki_error jpki_listener_next(struct jpki_listener *listener,
				   struct jpki_news *ret)
{
	struct jpki_news news = { .type = JPKI_NEWS_NONE };
	enum jpki_error err = JPKI_OK;

	if (listener->lost)
		err = resync(listener, &news);
	if (!err && news.type == JPKI_NEWS_NONE)
		err = next(listener, &news);
	if (err)
		return err;
	*ret = news;
	return JPKI_OK;
}

size_t jpki_listener_seats(const struct jpki_listener *listener,
			   const struct jpki_seat **ret)
{
	*ret = listener->seat;
	return listener->count;
}
