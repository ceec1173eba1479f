// SPDX-License-Identifier: GPL-2.0-or-later
/* CCID_IOC_ESCAPE: the virtual reader's only command of its own is an echo. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define MAX (522 - 10)		/* dwMaxCCIDMessageLength without the header */

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(escape) {
	int fd;
	struct ccid_escape arg;
	unsigned char command[MAX + 1], response[MAX + 1];
};

FIXTURE_SETUP(escape)
{
	int i;

	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	for (i = 0; i <= MAX; i++)
		self->command[i] = i * 7 + 1;
	self->arg = (struct ccid_escape){
		.size = sizeof(self->arg),
		.command = (uintptr_t)self->command,
		.command_len = 4,
		.response = (uintptr_t)self->response,
		.response_len = sizeof(self->response),
	};
}

FIXTURE_TEARDOWN(escape)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

static int escape(int fd, struct ccid_escape *arg)
{
	return card_call(fd, CCID_IOC_ESCAPE, arg);
}

/* With this armed the next that leaves is refused, and so is known. */
static void refuse_next(void)
{
	desk_tell("fault error 00 on=escape");
}

TEST_F(escape, answer_of_any_length_comes_back)
{
	static const unsigned int lengths[] = { 0, 1, 4, 54, 55, 511, MAX };
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		self->arg.command_len = lengths[i];
		self->arg.response_len = sizeof(self->response);
		memset(self->response, 0, sizeof(self->response));
		ASSERT_EQ(0, escape(self->fd, &self->arg));
		ASSERT_EQ(lengths[i], self->arg.response_len);
		EXPECT_EQ(0, memcmp(self->command, self->response, lengths[i]));
		EXPECT_EQ(0, self->response[lengths[i]]);
	}
}

TEST_F(escape, more_than_the_reader_takes_is_einval)
{
	self->arg.command_len = MAX + 1;
	EXPECT_EQ(-EINVAL, escape(self->fd, &self->arg));
	self->arg.command_len = UINT32_MAX;
	EXPECT_EQ(-EINVAL, escape(self->fd, &self->arg));
}

TEST_F(escape, answer_without_room_tells_its_length_and_stores_nothing)
{
	self->arg.response_len = 3;
	EXPECT_EQ(-EMSGSIZE, escape(self->fd, &self->arg));
	EXPECT_EQ(4, self->arg.response_len);
	EXPECT_EQ(0, self->response[0]);
}

TEST_F(escape, without_the_capability_nothing_leaves)
{
	pid_t child;
	int status;

	refuse_next();
	child = fork();
	if (!child) {
		if (setgid(65534) || setuid(65534))
			_exit(1);
		if (escape(self->fd, &self->arg) != -EPERM)
			_exit(2);
		self->arg.flags = 1;	/* not even that is looked at */
		_exit(escape(self->fd, &self->arg) == -EPERM ? 0 : 3);
	}
	waitpid(child, &status, 0);
	EXPECT_EQ(0, status);
	EXPECT_EQ(-EOPNOTSUPP, escape(self->fd, &self->arg));
}

TEST_F(escape, bad_address_of_the_command_sends_nothing)
{
	refuse_next();
	self->arg.command = 8;
	EXPECT_EQ(-EFAULT, escape(self->fd, &self->arg));
	self->arg.command = (uintptr_t)self->command;
	EXPECT_EQ(-EOPNOTSUPP, escape(self->fd, &self->arg));
}

TEST_F(escape, bad_address_of_the_response_is_told)
{
	self->arg.response = 8;
	EXPECT_EQ(-EFAULT, escape(self->fd, &self->arg));
}

TEST_F(escape, needs_no_card)
{
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	EXPECT_EQ(0, escape(self->fd, &self->arg));
	EXPECT_EQ(4, self->arg.response_len);
	refuse_next();
	EXPECT_EQ(-EOPNOTSUPP, escape(self->fd, &self->arg));
}

TEST_F(escape, unknown_command_is_eopnotsupp)
{
	refuse_next();
	EXPECT_EQ(-EOPNOTSUPP, escape(self->fd, &self->arg));
	EXPECT_EQ(0, escape(self->fd, &self->arg));
}

TEST_F(escape, ends_with_its_deadline)
{
	self->arg.deadline_ns = 1;
	EXPECT_EQ(-ETIMEDOUT, escape(self->fd, &self->arg));
	desk_tell("fault silence on=escape");
	self->arg.deadline_ns = in_ms(300);
	EXPECT_EQ(-ETIMEDOUT, escape(self->fd, &self->arg));
	self->arg.deadline_ns = 0;
	EXPECT_EQ(0, escape(self->fd, &self->arg));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(escape, waits_for_its_turn)
{
	int other = desk_open(O_RDWR);

	ASSERT_EQ(0, card_lock(other, 0, 0));
	self->arg.deadline_ns = in_ms(100);
	EXPECT_EQ(-EBUSY, escape(self->fd, &self->arg));
	close(other);
	self->arg.deadline_ns = 0;
	EXPECT_EQ(0, escape(self->fd, &self->arg));
}

TEST_F(escape, leaves_the_counters_unknown)
{
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	ASSERT_EQ(0, card_pin(self->fd, 0x18, 0, &pin));
	ASSERT_EQ(CCID_PIN_ASKED, pin.source);
	ASSERT_EQ(0, escape(self->fd, &self->arg));
	ASSERT_EQ(0, card_pin(self->fd, 0x18, 0, &pin));
	EXPECT_EQ(CCID_PIN_UNKNOWN, pin.source);
}

TEST_F(escape, floor_holds_where_the_selection_is_unknown)
{
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	desk_tell("tries auth 1");
	ASSERT_EQ(0, escape(self->fd, &self->arg));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	desk_tell("tries auth 3");
}

TEST_F(escape, leaves_the_card_to_the_file_that_sent_it)
{
	int other = desk_open(O_RDWR);

	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(0, escape(self->fd, &self->arg));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_CERT));
	/* Another file finds a card that was reset: nothing is selected. */
	EXPECT_NE(SW_OK, card_sw(other, SELECT_AUTH_CERT));
	close(other);
}

TEST_F(escape, finds_no_card_that_is_verified_for_another_file)
{
	int other = desk_open(O_RDWR);

	desk_tell("tries auth 3");
	ASSERT_EQ(SW_OK, card_sw(other, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(other, SELECT_AUTH_PIN));
	ASSERT_EQ(SW_OK, card_sw(other, VERIFY_AUTH));
	ASSERT_EQ(1, desk_count("status", "active"));
	ASSERT_NE(NULL, strchr(desk_tell("status"), '+'));
	ASSERT_EQ(0, escape(self->fd, &self->arg));
	EXPECT_EQ(NULL, strchr(desk_tell("status"), '+'));
	close(other);
}

TEST_HARNESS_MAIN
