// SPDX-License-Identifier: GPL-2.0-or-later
/* Turns: locks, the queue, aborting, and what a PIN opened. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

static uint32_t lock_seen_by(int fd)
{
	struct ccid_status st = { .size = sizeof(st) };

	card_call(fd, CCID_IOC_STATUS, &st);
	return st.lock;
}

FIXTURE(session) {
	int a, b;
};

FIXTURE_SETUP(session)
{
	desk_clear();
	self->a = desk_open(O_RDWR);
	self->b = desk_open(O_RDWR);
	ASSERT_GE(self->a, 0);
	ASSERT_GE(self->b, 0);
}

FIXTURE_TEARDOWN(session)
{
	close(self->a);
	close(self->b);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(session, lock_keeps_others_out)
{
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	EXPECT_EQ(CCID_LOCK_OWN, lock_seen_by(self->a));
	EXPECT_EQ(CCID_LOCK_OTHER, lock_seen_by(self->b));
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
	EXPECT_EQ(-EBUSY, card_apdu_until(self->b, SELECT_JPKI, in_ms(50)));
	EXPECT_EQ(-EBUSY, card_lock(self->b, in_ms(50), 0));
	EXPECT_EQ(-EBUSY, card_lock(self->b, 1, 0));
	ASSERT_EQ(0, card_unlock(self->a, 0));
	EXPECT_EQ(CCID_LOCK_NONE, lock_seen_by(self->b));
	EXPECT_EQ(SW_OK, card_sw(self->b, SELECT_JPKI));
}

TEST_F(session, nonblocking_file_does_not_wait)
{
	int c = desk_open(O_RDWR | O_NONBLOCK);

	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	EXPECT_EQ(-EAGAIN, card_lock(c, 0, 0));
	EXPECT_EQ(-EAGAIN, card_sw(c, SELECT_JPKI));
	EXPECT_EQ(-EAGAIN, card_power(c, CCID_POWER_COLD));
	ASSERT_EQ(0, card_unlock(self->a, 0));
	EXPECT_EQ(0, card_lock(c, 0, 0));
	EXPECT_EQ(SW_OK, card_sw(c, SELECT_JPKI));
	close(c);
}

TEST_F(session, lock_and_unlock_come_in_pairs)
{
	EXPECT_EQ(-EINVAL, card_unlock(self->a, 0));
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	EXPECT_EQ(-EINVAL, card_lock(self->a, 0, 0));
	EXPECT_EQ(-EINVAL, card_unlock(self->b, 0));
	EXPECT_EQ(0, card_unlock(self->a, 0));
	EXPECT_EQ(-EINVAL, card_unlock(self->a, 0));
}

TEST_F(session, closing_gives_the_turn_away)
{
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	close(self->a);
	EXPECT_EQ(0, card_lock(self->b, in_ms(1000), 0));
}

TEST_F(session, a_killed_holder_gives_the_turn_away)
{
	pid_t child = fork();

	if (!child) {
		card_lock(desk_open(O_RDWR), 0, 0);
		pause();
		_exit(0);
	}
	while (lock_seen_by(self->b) != CCID_LOCK_OTHER)
		usleep(1000);
	kill(child, SIGKILL);
	EXPECT_EQ(0, card_lock(self->b, in_ms(2000), 0));
	waitpid(child, NULL, 0);
}

#define QUEUE 8

struct waiter {
	pthread_t thread;
	int fd;
	int err;
	unsigned int place;
	unsigned int *served;
};

static void *wait_for_turn(void *arg)
{
	struct waiter *w = arg;

	w->err = card_lock(w->fd, in_ms(20000), 0);
	w->place = __atomic_fetch_add(w->served, 1, __ATOMIC_SEQ_CST);
	if (!w->err)
		card_unlock(w->fd, 0);
	return NULL;
}

TEST_F(session, those_who_wait_are_served_in_order)
{
	struct waiter w[QUEUE];
	unsigned int served = 0;
	int i;

	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	for (i = 0; i < QUEUE; i++) {
		w[i].fd = desk_open(O_RDWR);
		w[i].served = &served;
		pthread_create(&w[i].thread, NULL, wait_for_turn, &w[i]);
		usleep(100000);		/* let it take its place */
	}
	ASSERT_EQ(0, card_unlock(self->a, 0));
	for (i = 0; i < QUEUE; i++) {
		pthread_join(w[i].thread, NULL);
		EXPECT_EQ(0, w[i].err);
		EXPECT_EQ((unsigned int)i, w[i].place);
		close(w[i].fd);
	}
}

struct caller {
	pthread_t thread;
	int fd;
	int result;
};

static void *select_once(void *arg)
{
	struct caller *c = arg;

	c->result = card_sw(c->fd, SELECT_JPKI);
	return NULL;
}

static void on_signal(int sig)
{
	(void)sig;
}

static void catch_signal(void)
{
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGUSR1, &action, NULL);
}

TEST_F(session, signal_aborts_a_call_that_was_sent)
{
	struct caller c = { .fd = self->a };

	catch_signal();
	desk_tell("delay 5000");
	pthread_create(&c.thread, NULL, select_once, &c);
	usleep(300000);
	pthread_kill(c.thread, SIGUSR1);
	pthread_join(c.thread, NULL);
	EXPECT_EQ(-ECANCELED, c.result);
	desk_tell("delay 0");
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
}

TEST_F(session, signal_ends_waiting_for_a_turn_with_nothing_sent)
{
	struct caller c = { .fd = self->b };
	unsigned int before = desk_count("apdus", "total");

	catch_signal();
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	pthread_create(&c.thread, NULL, select_once, &c);
	usleep(300000);
	pthread_kill(c.thread, SIGUSR1);
	pthread_join(c.thread, NULL);
	EXPECT_EQ(-EINTR, c.result);
	EXPECT_EQ(before, desk_count("apdus", "total"));
}

TEST_F(session, unlock_by_another_thread_aborts_the_call)
{
	struct caller c = { .fd = self->a };

	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	desk_tell("delay 5000");
	pthread_create(&c.thread, NULL, select_once, &c);
	usleep(300000);
	EXPECT_EQ(0, card_unlock(self->a, 0));
	pthread_join(c.thread, NULL);
	EXPECT_EQ(-ECANCELED, c.result);
	desk_tell("delay 0");
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
	EXPECT_EQ(0, card_lock(self->b, in_ms(100), 0));
}

TEST_F(session, lock_for_one_card_does_not_reach_the_next)
{
	uint32_t generation = desk_generation(self->a);

	ASSERT_EQ(0, card_lock(self->a, 0, generation));
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
	desk_tell("swap " BOB);
	EXPECT_EQ(-ESTALE, card_sw(self->a, SELECT_JPKI));
	EXPECT_EQ(0, card_unlock(self->a, 0));
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
}

TEST_F(session, lock_for_a_card_that_has_left_is_estale)
{
	uint32_t generation = desk_generation(self->a);

	desk_tell("swap " BOB);
	ASSERT_TRUE(desk_card_after(self->a, generation, 5000));
	EXPECT_EQ(-ESTALE, card_lock(self->a, 0, generation));
	EXPECT_EQ(CCID_LOCK_NONE, lock_seen_by(self->a));
}

static void *power_cycle(void *arg)
{
	struct caller *c = arg;

	c->result = card_power(c->fd, CCID_POWER_COLD);
	return NULL;
}

TEST_F(session, unlock_by_another_thread_ends_powering)
{
	struct caller c = { .fd = self->a };
	uint64_t soon;

	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	desk_tell("fault silence on=power");
	pthread_create(&c.thread, NULL, power_cycle, &c);
	usleep(300000);
	soon = in_ms(3000);
	EXPECT_EQ(0, card_unlock(self->a, 0));
	pthread_join(c.thread, NULL);
	EXPECT_LT(in_ms(0), soon);
	EXPECT_EQ(-ECANCELED, c.result);
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
}

TEST_F(session, signal_ends_powering)
{
	struct caller c = { .fd = self->a };

	catch_signal();
	desk_tell("fault silence on=power");
	pthread_create(&c.thread, NULL, power_cycle, &c);
	usleep(300000);
	pthread_kill(c.thread, SIGUSR1);
	pthread_join(c.thread, NULL);
	EXPECT_EQ(-ECANCELED, c.result);
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
}

TEST_F(session, deadline_holds_while_the_card_is_powered)
{
	struct ccid_power power = {
		.size = sizeof(power), .action = CCID_POWER_COLD,
	};
	uint64_t soon = in_ms(2500);

	desk_tell("fault silence on=power");
	power.deadline_ns = in_ms(300);
	EXPECT_EQ(-ETIMEDOUT, card_call(self->a, CCID_IOC_POWER, &power));
	ASSERT_EQ(0, card_power(self->a, CCID_POWER_OFF));
	desk_tell("fault silence on=power");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->a, SELECT_JPKI,
					      in_ms(300)));
	EXPECT_LT(in_ms(0), soon);
	EXPECT_EQ(SW_OK, card_sw(self->a, SELECT_JPKI));
}

TEST_F(session, deadline_beyond_all_clocks_is_for_ever)
{
	EXPECT_EQ(SW_OK, card_apdu_until(self->a, SELECT_JPKI, UINT64_MAX));
	EXPECT_EQ(0, card_lock(self->a, UINT64_MAX, 0));
}

TEST_HARNESS_MAIN
