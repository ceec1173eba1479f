// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: bench ROUND WAY COUNT WHAT [ARGUMENT]
 *
 * Measures one way to a card, in rows of CSV: round,way,what,quantity,value.
 *
 *   apdus		COUNT of each command, one after another
 *   one NAME		COUNT of that command, and nothing else
 *   card		both certificates and counters of a card just powered
 *   crowd READERS	so many readers busy at once
 *   arrival CONTROL	from card put down to what a status is made of
 *   file CONTROL FILE	from card put down to that file
 *   idle WHAT		COUNT seconds of nothing, as a row of that name
 *
 * CONTROL leads to the control socket of the virtual reader.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arrival.h"
#include "crowd.h"
#include "give_up.h"
#include "meter.h"
#include "seat.h"
#include "task.h"

#define WARM 20

static uint64_t *take_samples(const struct way *way, struct seat *s,
			      const struct task *t, size_t count)
{
	uint64_t *samples = calloc(count + 1, sizeof(*samples));
	static uint8_t rsp[WAY_RESPONSE_MAX];
	uint8_t cmd[APDU_MAX];
	size_t len = task_bytes(t->apdu, cmd), i;

	if (!samples)
		give_up("memory");
	samples[0] = meter_now();
	for (i = 1; i <= count; i++) {
		task_answer(t, rsp, way->transmit(s, cmd, len, rsp,
						  sizeof(rsp)));
		samples[i] = meter_now();
	}
	return samples;
}

static void measure_task(const struct way *way, struct seat *s,
			 const struct task *t, size_t count)
{
	uint64_t *samples;
	struct meter m;
	size_t i;

	task_prepare(way, s, t);
	free(take_samples(way, s, t, WARM));
	meter_start(&m);
	samples = take_samples(way, s, t, count);
	meter_stop(&m);
	for (i = 1; i <= count; i++)
		row_ns(t->name, samples[i] - samples[i - 1]);
	row_meter(t->name, &m, (double)count);
	free(samples);
}

static void apdus(const struct way *way, size_t count)
{
	struct seat *s = seat_open(way, 0);
	size_t i;

	for (i = 0; i < task_count; i++)
		measure_task(way, s, &tasks[i], count / tasks[i].share);
	way->close(s);
}

/* For a tracer to look at: as few other things as can be. */
static void one(const struct way *way, size_t count, const char *name)
{
	struct seat *s = seat_open(way, 0);
	size_t i;

	for (i = 0; i < task_count; i++) {
		if (strcmp(tasks[i].name, name))
			continue;
		task_prepare(way, s, &tasks[i]);
		free(take_samples(way, s, &tasks[i], count));
	}
	way->close(s);
}

/* What is read is looked at when the clock has stopped. */
static void card(const struct way *way, size_t count)
{
	struct seat *s = seat_open(way, 0);
	struct holding holding;
	struct meter m;
	size_t i;

	for (i = 0; i <= count; i++) {
		if (way->reset(s))
			give_up("reset");
		meter_start(&m);
		task_card(way, s, &holding);
		meter_stop(&m);
		task_look(&holding);
		row_ns(i ? "card" : "first_card", m.ns);
		row_meter(i ? "card" : "first_card", &m, 1);
	}
	way->close(s);
}

static void idle(size_t seconds, const char *what)
{
	struct meter m;

	meter_start(&m);
	sleep((unsigned int)seconds);
	meter_stop(&m);
	row_meter(what, &m, (double)seconds);
}

static void measure(const char *way_name, size_t count, char **word)
{
	const struct way *way;

	if (!strcmp(word[0], "idle") && word[1]) {
		idle(count, word[1]);
		return;
	}
	if (!strcmp(word[0], "file") && word[1] && word[2]) {
		arrival_file(word[1], word[2], count);
		return;
	}
	way = seat_way(way_name);
	if (!strcmp(word[0], "apdus"))
		apdus(way, count);
	else if (!strcmp(word[0], "card"))
		card(way, count);
	else if (!strcmp(word[0], "one") && word[1])
		one(way, count, word[1]);
	else if (!strcmp(word[0], "crowd") && word[1])
		crowd(way, (unsigned int)atoi(word[1]), count);
	else if (!strcmp(word[0], "arrival") && word[1])
		arrival_facts(way, word[1], count);
	else
		give_up(word[0]);
}

int main(int argc, char **argv)
{
	if (argc < 5)
		give_up("usage: bench ROUND WAY COUNT WHAT [ARGUMENT]");
	row_begin(argv[1], argv[2]);
	measure(argv[2], strtoul(argv[3], NULL, 10), argv + 4);
	return 0;
}
