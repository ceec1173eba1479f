// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Readers that are not what they say, played by the virtual one under their
 * numbers. Each is compared with what the driver does for any other reader.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define SETTLE_MS	1000

/* Plugged in with a card, of which it says nothing, and told to misbehave. */
static int plugged_in(const char *vid, const char *pid, const char *fault)
{
	desk_start((const char *const[]){
		"--unplugged", "--no-first-notify",
		"--vid", vid, "--pid", pid, NULL });
	if (fault)
		desk_tell("fault %s", fault);
	desk_plug();
	return desk_open(O_RDWR);
}

static unsigned long statistic(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "statistics/%s", name);
	return strtoul(desk_sysfs(path), NULL, 10);
}

/* What a statistic says when the card is in that state; -1: it never is. */
static long count_until(const char *vid, const char *pid, const char *fault,
			uint32_t card, const char *name)
{
	int fd = plugged_in(vid, pid, fault);
	long n = -1;

	if (desk_card_within(fd, card, 15000))
		n = (long)statistic(name);
	close(fd);
	desk_end();
	return n;
}

#define NOBODY "1209", "0001"

TEST(reader_that_settles_is_left_alone_for_a_second)
{
	int fd;

	desk_start((const char *const[]){
		"--unplugged", "--vid", "0b81", "--pid", "0200", NULL });
	desk_plug();
	fd = desk_open(O_RDWR);
	ASSERT_GE(fd, 0);
	usleep(SETTLE_MS * 1000 / 2);
	EXPECT_EQ(0, statistic("commands"));
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	close(fd);
	desk_end();
}

TEST(slow_reader_is_waited_for)
{
	EXPECT_EQ(0, count_until("072f", "2200", "late 6000 on=status",
				 CCID_CARD_POWERED, "timeouts"));
	EXPECT_EQ(1, count_until(NOBODY, "late 6000 on=status",
				 CCID_CARD_POWERED, "timeouts"));
}

TEST(first_status_may_be_lost)
{
	int fd = plugged_in("072f", "b100", "silence on=status");

	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 4000));
	close(fd);
	desk_end();
}

/* Nobody is there to answer, however often the card is powered on. */
#define NO_CARD "mute xendless"

TEST(card_that_is_always_present_is_absent_when_mute)
{
	int fd = plugged_in("08e6", "3480", NO_CARD);

	ASSERT_GE(fd, 0);
	usleep(1000000);
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_ABSENT, 0));
	EXPECT_EQ(4, statistic("commands"));
	EXPECT_EQ(0, statistic("mute_cards"));
	desk_tell("fault clear");
	desk_tell("remove");
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	close(fd);
	desk_end();
	EXPECT_EQ(1, count_until(NOBODY, NO_CARD, CCID_CARD_MUTE,
				 "mute_cards"));
}

TEST(power_goes_off_before_it_comes_on)
{
	long others = count_until(NOBODY, NULL, CCID_CARD_POWERED, "commands");

	EXPECT_LT(0, others);
	EXPECT_EQ(others + 1, count_until("0d46", "301d", NULL,
					  CCID_CARD_POWERED, "commands"));
}

/* Whether an escape is sent shows in the wrong answer that it gets. */
static long escapes_after_emv_error(const char *vid, const char *pid)
{
	long n = -1;
	int fd;

	desk_start((const char *const[]){
		"--unplugged", "--vid", vid, "--pid", pid, NULL });
	desk_tell("fault error bb on=power");
	desk_tell("fault wrong-type on=escape");
	desk_plug();
	fd = desk_open(O_RDWR);
	if (desk_card_within(fd, CCID_CARD_POWERED, 5000))
		n = (long)statistic("protocol_errors");
	close(fd);
	desk_end();
	return n;
}

TEST(reader_in_emv_mode_is_told_to_take_any_card)
{
	EXPECT_EQ(1, escapes_after_emv_error("08e6", "4433"));
	EXPECT_EQ(0, escapes_after_emv_error(NOBODY));
}

static int empty_answer(const char *vid, const char *pid)
{
	int fd = plugged_in(vid, pid, NULL), err = -1;

	if (desk_card_within(fd, CCID_CARD_POWERED, 5000)) {
		desk_tell("fault empty fe on=xfr");
		err = card_sw(fd, SELECT_JPKI);
	}
	if (card_sw(fd, SELECT_JPKI) != SW_OK)
		err = -1;
	close(fd);
	desk_end();
	return err;
}

TEST(empty_answer_is_a_time_out)
{
	EXPECT_EQ(-ETIMEDOUT, empty_answer("072f", "2200"));
	EXPECT_EQ(-EPROTO, empty_answer(NOBODY));
}

TEST(level_is_not_what_it_says)
{
	int fd = plugged_in("0d46", "3010", NULL);

	EXPECT_STREQ("short_apdu", desk_sysfs("exchange_level"));
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	EXPECT_EQ(SW_OK, card_sw(fd, SELECT_JPKI));
	close(fd);
	desk_end();
}

static int pin_support(const char *vid, const char *pid)
{
	struct ccid_info info = { .size = sizeof(info) };
	int fd;

	desk_start((const char *const[]){
		"--pinpad", "--vid", vid, "--pid", pid, NULL });
	if (!desk_node_within(10000))
		return -1;
	fd = desk_open(O_RDWR);
	if (card_call(fd, CCID_IOC_INFO, &info))
		return -1;
	close(fd);
	desk_end();
	return info.pin_support;
}

TEST(keys_that_the_host_reads_are_no_pin_pad)
{
	EXPECT_EQ(0, pin_support("25dd", "3111"));
	EXPECT_EQ(3, pin_support(NOBODY));
}

TEST_HARNESS_MAIN
