/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a program whose figures would be worth nothing. */
#ifndef BENCH_GIVE_UP_H
#define BENCH_GIVE_UP_H

#include <stdio.h>
#include <stdlib.h>

__attribute__((noreturn))
static inline void give_up(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

#endif
