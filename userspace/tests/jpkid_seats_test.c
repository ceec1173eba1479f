// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The seats of jpkid, with the rest of the daemon played here: what is read,
 * published and told as cards come and go.
 */
#include <stdlib.h>

#include "seats.h"
#include "tap.h"

#define LINES 64

static struct seats seats;
static char told[LINES][160];	/* event and reader, or the line */
static size_t lines;
static struct {
	char reader[JPKI_READER_NAME_SIZE];
	uint32_t generation;
	uint64_t ticket;
	int count;
} read_last;
static char published[160];	/* reader and line, or reader alone */
static int publications;
static bool closed;		/* the readers may not be opened yet */
static bool exhausted;		/* no process can be started */

static bool do_read(void *data, const char *reader, uint32_t generation,
		    uint64_t ticket)
{
	CHECK(data == &seats);
	if (exhausted)
		return false;
	snprintf(read_last.reader, sizeof(read_last.reader), "%s", reader);
	read_last.generation = generation;
	read_last.ticket = ticket;
	read_last.count++;
	return true;
}

static bool do_may_open(void *data, const char *reader)
{
	(void)data, (void)reader;
	return !closed;
}

static void do_publish(void *data, const char *reader, const char *line)
{
	(void)data;
	publications++;
	snprintf(published, sizeof(published), "%s%s%s", reader,
		 line ? " " : "", line ? line : "");
}

/* Events by their name and reader: "card_inserted ccid0 7". */
static void do_tell(void *data, const char *line)
{
	const char *event = strstr(line, "\"event\":\"");
	char *to = told[lines++ % LINES];
	char name[32], reader[32], generation[32];

	(void)data;
	snprintf(to, sizeof(told[0]), "%s", line);
	if (event && sscanf(event, "\"event\":\"%31[a-z_]\",\"reader\":"
			    "\"%31[a-z0-9]\",\"generation\":%31[a-z0-9]",
			    name, reader, generation) == 3)
		snprintf(to, sizeof(told[0]), "%s %s %s", name, reader,
			 generation);
}

static const struct seats_ops ops = {
	.read = do_read,
	.may_open = do_may_open,
	.publish = do_publish,
	.tell = do_tell,
};

static struct jpki_seat at(const char *reader, enum jpki_presence presence,
			   uint32_t generation)
{
	struct jpki_seat seat = {
		.presence = presence, .generation = generation,
	};

	strcpy(seat.reader, reader);
	return seat;
}

static void begin(void)
{
	closed = false;
	exhausted = false;
	lines = 0;
	publications = 0;
	published[0] = '\0';
	memset(&read_last, 0, sizeof(read_last));
	seats_init(&seats, &ops, &seats);
}

static void sync_with(enum jpki_presence presence, uint32_t generation)
{
	struct jpki_seat now = at("ccid0", presence, generation);

	seats_sync(&seats, &now, 1);
}

/* One reader, with a card that has told its line. */
static void begin_with_card(void)
{
	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	lines = 0;
}

static void end(void)
{
	seats_clear(&seats);
	CHECK_LONG(seats.count, 0);
	CHECK_LONG(seats.reading, 0);
}

static void a_card_is_read_once_and_told(void)
{
	begin();
	sync_with(JPKI_PRESENCE_ABSENT, 0);
	CHECK_LONG(read_last.count, 0);
	sync_with(JPKI_PRESENCE_UNPOWERED, 7);
	CHECK_TEXT(read_last.reader, "ccid0");
	CHECK_LONG(read_last.generation, 7);
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(publications, 0);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(read_last.count, 1);
	CHECK_TEXT(published, "ccid0 {7}");
	CHECK_LONG(lines, 3);
	CHECK_TEXT(told[0], "reader_added ccid0 null");
	CHECK_TEXT(told[1], "card_inserted ccid0 7");
	CHECK_TEXT(told[2], "{7}");
	end();
}

static void a_card_taken_away_takes_its_file_along(void)
{
	begin_with_card();
	sync_with(JPKI_PRESENCE_ABSENT, 0);
	CHECK_TEXT(published, "ccid0");
	CHECK_LONG(publications, 2);
	CHECK_LONG(lines, 1);
	CHECK_TEXT(told[0], "card_removed ccid0 7");
	end();
}

static void an_answer_for_a_card_that_left_is_not_heeded(void)
{
	uint64_t old;

	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	old = read_last.ticket;
	sync_with(JPKI_PRESENCE_READY, 8);
	CHECK_LONG(read_last.generation, 8);
	seats_answer(&seats, old, "{7}", false);
	CHECK_LONG(publications, 0);
	CHECK_LONG(seats.reading, 1);
	seats_answer(&seats, read_last.ticket, "{8}", false);
	CHECK_TEXT(published, "ccid0 {8}");
	seats_answer(&seats, read_last.ticket, "{9}", false);
	seats_answer(&seats, 0, "{9}", false);
	CHECK_TEXT(published, "ccid0 {8}");
	end();
}

/* The reader of another module may begin to count anew. */
static void a_reader_that_left_is_another_one_afterwards(void)
{
	begin_with_card();
	seats_drop(&seats, "ccid0");
	CHECK_TEXT(told[1], "reader_removed ccid0 null");
	seats_drop(&seats, "ccid0");
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(read_last.count, 2);
	end();
}

static void an_error_is_asked_again_and_then_told(void)
{
	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	lines = 0;
	seats_answer(&seats, read_last.ticket, "{e}", true);
	seats_answer(&seats, read_last.ticket, NULL, true);
	CHECK_LONG(lines, 0);
	seats_answer(&seats, read_last.ticket, "{e}", true);
	CHECK_LONG(read_last.count, 3);
	CHECK_LONG(publications, 0);
	CHECK_LONG(lines, 1);
	CHECK_TEXT(told[0], "{e}");
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(read_last.count, 3);
	end();
}

static void a_process_that_dies_is_an_error(void)
{
	int i;

	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	lines = 0;
	for (i = 0; i < 3; i++)
		seats_answer(&seats, read_last.ticket, NULL, false);
	CHECK_LONG(lines, 1);
	CHECK(strstr(told[0], "{\"schema\":\"jpki.error/1\","
		     "\"error\":\"canceled\""));
	CHECK_LONG(publications, 0);
	end();
}

static void what_the_first_reading_learns_is_no_change(void)
{
	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	seats_doubt(&seats, "ccid0", 7);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	CHECK_LONG(read_last.count, 1);
	end();
}

static void a_counter_that_changed_is_read_again(void)
{
	begin_with_card();
	seats_doubt(&seats, "ccid0", 6);
	seats_doubt(&seats, "ccid1", 7);
	seats_work(&seats);
	CHECK_LONG(read_last.count, 1);
	seats_doubt(&seats, "ccid0", 7);
	seats_work(&seats);
	CHECK_LONG(read_last.count, 2);
	CHECK_TEXT(published, "ccid0 {7}");
	seats_doubt(&seats, "ccid0", 7);	/* and once more meanwhile */
	seats_answer(&seats, read_last.ticket, "{7b}", false);
	CHECK_TEXT(published, "ccid0 {7b}");
	CHECK_LONG(read_last.count, 3);
	seats_answer(&seats, read_last.ticket, "{7c}", false);
	CHECK_LONG(read_last.count, 3);
	end();
}

static void an_error_after_a_status_takes_its_file_away(void)
{
	int i;

	begin_with_card();
	seats_doubt_all(&seats);
	for (i = 0; i < 3; i++)
		seats_answer(&seats, read_last.ticket, "{e}", true);
	CHECK_TEXT(published, "ccid0");
	end();
}

static void doubt_while_a_card_is_read_reads_it_again(void)
{
	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	seats_doubt_all(&seats);
	CHECK_LONG(read_last.count, 1);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	CHECK_LONG(read_last.count, 2);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	CHECK_LONG(read_last.count, 2);
	end();
}

static void a_mute_card_is_told_and_not_read(void)
{
	begin();
	sync_with(JPKI_PRESENCE_MUTE, 7);
	seats_doubt_all(&seats);
	CHECK_LONG(read_last.count, 0);
	CHECK_TEXT(told[1], "card_mute ccid0 7");
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(read_last.count, 1);
	CHECK_TEXT(told[3], "card_inserted ccid0 7");
	end();
}

static void a_node_is_opened_when_udev_has_set_it_up(void)
{
	begin();
	closed = true;
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(read_last.count, 0);
	seats_ready(&seats, "ccid1");
	CHECK_LONG(read_last.count, 0);
	seats_ready(&seats, "ccid0");
	CHECK_LONG(read_last.count, 1);
	end();
}

static void what_was_refused_before_udev_came_is_tried_again(void)
{
	int i;

	begin();
	sync_with(JPKI_PRESENCE_READY, 7);
	for (i = 0; i < 3; i++)
		seats_answer(&seats, read_last.ticket, "{e}", true);
	seats_ready(&seats, "ccid0");
	CHECK_LONG(read_last.count, 4);
	seats_answer(&seats, read_last.ticket, "{7}", false);
	seats_ready(&seats, "ccid0");
	CHECK_LONG(read_last.count, 4);
	end();
}

static void a_process_that_cannot_be_started_is_later(void)
{
	begin();
	exhausted = true;
	sync_with(JPKI_PRESENCE_READY, 7);
	CHECK_LONG(seats.reading, 0);
	exhausted = false;
	seats_work(&seats);
	CHECK_LONG(read_last.count, 1);
	end();
}

static void many_readers_are_read_some_at_a_time(void)
{
	struct jpki_seat now[100];
	int i;

	begin();
	for (i = 0; i < 100; i++) {
		char name[JPKI_READER_NAME_SIZE];

		snprintf(name, sizeof(name), "ccid%d", i);
		now[i] = at(name, JPKI_PRESENCE_READY, (uint32_t)i + 1);
	}
	seats_sync(&seats, now, 100);
	CHECK_LONG(read_last.count, 32);
	for (i = 0; i < 100; i++)
		seats_answer(&seats, (uint64_t)i + 1, "{}", false);
	CHECK_LONG(read_last.count, 100);
	CHECK_LONG(publications, 100);
	CHECK_LONG(seats.reading, 0);
	seats_sync(&seats, now + 50, 50);
	CHECK_LONG(seats.count, 50);
	CHECK(!seats_has(&seats, "ccid49"));
	CHECK(seats_has(&seats, "ccid50"));
	CHECK(seats_has(&seats, "ccid99"));
	end();
	CHECK_LONG(publications, 200);
}

static void count_line(void *data, const char *line)
{
	(void)data;
	do_tell(NULL, line);
}

static void who_comes_is_told_how_things_stand(void)
{
	struct jpki_seat now[2];

	begin_with_card();
	now[0] = at("ccid0", JPKI_PRESENCE_READY, 7);
	now[1] = at("ccid1", JPKI_PRESENCE_MUTE, 8);
	seats_sync(&seats, now, 2);
	lines = 0;
	seats_each(&seats, count_line, NULL);
	CHECK_LONG(lines, 5);
	CHECK_TEXT(told[0], "reader_added ccid0 null");
	CHECK_TEXT(told[1], "card_inserted ccid0 7");
	CHECK_TEXT(told[2], "{7}");
	CHECK_TEXT(told[3], "reader_added ccid1 null");
	CHECK_TEXT(told[4], "card_mute ccid1 8");
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_card_is_read_once_and_told),
		TAP_CASE(a_card_taken_away_takes_its_file_along),
		TAP_CASE(an_answer_for_a_card_that_left_is_not_heeded),
		TAP_CASE(a_reader_that_left_is_another_one_afterwards),
		TAP_CASE(an_error_is_asked_again_and_then_told),
		TAP_CASE(a_process_that_dies_is_an_error),
		TAP_CASE(what_the_first_reading_learns_is_no_change),
		TAP_CASE(a_counter_that_changed_is_read_again),
		TAP_CASE(an_error_after_a_status_takes_its_file_away),
		TAP_CASE(doubt_while_a_card_is_read_reads_it_again),
		TAP_CASE(a_mute_card_is_told_and_not_read),
		TAP_CASE(a_node_is_opened_when_udev_has_set_it_up),
		TAP_CASE(what_was_refused_before_udev_came_is_tried_again),
		TAP_CASE(a_process_that_cannot_be_started_is_later),
		TAP_CASE(many_readers_are_read_some_at_a_time),
		TAP_CASE(who_comes_is_told_how_things_stand),
	};

	return TAP_RUN(cases);
}
