/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef READERS_JUDGE_H
#define READERS_JUDGE_H

#include "place.h"

/*
 * Makes the reader of @row out of the virtual one, plugs it in, and sees
 * whether it works as it should; what is wrong into @why, or nothing.
 */
void judge_row(struct place *p, const struct row *row, char why[WHY_MAX]);

#endif
