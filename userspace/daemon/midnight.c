// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The next midnight in Japan. Owns a timer, which goes off once a day, and
 * when somebody sets the clock.
 */
#include "midnight.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int64_t midnight_after(int64_t now)
{
	int64_t today = jpki_date_to_days(jpki_date_of_instant(now));

	return jpki_date_instant(jpki_date_from_days(today + 1), 0);
}

static bool arm(struct midnight *midnight)
{
	int64_t now = time(NULL);
	struct itimerspec when = { .it_value.tv_sec = midnight_after(now) };

	midnight->today = jpki_date_of_instant(now);
	return !timerfd_settime(midnight->source.fd,
				TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
				&when, NULL) || errno == ECANCELED;
}

static void timer_ready(struct source *source, uint32_t events)
{
	struct midnight *midnight = OWNER(source, struct midnight, source);
	struct jpki_date before = midnight->today;
	uint64_t count;

	(void)events;
	/* fails when the clock was set, which is as good a reason */
	if (read(source->fd, &count, sizeof(count)) < 0 && errno == EAGAIN)
		return;
	(void)arm(midnight);
	if (jpki_date_cmp(before, midnight->today))
		midnight->struck(midnight->data);
}

bool midnight_open(struct midnight *midnight, struct loop *loop,
		   midnight_fn *struck, void *data)
{
	*midnight = (struct midnight){
		.source = { .ready = timer_ready },
		.loop = loop,
		.struck = struck,
		.data = data,
	};
	midnight->source.fd = timerfd_create(CLOCK_REALTIME,
					     TFD_CLOEXEC | TFD_NONBLOCK);
	return midnight->source.fd >= 0 && arm(midnight) &&
	       loop_add(loop, &midnight->source, EPOLLIN);
}

void midnight_close(struct midnight *midnight)
{
	if (midnight->source.fd >= 0)
		(void)close(midnight->source.fd);
	midnight->source.fd = -1;
}
