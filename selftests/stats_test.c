// SPDX-License-Identifier: GPL-2.0-or-later
/* The counters in statistics/: each counts what it says, and by one. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(stats) {
	int fd;
	unsigned long before;
};

static unsigned long count(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "statistics/%s", name);
	return strtoul(desk_sysfs(path), NULL, 10);
}

/* The driver may still look at the card that has just come. */
static void settle(void)
{
	unsigned long before;

	do {
		before = count("commands");
		usleep(300000);
	} while (count("commands") != before);
}

FIXTURE_SETUP(stats)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	settle();
}

FIXTURE_TEARDOWN(stats)
{
	close(self->fd);
}

TEST_F(stats, a_command_counts_once)
{
	self->before = count("commands");
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(self->before + 1, count("commands"));
}

TEST_F(stats, time_extensions)
{
	self->before = count("time_extensions");
	desk_tell("fault timext 5 on=xfr");
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(self->before + 5, count("time_extensions"));
}

TEST_F(stats, a_timeout_is_one_and_an_abort)
{
	unsigned long aborts = count("aborts");

	self->before = count("timeouts");
	desk_tell("fault silence on=xfr");
	ASSERT_EQ(-ETIMEDOUT,
		  card_apdu_until(self->fd, SELECT_JPKI, in_ms(200)));
	EXPECT_EQ(self->before + 1, count("timeouts"));
	EXPECT_EQ(aborts + 1, count("aborts"));
}

TEST_F(stats, a_broken_protocol_is_no_timeout)
{
	unsigned long timeouts = count("timeouts");

	self->before = count("protocol_errors");
	desk_tell("fault wrong-type on=xfr");
	ASSERT_EQ(-EPROTO, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(self->before + 1, count("protocol_errors"));
	EXPECT_EQ(timeouts, count("timeouts"));
}

TEST_F(stats, late_answers)
{
	self->before = count("stale_replies");
	desk_tell("fault stale on=xfr");
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(self->before + 1, count("stale_replies"));
}

TEST_F(stats, cards_that_come_mute_or_not)
{
	unsigned long mute = count("mute_cards");

	self->before = count("card_insertions");
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("fault mute x2");
	desk_tell("insert");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_MUTE, 5000));
	usleep(100000);
	EXPECT_EQ(self->before + 1, count("card_insertions"));
	EXPECT_EQ(mute + 1, count("mute_cards"));
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("insert");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	usleep(100000);
	EXPECT_EQ(self->before + 2, count("card_insertions"));
	EXPECT_EQ(mute + 1, count("mute_cards"));
}

TEST_F(stats, refusals_by_the_floor)
{
	self->before = count("floor_refusals");
	desk_tell("tries auth 1");
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	ASSERT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(self->before + 1, count("floor_refusals"));
	desk_tell("tries auth 3");
}

TEST_F_TIMEOUT(stats, a_reset_is_the_last_resort, 60)
{
	self->before = count("resets");
	desk_tell("fault silence xendless");
	ASSERT_EQ(-ETIMEDOUT,
		  card_apdu_until(self->fd, SELECT_JPKI, in_ms(200)));
	EXPECT_LT(self->before, count("resets"));
	desk_tell("fault clear");
	close(self->fd);
	self->fd = desk_reopen(40000);
	ASSERT_GE(self->fd, 0);
}

TEST_HARNESS_MAIN
