// SPDX-License-Identifier: GPL-2.0-or-later
/* The commands of the control socket, and what they answer. */
#include "command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/fixture.h"
#include "tests/tap.h"

static struct vreader *v;
static char reply[REPLY_MAX];

static void plug(struct transport *t)
{
	t->plugged = true;
}

static void unplug(struct transport *t)
{
	t->plugged = false;
}

static const char *tell(const char *format, const char *arg)
{
	char line[COMMAND_MAX];

	snprintf(line, sizeof(line), format, arg);
	command_run(v, line, reply);
	return reply;
}

static void says(const char *command, const char *wanted)
{
	tell("%s", command);
	tap_ok(!strcmp(reply, wanted), command);
	if (strcmp(reply, wanted))
		printf("# got: %s\n", reply);
}

static void fails(const char *command)
{
	tap_ok(!strncmp(tell("%s", command), "error ", 6), command);
}

static void test_cards(void)
{
	const char *alice;

	says("status", "ok plugged=0 present=0 active=0 apdus=0");
	says("bus", "ok configured=0 wakeup=0");
	says("plug", "ok");
	fails("plug");
	fails("insert");
	fails("insert /nowhere");
	fails("remove");
	fails("tries auth 1");
	card_free(fixture_card("alice"));
	alice = fixture_path("alice");
	tap_ok(!strcmp(tell("insert %s", alice), "ok"), "insert DIR");
	says("status", "ok plugged=1 present=1 active=0 auth=3/3 sign=5/5 card=3/3 apdus=0");
	tap_ok(!strncmp(tell("insert %s", alice), "error", 5), "one card only");
	says("tries auth 1", "ok");
	says("remove", "ok");
	says("insert", "ok");
	says("status", "ok plugged=1 present=1 active=0 auth=1/3 sign=5/5 card=3/3 apdus=0");
	tap_ok(!strcmp(tell("swap %s", alice), "ok"), "swap DIR");
	says("status", "ok plugged=1 present=1 active=0 auth=3/3 sign=5/5 card=3/3 apdus=0");
	tap_ok(!strcmp(tell("swap-quiet %s", alice), "ok"), "swap-quiet DIR");
	says("apdus", "ok total=0 auth=0 sign=0 card=0");
	fails("tries auth 16");
	fails("tries thumb 1");
	fails("remove slot=1");
	fails("swap");
	says("unplug", "ok");
	fails("unplug");
}

static void test_interfaces(void)
{
	says("interface=1 delay 30", "ok");
	tap_ok(v->reader[1].delay == 30 && !v->reader[0].delay,
	       "is the second reader's alone");
	fails("interface=1");
	fails("interface=2 violations");
}

static void test_rest(void)
{
	says("violations", "ok 0");
	reader_receive(v->reader, NULL, 0);
	says("violations", "ok 1 empty bulk OUT transfer");
	says("delay 20", "ok");
	tap_is(v->reader->delay, 20, "is the reader's");
	fails("delay");
	fails("delay -1");
	fails("later");
	fails("later 10");
	fails("later soon delay 30");
	v->reader->now = 1000;
	says("later 10 delay 25", "ok");
	says("later 500 delay 30", "ok");
	tap_is(v->later.due, 1500, "the last word counts");
	tap_is(v->reader->delay, 20, "is for later");
	command_late(v);
	tap_is(v->reader->delay, 30, "is done then");
	says("fault silence on=xfr x2", "ok");
	says("fault clear", "ok");
	fails("fault");
	fails("fault sulk");
	fails("");
	fails("sing");
	says("quit", "ok");
	tap_ok(v->quit, "and it means it");
}

int main(void)
{
	struct transport bus = { .plug = plug, .unplug = unplug };

	v = calloc(1, sizeof(*v));
	if (!v)
		return 1;
	desc_default(&v->desc);
	reader_init(&v->reader[0], &v->desc);
	reader_init(&v->reader[1], &v->desc);
	v->transport = &bus;
	test_cards();
	test_interfaces();
	test_rest();
	reader_release(&v->reader[0]);
	reader_release(&v->reader[1]);
	free(v);
	return tap_done();
}
