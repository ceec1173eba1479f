// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A card is put down: from the moment at which the virtual reader is told so,
 * by the clock of this machine, until what somebody wants to know is there. Who
 * waits has been waiting for a while by then. The
 * first time is told apart.
 */
#include "arrival.h"

#include <libgen.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "../vreader/vr.h"
#include "give_up.h"
#include "meter.h"
#include "seat.h"
#include "task.h"

#define REST_US 600000

/**
 * struct hand - what puts the card down
 * @down_ns: when
 * @meter: since then
 */
struct hand {
	struct vr *vr;
	uint64_t down_ns;
	struct meter meter;
	pthread_t thread;
};

static void tell(struct hand *h, const char *line)
{
	char reply[256];

	if (vr_command(h->vr, line, reply, sizeof(reply)) ||
	    strncmp(reply, "ok", 2))
		give_up(line);
}

static void *put_down(void *arg)
{
	struct hand *h = arg;

	usleep(REST_US);
	meter_start(&h->meter);
	h->down_ns = meter_now();
	tell(h, "insert");
	return NULL;
}

/* In a while, when the caller has begun to wait for it. */
static void put_down_soon(struct hand *h)
{
	if (pthread_create(&h->thread, NULL, put_down, h))
		give_up("no thread");
}

static void was_put_down(struct hand *h, const char *what)
{
	uint64_t now = meter_now();

	meter_stop(&h->meter);
	pthread_join(h->thread, NULL);
	if (now < h->down_ns)
		give_up("a status before the card");
	row_ns(what, now - h->down_ns);
	row_meter(what, &h->meter, 1);
}

static void reach(struct hand *h, const char *control)
{
	h->vr = vr_open(control);
	if (!h->vr)
		give_up(control);
}

void arrival_facts(const struct way *way, const char *control, size_t count)
{
	struct seat *s = seat_open(way, 0);
	struct holding holding;
	struct hand hand;
	size_t i;

	reach(&hand, control);
	for (i = 0; i <= count; i++) {
		tell(&hand, "remove");
		if (way->leave(s))
			give_up("the card does not leave");
		usleep(REST_US);
		put_down_soon(&hand);
		if (way->await(s))
			give_up("no card came");
		task_status(way, s, &holding);
		task_look(&holding);
		was_put_down(&hand, i ? "arrival" : "first_arrival");
	}
	way->close(s);
	vr_stop(hand.vr);
}

/* Sleep until the file appears under its name, as a whole. */
static void await_file(int watch, const char *name)
{
	union {
		struct inotify_event event;
		char room[4096];
	} in;
	ssize_t n, at;

	for (;;) {
		n = read(watch, &in, sizeof(in));
		if (n <= 0)
			give_up("inotify");
		for (at = 0; at < n;) {
			const struct inotify_event *e =
				(const void *)(in.room + at);

			if (e->len && !strcmp(e->name, name))
				return;
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
}

void arrival_file(const char *control, const char *file, size_t count)
{
	int watch = inotify_init1(IN_CLOEXEC);
	char *dir = strdup(file), *name = strdup(file);
	struct hand hand;
	size_t i;

	if (watch < 0 || !dir || !name ||
	    inotify_add_watch(watch, dirname(dir),
			      IN_MOVED_TO | IN_CLOSE_WRITE) < 0)
		give_up(file);
	reach(&hand, control);
	for (i = 0; i <= count; i++) {
		tell(&hand, "remove");
		usleep(REST_US);
		put_down_soon(&hand);
		await_file(watch, basename(name));
		was_put_down(&hand, i ? "arrival" : "first_arrival");
		usleep(REST_US);
	}
	free(dir);
	free(name);
	close(watch);
	vr_stop(hand.vr);
}
