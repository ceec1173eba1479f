/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ways from a program to a card that are compared. Each says of a reader
 * what it is asked for and no more; that answers are right is checked by who
 * asks (task.c), for all of them alike.
 */
#ifndef BENCH_WAY_H
#define BENCH_WAY_H

#include <stddef.h>
#include <stdint.h>

#define WAY_RESPONSE_MAX 65538

struct seat;

/**
 * struct way - one of them
 * @name: as on the command line and in the results
 * @open: the reader with this serial number, or NULL while it is not there
 * @await: sleep until there is a card, and have it powered; 0 or -1
 * @reset: power off, power on; 0 or -1
 * @transmit: an APDU; the length of the response, or -1
 * @leave: sleep until the card has been taken away; 0 or -1
 * @close: @open undone
 */
struct way {
	const char *name;
	struct seat *(*open)(const char *serial);
	int (*await)(struct seat *s);
	int (*reset)(struct seat *s);
	long (*transmit)(struct seat *s, const uint8_t *cmd, size_t len,
			 uint8_t *rsp, size_t room);
	int (*leave)(struct seat *s);
	void (*close)(struct seat *s);
};

extern const struct way way_usb, way_driver, way_pcsc;

#endif
