// SPDX-License-Identifier: GPL-2.0-or-later
/* What the driver makes of an interface: class, descriptors, endpoints. */
#include "desk.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

#include "kselftest_harness.h"

/* The RC-S300's class descriptor, from bcdCCID on. */
#define RC_S300 "10010007" "02000000a00f0000a00f00000000c2010000100e0000" \
	"fe0000000000000000000000" "7e0004000a020000000000000001"

#define COMMANDS "statistics/commands"

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

/* The status words of a command to the card, with no breach of the rules. */
static int works(const char *const options[])
{
	int fd, sw = -1;

	desk_start(options);
	if (!desk_node_within(10000))
		return -1;
	fd = desk_open(O_RDWR);
	if (desk_card_within(fd, CCID_CARD_POWERED, 10000))
		sw = card_sw(fd, SELECT_JPKI);
	if (sw == SW_OK)
		sw = card_sw(fd, SELECT_AUTH_CERT);
	if (sw == SW_OK)
		sw = card_sw(fd, READ_256);
	close(fd);
	if (desk_violations())
		sw = -1;
	desk_end();
	return sw;
}

static bool refused(const char *const options[], const char *line)
{
	bool node, said;

	desk_start(options);
	node = desk_node_within(2000);
	said = kernel_said(line);
	desk_end();
	return !node && said;
}

#define WORKS(...) EXPECT_EQ(SW_OK, works((const char *const[]){ \
	__VA_ARGS__, NULL }))
#define REFUSED(line, ...) EXPECT_TRUE(refused((const char *const[]){ \
	__VA_ARGS__, NULL }, line))

TEST(low_speed_reader_is_talked_to_over_interrupt_pipes)
{
	WORKS("--speed", "low");
	WORKS("--speed", "low", "--order", "3", "--max-message", "271");
	WORKS("--speed", "low", "--endpoints", "2");
}

TEST(packets_of_eight_bytes_are_enough)
{
	WORKS("--speed", "full", "--packet", "8");
}

TEST(order_and_addresses_of_endpoints_are_free)
{
	WORKS("--order", "1");
	WORKS("--order", "2", "--addresses", "0f,8f,81");
	WORKS("--order", "5", "--addresses", "01,81,82");
}

TEST(other_interfaces_and_settings_are_not_ours)
{
	WORKS("--interface", "1");
	WORKS("--interface", "4", "--alternate");
}

TEST(class_descriptor_may_stand_last)
{
	WORKS("--class-last");
	WORKS("--class-last", "--endpoints", "2", "--order", "1");
}

TEST(vendor_class_is_bound_for_readers_that_are_known)
{
	WORKS("--class", "ff", "--vid", "04e6", "--pid", "5120");
	WORKS("--class", "ff", "--vid", "04e6", "--pid", "511a");
}

TEST(vendor_class_of_others_is_left_alone)
{
	desk_start((const char *const[]){ "--class", "ff", NULL });
	EXPECT_FALSE(desk_node_within(2000));
	desk_end();
}

TEST(early_descriptor_type_is_taken_from_readers_that_are_known)
{
	WORKS("--raw-descriptor", "36ff" RC_S300, "--class", "ff",
	      "--vid", "08e6", "--pid", "ace0");
	REFUSED("no CCID class descriptor",
		"--raw-descriptor", "36ff" RC_S300);
}

TEST(reader_without_bulk_endpoints_is_refused_with_a_line)
{
	REFUSED("no bulk endpoints, ICCD is not", "--endpoints", "0");
	REFUSED("no bulk endpoints, ICCD is not", "--endpoints", "1");
}

static unsigned int nodes(void)
{
	unsigned int i, n = 0;
	char path[32];

	for (i = 0; i < 64; i++) {
		snprintf(path, sizeof(path), "/dev/ccid%u", i);
		n += !access(path, F_OK);
	}
	return n;
}

TEST(sixteen_slots_are_sixteen_devices)
{
	unsigned int ms;

	desk_start((const char *const[]){ "--slots", "16", NULL });
	ASSERT_TRUE(desk_node_within(10000));
	for (ms = 0; nodes() < 16 && ms < 5000; ms += 10)
		usleep(10000);
	EXPECT_EQ(16, nodes());
	desk_tell("insert slot=15 " BOB);
	usleep(300000);
	EXPECT_EQ(1, desk_count("status slot=15", "active"));
	EXPECT_EQ(0, desk_violations());
	desk_end();
	for (ms = 0; nodes() && ms < 5000; ms += 10)
		usleep(10000);
	EXPECT_EQ(0, nodes());
}

TEST(name_of_a_reader_is_printable)
{
	struct ccid_info info = { .size = sizeof(info) };
	int fd = desk_start_open((const char *const[]){
		"--product", "\033[2Jno\r\ncard \xe9\x7f", NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(0, card_call(fd, CCID_IOC_INFO, &info));
	EXPECT_STREQ("SONY ?[2Jno??card ???", (const char *)info.name);
	close(fd);
	desk_end();
}

/* Who hears of a card opens its node, and then the next one does. */
TEST(card_is_the_same_for_who_comes_soon)
{
	uint32_t generation;
	int fd = desk_start_open((const char *const[]){ "--no-interrupt",
							NULL });

	ASSERT_GE(fd, 0);
	generation = desk_generation(fd);
	close(fd);
	usleep(1500000);
	fd = desk_open(O_RDWR);
	EXPECT_FALSE(desk_card_after(fd, generation, 1500));
	EXPECT_EQ(generation, desk_generation(fd));
	close(fd);
	desk_end();
}

TEST(card_is_the_same_for_who_comes_while_it_is_powered_on)
{
	uint32_t generation;
	unsigned int ms;
	int fd;

	desk_start((const char *const[]){
		"--no-interrupt", "--unplugged", NULL });
	desk_tell("fault late 400 on=power");
	desk_plug();
	for (ms = 0; strcmp(desk_sysfs("card"), "present") && ms < 5000; ms++)
		usleep(1000);
	ASSERT_LT(ms, 5000);
	generation = (uint32_t)strtoul(desk_sysfs("generation"), NULL, 10);
	fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_within(fd, CCID_CARD_POWERED, 10000));
	EXPECT_FALSE(desk_card_after(fd, generation, 1500));
	EXPECT_EQ(generation, desk_generation(fd));
	close(fd);
	desk_end();
}

TEST(reader_is_left_alone_when_nobody_has_looked_for_long)
{
	uint32_t generation;
	char commands[16] = "";
	int fd = desk_start_open((const char *const[]){ "--no-interrupt",
							NULL });

	ASSERT_GE(fd, 0);
	generation = desk_generation(fd);
	close(fd);
	sleep(12);
	strncpy(commands, desk_sysfs(COMMANDS), sizeof(commands) - 1);
	sleep(2);
	EXPECT_STREQ(commands, desk_sysfs(COMMANDS));
	fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_after(fd, generation, 5000));
	close(fd);
	desk_end();
}

/* Without power neither looks different from the other. */
TEST(card_swapped_while_nobody_looked_is_another)
{
	uint32_t generation;
	int fd = desk_start_open((const char *const[]){ "--no-interrupt",
							NULL });

	ASSERT_GE(fd, 0);
	generation = desk_generation(fd);
	EXPECT_EQ(0, card_power(fd, CCID_POWER_OFF));
	close(fd);
	desk_tell("swap-quiet " BOB);
	fd = desk_open(O_RDWR);
	EXPECT_TRUE(desk_card_after(fd, generation, 5000));
	close(fd);
	desk_end();
}

TEST_HARNESS_MAIN
