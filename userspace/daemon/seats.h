/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of each reader: the card on it, and what that card told. */
#ifndef JPKID_SEATS_H
#define JPKID_SEATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jpki/event.h>

#include "out.h"

/* The rest of the daemon, as the seats see it. */
struct seats_ops {
	/* Begin to read a card; seats_answer() follows. */
	bool (*read)(void *data, const char *reader, uint32_t generation,
		     uint64_t ticket);
	/* May the daemon open that reader yet? */
	bool (*may_open)(void *data, const char *reader);
	/* A line that stays while the card does; NULL: no more. */
	void (*publish)(void *data, const char *reader, const char *line);
	/* A line for all who listen. */
	void (*tell)(void *data, const char *line);
};

struct seat;

struct seats {
	const struct seats_ops *ops;
	void *data;
	struct seat *seat;
	size_t count;
	size_t reading;		/* how many are being read */
	uint64_t tickets;	/* the last one given out */
	struct out out;
};

void seats_init(struct seats *seats, const struct seats_ops *ops, void *data);

/* All readers leave. */
void seats_clear(struct seats *seats);

/* How all readers stand. Tells of what changed, and begins what is to be read. */
void seats_sync(struct seats *seats, const struct jpki_seat *now, size_t count);

/* This reader has left, whatever comes under its name next. */
void seats_drop(struct seats *seats, const char *reader);

bool seats_has(const struct seats *seats, const char *reader);

/* What @ticket was given out for has ended: with a status in @line, with an
 * error in @line (@failed), or with nothing (NULL).
 */
void seats_answer(struct seats *seats, uint64_t ticket, const char *line,
		  bool failed);

/* What the card @generation told may be true no more. */
void seats_doubt(struct seats *seats, const char *reader, uint32_t generation);
void seats_doubt_all(struct seats *seats);

/* The node of @reader has been set up: it may be opened now, or never. */
void seats_ready(struct seats *seats, const char *reader);

/* Begin what is to be read and can be. */
void seats_work(struct seats *seats);

/* Every line that tells how things stand. */
typedef void seats_line_fn(void *data, const char *line);
void seats_each(struct seats *seats, seats_line_fn *fn, void *data);

#endif /* JPKID_SEATS_H */
