/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From card put down to what somebody wants to know of it. */
#ifndef BENCH_ARRIVAL_H
#define BENCH_ARRIVAL_H

#include "way.h"

/* Until a program of the way has read it. */
void arrival_facts(const struct way *way, const char *control, size_t count);
/* Until that file is there, whoever writes it. */
void arrival_file(const char *control, const char *file, size_t count);

#endif
