// SPDX-License-Identifier: GPL-2.0-or-later
/* Many readers busy at once, each with a thread of its own. */
#include "crowd.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "give_up.h"
#include "meter.h"
#include "seat.h"
#include "task.h"

#define READERS_MAX 64

/**
 * struct worker - one reader's thread
 * @count: commands to send
 * @gate: where all meet, with who measures: ready, off, done
 */
struct worker {
	const struct way *way;
	unsigned int number;
	size_t count;
	pthread_barrier_t *gate;
};

static void work(struct worker *w, struct seat *s)
{
	uint8_t cmd[APDU_MAX], rsp[258];
	size_t len = task_bytes(task_read->apdu, cmd), i;

	for (i = 0; i < w->count; i++)
		task_answer(task_read, rsp,
			    w->way->transmit(s, cmd, len, rsp, sizeof(rsp)));
}

static void *worker(void *arg)
{
	struct worker *w = arg;
	struct seat *s = seat_open(w->way, w->number);

	task_prepare(w->way, s, task_read);
	pthread_barrier_wait(w->gate);
	pthread_barrier_wait(w->gate);
	work(w, s);
	pthread_barrier_wait(w->gate);
	w->way->close(s);
	return NULL;
}

/* @count commands to each of the readers. */
void crowd(const struct way *way, unsigned int readers, size_t count)
{
	struct worker workers[READERS_MAX];
	pthread_t threads[READERS_MAX];
	pthread_barrier_t gate;
	struct meter m;
	char what[32];
	unsigned int i;

	if (!readers || readers > READERS_MAX)
		give_up("too many readers");
	pthread_barrier_init(&gate, NULL, readers + 1);
	for (i = 0; i < readers; i++) {
		workers[i] = (struct worker){ way, i, count, &gate };
		if (pthread_create(&threads[i], NULL, worker, &workers[i]))
			give_up("no thread");
	}
	pthread_barrier_wait(&gate);
	meter_start(&m);
	pthread_barrier_wait(&gate);
	pthread_barrier_wait(&gate);
	meter_stop(&m);
	for (i = 0; i < readers; i++)
		pthread_join(threads[i], NULL);
	snprintf(what, sizeof(what), "crowd%u", readers);
	row(what, "per_second", (double)(readers * count) * 1e9 / (double)m.ns);
	row_meter(what, &m, (double)(readers * count));
}
