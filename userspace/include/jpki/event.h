/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What happens on all readers of the machine, heard by generic netlink: no
 * device node is opened, so it takes no right to any. What is known of the
 * readers is what the driver said last, never a sum of what was heard: when
 * something was lost, the driver is asked anew.
 */
#ifndef JPKI_EVENT_H
#define JPKI_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>
#include <jpki/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JPKI_AID_MAX 16

struct jpki_ctx;
struct jpki_listener;

enum jpki_news_type {
	JPKI_NEWS_NONE,		/* nothing waits */
	JPKI_NEWS_RESYNC,	/* begun, or news were lost: see the seats */
	JPKI_NEWS_READER_ADDED,
	JPKI_NEWS_READER_REMOVED,	/* and its card with it */
	JPKI_NEWS_CARD_INSERTED,
	JPKI_NEWS_CARD_REMOVED,
	JPKI_NEWS_CARD_MUTE,
	JPKI_NEWS_PIN,		/* an attempt counter was learnt */
	JPKI_NEWS_FAULT,	/* a command failed */
};

/* An attempt counter, by the name that the card has for its PIN. */
struct jpki_counter {
	uint8_t aid[JPKI_AID_MAX];
	size_t aid_len;		/* 0: the card's own level */
	uint16_t ef;		/* 0: see reference */
	uint8_t reference;
	int left;		/* -1: there is no telling */
	int max;		/* -1: there is no telling */
};

struct jpki_news {
	enum jpki_news_type type;
	char reader[JPKI_READER_NAME_SIZE];
	uint32_t generation;	/* of the card */
	struct jpki_counter counter;	/* with JPKI_NEWS_PIN */
	enum jpki_error fault;		/* with JPKI_NEWS_FAULT */
};

/* How a reader stands. */
struct jpki_seat {
	char reader[JPKI_READER_NAME_SIZE];
	enum jpki_presence presence;
	uint32_t generation;	/* 0 without a card */
};

/* JPKI_NOT_SUPPORTED when the driver has no netlink family. The first news is
 * JPKI_NEWS_RESYNC.
 */
enum jpki_error jpki_listener_new(struct jpki_ctx *ctx,
				  struct jpki_listener **ret);
void jpki_listener_free(struct jpki_listener **listener);

/* Readable when news wait; to be asked for until JPKI_NEWS_NONE. */
int jpki_listener_fd(const struct jpki_listener *listener);
enum jpki_error jpki_listener_next(struct jpki_listener *listener,
				   struct jpki_news *ret);

/* How all readers stand, as of the last news. Valid until the next. */
size_t jpki_listener_seats(const struct jpki_listener *listener,
			   const struct jpki_seat **ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_EVENT_H */
