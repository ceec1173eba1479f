// SPDX-License-Identifier: GPL-2.0-or-later
/* Processes that read cards, or do something else instead; and midnight. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "midnight.h"
#include "reading.h"
#include "tap.h"

static struct loop loop;
static char line[256];
static int ended;

static void done(void *data, struct reading *reading, const char *text)
{
	CHECK(data == &loop);
	CHECK_LONG(reading->ticket, 5);
	snprintf(line, sizeof(line), "%.200s", text ? text : "(none)");
	ended++;
}

static struct reading *start(const char *script)
{
	char *argv[] = { (char *)"/bin/sh", (char *)"-c", (char *)script,
			 NULL };
	struct reading *reading;

	reading = reading_prepare(&loop, argv);
	CHECK(reading);
	CHECK(reading_begin(reading, "ccid0@7", done, &loop));
	reading->ticket = 5;
	return reading;
}

static void begin(void)
{
	ended = 0;
	line[0] = '\0';
	CHECK(loop_open(&loop));
}

/* All processes have been waited for. */
static void end(void)
{
	CHECK_LONG(waitpid(-1, NULL, WNOHANG), -1);
	CHECK_LONG(errno, ECHILD);
	loop_close(&loop);
}

static void gives(const char *script, const char *want)
{
	begin();
	start(script);
	while (!ended && loop_once(&loop, 10000))
		;
	CHECK_LONG(ended, 1);
	CHECK_TEXT(line, want);
	end();
}

static void one_object_is_taken(void)
{
	gives("echo '{1}'", "{1}");
	gives("echo '{2}'; exit 1", "{2}");
	gives("printf '{'; sleep 0.1; echo '3}'; exit 7", "{3}");
}

static void what_comes_after_it_is_not_waited_for(void)
{
	gives("echo '{1}'; echo '{2}'", "{1}");
	gives("echo '{1}'; exec sleep 60", "{1}");
	gives("echo '{1}'; kill -9 $$", "{1}");
}

static void the_process_is_told_the_card(void)
{
	gives("read card; echo \"{$card}\"", "{ccid0@7}");
	gives("cat > /dev/null; echo '{end}'", "{end}");
}

static void one_that_has_not_begun_waits_and_can_be_cancelled(void)
{
	char *argv[] = { (char *)"/bin/sh", (char *)"-c",
			 (char *)"read card; echo '{1}'", NULL };
	struct reading *reading;

	begin();
	reading = reading_prepare(&loop, argv);
	CHECK(reading);
	CHECK(!loop_once(&loop, 100));
	reading_cancel(reading);
	CHECK_LONG(ended, 0);
	end();
}

static void one_that_died_before_it_began_is_told(void)
{
	char *argv[] = { (char *)"/bin/false", NULL };
	struct reading *reading;
	siginfo_t info;

	begin();
	reading = reading_prepare(&loop, argv);
	CHECK(reading);
	reading->ticket = 5;
	CHECK(!waitid(P_PID, (id_t)reading->pid, &info, WEXITED | WNOWAIT));
	CHECK(reading_begin(reading, "ccid0@7", done, &loop));
	while (!ended && loop_once(&loop, 10000))
		;
	CHECK_TEXT(line, "(none)");
	end();
}

static void anything_else_is_not(void)
{
	gives(":", "(none)");
	gives("echo", "(none)");
	gives("printf '{1}'", "(none)");
	gives("echo '{1'", "(none)");
	gives("printf '{\\0}\\n'", "(none)");
	gives("exec /nonexistent", "(none)");
}

static void a_process_that_never_stops_talking_is_ended(void)
{
	gives("exec cat /dev/zero", "(none)");
}

static void signals_are_the_process_s_own(void)
{
	sigset_t set, before;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, &before);
	gives("kill $$; echo '{1}'", "(none)");
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static void one_that_is_cancelled_says_nothing(void)
{
	begin();
	reading_cancel(start("echo '{1}'; exec sleep 60"));
	CHECK(!loop_once(&loop, 0));
	CHECK_LONG(ended, 0);
	end();
}

static void a_program_that_is_not_there_is_told(void)
{
	char *argv[] = { (char *)"/nonexistent", NULL };

	begin();
	CHECK(!reading_prepare(&loop, argv));
	CHECK_LONG(errno, ENOENT);
	end();
}

static void the_day_ends_at_midnight_in_japan(void)
{
	struct jpki_date day = { 2028, 2, 29 };
	int64_t begins = jpki_date_instant(day, 0);

	CHECK_LONG(midnight_after(begins), begins + 86400);
	CHECK_LONG(midnight_after(begins + 86399), begins + 86400);
	CHECK_LONG(midnight_after(begins - 1), begins);
	CHECK_LONG((begins + 9 * 3600) % 86400, 0);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(one_object_is_taken),
		TAP_CASE(what_comes_after_it_is_not_waited_for),
		TAP_CASE(the_process_is_told_the_card),
		TAP_CASE(one_that_has_not_begun_waits_and_can_be_cancelled),
		TAP_CASE(one_that_died_before_it_began_is_told),
		TAP_CASE(anything_else_is_not),
		TAP_CASE(a_process_that_never_stops_talking_is_ended),
		TAP_CASE(signals_are_the_process_s_own),
		TAP_CASE(one_that_is_cancelled_says_nothing),
		TAP_CASE(a_program_that_is_not_there_is_told),
		TAP_CASE(the_day_ends_at_midnight_in_japan),
	};

	(void)signal(SIGPIPE, SIG_IGN);	/* as the daemon does */
	return TAP_RUN(cases);
}
