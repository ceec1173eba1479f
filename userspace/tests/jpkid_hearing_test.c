// SPDX-License-Identifier: GPL-2.0-or-later
/* The daemon's ear, with a driver played here that comes, goes and fails. */
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "context.h"
#include "family.h"
#include "hearing.h"
#include "tap.h"

static uint32_t read_last;

static bool do_read(void *data, const char *reader, uint32_t generation,
		    uint64_t ticket)
{
	(void)data, (void)reader, (void)ticket;
	read_last = generation;
	return true;
}

static bool do_may_open(void *data, const char *reader)
{
	(void)data, (void)reader;
	return true;
}

static void do_publish(void *data, const char *reader, const char *line)
{
	(void)data, (void)reader, (void)line;
}

static void do_tell(void *data, const char *line)
{
	(void)data, (void)line;
}

static const struct seats_ops ops = {
	.read = do_read,
	.may_open = do_may_open,
	.publish = do_publish,
	.tell = do_tell,
};

static struct jpki_ctx *ctx;
static struct loop loop;
static struct seats seats;
static struct hearing hearing;

static void begin(bool loaded)
{
	family_reset(0, 0, 7);
	family.unloaded = !loaded;
	family.fd = eventfd(0, EFD_NONBLOCK);
	read_last = 0;
	CHECK(!jpki_ctx_new(&ctx));
	ctx->transport = &family_transport;
	CHECK(loop_open(&loop));
	seats_init(&seats, &ops, NULL);
	CHECK(hearing_open(&hearing, &loop, ctx, &seats));
}

static void end(void)
{
	hearing_close(&hearing);
	CHECK_LONG(family.open, 0);
	seats_clear(&seats);
	loop_close(&loop);
	jpki_ctx_free(&ctx);
	close(family.fd);
}

static void a_card_that_lies_there_is_read(void)
{
	begin(true);
	CHECK_LONG(read_last, 7);
	hearing_check(&hearing, "ccid0");
	CHECK_LONG(family.listens, 1);
	end();
}

static void a_driver_that_comes_later_is_heard(void)
{
	begin(false);
	CHECK(!seats_has(&seats, "ccid0"));
	hearing_check(&hearing, "ccid0");
	CHECK(!seats_has(&seats, "ccid0"));
	family.unloaded = false;
	hearing_check(&hearing, "ccid0");
	CHECK(seats_has(&seats, "ccid0"));
	CHECK_LONG(read_last, 7);
	end();
}

/* Its cards are others, even if they have the same numbers. */
static void a_reader_never_heard_of_is_of_another_driver(void)
{
	begin(true);
	read_last = 0;
	hearing_check(&hearing, "ccid1");
	CHECK_LONG(family.listens, 2);
	CHECK_LONG(family.open, 1);
	CHECK_LONG(read_last, 7);
	end();
}

static void lost_events_are_made_up_for(void)
{
	begin(true);
	family_fail(-ENOBUFS);
	family.slot[0].generation = 9;
	CHECK(!eventfd_write(family.fd, 1));
	CHECK(loop_once(&loop, 0));
	CHECK_LONG(read_last, 9);
	CHECK_LONG(family.listens, 1);
	end();
}

static void an_ear_that_fails_is_replaced(void)
{
	begin(true);
	family_fail(-EIO);
	read_last = 0;
	hearing_drain(&hearing);
	CHECK_LONG(family.listens, 2);
	CHECK_LONG(family.open, 1);
	CHECK_LONG(read_last, 7);
	end();
}

static void one_that_fails_at_once_is_replaced_by_the_next_reader(void)
{
	begin(true);
	family_fail(-EIO);
	family_fail(-EIO);
	hearing_drain(&hearing);
	CHECK_LONG(family.open, 0);
	CHECK(!seats_has(&seats, "ccid0"));
	hearing_drain(&hearing);
	CHECK_LONG(family.open, 0);
	hearing_check(&hearing, "ccid0");
	CHECK(seats_has(&seats, "ccid0"));
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_card_that_lies_there_is_read),
		TAP_CASE(a_driver_that_comes_later_is_heard),
		TAP_CASE(a_reader_never_heard_of_is_of_another_driver),
		TAP_CASE(lost_events_are_made_up_for),
		TAP_CASE(an_ear_that_fails_is_replaced),
		TAP_CASE(one_that_fails_at_once_is_replaced_by_the_next_reader),
	};

	return TAP_RUN(cases);
}
