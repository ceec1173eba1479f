// SPDX-License-Identifier: GPL-2.0-or-later
/* TAP for the unit tests of this directory. */
#include "tests/tap.h"

#include <inttypes.h>
#include <stdio.h>

static unsigned int points, failed;

void tap_ok(bool ok, const char *name)
{
	points++;
	failed += !ok;
	printf("%sok %u - %s\n", ok ? "" : "not ", points, name);
}

void tap_is(uint64_t got, uint64_t wanted, const char *name)
{
	tap_ok(got == wanted, name);
	if (got != wanted)
		printf("# got %#" PRIx64 ", wanted %#" PRIx64 "\n", got,
		       wanted);
}

int tap_done(void)
{
	printf("1..%u\n", points);
	return failed ? 1 : 0;
}
