/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many readers busy at once. */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "way.h"

void crowd(const struct way *way, unsigned int readers, size_t count);

#endif
