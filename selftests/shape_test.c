// SPDX-License-Identifier: GPL-2.0-or-later
/* Readers of other shapes: exchange level, message size, endpoints, slots. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define READ_256_EXTENDED "00B00000000100"

/* A whole read of the longest file works, however it is cut up. */
static int read_face(int fd, uint32_t *len)
{
	uint8_t *rsp = malloc(CCID_APDU_RESPONSE_MAX);
	struct ccid_apdu apdu = {
		.response = (uintptr_t)rsp,
		.response_len = CCID_APDU_RESPONSE_MAX,
	};
	int err;

	if (card_sw(fd, SELECT_FACE_AP) != SW_OK ||
	    card_sw(fd, VERIFY_CODE_B) != SW_OK ||
	    card_sw(fd, SELECT_FACE) != SW_OK)
		return -ENOENT;
	err = card_apdu(fd, READ_4096, &apdu);
	*len = apdu.response_len;
	free(rsp);
	return err ? err : apdu.sw;
}

static int read_certificate(int fd)
{
	if (card_sw(fd, SELECT_JPKI) != SW_OK ||
	    card_sw(fd, SELECT_AUTH_CERT) != SW_OK)
		return -ENOENT;
	return card_sw(fd, READ_256);
}

TEST(short_apdu_reader_takes_short_apdus_only)
{
	struct ccid_info info = { .size = sizeof(info) };
	int fd = desk_start_open((const char *const[]){
		"--level", "short", "--max-message", "271", NULL });

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, card_call(fd, CCID_IOC_INFO, &info));
	EXPECT_EQ(CCID_LEVEL_SHORT, info.exchange_level);
	EXPECT_EQ(261, info.max_command);
	EXPECT_EQ(258, info.max_response);
	EXPECT_STREQ("short_apdu", desk_sysfs("exchange_level"));
	EXPECT_EQ(SW_OK, read_certificate(fd));
	EXPECT_EQ(-EOPNOTSUPP, card_sw(fd, READ_256_EXTENDED));
	EXPECT_EQ(SW_OK, read_certificate(fd));
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(short_apdu_reader_that_cuts_responses_is_put_together)
{
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};
	int fd = desk_start_open((const char *const[]){
		"--level", "short", "--max-message", "271",
		"--chain-size", "100", NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(SW_OK, read_certificate(fd));
	EXPECT_EQ(0, card_apdu(fd, READ_256, &apdu));
	EXPECT_EQ(258, apdu.response_len);
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(smallest_messages_carry_extended_apdus)
{
	uint32_t len = 0;
	int fd = desk_start_open((const char *const[]){
		"--max-message", "64", NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(SW_OK, read_face(fd, &len));
	EXPECT_EQ(4098, len);
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(longest_messages_carry_extended_apdus_whole)
{
	static uint8_t cmd[CCID_APDU_COMMAND_MAX] = {
		0x00, 0xda, 0, 0, 0, 0xff, 0xff,
	};
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.size = sizeof(apdu),
		.command = (uintptr_t)cmd, .command_len = sizeof(cmd),
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};
	uint32_t len = 0;
	int fd = desk_start_open((const char *const[]){
		"--max-message", "65554", NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(SW_OK, read_face(fd, &len));
	EXPECT_EQ(4098, len);
	EXPECT_EQ(0, card_call(fd, CCID_IOC_APDU, &apdu));
	EXPECT_EQ(0x6d00, apdu.sw);
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(full_speed_reader_works)
{
	int fd = desk_start_open((const char *const[]){
		"--speed", "full", NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(SW_OK, read_certificate(fd));
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(reader_without_interrupt_endpoint_is_asked_while_open)
{
	struct ccid_info info = { .size = sizeof(info) };
	uint32_t generation;
	int fd = desk_start_open((const char *const[]){
		"--no-interrupt", NULL });

	ASSERT_GE(fd, 0);
	ASSERT_EQ(0, card_call(fd, CCID_IOC_INFO, &info));
	EXPECT_EQ(0, info.flags);
	generation = desk_generation(fd);
	desk_tell("remove");
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_ABSENT, 5000));
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 5000));
	EXPECT_GT(desk_generation(fd), generation);
	EXPECT_EQ(SW_OK, read_certificate(fd));
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST(every_slot_is_a_device_of_its_own)
{
	struct ccid_info info = { .size = sizeof(info) };
	unsigned int seen = 0;
	glob_t nodes;
	size_t i;
	int fd;

	desk_start((const char *const[]){ "--slots", "3", NULL });
	ASSERT_TRUE(desk_node_within(10000));
	usleep(500000);		/* for udev to make them all */
	ASSERT_EQ(0, glob("/dev/ccid*", 0, NULL, &nodes));
	EXPECT_EQ(3, nodes.gl_pathc);
	for (i = 0; i < nodes.gl_pathc; i++) {
		fd = open(nodes.gl_pathv[i], O_RDWR);
		ASSERT_GE(fd, 0);
		ASSERT_EQ(0, card_call(fd, CCID_IOC_INFO, &info));
		EXPECT_EQ(3, info.slots);
		seen |= 1U << info.slot;
		if (info.slot == 0) {
			EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED,
						     5000));
			EXPECT_EQ(SW_OK, read_certificate(fd));
		} else {
			EXPECT_EQ(-ENOMEDIUM, card_sw(fd, SELECT_JPKI));
			desk_tell("insert slot=%u " BOB, info.slot);
			EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED,
						     5000));
			EXPECT_EQ(SW_OK, read_certificate(fd));
		}
		close(fd);
	}
	EXPECT_EQ(7, seen);
	globfree(&nodes);
	EXPECT_EQ(0, desk_violations());
	desk_end();
}

static bool kernel_said(const char *text)
{
	int size = klogctl(10, NULL, 0);	/* SYSLOG_ACTION_SIZE_BUFFER */
	char *log = calloc(1, (size_t)size + 1);
	bool said;

	klogctl(3, log, size);			/* SYSLOG_ACTION_READ_ALL */
	said = strstr(log, text);
	free(log);
	return said;
}

/* The RC-S300's class descriptor, but for its bMaxSlotIndex of 16. */
#define SEVENTEEN_SLOTS "362110011001020000" \
	"00a00f0000a00f000000807e0300807e030000fe0000000000000000000000" \
	"7e0004000a020000000000000001"

TEST(too_many_slots_are_refused_with_a_line)
{
	desk_start((const char *const[]){
		"--raw-descriptor", SEVENTEEN_SLOTS, NULL });
	EXPECT_FALSE(desk_node_within(2000));
	EXPECT_TRUE(kernel_said("bMaxSlotIndex 16, expected 0 to 15"));
	desk_end();
}

TEST(ignored_reader_is_left_alone)
{
	ASSERT_EQ(0, system("modprobe -r ccid"));
	ASSERT_EQ(0, system("modprobe ccid ignore=1234:5678,054c:0dc8"));
	desk_start((const char *const[]){ NULL });
	EXPECT_FALSE(desk_node_within(2000));
	EXPECT_TRUE(kernel_said("left alone"));
	desk_end();
	EXPECT_EQ(0, system("modprobe -r ccid && modprobe ccid"));
}

TEST_HARNESS_MAIN
