/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_VREADER_H
#define VREADER_VREADER_H

#include "desc.h"
#include "loop.h"
#include "reader.h"
#include "transport.h"
#include "usbdev.h"

/**
 * struct vreader - the whole of one process: a reader, its bus, its control
 * @reader: one for each interface that @desc has, or may come to have
 * @shape: the words that @desc was made of by a command
 * @promise: a command, to be carried out when @later is due
 */
struct vreader {
	struct loop loop;
	struct desc desc;
	struct reader reader[DESC_INTERFACES];
	struct usbdev dev;
	struct transport *transport;
	char *shape;
	struct watch later;
	char *promise;
	bool quit;
};

#endif
