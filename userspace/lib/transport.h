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
#include <linux/ccid_netlink.h>

/* One message of the netlink family, checked; 0 where it does not say. */
struct jpki_told {
	uint8_t cmd;		/* CCID_NL_CMD_* */
	uint32_t slot;		/* N of ccidN */
	uint32_t sequence;
	uint32_t generation;
	uint32_t card;		/* CCID_CARD_* */
	uint32_t fault;
	struct ccid_pin pin;	/* what a counter has; size stays 0 */
};

typedef int jpki_told_fn(void *data, const struct jpki_told *told);

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

	/*
	 * The netlink family; -EOPNOTSUPP when it is not there. Next: -EAGAIN
	 * when there is no news, -ENOBUFS when some were lost. Dump: -EINTR
	 * when the slots changed meanwhile.
	 */
	int (*listen)(void **ret);
	void (*unlisten)(void *listen);
	int (*listen_fd)(void *listen);
	int (*listen_next)(void *listen, struct jpki_told *ret);
	int (*listen_dump)(void *listen, jpki_told_fn *fn, void *data);

	/* CLOCK_MONOTONIC, for deadlines and durations */
	uint64_t (*now_ns)(void);
};

extern const struct jpki_transport jpki_transport_default;

#endif /* JPKI_TRANSPORT_H */
