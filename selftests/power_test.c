// SPDX-License-Identifier: GPL-2.0-or-later
/* Resets and sleep: files stay usable, cards count as new ones. */
#include "bus.h"
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define WAIT_MS 10000

static const char *const wakes[] = { "--remote-wakeup", NULL };

FIXTURE(power) {
	int fd;
	uint32_t generation;
};

FIXTURE_SETUP(power)
{
	desk_start(wakes);
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	self->generation = desk_generation(self->fd);
}

FIXTURE_TEARDOWN(power)
{
	EXPECT_EQ(0, desk_violations());
	close(self->fd);
	desk_end();
}

TEST_F(power, reset_ends_what_a_pin_opened)
{
	ASSERT_EQ(SW_OK, card_verify(self->fd));
	ASSERT_EQ(SW_OK, card_sign(self->fd));
	ASSERT_EQ(0, bus_reset());
	EXPECT_EQ(0x6982, card_sign(self->fd));
	EXPECT_NE(self->generation, desk_generation(self->fd));
}

TEST_F(power, card_pinned_before_a_reset_is_stale)
{
	ASSERT_EQ(0, card_lock(self->fd, 0, self->generation));
	ASSERT_EQ(0, bus_reset());
	EXPECT_EQ(-ESTALE, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(0, card_unlock(self->fd, 0));
	EXPECT_EQ(-ESTALE, card_pinned(self->fd, self->generation));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(power, reset_tells_that_the_card_left_and_came)
{
	struct ccid_event event[2];

	ASSERT_EQ(0, bus_reset());
	ASSERT_EQ(sizeof(event[0]), read(self->fd, event, sizeof(event[0])));
	ASSERT_EQ(sizeof(event[1]),
		  read(self->fd, event + 1, sizeof(event[1])));
	EXPECT_EQ(CCID_EVENT_REMOVE, event[0].type);
	EXPECT_EQ(self->generation, event[0].generation);
	EXPECT_EQ(CCID_EVENT_INSERT, event[1].type);
	EXPECT_LT(self->generation, event[1].generation);
}

TEST_F(power, cards_are_noticed_after_a_reset)
{
	ASSERT_EQ(0, bus_reset());
	ASSERT_TRUE(desk_card_after(self->fd, self->generation, WAIT_MS));
	desk_tell("remove");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, WAIT_MS));
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
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

TEST_F(power, reset_amid_an_exchange_cancels_it)
{
	struct sleeper s = { .fd = self->fd };
	uint64_t soon;

	desk_tell("delay 20000");
	pthread_create(&s.thread, NULL, exchange, &s);
	usleep(300000);
	soon = in_ms(5000);
	ASSERT_EQ(0, bus_reset());
	pthread_join(s.thread, NULL);
	EXPECT_GT(soon, in_ms(0));
	EXPECT_EQ(-ECANCELED, s.result);
	desk_tell("delay 0");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(power, reset_does_not_disturb_who_waits_for_a_turn)
{
	struct sleeper s = { .fd = desk_open(O_RDWR) };

	ASSERT_EQ(0, card_lock(self->fd, 0, 0));
	pthread_create(&s.thread, NULL, exchange, &s);
	usleep(300000);
	ASSERT_EQ(0, bus_reset());
	ASSERT_EQ(0, card_unlock(self->fd, 0));
	pthread_join(s.thread, NULL);
	EXPECT_EQ(SW_OK, s.result);
	close(s.fd);
}

/* By the work that looks at cards, which would wait for a minute. */
TEST_F(power, reset_does_not_wait_for_a_card_that_is_powered_on)
{
	uint64_t soon;

	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, WAIT_MS));
	desk_tell("fault silence on=power");
	desk_tell("insert");
	usleep(500000);
	soon = in_ms(2000);
	EXPECT_EQ(0, bus_reset());
	EXPECT_GT(soon, in_ms(0));
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
}

TEST_F_TIMEOUT(power, reset_while_the_reader_is_brought_into_step, 60)
{
	desk_tell("fault silence xendless");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->fd, SELECT_AUTH_CERT,
					      in_ms(300)));
	EXPECT_EQ(0, bus_reset());
	desk_tell("fault clear");
	EXPECT_TRUE(desk_card_after(self->fd, self->generation, 20000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

static unsigned int resets(void)
{
	return desk_count("bus", "configured");
}

TEST_F_TIMEOUT(power, dead_reader_is_reset_three_times, 120)
{
	unsigned int before = resets();
	uint64_t end = in_ms(60000);
	int i;

	desk_tell("fault silence xendless");
	while (resets() < before + 3 && in_ms(0) < end)
		card_apdu_until(self->fd, SELECT_AUTH_CERT, in_ms(100));
	EXPECT_EQ(before + 3, resets());
	for (i = 0; i < 4; i++)
		EXPECT_EQ(-ETIMEDOUT, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(before + 3, resets());
	desk_tell("fault clear");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	desk_forgive();
}

/* Asleep, with no card and nobody there; the file is closed. */
static bool fall_asleep(int fd)
{
	if (desk_count("status", "present"))
		desk_tell("remove");
	if (!desk_card_within(fd, CCID_CARD_ABSENT, WAIT_MS) ||
	    !bus_set("power/autosuspend_delay_ms", "100") ||
	    !bus_set("power/control", "auto"))
		return false;
	close(fd);
	return bus_asleep();
}

TEST_F(power, reader_that_nobody_uses_sleeps_and_open_wakes_it)
{
	ASSERT_TRUE(fall_asleep(self->fd));
	EXPECT_EQ(1, desk_count("bus", "wakeup"));
	self->fd = desk_open(O_RDWR);
	EXPECT_TRUE(bus_awake());
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	desk_tell("remove");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, WAIT_MS));
	close(self->fd);
	EXPECT_TRUE(bus_asleep());
}

TEST_F(power, open_file_keeps_the_reader_awake)
{
	int other = desk_open(O_RDONLY);

	EXPECT_FALSE(fall_asleep(self->fd));
	close(other);
	EXPECT_TRUE(bus_asleep());
}

TEST_F(power, card_keeps_the_reader_awake)
{
	ASSERT_TRUE(bus_set("power/autosuspend_delay_ms", "100"));
	ASSERT_TRUE(bus_set("power/control", "auto"));
	close(self->fd);
	usleep(2000000);
	EXPECT_TRUE(bus_awake());
	desk_tell("remove");
	EXPECT_TRUE(bus_asleep());
}

TEST_F(power, card_put_down_in_its_sleep_is_found_when_it_wakes)
{
	ASSERT_TRUE(fall_asleep(self->fd));
	desk_tell("insert");
	/* What a reader does by itself, this bus cannot. */
	ASSERT_TRUE(bus_set("power/control", "on"));
	self->fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
	EXPECT_LT(self->generation, desk_generation(self->fd));
}

TEST_F(power, reader_goes_and_comes_in_its_sleep)
{
	ASSERT_TRUE(fall_asleep(self->fd));
	desk_unplug();
	desk_plug();
	ASSERT_TRUE(fall_asleep(desk_open(O_RDWR)));
	EXPECT_EQ(0, desk_unbind());
	EXPECT_EQ(0, desk_bind());
	EXPECT_TRUE(desk_node_within(WAIT_MS));
	self->fd = desk_open(O_RDWR);
}

TEST_F(power, reset_in_its_sleep)
{
	ASSERT_TRUE(fall_asleep(self->fd));
	desk_tell("insert");
	EXPECT_EQ(0, bus_reset());
	self->fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
}

/* Asleep or with a card: what is submitted in a while of doing nothing. */
TEST_F(power, nothing_is_sent_while_nothing_happens)
{
	char before[64];

	usleep(2000000);
	strcpy(before, bus_get("urbnum"));
	usleep(2000000);
	EXPECT_STREQ(before, bus_get("urbnum"));
	ASSERT_TRUE(fall_asleep(self->fd));
	strcpy(before, bus_get("urbnum"));
	usleep(2000000);
	EXPECT_STREQ(before, bus_get("urbnum"));
	EXPECT_TRUE(bus_asleep());
	self->fd = desk_open(O_RDWR);
}

TEST(reader_that_cannot_wake_the_bus_stays_awake)
{
	int fd;

	desk_start((const char *const[]){ NULL });
	desk_clear();
	fd = desk_open(O_RDWR);
	EXPECT_FALSE(fall_asleep(fd));
	desk_tell("insert");
	fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, WAIT_MS));
	close(fd);
	desk_end();
}

TEST_HARNESS_MAIN
