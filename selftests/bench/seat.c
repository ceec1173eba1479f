// SPDX-License-Identifier: GPL-2.0-or-later
/* A reader by its number: bench.sh gives them serial numbers. */
#include "seat.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "give_up.h"

#define PATIENCE 3000	/* steps */
#define STEP_US 10000

const struct way *seat_way(const char *name)
{
	static const struct way *const ways[] = {
		&way_usb, &way_driver, &way_pcsc,
	};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i]->name, name))
			return ways[i];
	give_up(name);
}

struct seat *seat_find(const struct way *way, unsigned int number)
{
	char serial[16];
	struct seat *s;
	int step;

	snprintf(serial, sizeof(serial), "bench%03u", number);
	for (step = 0; step < PATIENCE; step++) {
		s = way->open(serial);
		if (s)
			return s;
		usleep(STEP_US);
	}
	give_up(serial);
}

struct seat *seat_open(const struct way *way, unsigned int number)
{
	struct seat *s = seat_find(way, number);

	if (way->await(s))
		give_up("no card");
	return s;
}
