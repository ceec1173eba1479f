/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TRANSPORT_H
#define VREADER_TRANSPORT_H

#include <stdbool.h>

#include "loop.h"
#include "usbdev.h"

/**
 * struct transport - how the reader gets onto a bus
 * @plugged: it is on the bus, or will be as soon as there is a bus
 */
struct transport {
	void (*plug)(struct transport *t);
	void (*unplug)(struct transport *t);
	bool plugged;
	struct usbdev *dev;
	struct loop *loop;
};

/* Each returns NULL after a line on stderr. */
struct transport *usbredir_open(const char *path, struct usbdev *dev,
				struct loop *loop);

/* @port: of vhci_hcd; -1: the first free one. */
struct transport *vhci_open(int port, struct usbdev *dev, struct loop *loop);

#endif
