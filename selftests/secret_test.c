// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * No byte of an APDU in the kernel's log or in a trace, with everything that
 * can be switched on switched on.
 */
#include "desk.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define TRACING "/sys/kernel/tracing/"
#define LOG_MAX (16 << 20)

/* A PIN that is found nowhere else, as text and as its bytes in hex. */
#define MARKER "Q7XKM2W9ZT4RB8VH"
#define MARKER_HEX "5137584b4d3257395a54345242385648"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

static size_t get(const char *path, char *buf)
{
	size_t len = 0;
	ssize_t n;
	int fd = open(path, O_RDONLY);

	while (fd >= 0 && len < LOG_MAX &&
	       (n = read(fd, buf + len, LOG_MAX - len)) > 0)
		len += (size_t)n;
	if (fd >= 0)
		close(fd);
	buf[len] = 0;
	return len;
}

/* Hexadecimal digits only, lower case: however bytes are set out. */
static void digits_only(char *text)
{
	char *to = text;

	for (; *text; text++)
		if (isxdigit((unsigned char)*text))
			*to++ = (char)tolower((unsigned char)*text);
	*to = 0;
}

static bool tells(char *log)
{
	if (strstr(log, MARKER))
		return true;
	digits_only(log);
	return strstr(log, MARKER_HEX);
}

FIXTURE(secret) {
	char *log;
	int fd;
};

FIXTURE_SETUP(secret)
{
	mount("tracefs", TRACING, "tracefs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	self->log = malloc(LOG_MAX + 1);
	ASSERT_NE(NULL, self->log);
	desk_clear();		/* it loads the driver */
	ASSERT_EQ(0, put(TRACING "trace", ""));
	ASSERT_EQ(0, put(TRACING "events/ccid/enable", "1"));
	put("/sys/kernel/debug/dynamic_debug/control", "module ccid +p");
	self->fd = desk_open(O_RDWR);
	desk_tell("tries sign 5");
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, "00A4020C02001B"));
}

FIXTURE_TEARDOWN(secret)
{
	put(TRACING "events/ccid/enable", "0");
	close(self->fd);
	free(self->log);
}

TEST_F(secret, verify_leaves_nothing_in_log_and_trace)
{
	const char *line;

	EXPECT_EQ(0x63c4, card_sw(self->fd, "0020008010" MARKER_HEX));
	desk_tell("fault wrong-seq on=xfr");
	EXPECT_GT(0, card_sw(self->fd, "0020008010" MARKER_HEX));
	ASSERT_GT(get(TRACING "trace", self->log), 0);
	line = strstr(self->log, "ccid_command:");
	ASSERT_NE(NULL, line) TH_LOG("the trace has no command in it");
	EXPECT_FALSE(tells(self->log));
	klogctl(3, self->log, LOG_MAX);		/* SYSLOG_ACTION_READ_ALL */
	EXPECT_FALSE(tells(self->log));
}

TEST_F(secret, not_even_the_length_of_a_pin_is_traced)
{
	const char *line, *out;
	int seen = 0;

	ASSERT_EQ(0, put(TRACING "trace", ""));
	EXPECT_EQ(0x63c4, card_sw(self->fd, "0020008010" MARKER_HEX));
	get(TRACING "trace", self->log);
	/* the question for the counter, and the PIN */
	for (line = self->log; (line = strstr(line, "type=6f")); seen++) {
		out = strstr(line, "out=");
		ASSERT_NE(NULL, out);
		EXPECT_EQ(0, strncmp(out, "out=0 in=0 ", 11));
		line = out;
	}
	EXPECT_EQ(2, seen);
	/* and as wholes */
	for (line = self->log; (line = strstr(line, "ccid_apdu:")); seen++) {
		line = strchr(line, '=');
		EXPECT_EQ(0, strncmp(line, "=0 in=0 ", 8));
	}
	EXPECT_EQ(4, seen);
}

TEST_F(secret, trace_tells_what_happens)
{
	static const char * const told[] = {
		"ccid_apdu: ccid0 out=15 in=2 err=0 ",
		"ccid_apdu: ccid0 out=15 in=0 err=-71 ",
		"ccid_fault: ccid0 err=-71",
		"ccid_resync: ",
		"ccid_card: ccid0 from=powered to=absent generation=0",
		"ccid_card: ccid0 from=absent to=present generation=",
		"ccid_card: ccid0 from=present to=powered generation=",
	};
	size_t i;

	ASSERT_EQ(0, put(TRACING "trace", ""));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	desk_tell("fault wrong-type on=xfr");
	EXPECT_GT(0, card_sw(self->fd, SELECT_JPKI));
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("insert");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	get(TRACING "trace", self->log);
	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		EXPECT_NE(NULL, strstr(self->log, told[i]))
			TH_LOG("not told: %zu", i);
}

TEST_F(secret, search_finds_what_is_there)
{
	strcpy(self->log, "a " MARKER);
	EXPECT_TRUE(tells(self->log));
	strcpy(self->log, "51 37 58 4B:4d3257 395a5434 52423856 48");
	EXPECT_TRUE(tells(self->log));
	strcpy(self->log, "5137584b");
	EXPECT_FALSE(tells(self->log));
}

TEST_HARNESS_MAIN
