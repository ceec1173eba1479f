/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A status, shown. */
#ifndef JPKICTL_SHOW_H
#define JPKICTL_SHOW_H

#include "cli.h"

void show_status(struct cli *cli, const struct jpki_status *status);

#endif /* JPKICTL_SHOW_H */
