// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two interfaces of one device that hangs when both have a command: it gets one
 * at a time, and who waits for the other interface may still leave.
 */
#include "bus.h"
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define NODES 8
#define WAIT_MS 10000
#define STEP_MS 10

/* What the link of that node to its interface ends with, "1-1:1.0" say. */
static bool interface_of(unsigned int node, char ret[256])
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/sys/class/ccid/ccid%u/device", node);
	n = readlink(path, ret, 255);
	if (n < 0)
		return false;
	ret[n] = 0;
	memmove(ret, strrchr(ret, '/') + 1, strlen(strrchr(ret, '/')));
	return true;
}

/* A file of that interface once its node is there, or -1. */
static int open_interface(unsigned int interface)
{
	char name[256], path[32];
	unsigned int ms, node;
	int fd = -1;

	for (ms = 0; fd < 0 && ms < WAIT_MS; ms += STEP_MS) {
		for (node = 0; fd < 0 && node < NODES; node++) {
			if (!interface_of(node, name) ||
			    atoi(strrchr(name, '.') + 1) != interface)
				continue;
			snprintf(path, sizeof(path), "/dev/ccid%u", node);
			fd = open(path, O_RDWR | O_CLOEXEC);
		}
		usleep(STEP_MS * 1000);
	}
	return fd;
}

static unsigned long violations(void)
{
	static const char *const both[] = {
		"violations", "interface=1 violations"
	};
	unsigned long n = 0, more;
	size_t i;

	for (i = 0; i < 2; i++) {
		const char *reply = desk_tell("%s", both[i]);

		more = strtoul(reply, NULL, 10);
		if (more)
			fprintf(stderr, "# interface %zu says: %s\n", i, reply);
		n += more;
	}
	return n;
}

static void plug_in(const char *vid, const char *pid, const char *in_turn)
{
	desk_start((const char *const[]){
		"--unplugged", "--interfaces", "2",
		"--vid", vid, "--pid", pid, in_turn, NULL });
	desk_tell("interface=1 insert " ALICE);
	desk_tell("plug");
}

/* A call in a thread of its own. */
struct caller {
	pthread_t thread;
	int fd;
	unsigned int times;
	int result;
};

static void *exchange(void *arg)
{
	struct caller *c = arg;
	unsigned int i;

	c->result = SW_OK;
	for (i = 0; i < c->times && c->result == SW_OK; i++)
		c->result = card_sw(c->fd, SELECT_JPKI);
	return NULL;
}

static void begin(struct caller *c)
{
	pthread_create(&c->thread, NULL, exchange, c);
	usleep(300000);
}

static int end(struct caller *c)
{
	pthread_join(c->thread, NULL);
	return c->result;
}

FIXTURE(pair) {
	struct caller a, b;
};

FIXTURE_SETUP(pair)
{
	plug_in("08e6", "5503", "--in-turn");
	self->a = (struct caller){ .fd = open_interface(0), .times = 1 };
	self->b = (struct caller){ .fd = open_interface(1), .times = 1 };
	ASSERT_TRUE(desk_card_within(self->a.fd, CCID_CARD_POWERED, WAIT_MS));
	ASSERT_TRUE(desk_card_within(self->b.fd, CCID_CARD_POWERED, WAIT_MS));
}

FIXTURE_TEARDOWN(pair)
{
	EXPECT_EQ(0, violations());
	close(self->a.fd);
	close(self->b.fd);
	desk_end();
}

TEST_F(pair, gets_one_command_at_a_time)
{
	desk_tell("delay 20");
	desk_tell("interface=1 delay 20");
	self->a.times = 40;
	self->b.times = 40;
	begin(&self->a);
	begin(&self->b);
	EXPECT_EQ(SW_OK, end(&self->a));
	EXPECT_EQ(SW_OK, end(&self->b));
}

TEST_F(pair, deadline_passes_while_the_other_is_at_work)
{
	uint64_t soon;

	desk_tell("delay 2000");
	begin(&self->a);
	soon = in_ms(1000);
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->b.fd, SELECT_JPKI,
					      in_ms(200)));
	EXPECT_GT(soon, in_ms(0));
	EXPECT_EQ(SW_OK, end(&self->a));
	EXPECT_EQ(SW_OK, card_sw(self->b.fd, SELECT_JPKI));
}

static void nothing(int sig)
{
}

TEST_F(pair, signal_ends_waiting_for_the_other)
{
	struct sigaction action = { .sa_handler = nothing };

	sigaction(SIGUSR1, &action, NULL);
	desk_tell("delay 2000");
	begin(&self->a);
	begin(&self->b);
	pthread_kill(self->b.thread, SIGUSR1);
	EXPECT_EQ(-EINTR, end(&self->b));
	EXPECT_EQ(SW_OK, end(&self->a));
}

TEST_F(pair, unlock_ends_waiting_for_the_other)
{
	ASSERT_EQ(0, card_lock(self->b.fd, 0, 0));
	desk_tell("delay 2000");
	begin(&self->a);
	begin(&self->b);
	EXPECT_EQ(0, card_unlock(self->b.fd, 0));
	EXPECT_EQ(-ECANCELED, end(&self->b));
	EXPECT_EQ(SW_OK, end(&self->a));
}

TEST_F(pair, unplugged_while_one_runs_and_one_waits)
{
	uint64_t soon;

	desk_tell("delay 20000");
	begin(&self->a);
	begin(&self->b);
	soon = in_ms(5000);
	desk_tell("unplug");
	EXPECT_EQ(-ENODEV, end(&self->a));
	EXPECT_EQ(-ENODEV, end(&self->b));
	EXPECT_GT(soon, in_ms(0));
}

TEST_F(pair, reset_while_one_runs_and_one_waits)
{
	uint64_t soon;

	desk_tell("delay 20000");
	begin(&self->a);
	begin(&self->b);
	soon = in_ms(5000);
	EXPECT_EQ(0, bus_reset());
	EXPECT_EQ(-ECANCELED, end(&self->a));
	EXPECT_GT(soon, in_ms(0));
	EXPECT_EQ(SW_OK, end(&self->b));
	desk_tell("delay 0");
	EXPECT_EQ(SW_OK, card_sw(self->a.fd, SELECT_JPKI));
}

static int bind(unsigned int interface, bool on)
{
	static char name[256];
	unsigned int node;
	ssize_t n;
	int fd;

	for (node = 0; !on && node < NODES; node++)
		if (interface_of(node, name) &&
		    atoi(strrchr(name, '.') + 1) == interface)
			break;
	fd = open(on ? "/sys/bus/usb/drivers/ccid/bind" :
		       "/sys/bus/usb/drivers/ccid/unbind", O_WRONLY);
	n = write(fd, name, strlen(name));
	close(fd);
	return n < 0 ? -errno : 0;
}

TEST_F(pair, unbinding_one_does_not_wait_for_the_other)
{
	uint64_t soon;

	desk_tell("delay 4000");
	begin(&self->a);
	begin(&self->b);
	soon = in_ms(2000);
	EXPECT_EQ(0, bind(1, false));
	EXPECT_EQ(-ENODEV, end(&self->b));
	EXPECT_GT(soon, in_ms(0));
	EXPECT_EQ(0, bind(1, true));
	EXPECT_EQ(SW_OK, end(&self->a));
	desk_tell("delay 0");
	close(self->b.fd);
	self->b.fd = open_interface(1);
	EXPECT_TRUE(desk_card_within(self->b.fd, CCID_CARD_POWERED, WAIT_MS));
	self->a.times = 20;
	self->b.times = 20;
	begin(&self->a);
	begin(&self->b);
	EXPECT_EQ(SW_OK, end(&self->a));
	EXPECT_EQ(SW_OK, end(&self->b));
}

FIXTURE(robust) {
	int a, b;
};

FIXTURE_SETUP(robust)
{
	plug_in("08e6", "5504", NULL);
	self->a = open_interface(0);
	self->b = open_interface(1);
	ASSERT_TRUE(desk_card_within(self->b, CCID_CARD_POWERED, WAIT_MS));
}

FIXTURE_TEARDOWN(robust)
{
	close(self->a);
	close(self->b);
	desk_end();
}

/* Resets help for a while; then it is given up. */
TEST_F_TIMEOUT(robust, dead_one_does_not_keep_the_other_for_ever, 120)
{
	unsigned int resets = desk_count("bus", "configured");
	uint64_t end = in_ms(100000);
	int err;

	desk_tell("fault silence xendless");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->a, SELECT_JPKI,
					      in_ms(200)));
	do
		err = card_apdu_until(self->b, SELECT_JPKI, in_ms(1000));
	while ((err != SW_OK ||
		desk_count("bus", "configured") < resets + 3) &&
	       in_ms(0) < end);
	EXPECT_EQ(SW_OK, err);
	EXPECT_EQ(resets + 3, desk_count("bus", "configured"));
}

/* What happens where the driver does not know of it. */
TEST(any_other_device_gets_both)
{
	struct caller a = { .times = 1 };
	unsigned long before;
	int fd;

	plug_in("1209", "0001", "--in-turn");
	a.fd = open_interface(0);
	fd = open_interface(1);
	ASSERT_TRUE(desk_card_within(a.fd, CCID_CARD_POWERED, 2 * WAIT_MS));
	before = violations();
	desk_tell("delay 2000");
	begin(&a);
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(fd, SELECT_JPKI, in_ms(500)));
	EXPECT_LT(before, violations());
	EXPECT_EQ(SW_OK, end(&a));
	close(a.fd);
	close(fd);
	desk_end();
}

TEST_HARNESS_MAIN
