// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The system goes to sleep, with a reader that is outside of it.
 *
 * Runs in the machine of qemu/suspend.sh: power management of all of it, from
 * freezing the tasks on. Where devices only are tested they are woken at once;
 * in suspend to memory the host controller loses its power, and the clock wakes
 * the machine.
 */
#include "bus.h"
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define READER_TTY "/dev/ttyS1"
#define QUIRKS "/sys/module/usbcore/parameters/quirks"
#define OTHER "/sys/bus/usb/devices/2-1/authorized"
#define WAIT_MS 10000
#define ASLEEP_S "3"
#define AMID_SLEEP "later 1500"

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = write(fd, text, strlen(text));

	close(fd);
	return n > 0;
}

/* The text stays until the next. */
static const char *get(const char *path)
{
	static char text[64];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[n < 0 ? 0 : n] = 0;
	text[strcspn(text, "\n")] = 0;
	return text;
}

static int sleeps(void)
{
	return atoi(get("/sys/power/suspend_stats/success"));
}

/* Suspend the devices, and wake them. */
static bool nap(void)
{
	return put("/sys/power/pm_test", "devices") &&
	       put("/sys/power/state", "freeze");
}

static bool sleep_deep(void)
{
	return put("/sys/power/pm_test", "none") &&
	       put("/sys/class/rtc/rtc0/wakealarm", "0") &&
	       put("/sys/class/rtc/rtc0/wakealarm", "+" ASLEEP_S) &&
	       put("/sys/power/state", "mem");
}

/* The bus knows that of a reader that is plugged in from now on. */
static void treat(const char *quirk)
{
	desk_meet(READER_TTY);
	if (strcmp(get(QUIRKS), quirk) && desk_count("status", "plugged"))
		desk_unplug();
	put(QUIRKS, *quirk ? quirk : "\n");
	desk_clear();
}

static unsigned int configured(void)
{
	return desk_count("bus", "configured");
}

static unsigned int apdus(void)
{
	return desk_count("apdus", "total");
}

FIXTURE(sleep) {
	int fd;
	uint32_t generation;
	int sleeps;
	unsigned int configured;
};

/* Its reset is how a reader comes back, if it is not just resumed. */
FIXTURE_VARIANT(sleep) {
	bool (*go)(void);
	const char *quirk;
	bool reset;
};

FIXTURE_VARIANT_ADD(sleep, resumed) {
	.go = nap, .quirk = "",
};

FIXTURE_VARIANT_ADD(sleep, reset) {
	.go = nap, .quirk = "054c:0dc8:b", .reset = true,
};

FIXTURE_VARIANT_ADD(sleep, powerless) {
	.go = sleep_deep, .quirk = "", .reset = true,
};

FIXTURE_SETUP(sleep)
{
	treat(variant->quirk);
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	self->generation = desk_generation(self->fd);
	self->sleeps = sleeps();
	self->configured = configured();
}

FIXTURE_TEARDOWN(sleep)
{
	EXPECT_EQ(self->sleeps + 1, sleeps());
	EXPECT_EQ(self->configured + variant->reset, configured());
	EXPECT_EQ(0, desk_violations());
	close(self->fd);
}

TEST_F(sleep, ends_what_a_pin_opened_and_leaves_another_card)
{
	struct ccid_event event[8];

	ASSERT_EQ(0, card_lock(self->fd, 0, self->generation));
	ASSERT_EQ(SW_OK, card_verify(self->fd));
	ASSERT_EQ(SW_OK, card_sign(self->fd));
	ASSERT_LT(0, read(self->fd, event, sizeof(event)));	/* the PIN's */
	ASSERT_TRUE(variant->go());
	EXPECT_EQ(-ESTALE, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(0, card_unlock(self->fd, CCID_UNLOCK_KEEP));
	EXPECT_EQ(-ESTALE, card_pinned(self->fd, self->generation));
	EXPECT_EQ(0x6982, card_sign(self->fd));
	ASSERT_EQ(2 * sizeof(event[0]), read(self->fd, event, sizeof(event)));
	EXPECT_EQ(CCID_EVENT_REMOVE, event[0].type);
	EXPECT_EQ(self->generation, event[0].generation);
	EXPECT_EQ(CCID_EVENT_INSERT, event[1].type);
	EXPECT_EQ(desk_generation(self->fd), event[1].generation);
}

struct call {
	pthread_t thread;
	int fd;
	int result;
	struct ccid_event event;
};

static void *exchange(void *arg)
{
	struct call *call = arg;

	call->result = card_sw(call->fd, SELECT_JPKI);
	return NULL;
}

static void *await_event(void *arg)
{
	struct call *call = arg;

	call->result = (int)read(call->fd, &call->event, sizeof(call->event));
	return NULL;
}

static bool apdus_within(unsigned int wanted, unsigned int ms)
{
	for (; ms && apdus() != wanted; ms--)
		usleep(1000);
	return ms;
}

TEST_F(sleep, cancels_a_command_which_is_not_sent_again)
{
	unsigned int before = apdus();
	struct call call = { .fd = self->fd };
	uint64_t soon;

	desk_tell("delay 60000");
	pthread_create(&call.thread, NULL, exchange, &call);
	ASSERT_TRUE(apdus_within(before + 1, 1000));
	soon = in_ms(10000);
	ASSERT_TRUE(variant->go());
	pthread_join(call.thread, NULL);
	EXPECT_GT(soon, in_ms(0));
	EXPECT_EQ(-ECANCELED, call.result);
	desk_tell("delay 0");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(before + 2, apdus());
}

TEST_F(sleep, does_not_disturb_who_waits)
{
	struct call turn = { .fd = desk_open(O_RDWR) };
	struct call event = { .fd = desk_open(O_RDONLY) };

	ASSERT_EQ(0, card_lock(self->fd, 0, 0));
	pthread_create(&turn.thread, NULL, exchange, &turn);
	pthread_create(&event.thread, NULL, await_event, &event);
	usleep(200000);
	ASSERT_TRUE(variant->go());
	ASSERT_EQ(0, card_unlock(self->fd, 0));
	pthread_join(turn.thread, NULL);
	EXPECT_EQ(SW_OK, turn.result);
	pthread_join(event.thread, NULL);
	EXPECT_EQ(sizeof(event.event), event.result);
	EXPECT_EQ(CCID_EVENT_REMOVE, event.event.type);
	close(turn.fd);
	close(event.fd);
}

TEST(card_taken_while_asleep_is_missed)
{
	struct ccid_event event[2];
	int fd;

	treat("");
	fd = desk_open(O_RDWR | O_NONBLOCK);
	desk_tell(AMID_SLEEP " remove");
	ASSERT_TRUE(sleep_deep());
	EXPECT_EQ(-ENOMEDIUM, card_sw(fd, SELECT_JPKI));
	EXPECT_EQ(sizeof(event[0]), read(fd, event, sizeof(event)));
	EXPECT_EQ(CCID_EVENT_REMOVE, event[0].type);
	close(fd);
}

TEST(reader_unplugged_while_asleep_is_gone)
{
	struct pollfd hangup = { .events = POLLIN };
	int fd;

	treat("");
	fd = desk_open(O_RDWR);
	desk_tell(AMID_SLEEP " unplug");
	ASSERT_TRUE(sleep_deep());
	EXPECT_EQ(-ENODEV, card_sw(fd, SELECT_JPKI));
	hangup.fd = fd;
	EXPECT_EQ(1, poll(&hangup, 1, WAIT_MS));
	EXPECT_EQ(POLLHUP | POLLERR, hangup.revents & (POLLHUP | POLLERR));
	close(fd);
	desk_plug();
}

/* That it is brought into step keeps the tasks from being stopped at once. */
TEST(reader_that_is_dead_does_not_keep_the_system_awake)
{
	struct call call;
	uint64_t soon;

	treat("");
	call.fd = desk_open(O_RDWR);
	desk_tell("fault silence xendless");
	pthread_create(&call.thread, NULL, exchange, &call);
	usleep(200000);
	soon = in_ms(10000);
	EXPECT_TRUE(nap());
	EXPECT_GT(soon, in_ms(0));
	pthread_join(call.thread, NULL);
	EXPECT_EQ(-ECANCELED, call.result);
	desk_tell("fault clear");
	EXPECT_EQ(SW_OK, card_sw(call.fd, SELECT_JPKI));
	close(call.fd);
}

/* QEMU's own reader, which claims to wake the bus up; without a card. */
FIXTURE(lone) {
	int sleeps;
};

/* One that may not wake the system is woken before its sleep. */
FIXTURE_VARIANT(lone) {
	const char *wakeup;
};

FIXTURE_VARIANT_ADD(lone, stays_asleep) {
	.wakeup = "enabled",
};

FIXTURE_VARIANT_ADD(lone, is_woken_first) {
	.wakeup = "disabled",
};

FIXTURE_SETUP(lone)
{
	treat("");
	desk_unplug();
	ASSERT_TRUE(put(OTHER, "1"));
	ASSERT_TRUE(desk_node_within(WAIT_MS));
	ASSERT_TRUE(bus_set("power/wakeup", variant->wakeup));
	ASSERT_TRUE(bus_set("power/autosuspend_delay_ms", "100"));
	ASSERT_TRUE(bus_set("power/control", "auto"));
	self->sleeps = sleeps();
}

FIXTURE_TEARDOWN(lone)
{
	EXPECT_EQ(self->sleeps + 1, sleeps());
	put(OTHER, "0");
}

TEST_F(lone, reader_sleeps_by_itself_before_the_system_and_after)
{
	int fd;

	ASSERT_TRUE(bus_asleep());
	ASSERT_TRUE(nap());
	EXPECT_TRUE(bus_asleep());
	fd = desk_open(O_RDWR);
	EXPECT_TRUE(bus_awake());
	EXPECT_EQ(-ENOMEDIUM, card_power(fd, CCID_POWER_COLD));
	close(fd);
	EXPECT_TRUE(bus_asleep());
}

TEST_HARNESS_MAIN
