// SPDX-License-Identifier: GPL-2.0-or-later
/* APDUs and power over a reader that behaves. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(exchange) {
	int fd;
	uint8_t rsp[CCID_APDU_RESPONSE_MAX];
	struct ccid_apdu apdu;
};

FIXTURE_SETUP(exchange)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	memset(self->rsp, 0xee, sizeof(self->rsp));
	memset(&self->apdu, 0, sizeof(self->apdu));
	self->apdu.response = (uintptr_t)self->rsp;
	self->apdu.response_len = sizeof(self->rsp);
}

FIXTURE_TEARDOWN(exchange)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(exchange, selects_an_application)
{
	ASSERT_EQ(0, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
	EXPECT_EQ(SW_OK, self->apdu.sw);
	EXPECT_EQ(2, self->apdu.response_len);
	EXPECT_EQ(0x90, self->rsp[0]);
	EXPECT_EQ(0x00, self->rsp[1]);
	EXPECT_EQ(0xee, self->rsp[2]);
}

TEST_F(exchange, reads_256_bytes)
{
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_CERT));
	ASSERT_EQ(0, card_apdu(self->fd, READ_256, &self->apdu));
	EXPECT_EQ(SW_OK, self->apdu.sw);
	EXPECT_EQ(258, self->apdu.response_len);
	EXPECT_EQ(0x30, self->rsp[0]);
	EXPECT_EQ(0x82, self->rsp[1]);
}

TEST_F(exchange, response_longer_than_a_message_arrives_whole)
{
	uint8_t pieces[4096];
	char read[16];
	int i;

	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_FACE_AP));
	ASSERT_EQ(SW_OK, card_sw(self->fd, VERIFY_CODE_B));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_FACE));
	for (i = 0; i < 16; i++) {
		self->apdu.response_len = sizeof(self->rsp);
		snprintf(read, sizeof(read), "00B0%02X0000", i);
		ASSERT_EQ(0, card_apdu(self->fd, read, &self->apdu));
		ASSERT_EQ(258, self->apdu.response_len);
		memcpy(pieces + 256 * i, self->rsp, 256);
	}
	self->apdu.response_len = sizeof(self->rsp);
	ASSERT_EQ(0, card_apdu(self->fd, READ_4096, &self->apdu));
	EXPECT_EQ(SW_OK, self->apdu.sw);
	ASSERT_EQ(4098, self->apdu.response_len);
	EXPECT_EQ(0, memcmp(pieces, self->rsp, 4096));
}

TEST_F(exchange, command_longer_than_a_message_arrives_whole)
{
	uint8_t cmd[7 + 2000] = { 0x00, 0xda, 0, 0, 0, 2000 / 256, 2000 % 256 };

	self->apdu.size = sizeof(self->apdu);
	self->apdu.command = (uintptr_t)cmd;
	self->apdu.command_len = sizeof(cmd);
	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_APDU, &self->apdu));
	EXPECT_EQ(0x6d00, self->apdu.sw);	/* no such instruction */
}

TEST_F(exchange, longest_command_arrives_whole)
{
	static uint8_t cmd[CCID_APDU_COMMAND_MAX] = {
		0x00, 0xda, 0, 0, 0, 0xff, 0xff,
	};

	self->apdu.size = sizeof(self->apdu);
	self->apdu.command = (uintptr_t)cmd;
	self->apdu.command_len = sizeof(cmd);
	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_APDU, &self->apdu));
	EXPECT_EQ(0x6d00, self->apdu.sw);
	self->apdu.command_len++;
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_APDU, &self->apdu));
}

TEST_F(exchange, short_buffer_learns_the_length_and_gets_nothing)
{
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_CERT));
	self->apdu.response_len = 257;
	EXPECT_EQ(-EMSGSIZE, card_apdu(self->fd, READ_256, &self->apdu));
	EXPECT_EQ(258, self->apdu.response_len);
	EXPECT_EQ(SW_OK, self->apdu.sw);
	EXPECT_EQ(0xee, self->rsp[0]);
	EXPECT_EQ(0, card_apdu(self->fd, READ_256, &self->apdu));
}

TEST_F(exchange, malformed_command_never_reaches_the_card)
{
	static const char * const bad[] = {
		"00A404",			/* no whole header */
		"00A4040C02AA",			/* Lc over what follows */
		"00A4040C01AABBCC",		/* Lc and Le under it */
		"00A4040C0000",			/* half an extended Le */
		"00A4040C00000200",
		"00A4040C000001AABBCCDD",
		"00A4040C000000AA",		/* extended Lc of 0 */
	};
	unsigned int before = desk_count("apdus", "total");
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		EXPECT_EQ(-EINVAL, card_apdu(self->fd, bad[i], &self->apdu))
			TH_LOG("bad[%zu]", i);
	self->apdu.response_len = 1;
	EXPECT_EQ(-EINVAL, card_apdu(self->fd, READ_256, &self->apdu));
	EXPECT_EQ(before, desk_count("apdus", "total"));
}

TEST_F(exchange, bad_addresses_are_efault)
{
	unsigned int before = desk_count("apdus", "total");

	self->apdu.size = sizeof(self->apdu);
	self->apdu.command = 8;
	self->apdu.command_len = 4;
	EXPECT_EQ(-EFAULT, card_call(self->fd, CCID_IOC_APDU, &self->apdu));
	EXPECT_EQ(before, desk_count("apdus", "total"));
	self->apdu.response = 8;
	EXPECT_EQ(-EFAULT, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
	EXPECT_EQ(before + 1, desk_count("apdus", "total"));
}

TEST_F(exchange, deadline_in_the_past_sends_nothing)
{
	unsigned int before = desk_count("apdus", "total");

	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->fd, SELECT_JPKI, 1));
	EXPECT_EQ(before, desk_count("apdus", "total"));
}

TEST_F(exchange, without_a_card_is_enomedium)
{
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	EXPECT_EQ(-ENOMEDIUM, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(-ENOMEDIUM, card_power(self->fd, CCID_POWER_COLD));
	EXPECT_EQ(0, desk_generation(self->fd));
}

TEST_F(exchange, removal_is_seen_before_the_next_command)
{
	desk_tell("remove");
	EXPECT_EQ(-ENOMEDIUM, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(exchange, another_card_is_estale)
{
	uint32_t generation = desk_generation(self->fd);

	self->apdu.generation = generation;
	EXPECT_EQ(0, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
	desk_tell("swap " BOB);
	EXPECT_EQ(-ESTALE, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
	self->apdu.generation = desk_generation(self->fd);
	EXPECT_GT(self->apdu.generation, generation);
	EXPECT_EQ(0, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
}

TEST_F(exchange, swap_without_notification_is_noticed)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("swap-quiet " BOB);
	self->apdu.generation = generation;
	EXPECT_NE(0, card_apdu(self->fd, SELECT_JPKI, &self->apdu));
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_NE(generation, desk_generation(self->fd));
}

TEST_F(exchange, card_that_needs_a_second_power_on_gets_it)
{
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("fault mute x1");
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(exchange, mute_card_is_ehostdown_until_powered)
{
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("fault mute x2");
	desk_tell("insert");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_MUTE, 5000));
	EXPECT_EQ(-EHOSTDOWN, card_sw(self->fd, SELECT_JPKI));
	EXPECT_STREQ("mute", desk_sysfs("card"));
	EXPECT_EQ(0, card_power(self->fd, CCID_POWER_COLD));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(exchange, power_returns_the_atr_of_the_same_card)
{
	uint32_t generation = desk_generation(self->fd);
	struct ccid_power power = {
		.size = sizeof(power), .action = CCID_POWER_COLD,
		.generation = generation,
	};

	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_POWER, &power));
	EXPECT_EQ(13, power.atr_len);
	EXPECT_EQ(0x3b, power.atr[0]);
	EXPECT_EQ(generation, power.generation);
	power.action = CCID_POWER_OFF;
	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_POWER, &power));
	EXPECT_EQ(0, power.atr_len);
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_PRESENT, 0));
	power.generation = generation + 1;
	EXPECT_EQ(-ESTALE, card_call(self->fd, CCID_IOC_POWER, &power));
}

TEST_F(exchange, card_powered_off_is_powered_on_when_needed)
{
	uint32_t generation = desk_generation(self->fd);

	ASSERT_EQ(0, card_power(self->fd, CCID_POWER_OFF));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(generation, desk_generation(self->fd));
}

TEST_F(exchange, only_cold_reset_ends_what_a_pin_opened)
{
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	ASSERT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_KEY));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SIGN));
	ASSERT_EQ(0, card_power(self->fd, CCID_POWER_WARM));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_KEY));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SIGN));
	ASSERT_EQ(0, card_power(self->fd, CCID_POWER_COLD));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_KEY));
	EXPECT_EQ(0x6982, card_sw(self->fd, SIGN));
}

TEST_F(exchange, reader_that_needs_more_time_gets_it)
{
	desk_tell("fault timext 5 on=xfr");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_HARNESS_MAIN
