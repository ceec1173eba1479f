/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_CONTROL_H
#define VREADER_CONTROL_H

#include "vreader.h"

/* Serves the commands on a Unix socket; -1 after a line on stderr. */
int control_open(struct vreader *v, const char *path);

#endif
