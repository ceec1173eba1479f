/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the whole machine has done between two moments, kernel and all
 * processes, and the rows of the results.
 */
#ifndef BENCH_METER_H
#define BENCH_METER_H

#include <stdint.h>

/**
 * struct meter - totals since boot
 * @ns: CLOCK_MONOTONIC
 * @idle_ns: of that, the processors had nothing to do
 * @switches: of context
 */
struct meter {
	uint64_t ns;
	uint64_t idle_ns;
	uint64_t switches;
};

uint64_t meter_now(void);
void meter_start(struct meter *m);
void meter_stop(struct meter *m);

/* A row of results: round,way,what,quantity,value. */
void row_begin(const char *round, const char *way);
void row(const char *what, const char *quantity, double value);
void row_ns(const char *what, uint64_t ns);
void row_meter(const char *what, const struct meter *m, double times);

#endif
