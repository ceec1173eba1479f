/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A reader by its number, and a way by its name. */
#ifndef BENCH_SEAT_H
#define BENCH_SEAT_H

#include "way.h"

const struct way *seat_way(const char *name);
/* A reader, once it is there; and one whose card has power. */
struct seat *seat_find(const struct way *way, unsigned int number);
struct seat *seat_open(const struct way *way, unsigned int number);

#endif
