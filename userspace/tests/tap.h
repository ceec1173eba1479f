/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tests that print TAP. A scenario is a function whose name is a sentence; it
 * makes checks and goes on after one that fails.
 */
#ifndef JPKI_TAP_H
#define JPKI_TAP_H

#include <stdio.h>
#include <string.h>

struct tap_case {
	const char *name;
	void (*run)(void);
};

static int tap_faults;	/* of the scenario that runs */
static const char *tap_skip;	/* why it could not, or NULL */

static inline void tap_fault(const char *file, int line, const char *what)
{
	printf("# %s:%d: %s\n", file, line, what);
	tap_faults++;
}

static inline void tap_long(const char *file, int line, const char *what,
			    long long got, long long want)
{
	if (got == want)
		return;
	tap_fault(file, line, what);
	printf("#   got %lld, want %lld\n", got, want);
}

static inline void tap_text(const char *file, int line, const char *what,
			    const char *got, const char *want)
{
	if (got && !strcmp(got, want))
		return;
	tap_fault(file, line, what);
	printf("#   got  %s\n#   want %s\n", got ? got : "(null)", want);
}

#define CHECK(condition) \
	((condition) ? (void)0 : tap_fault(__FILE__, __LINE__, #condition))
#define CHECK_LONG(got, want) \
	tap_long(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define CHECK_TEXT(got, want) \
	tap_text(__FILE__, __LINE__, #got, got, want)

static inline int tap_main(const struct tap_case *cases, size_t count)
{
	int failed = 0;
	size_t i;

	printf("TAP version 13\n1..%zu\n", count);
	for (i = 0; i < count; i++) {
		tap_faults = 0;
		tap_skip = NULL;
		cases[i].run();
		failed += tap_faults != 0;
		printf("%sok %zu - %s%s%s\n", tap_faults ? "not " : "", i + 1,
		       cases[i].name, tap_skip ? " # SKIP " : "",
		       tap_skip ? tap_skip : "");
		fflush(stdout);
	}
	return failed != 0;
}

#define TAP_CASE(function) { #function, function }
#define TAP_RUN(cases) tap_main(cases, sizeof(cases) / sizeof((cases)[0]))

#endif /* JPKI_TAP_H */
