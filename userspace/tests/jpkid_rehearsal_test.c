// SPDX-License-Identifier: GPL-2.0-or-later
/* The rehearsal reaches its end, and nobody hears of it. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rehearsal.h"
#include "tap.h"

/* How much is printed while it goes on. */
static long printed(struct cli *cli, bool *good)
{
	int seen = memfd_create("printed", MFD_CLOEXEC);
	int was = dup(STDOUT_FILENO);
	long len;

	(void)fflush(stdout);
	CHECK(dup2(seen, STDOUT_FILENO) >= 0);
	*good = rehearse(cli);
	(void)fflush(stdout);
	CHECK(dup2(was, STDOUT_FILENO) >= 0);
	len = (long)lseek(seen, 0, SEEK_END);
	(void)close(was);
	(void)close(seen);
	return len;
}

static void goes_all_the_way_in_silence(void)
{
	struct cli cli = { .opt.json = true };
	bool good;

	CHECK(!jpki_ctx_new(&cli.ctx));
	CHECK_LONG(printed(&cli, &good), 0);
	CHECK(good);
	jpki_ctx_free(&cli.ctx);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(goes_all_the_way_in_silence),
	};

	return TAP_RUN(cases);
}
