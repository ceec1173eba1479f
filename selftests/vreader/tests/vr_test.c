// SPDX-License-Identifier: GPL-2.0-or-later
/* A vreader process, started, spoken to and stopped as selftests do it. */
#include "vr.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/fixture.h"
#include "tests/tap.h"

static void test_process(void)
{
	char socket[256], card[256], reply[256];
	const char *const options[] = {
		"--usbredir", socket, "--card", card, "--slots", "2", NULL
	};
	struct vr *vr;

	card_free(fixture_card("alice"));
	snprintf(socket, sizeof(socket), "%s", fixture_path("usbredir"));
	snprintf(card, sizeof(card), "%s", fixture_path("alice"));
	vr = vr_start(VREADER, options);
	tap_ok(vr, "it starts");
	if (!vr)
		return;
	tap_ok(!access(socket, F_OK), "and listens");
	tap_ok(!vr_command(vr, "status", reply, sizeof(reply)), "it answers");
	tap_ok(strstr(reply, "ok plugged=1 present=1"), "what it was told");
	vr_command(vr, "status slot=1", reply, sizeof(reply));
	tap_ok(strstr(reply, "present=0"), "of both slots");
	vr_command(vr, "sing", reply, sizeof(reply));
	tap_ok(!strncmp(reply, "error ", 6), "and what it cannot do");
	vr_command(vr, "quit", reply, sizeof(reply));
	tap_ok(vr_command(vr, "status", reply, sizeof(reply)) < 0,
	       "after quit it is gone");
	vr_stop(vr);
}

static void test_failures(void)
{
	static const char *const wrong[] = { "--level", "sideways", NULL };
	static const char *const none[] = { NULL };

	tap_ok(!vr_start(VREADER, wrong), "wrong options");
	tap_ok(!vr_start("/nowhere/vreader", none), "no program");
}

int main(void)
{
	test_process();
	test_failures();
	return tap_done();
}
