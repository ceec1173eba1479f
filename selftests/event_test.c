// SPDX-License-Identifier: GPL-2.0-or-later
/* Events: read(), poll(), and what udev hears. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define WAIT_MS 5000

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

static short poll_for(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) < 0 ? -1 : p.revents;
}

static int next_event(int fd, struct ccid_event *event)
{
	if (!(poll_for(fd, WAIT_MS) & POLLIN))
		return -ETIMEDOUT;
	return read(fd, event, sizeof(*event)) < 0 ? -errno : 0;
}

FIXTURE(event) {
	int fd;
	struct ccid_event event;
};

FIXTURE_SETUP(event)
{
	desk_clear();
	self->fd = desk_open(O_RDWR | O_NONBLOCK);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(event)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(event, quiet_file_has_none)
{
	EXPECT_EQ(0, poll_for(self->fd, 100));
	EXPECT_EQ(-1, read(self->fd, &self->event, sizeof(self->event)));
	EXPECT_EQ(EAGAIN, errno);
}

TEST_F(event, short_buffer_is_refused)
{
	EXPECT_EQ(-1, read(self->fd, &self->event, sizeof(self->event) - 1));
	EXPECT_EQ(EINVAL, errno);
}

TEST_F(event, card_leaves_and_comes)
{
	uint32_t generation = desk_generation(self->fd), sequence;

	desk_tell("remove");
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(sizeof(self->event), self->event.size);
	EXPECT_EQ(CCID_EVENT_REMOVE, self->event.type);
	EXPECT_EQ(generation, self->event.generation);
	EXPECT_GT(in_ms(1), self->event.time_ns);
	sequence = self->event.sequence;
	desk_tell("insert");
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_INSERT, self->event.type);
	EXPECT_LT(generation, self->event.generation);
	EXPECT_EQ(desk_generation(self->fd), self->event.generation);
	EXPECT_EQ(sequence + 1, self->event.sequence);
}

TEST_F(event, swapped_card_leaves_and_comes)
{
	desk_tell("swap " BOB);
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_REMOVE, self->event.type);
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_INSERT, self->event.type);
}

TEST_F(event, mute_card_is_told)
{
	desk_tell("remove");
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	desk_tell("fault mute x2");
	desk_tell("insert");
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_MUTE, self->event.type);
}

TEST_F(event, fault_tells_the_errno)
{
	desk_tell("fault wrong-type on=xfr");
	ASSERT_EQ(-EPROTO, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_FAULT, self->event.type);
	EXPECT_EQ(EPROTO, self->event.fault);
}

TEST_F(event, counter_is_told_when_it_is_learnt)
{
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_PIN, self->event.type);
	EXPECT_EQ(0x18, self->event.ef);
	EXPECT_EQ(3, self->event.tries_left);
	EXPECT_EQ(pin.aid_len, self->event.aid_len);
	EXPECT_EQ(0, memcmp(pin.aid, self->event.aid, sizeof(pin.aid)));
}

TEST_F(event, one_read_takes_all_whole_records)
{
	struct ccid_event both[2];
	char buf[sizeof(both) + 10];

	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, WAIT_MS));
	desk_tell("insert");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, WAIT_MS));
	usleep(100000);
	ASSERT_EQ(sizeof(both), read(self->fd, buf, sizeof(buf)));
	memcpy(both, buf, sizeof(both));
	EXPECT_EQ(CCID_EVENT_REMOVE, both[0].type);
	EXPECT_EQ(CCID_EVENT_INSERT, both[1].type);
	EXPECT_EQ(0, poll_for(self->fd, 0));
}

TEST_F(event, bad_address_loses_nothing)
{
	desk_tell("remove");
	ASSERT_EQ(POLLIN, poll_for(self->fd, WAIT_MS));
	EXPECT_EQ(-1, syscall(SYS_read, self->fd, 8UL, sizeof(self->event)));
	EXPECT_EQ(EFAULT, errno);
	EXPECT_EQ(0, next_event(self->fd, &self->event));
	EXPECT_EQ(CCID_EVENT_REMOVE, self->event.type);
}

TEST_F(event, overrun_shows_as_a_gap)
{
	uint32_t first = 0, events = 0;
	struct ccid_pin pin;
	int i;

	for (i = 0; i < 40; i++)
		ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	while (read(self->fd, &self->event, sizeof(self->event)) > 0) {
		if (!events++)
			first = self->event.sequence;
	}
	EXPECT_EQ(32, events);
	EXPECT_EQ(first + 31, self->event.sequence);
}

TEST_F(event, two_files_hear_the_same)
{
	int other = desk_open(O_RDONLY);
	struct ccid_event event;

	desk_tell("remove");
	ASSERT_EQ(0, next_event(self->fd, &self->event));
	ASSERT_EQ(0, next_event(other, &event));
	EXPECT_EQ(0, memcmp(&event, &self->event, sizeof(event)));
	close(other);
}

static const char *in_message(const char *msg, ssize_t len, const char *key)
{
	const char *at, *end = msg + len;

	for (at = msg; at < end; at += strlen(at) + 1)
		if (!strncmp(at, key, strlen(key)))
			return at + strlen(key);
	return NULL;
}

/* The next uevent of the class that carries CCID_EVENT=@what. */
static ssize_t next_uevent(int sock, char *msg, size_t size, const char *what)
{
	const char *event;
	ssize_t len;

	while (poll_for(sock, WAIT_MS) & POLLIN) {
		len = recv(sock, msg, size - 1, 0);
		if (len <= 0)
			break;
		msg[len] = 0;
		event = in_message(msg, len, "CCID_EVENT=");
		if (event && !strcmp(event, what))
			return len;
	}
	return -1;
}

TEST_F(event, udev_hears_of_cards)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int sock = socket(AF_NETLINK, SOCK_DGRAM, NETLINK_KOBJECT_UEVENT);
	char msg[4096], generation[16];
	ssize_t len;

	ASSERT_EQ(0, bind(sock, (struct sockaddr *)&addr, sizeof(addr)));
	sprintf(generation, "%u", desk_generation(self->fd));
	desk_tell("remove");
	len = next_uevent(sock, msg, sizeof(msg), "remove");
	ASSERT_GT(len, 0);
	EXPECT_STREQ("change", in_message(msg, len, "ACTION="));
	EXPECT_STREQ(generation, in_message(msg, len, "CCID_GENERATION="));
	EXPECT_STREQ("0", in_message(msg, len, "CCID_SLOT="));
	desk_tell("insert");
	len = next_uevent(sock, msg, sizeof(msg), "insert");
	ASSERT_GT(len, 0);
	EXPECT_STREQ("3b888001000005e0b381a1007f",
		     in_message(msg, len, "CCID_ATR="));
	desk_tell("remove");
	ASSERT_GT(next_uevent(sock, msg, sizeof(msg), "remove"), 0);
	desk_tell("fault mute x2");
	desk_tell("insert");
	EXPECT_GT(next_uevent(sock, msg, sizeof(msg), "mute"), 0);
	close(sock);
}

TEST_HARNESS_MAIN
