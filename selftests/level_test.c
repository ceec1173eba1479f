// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each exchange level and protocol: the same card, the same answers, and the
 * reader finds nothing wrong with what the driver says.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

FIXTURE(level) {
	int fd;
	uint8_t rsp[CCID_APDU_RESPONSE_MAX];
	struct ccid_apdu apdu;
};

/*
 * @level: as CCID_IOC_INFO has to say
 * @long_command: extended commands pass
 * @long_response: what a read of 4096 bytes gives, SW included
 */
FIXTURE_VARIANT(level) {
	const char *features, *max_message, *atr, *protocols;
	unsigned int level;
	bool long_command;
	uint32_t long_response;
};

#define LEVEL(name, bits, message, card, t, kind, command, response) \
	FIXTURE_VARIANT_ADD(level, name) { \
		.features = bits, .max_message = message, .atr = card, \
		.protocols = t, .level = kind, .long_command = command, \
		.long_response = response, \
	}

LEVEL(extended, "0004007e", "522", "contactless", "2", 3, true, 4098);
LEVEL(short_apdu, "0002007e", "271", "t0", "3", 2, false, 0);
LEVEL(t1_automatic, "0001007e", "271", "t1", "2", 1, true, 4098);
LEVEL(t1_set_by_host, "00010038", "271", "t1", "3", 1, true, 4098);
LEVEL(t1_by_pps, "00010038", "271", "both-fast", "2", 1, true, 4098);
LEVEL(t1_by_readers_pps, "000100b8", "271", "both-fast", "2", 1, true, 4098);
LEVEL(t1_specific, "00010038", "271", "specific", "3", 1, true, 4098);
LEVEL(t1_crc, "00010038", "271", "crc", "3", 1, true, 4098);
LEVEL(t1_ifsc_16, "00010038", "271", "ifsc16", "3", 1, true, 4098);
LEVEL(t1_small_messages, "00010038", "138", "t1", "3", 1, true, 4098);
LEVEL(t1_contactless, "00010038", "271", "contactless", "2", 1, true, 4098);
LEVEL(t1_reader_sends_ifs, "00010438", "271", "t1", "3", 1, true, 4098);
LEVEL(t0, "00010038", "271", "t0", "3", 1, true, 258);
LEVEL(t0_automatic, "0001007e", "271", "t0", "1", 1, true, 258);
LEVEL(t0_fast, "00010038", "271", "t0-fast", "3", 1, true, 258);
LEVEL(characters_t0, "00000038", "271", "t0-fast", "3", 0, true, 258);
LEVEL(characters_t1, "00000038", "271", "t1", "3", 0, true, 4098);
LEVEL(characters_t1_small, "00000038", "138", "specific", "3", 0, true, 4098);

FIXTURE_SETUP(level)
{
	const char *const options[] = {
		"--features", variant->features,
		"--max-message", variant->max_message,
		"--atr", variant->atr, "--protocols", variant->protocols, NULL,
	};

	self->fd = desk_start_open(options);
	ASSERT_GE(self->fd, 0);
	memset(&self->apdu, 0, sizeof(self->apdu));
	self->apdu.response = (uintptr_t)self->rsp;
	self->apdu.response_len = sizeof(self->rsp);
}

FIXTURE_TEARDOWN(level)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
	desk_end();
}

static int open_face(int fd)
{
	int sw = card_sw(fd, SELECT_FACE_AP);

	if (sw == SW_OK)
		sw = card_sw(fd, VERIFY_CODE_B);
	return sw == SW_OK ? card_sw(fd, SELECT_FACE) : sw;
}

/* The first @total bytes of the file, @step at a time; false: they are not. */
static bool read_in_steps(int fd, uint8_t *ret, uint32_t total, uint32_t step)
{
	uint8_t rsp[258];
	char read[16];
	uint32_t at;

	for (at = 0; at < total; at += step) {
		struct ccid_apdu apdu = {
			.response = (uintptr_t)rsp,
			.response_len = sizeof(rsp),
		};

		snprintf(read, sizeof(read), "00B0%04X%02X", at, step & 0xff);
		if (card_apdu(fd, read, &apdu) || apdu.sw != SW_OK ||
		    apdu.response_len != step + 2)
			return false;
		memcpy(ret + at, rsp, step);
	}
	return true;
}

TEST_F_TIMEOUT(level, reads_files_and_signs, 60)
{
	struct ccid_info info = { .size = sizeof(info) };
	uint8_t large[2560], small[2560];

	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_INFO, &info));
	EXPECT_EQ(variant->level, info.exchange_level);
	ASSERT_EQ(SW_OK, open_face(self->fd));
	ASSERT_TRUE(read_in_steps(self->fd, large, sizeof(large), 256));
	ASSERT_TRUE(read_in_steps(self->fd, small, sizeof(small), 64));
	EXPECT_EQ(0, memcmp(large, small, sizeof(large)));
	EXPECT_EQ(0xff, large[0]);
	ASSERT_EQ(0, card_power(self->fd, CCID_POWER_COLD));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_KEY));
	EXPECT_EQ(0, card_apdu(self->fd, SIGN, &self->apdu));
	EXPECT_EQ(SW_OK, self->apdu.sw);
	EXPECT_EQ(258, self->apdu.response_len);
}

TEST_F_TIMEOUT(level, keeps_the_last_try, 60)
{
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
	EXPECT_EQ(0x63c2, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(2, desk_count("apdus", "auth"));
}

TEST_F_TIMEOUT(level, carries_long_commands_and_responses, 120)
{
	static uint8_t cmd[CCID_APDU_COMMAND_MAX] = { 0x00, 0xda };
	static const uint32_t lengths[] = { 4096, 65535 };
	size_t i;

	self->apdu.size = sizeof(self->apdu);
	self->apdu.command = (uintptr_t)cmd;
	for (i = 0; i < 2; i++) {
		cmd[5] = (uint8_t)(lengths[i] >> 8);
		cmd[6] = (uint8_t)lengths[i];
		self->apdu.command_len = 7 + lengths[i];
		self->apdu.response_len = sizeof(self->rsp);
		EXPECT_EQ(variant->long_command ? 0 : -EINVAL,
			  card_call(self->fd, CCID_IOC_APDU, &self->apdu));
		if (variant->long_command)
			EXPECT_EQ(0x6d00, self->apdu.sw);
	}
	ASSERT_EQ(SW_OK, open_face(self->fd));
	self->apdu.response_len = sizeof(self->rsp);
	EXPECT_EQ(variant->long_response ? 0 : -EOPNOTSUPP,
		  card_apdu(self->fd, READ_4096, &self->apdu));
	if (variant->long_response) {
		EXPECT_EQ(SW_OK, self->apdu.sw);
		EXPECT_EQ(variant->long_response, self->apdu.response_len);
	}
}

/* What is agreed upon at power-on goes wrong, and the card works anyhow. */
FIXTURE(agreement) {
	int fd;
};

FIXTURE_VARIANT(agreement) {
	const char *features, *rates, *order;
};

#define AGREEMENT(name, bits, list, fault) \
	FIXTURE_VARIANT_ADD(agreement, name) { \
		.features = bits, .rates = list, .order = fault, \
	}

AGREEMENT(pps_refused, "0001003a", "10752,250000", "pps-refuse");
AGREEMENT(pps_without_rate, "0001003a", "10752,250000", "pps-default");
AGREEMENT(pps_refused_by_characters, "0000003a", "250000", "pps-refuse");
AGREEMENT(pps_shorter_by_characters, "0000003a", "250000", "pps-default");
AGREEMENT(parameters_refused, "0001003a", "10752", "error 07 on=params x1");
AGREEMENT(only_slower_rates, "0001003a", "10752,62500", "clear");
AGREEMENT(rates_not_told, "0001003a", "250000", "rates-stall");
AGREEMENT(rates_cut_short, "0001003a", "10752,250000", "rates-short 5");

FIXTURE_SETUP(agreement)
{
	const char *const options[] = {
		"--features", variant->features, "--atr", "t0-fast",
		"--protocols", "3", "--data-rates", variant->rates,
		"--max-message", "271", NULL,
	};

	desk_start(options);
	ASSERT_TRUE(desk_node_within(10000));
	self->fd = desk_open(O_RDWR);
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
}

FIXTURE_TEARDOWN(agreement)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
	desk_end();
}

TEST_F(agreement, is_found_all_the_same)
{
	desk_tell("fault %s", variant->order);
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_CERT));
	EXPECT_EQ(SW_OK, card_sw(self->fd, READ_256));
}

TEST_HARNESS_MAIN
