// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is known of each reader. Owns the table of seats, and in each the line
 * that its card told last. Pure but for the clock: all else that happens goes
 * through struct seats_ops.
 *
 * A seat with a card is wanted (to be read), being read (it holds a ticket), or
 * settled. State is derived: seats_sync() compares the table with how things
 * stand, so it does not matter which events were heard. A ticket is good for
 * one card: when that leaves, whatever is answered for it is not heeded.
 *
 * An answer that is an error is asked for again, twice; the third is told, and
 * settles the seat.
 */
#include "seats.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "facts.h"

#define READING_MAX	32	/* at a time */
#define FAULTS_MAX	3	/* then it is left alone */

struct seat {
	char reader[JPKI_READER_NAME_SIZE];
	enum jpki_presence presence;
	uint32_t generation;
	bool open;		/* no need to ask whether it may be opened */
	bool wanted;
	uint64_t ticket;	/* 0: not being read */
	unsigned int faults;	/* in a row */
	bool published;
	char *line;		/* or NULL */
};

void seats_init(struct seats *seats, const struct seats_ops *ops, void *data)
{
	*seats = (struct seats){ .ops = ops, .data = data };
}

static struct seat *find(const struct seats *seats, const char *reader)
{
	size_t i;

	for (i = 0; i < seats->count; i++)
		if (!strcmp(seats->seat[i].reader, reader))
			return &seats->seat[i];
	return NULL;
}

bool seats_has(const struct seats *seats, const char *reader)
{
	return find(seats, reader);
}

static char *event_line(struct seats *seats, const char *event,
			const struct seat *seat, uint32_t generation)
{
	facts_event(&seats->out, time(NULL), event, seat->reader, generation);
	return out_json_take(&seats->out);
}

static void tell_event(struct seats *seats, const char *event,
		       const struct seat *seat, uint32_t generation)
{
	char *line = event_line(seats, event, seat, generation);

	if (line)
		seats->ops->tell(seats->data, line);
	free(line);
}

static const char *arrival(const struct seat *seat)
{
	return seat->presence == JPKI_PRESENCE_MUTE ? "card_mute" :
						      "card_inserted";
}

static void forget_line(struct seat *seat)
{
	if (seat->line)
		explicit_bzero(seat->line, strlen(seat->line));
	free(seat->line);
	seat->line = NULL;
}

static void give_ticket_back(struct seats *seats, struct seat *seat)
{
	if (seat->ticket)
		seats->reading--;
	seat->ticket = 0;
}

static void card_leaves(struct seats *seats, struct seat *seat)
{
	if (!seat->generation)
		return;
	give_ticket_back(seats, seat);
	if (seat->published)
		seats->ops->publish(seats->data, seat->reader, NULL);
	seat->published = false;
	forget_line(seat);
	tell_event(seats, "card_removed", seat, seat->generation);
	seat->generation = 0;
}

static void card_comes(struct seats *seats, struct seat *seat,
		       const struct jpki_seat *now)
{
	seat->presence = now->presence;
	seat->generation = now->generation;
	seat->faults = 0;
	seat->wanted = seat->presence != JPKI_PRESENCE_MUTE;
	tell_event(seats, arrival(seat), seat, seat->generation);
}

static void leave(struct seats *seats, struct seat *seat)
{
	card_leaves(seats, seat);
	tell_event(seats, "reader_removed", seat, 0);
	*seat = seats->seat[--seats->count];
}

static bool is_among(const char *reader, const struct jpki_seat *now,
		     size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(now[i].reader, reader))
			return true;
	return false;
}

static struct seat *come(struct seats *seats, const char *reader)
{
	struct seat *seat;
	void *grown;

	grown = reallocarray(seats->seat, seats->count + 1, sizeof(*seat));
	if (!grown)
		return NULL;
	seats->seat = grown;
	seat = &seats->seat[seats->count++];
	memset(seat, 0, sizeof(*seat));
	memcpy(seat->reader, reader, sizeof(seat->reader));
	tell_event(seats, "reader_added", seat, 0);
	return seat;
}

/* A card that was mute may have found its voice: it is told of again. */
static bool is_same(const struct seat *seat, const struct jpki_seat *now)
{
	bool was_mute = seat->presence == JPKI_PRESENCE_MUTE;
	bool is_mute = now->presence == JPKI_PRESENCE_MUTE;

	return seat->generation == now->generation &&
	       (!seat->generation || was_mute == is_mute);
}

static void sync_one(struct seats *seats, const struct jpki_seat *now)
{
	struct seat *seat = find(seats, now->reader);

	if (!seat)
		seat = come(seats, now->reader);
	if (!seat || is_same(seat, now))
		return;
	card_leaves(seats, seat);
	if (now->generation)
		card_comes(seats, seat, now);
}

void seats_sync(struct seats *seats, const struct jpki_seat *now, size_t count)
{
	size_t i;

	for (i = seats->count; i-- > 0;)
		if (!is_among(seats->seat[i].reader, now, count))
			leave(seats, &seats->seat[i]);
	for (i = 0; i < count; i++)
		sync_one(seats, &now[i]);
	seats_work(seats);
}

void seats_drop(struct seats *seats, const char *reader)
{
	struct seat *seat = find(seats, reader);

	if (seat)
		leave(seats, seat);
}

void seats_clear(struct seats *seats)
{
	while (seats->count)
		leave(seats, &seats->seat[seats->count - 1]);
	free(seats->seat);
	seats->seat = NULL;
}

static bool can_read(const struct seats *seats, const struct seat *seat)
{
	return seat->wanted && seat->generation && !seat->ticket &&
	       seats->reading < READING_MAX &&
	       (seat->open || seats->ops->may_open(seats->data, seat->reader));
}

void seats_work(struct seats *seats)
{
	size_t i;

	for (i = 0; i < seats->count; i++) {
		struct seat *seat = &seats->seat[i];

		if (!can_read(seats, seat))
			continue;
		if (!seats->ops->read(seats->data, seat->reader,
				      seat->generation, seats->tickets + 1))
			continue;	/* the next event is another chance */
		seat->wanted = false;
		seat->ticket = ++seats->tickets;
		seats->reading++;
	}
}

static struct seat *holder(const struct seats *seats, uint64_t ticket)
{
	size_t i;

	for (i = 0; i < seats->count; i++)
		if (seats->seat[i].ticket == ticket)
			return &seats->seat[i];
	return NULL;
}

/* What a card told is told on when it is new. */
static void settle(struct seats *seats, struct seat *seat, const char *line,
		   bool failed)
{
	char *copy = strdup(line);

	if (!copy)
		return;
	forget_line(seat);
	seat->line = copy;
	if (!failed)
		seats->ops->publish(seats->data, seat->reader, line);
	else if (seat->published)
		seats->ops->publish(seats->data, seat->reader, NULL);
	seat->published = !failed;
	seats->ops->tell(seats->data, line);
}

/* The process died: an error without anybody who could tell it. */
static void settle_silent(struct seats *seats, struct seat *seat)
{
	char *line;

	facts_error(&seats->out, JPKI_CANCELED, NULL, seat->reader,
		    seat->generation);
	line = out_json_take(&seats->out);
	if (line)
		settle(seats, seat, line, true);
	free(line);
}

void seats_answer(struct seats *seats, uint64_t ticket, const char *line,
		  bool failed)
{
	struct seat *seat = ticket ? holder(seats, ticket) : NULL;

	if (!seat)
		return seats_work(seats);
	give_ticket_back(seats, seat);
	seat->faults = failed || !line ? seat->faults + 1 : 0;
	if (seat->faults && seat->faults < FAULTS_MAX)
		seat->wanted = true;
	else if (line)
		settle(seats, seat, line, failed);
	else
		settle_silent(seats, seat);
	seats_work(seats);
}

static void doubt(struct seat *seat)
{
	if (!seat->generation || seat->presence == JPKI_PRESENCE_MUTE)
		return;
	seat->faults = 0;
	seat->wanted = true;
}

/* The first reading of a card makes the driver learn its counters, which is no
 * reason for another one.
 */
void seats_doubt(struct seats *seats, const char *reader, uint32_t generation)
{
	struct seat *seat = find(seats, reader);

	if (seat && seat->generation == generation &&
	    (seat->line || !seat->ticket))
		doubt(seat);
}

void seats_doubt_all(struct seats *seats)
{
	size_t i;

	for (i = 0; i < seats->count; i++)
		doubt(&seats->seat[i]);
	seats_work(seats);
}

void seats_ready(struct seats *seats, const char *reader)
{
	struct seat *seat = find(seats, reader);

	if (!seat)
		return;
	seat->open = true;
	if (seat->line && !seat->published)
		doubt(seat);	/* it may have been refused before */
	seats_work(seats);
}

void seats_each(struct seats *seats, seats_line_fn *fn, void *data)
{
	size_t i;

	for (i = 0; i < seats->count; i++) {
		const struct seat *seat = &seats->seat[i];
		char *added, *came = NULL;

		added = event_line(seats, "reader_added", seat, 0);
		if (seat->generation)
			came = event_line(seats, arrival(seat), seat,
					  seat->generation);
		if (added)
			fn(data, added);
		if (came)
			fn(data, came);
		if (seat->line)
			fn(data, seat->line);
		free(added);
		free(came);
	}
}
