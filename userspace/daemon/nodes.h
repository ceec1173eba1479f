/* SPDX-License-Identifier: GPL-2.0-or-later */
/* udev, which tells when the node of a reader has its owner and mode. */
#ifndef JPKID_NODES_H
#define JPKID_NODES_H

#include <stdbool.h>

#include "loop.h"

/* The node of this reader has been set up. */
typedef void nodes_ready_fn(void *data, const char *reader);

struct udev;
struct udev_monitor;

struct nodes {
	struct source source;
	struct udev *udev;
	struct udev_monitor *monitor;
	nodes_ready_fn *ready;
	void *data;
};

bool nodes_open(struct nodes *nodes, struct loop *loop, nodes_ready_fn *ready,
		void *data);
void nodes_close(struct nodes *nodes);

/* Is it open to us already? */
bool nodes_may_open(const char *reader);

#endif /* JPKID_NODES_H */
