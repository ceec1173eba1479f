/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The driver's netlink group, from which the seats are kept up to date. */
#ifndef JPKID_HEARING_H
#define JPKID_HEARING_H

#include <jpki/jpki.h>

#include "loop.h"
#include "seats.h"

struct hearing {
	struct source source;
	struct loop *loop;
	struct jpki_ctx *ctx;
	struct seats *seats;
	struct jpki_listener *listener;	/* NULL: no driver is loaded */
};

/* False: it will never work, the administrator has been told why. */
bool hearing_open(struct hearing *hearing, struct loop *loop,
		  struct jpki_ctx *ctx, struct seats *seats);
void hearing_close(struct hearing *hearing);

/* Take note of all that waits. */
void hearing_drain(struct hearing *hearing);

/* @reader is there, says udev. A listener that has not heard of it listens to a
 * driver that has been unloaded: it is made anew.
 */
void hearing_check(struct hearing *hearing, const char *reader);

#endif /* JPKID_HEARING_H */
