/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TESTS_TAP_H
#define VREADER_TESTS_TAP_H

#include <stdbool.h>
#include <stdint.h>

/* One test point. */
void tap_ok(bool ok, const char *name);

/* The same for numbers, which are shown when they differ. */
void tap_is(uint64_t got, uint64_t wanted, const char *name);

/* The plan; what main() returns. */
int tap_done(void);

#endif
