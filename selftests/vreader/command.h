/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_COMMAND_H
#define VREADER_COMMAND_H

#include <stddef.h>

#include "vreader.h"

#define COMMAND_MAX	4400
#define REPLY_MAX	512

/* Carries out one line (changed in the course); the reply has no newline. */
void command_run(struct vreader *v, char *line, char ret[static REPLY_MAX]);

/* Carries out what was to be done later; takes the vreader. */
void command_late(void *vreader);

#endif
