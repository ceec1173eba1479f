// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the machine has done. How long its processors were idle is known to the
 * nanosecond where the tick stops with them, so work done in interrupts and for
 * others is counted as well. An emulator with the plugin count.c writes down
 * how many instructions there were between two no-operations of a kind that no
 * compiler makes.
 */
#include "meter.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "give_up.h"

/* nopl with a displacement that spells "bnc" and '<' or '>' */
#define MARK_START ".byte 0x0f, 0x1f, 0x84, 0x00, 'b', 'n', 'c', '<'"
#define MARK_STOP ".byte 0x0f, 0x1f, 0x84, 0x00, 'b', 'n', 'c', '>'"

uint64_t meter_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* The sum of the numbers that follow this word on lines of a file. */
static uint64_t sum(const char *path, const char *word)
{
	FILE *in = fopen(path, "re");
	uint64_t total = 0, n;
	char line[4096];
	const char *at;

	if (!in)
		give_up(path);
	while (fgets(line, sizeof(line), in)) {
		at = line + strspn(line, " .");
		if (strncmp(at, word, strlen(word)))
			continue;
		at += strcspn(at, "0123456789");
		if (sscanf(at, "%" SCNu64, &n) == 1)
			total += n;
	}
	fclose(in);
	return total;
}

static uint64_t idle_ns(void)
{
	return sum("/proc/timer_list", "idle_sleeptime ") +
	       sum("/proc/timer_list", "iowait_sleeptime ");
}

void meter_start(struct meter *m)
{
	m->switches = sum("/proc/stat", "ctxt ");
	m->idle_ns = idle_ns();
	m->ns = meter_now();
	__asm__ volatile(MARK_START ::: "memory");
}

void meter_stop(struct meter *m)
{
	__asm__ volatile(MARK_STOP ::: "memory");
	m->ns = meter_now() - m->ns;
	m->idle_ns = idle_ns() - m->idle_ns;
	m->switches = sum("/proc/stat", "ctxt ") - m->switches;
}

static const char *row_round, *row_way;

void row_begin(const char *round, const char *way)
{
	row_round = round;
	row_way = way;
}

void row(const char *what, const char *quantity, double value)
{
	printf("%s,%s,%s,%s,%.6g\n", row_round, row_way, what, quantity, value);
}

void row_ns(const char *what, uint64_t ns)
{
	row(what, "us", (double)ns / 1000);
}

/* For so many times; the instructions are filled in by who has the count. */
void row_meter(const char *what, const struct meter *m, double times)
{
	row(what, "busy_us", (double)(m->ns - m->idle_ns) / times / 1000);
	row(what, "switches", (double)m->switches / times);
	row(what, "instructions", times);
}
