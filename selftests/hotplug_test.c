// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader goes at every moment there is, and comes back. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(hotplug) {
	int fd;
};

FIXTURE_SETUP(hotplug)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(hotplug)
{
	EXPECT_EQ(0, desk_violations());
	close(self->fd);
	desk_clear();
	self->fd = desk_open(O_RDWR);
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	close(self->fd);
}

TEST_F(hotplug, every_call_on_an_old_file_is_enodev)
{
	struct ccid_info info = { .size = sizeof(info) };
	struct ccid_status st = { .size = sizeof(st) };
	struct ccid_event event;
	struct ccid_pin pin;

	desk_unplug();
	EXPECT_EQ(-ENODEV, card_call(self->fd, CCID_IOC_INFO, &info));
	EXPECT_EQ(-ENODEV, card_call(self->fd, CCID_IOC_STATUS, &st));
	EXPECT_EQ(-ENODEV, card_power(self->fd, CCID_POWER_COLD));
	EXPECT_EQ(-ENODEV, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(-ENODEV, card_lock(self->fd, 0, 0));
	EXPECT_EQ(-ENODEV, card_unlock(self->fd, 0));
	EXPECT_EQ(-ENODEV, card_pin(self->fd, 0x18, 0, &pin));
	while (read(self->fd, &event, sizeof(event)) > 0)
		;
	EXPECT_EQ(ENODEV, errno);
}

TEST_F(hotplug, pulled_while_open_hangs_up)
{
	struct pollfd p = { .fd = self->fd };

	EXPECT_EQ(0, poll(&p, 1, 0));
	desk_unplug();
	EXPECT_EQ(1, poll(&p, 1, 1000));
	EXPECT_EQ(POLLHUP | POLLERR, p.revents);
}

TEST_F(hotplug, old_file_does_not_reach_the_new_reader)
{
	int fd;

	desk_unplug();
	desk_plug();
	EXPECT_EQ(-ENODEV, card_sw(self->fd, SELECT_JPKI));
	fd = desk_open(O_RDWR);
	ASSERT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	EXPECT_EQ(SW_OK, card_sw(fd, SELECT_JPKI));
	close(fd);
}

TEST_F(hotplug, generations_go_on_over_a_replug)
{
	uint32_t generation = desk_generation(self->fd);
	int fd;

	desk_unplug();
	desk_plug();
	fd = desk_open(O_RDWR);
	ASSERT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	EXPECT_GT(desk_generation(fd), generation);
	close(fd);
}

struct sleeper {
	pthread_t thread;
	int fd;
	int result;
};

static void *exchange(void *arg)
{
	struct sleeper *s = arg;

	s->result = card_sw(s->fd, SELECT_JPKI);
	return NULL;
}

static void *lock(void *arg)
{
	struct sleeper *s = arg;

	s->result = card_lock(s->fd, 0, 0);
	return NULL;
}

static void *read_event(void *arg)
{
	struct sleeper *s = arg;
	struct ccid_event event;

	do
		s->result = read(s->fd, &event, sizeof(event)) < 0 ? -errno : 0;
	while (!s->result);
	return NULL;
}

static void *power(void *arg)
{
	struct sleeper *s = arg;

	s->result = card_power(s->fd, CCID_POWER_COLD);
	return NULL;
}

static int pulled_under(void *(*call)(void *), int fd)
{
	struct sleeper s = { .fd = fd };

	pthread_create(&s.thread, NULL, call, &s);
	usleep(300000);
	desk_unplug();
	pthread_join(s.thread, NULL);
	return s.result;
}

TEST_F(hotplug, pulled_during_an_exchange_is_enodev)
{
	desk_tell("delay 10000");
	EXPECT_EQ(-ENODEV, pulled_under(exchange, self->fd));
}

TEST_F(hotplug, pulled_during_power_on_is_enodev)
{
	desk_tell("fault silence on=power");
	EXPECT_EQ(-ENODEV, pulled_under(power, self->fd));
}

static void *exchange_in_vain(void *arg)
{
	struct sleeper *s = arg;

	s->result = card_apdu_until(s->fd, SELECT_JPKI, in_ms(50));
	return NULL;
}

TEST_F(hotplug, pulled_during_an_abort_is_enodev)
{
	desk_tell("fault silence xendless");
	EXPECT_EQ(-ENODEV, pulled_under(exchange_in_vain, self->fd));
}

TEST_F(hotplug, pulled_while_waiting_for_a_turn_is_enodev)
{
	int holder = desk_open(O_RDWR);

	ASSERT_EQ(0, card_lock(holder, 0, 0));
	EXPECT_EQ(-ENODEV, pulled_under(lock, self->fd));
	close(holder);
}

TEST_F(hotplug, pulled_while_reading_is_enodev)
{
	EXPECT_EQ(-ENODEV, pulled_under(read_event, self->fd));
}

/* Where in which message the reader disappears; byte 0: before it. */
static const char * const places[] = {
	"disappear-in 0 on=xfr", "disappear-in 5 on=xfr",
	"disappear-in 11 on=xfr", "disappear-out 0 on=xfr",
	"disappear-out 12 on=xfr", "disappear-in 5 on=power",
	"disappear-out 3 on=power",
};

TEST_F_TIMEOUT(hotplug, pulled_inside_a_message_is_enodev, 60)
{
	bool powers;
	size_t i;
	int fd;

	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		desk_clear();
		fd = desk_open(O_RDWR);
		desk_tell("fault %s", places[i]);
		powers = strstr(places[i], "power");
		EXPECT_EQ(-ENODEV, powers ? card_power(fd, CCID_POWER_COLD) :
					    card_sw(fd, SELECT_JPKI))
			TH_LOG("places[%zu]", i);
		close(fd);
	}
}

TEST_F(hotplug, module_in_use_cannot_be_unloaded)
{
	EXPECT_EQ(-1, syscall(SYS_delete_module, "ccid", O_NONBLOCK));
	EXPECT_EQ(EWOULDBLOCK, errno);
	desk_unplug();
	EXPECT_EQ(-1, syscall(SYS_delete_module, "ccid", O_NONBLOCK));
	EXPECT_EQ(EWOULDBLOCK, errno);
}

TEST_F(hotplug, unbound_and_bound_again)
{
	struct sleeper s = { .fd = self->fd };
	int fd;

	desk_tell("delay 10000");
	pthread_create(&s.thread, NULL, exchange, &s);
	usleep(300000);
	EXPECT_EQ(0, desk_unbind());
	pthread_join(s.thread, NULL);
	EXPECT_EQ(-ENODEV, s.result);
	EXPECT_EQ(NULL, desk_node());
	desk_tell("delay 0");
	EXPECT_EQ(0, desk_bind());
	ASSERT_TRUE(desk_node_within(5000));
	fd = desk_open(O_RDWR);
	ASSERT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 10000));
	EXPECT_EQ(SW_OK, card_sw(fd, SELECT_JPKI));
	close(fd);
	/* The driver could not know what the reader was still busy with. */
	EXPECT_LE(desk_violations(), 1);
	desk_forgive();
}

TEST_HARNESS_MAIN
