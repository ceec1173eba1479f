// SPDX-License-Identifier: GPL-2.0-or-later
/* The attempt counters that the driver keeps. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define AUTH_PIN 0x18
#define SIGN_PIN 0x1b

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(pin) {
	int fd;
	struct ccid_pin pin;
};

FIXTURE_SETUP(pin)
{
	desk_clear();
	desk_tell("tries auth 3");
	desk_tell("tries sign 5");
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(pin)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

static int present(int fd, const char *pin)
{
	if (card_sw(fd, SELECT_JPKI) != SW_OK ||
	    card_sw(fd, SELECT_AUTH_PIN) != SW_OK)
		return -1;
	return card_sw(fd, pin);
}

TEST_F(pin, nothing_is_known_of_a_fresh_card)
{
	unsigned int before = desk_count("apdus", "total");

	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_UNKNOWN, self->pin.source);
	EXPECT_EQ(CCID_PIN_NO_COUNT, self->pin.tries_left);
	EXPECT_EQ(CCID_PIN_NO_COUNT, self->pin.tries_max);
	EXPECT_EQ(desk_generation(self->fd), self->pin.generation);
	EXPECT_EQ(before, desk_count("apdus", "total"));
}

TEST_F(pin, asking_tells_the_counter_and_costs_no_try)
{
	unsigned int tried = desk_count("apdus", "auth");

	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(CCID_PIN_ASKED, self->pin.source);
	EXPECT_EQ(3, self->pin.tries_left);
	EXPECT_EQ(3, self->pin.tries_max);
	EXPECT_EQ(0x63c3, self->pin.sw);
	EXPECT_EQ(0, self->pin.state);
	EXPECT_NE(0, self->pin.learnt_ns);
	ASSERT_EQ(0, card_pin(self->fd, SIGN_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(5, self->pin.tries_left);
	EXPECT_EQ(tried, desk_count("apdus", "auth"));
}

TEST_F(pin, what_was_asked_is_remembered)
{
	unsigned int total;

	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	total = desk_count("apdus", "total");
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(3, self->pin.tries_left);
	EXPECT_EQ(CCID_PIN_ASKED, self->pin.source);
	EXPECT_EQ(total, desk_count("apdus", "total"));
}

TEST_F(pin, file_and_short_reference_are_one_pin)
{
	struct ccid_pin other = {
		.size = sizeof(other), .reference = 0x80 | AUTH_PIN,
		.aid = { 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0, 0, 0, 1 },
		.aid_len = 10,
	};

	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_PIN, &other));
	EXPECT_EQ(3, other.tries_left);
	EXPECT_EQ(self->pin.learnt_ns, other.learnt_ns);
}

TEST_F(pin, passing_commands_teach_the_counter)
{
	EXPECT_EQ(0x63c2, present(self->fd, VERIFY_WRONG));
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_WRONG, self->pin.source);
	EXPECT_EQ(2, self->pin.tries_left);
	EXPECT_EQ(3, self->pin.tries_max);
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_RIGHT, self->pin.source);
	EXPECT_EQ(3, self->pin.tries_left);
	EXPECT_EQ(CCID_PIN_VERIFIED, self->pin.state);
}

TEST_F(pin, blocked_pin_says_so)
{
	desk_tell("tries auth 0");
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(0, self->pin.tries_left);
	EXPECT_EQ(CCID_PIN_BLOCKED, self->pin.state);
}

TEST_F(pin, next_card_starts_unknown)
{
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	desk_tell("swap " BOB);
	ASSERT_TRUE(desk_card_after(self->fd, self->pin.generation, 5000));
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_UNKNOWN, self->pin.source);
}

TEST_F(pin, another_card_is_estale_and_none_is_enomedium)
{
	uint32_t generation = desk_generation(self->fd);
	struct ccid_pin pin = {
		.size = sizeof(pin), .ef = AUTH_PIN, .generation = generation,
		.aid = { 0xd3 }, .aid_len = 1,
	};

	EXPECT_EQ(0, card_call(self->fd, CCID_IOC_PIN, &pin));
	pin.generation = generation + 1;
	EXPECT_EQ(-ESTALE, card_call(self->fd, CCID_IOC_PIN, &pin));
	pin.flags = CCID_PIN_ASK;
	EXPECT_EQ(-ESTALE, card_call(self->fd, CCID_IOC_PIN, &pin));
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	pin.flags = 0;
	EXPECT_EQ(-ENOMEDIUM, card_call(self->fd, CCID_IOC_PIN, &pin));
}

TEST_F(pin, asking_without_an_application_is_refused)
{
	struct ccid_pin pin = {
		.size = sizeof(pin), .ef = AUTH_PIN, .flags = CCID_PIN_ASK,
	};

	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_PIN, &pin));
}

TEST_F(pin, application_or_file_that_is_not_there_is_enoent)
{
	EXPECT_EQ(-ENOENT, card_pin(self->fd, 0x7f, CCID_PIN_ASK, &self->pin));
	self->pin = (struct ccid_pin){
		.size = sizeof(self->pin), .flags = CCID_PIN_ASK,
		.ef = AUTH_PIN, .aid = { 0xa0, 0x00 }, .aid_len = 7,
	};
	EXPECT_EQ(-ENOENT, card_call(self->fd, CCID_IOC_PIN, &self->pin));
}

TEST_F(pin, lost_answer_leaves_the_counter_unknown)
{
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	desk_tell("fault wrong-seq on=xfr");
	ASSERT_EQ(-EPROTO, card_sw(self->fd, VERIFY_WRONG));
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_UNKNOWN, self->pin.source);
	EXPECT_EQ(CCID_PIN_NO_COUNT, self->pin.tries_left);
	EXPECT_EQ(3, self->pin.tries_max);
	EXPECT_EQ(0, self->pin.sw);
	EXPECT_EQ(0, self->pin.learnt_ns);
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(2, self->pin.tries_left);
}

/* What is remembered stays, but is not the card's answer to this. */
TEST_F(pin, answer_that_tells_no_counter_is_told_as_it_is)
{
	uint64_t learnt;

	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	learnt = self->pin.learnt_ns;
	desk_tell("fault verify-says 6982");
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(0x6982, self->pin.sw);
	EXPECT_EQ(learnt, self->pin.learnt_ns);
	ASSERT_EQ(0, card_pin(self->fd, AUTH_PIN, 0, &self->pin));
	EXPECT_EQ(0x63c3, self->pin.sw);
}

/* The other PIN's counter is no secret of the one that was mistyped. */
TEST_F(pin, wrong_pin_leaves_the_other_counter_told)
{
	ASSERT_EQ(0, card_pin(self->fd, SIGN_PIN, CCID_PIN_ASK, &self->pin));
	EXPECT_EQ(0x63c2, present(self->fd, VERIFY_WRONG));
	ASSERT_EQ(0, card_pin(self->fd, SIGN_PIN, 0, &self->pin));
	EXPECT_EQ(CCID_PIN_ASKED, self->pin.source);
	EXPECT_EQ(5, self->pin.tries_left);
	EXPECT_EQ(0x63c5, self->pin.sw);
}

TEST_HARNESS_MAIN
