/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The one way to readers: a table of functions. The device nodes are one such
 * table (transport_dev.c), the mock of the tests is another. Functions return
 * 0 or a negative errno of <linux/ccid.h>.
 */
#ifndef JPKI_TRANSPORT_H
#define JPKI_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include <linux/ccid.h>

/* A function that is told of one reader; not 0 ends the enumeration. */
typedef int jpki_name_fn(void *data, const char *name);

struct jpki_transport {
	int (*list)(jpki_name_fn *fn, void *data);

	int (*open)(const char *name, void **ret);
	void (*close)(void *dev);
	/* an ioctl of <linux/ccid.h>; @arg has its size set */
	int (*call)(void *dev, unsigned long request, void *arg);
	/* a descriptor that is readable when an event waits */
	int (*fd)(void *dev);
	int (*next_event)(void *dev, struct ccid_event *ret);

	/* readers coming and going; next: -EAGAIN when there is no news */
	int (*watch)(void **ret);
	void (*unwatch)(void *watch);
	int (*watch_fd)(void *watch);
	int (*watch_next)(void *watch, char *ret_name, bool *ret_added);

	/* CLOCK_MONOTONIC, for deadlines and durations */
	uint64_t (*now_ns)(void);
};

extern const struct jpki_transport jpki_transport_default;

#endif /* JPKI_TRANSPORT_H */
