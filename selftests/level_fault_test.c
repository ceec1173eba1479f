// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blocks, status words and procedure bytes that go wrong below the APDU levels:
 * each is recovered from or has its errno, no command reaches the card twice,
 * and the reader is usable for the next call.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define READ_3 "00B0000003"

/*
 * @more: a second fault, or NULL
 * @command: what meets the fault, with the certificate selected
 * @deadline_ms: 0: the end has to come by itself
 */
struct fault {
	const char *order, *more;
	const char *command;
	int expected;
	unsigned int deadline_ms;
};

static const struct fault t1[] = {
	{ "t1-bad-edc", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-bad-edc x2", NULL, READ_256, SW_OK, 0 },
	{ "t1-bad-edc xendless", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "t1-lose", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-lose xendless", NULL, SELECT_AUTH_CERT, -ETIMEDOUT, 0 },
	{ "t1-deaf", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-wrong-ns", NULL, READ_256, SW_OK, 0 },
	{ "t1-wrong-ns xendless", NULL, READ_256, -EPROTO, 0 },
	{ "t1-dup", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-truncate 2", NULL, READ_256, SW_OK, 0 },
	{ "t1-truncate 4 xendless", NULL, READ_256, -EPROTO, 0 },
	{ "t1-stray-s", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-stray-s E0 xendless", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "t1-resend x2", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-resend xendless", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "t1-resend xendless", "t1-refuse-resynch", SELECT_AUTH_CERT,
	  -EPROTO, 0 },
	{ "t1-resend xendless", "t1-refuse-resynch x2", SELECT_AUTH_CERT,
	  -EPROTO, 0 },
	{ "t1-wtx 5 3", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-wtx endless 1", NULL, SELECT_AUTH_CERT, -ETIMEDOUT, 300 },
	{ "t1-ifs 20", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t1-abort", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "error FD on=xfr", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "error FB on=xfr", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "silence on=xfr", NULL, SELECT_AUTH_CERT, -ETIMEDOUT, 300 },
	{ "wrong-seq on=xfr", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "timext 3 on=xfr", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
};

static const struct fault t0[] = {
	{ "t0-61", NULL, SELECT_AUTH_CERT, 0x6110, 0 },
	{ "t0-61 1", NULL, READ_3, 0x6110, 0 },
	{ "t0-6c", NULL, READ_3, 0x6c05, 0 },
	{ "t0-6c x1", NULL, READ_3, SW_OK, 0 },
	{ "t0-procedure", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "error FE on=xfr", NULL, SELECT_AUTH_CERT, -ETIMEDOUT, 0 },
	{ "empty on=xfr", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "silence on=xfr", NULL, SELECT_AUTH_CERT, -ETIMEDOUT, 300 },
};

static const struct fault t0_characters[] = {
	{ "t0-null 20", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t0-null endless", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "t0-odd", NULL, READ_256, SW_OK, 0 },
	{ "t0-bytewise", NULL, SELECT_AUTH_CERT, SW_OK, 0 },
	{ "t0-bytewise", "t0-odd", READ_3, SW_OK, 0 },
	{ "t0-procedure 12", NULL, SELECT_AUTH_CERT, -EPROTO, 0 },
	{ "t0-procedure 12", NULL, READ_3, -EPROTO, 0 },
};

FIXTURE(line) {
	int fd;
};

FIXTURE_VARIANT(line) {
	const char *features, *atr;
	const struct fault *faults;
	size_t count;
};

#define LINE(name, bits, card, table) \
	FIXTURE_VARIANT_ADD(line, name) { \
		.features = bits, .atr = card, .faults = table, \
		.count = sizeof(table) / sizeof((table)[0]), \
	}

LINE(t1, "0001003a", "t1", t1);
LINE(t1_crc, "0001003a", "crc", t1);
LINE(t1_characters, "0000003a", "t1", t1);
LINE(t0, "0001003a", "t0", t0);
LINE(t0_characters, "0000003a", "t0", t0_characters);

FIXTURE_SETUP(line)
{
	const char *const options[] = {
		"--features", variant->features, "--atr", variant->atr,
		"--protocols", "3", "--max-message", "271", NULL,
	};

	self->fd = desk_start_open(options);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(line)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
	desk_end();
}

static void order(const struct fault *fault)
{
	desk_tell("fault %s", fault->order);
	if (fault->more)
		desk_tell("fault %s", fault->more);
}

static int select_certificate(int fd)
{
	int sw = card_sw(fd, SELECT_JPKI);

	return sw == SW_OK ? card_sw(fd, SELECT_AUTH_CERT) : sw;
}

TEST_F_TIMEOUT(line, fault_is_told_and_survived, 120)
{
	const struct fault *fault = variant->faults;
	unsigned int before;
	size_t i;

	for (i = 0; i < variant->count; i++, fault++) {
		ASSERT_EQ(SW_OK, select_certificate(self->fd))
			TH_LOG("before %s", fault->order);
		before = desk_count("apdus", "total");
		order(fault);
		EXPECT_EQ(fault->expected,
			  card_apdu_until(self->fd, fault->command,
					  fault->deadline_ms ?
					  in_ms(fault->deadline_ms) : 0))
			TH_LOG("%s", fault->order);
		EXPECT_LE(desk_count("apdus", "total"), before + 1)
			TH_LOG("%s", fault->order);
		desk_tell("fault clear");
		EXPECT_EQ(SW_OK, select_certificate(self->fd))
			TH_LOG("after %s", fault->order);
		EXPECT_EQ(SW_OK, card_sw(self->fd, READ_256))
			TH_LOG("after %s", fault->order);
	}
}

TEST_F_TIMEOUT(line, fault_costs_no_second_try, 120)
{
	const struct fault *fault = variant->faults;
	struct ccid_pin pin;
	unsigned int before;
	size_t i;

	for (i = 0; i < variant->count; i++, fault++) {
		ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin))
			TH_LOG("before %s", fault->order);
		before = desk_count("apdus", "auth");
		order(fault);
		card_apdu_until(self->fd, VERIFY_AUTH, in_ms(300));
		EXPECT_LE(desk_count("apdus", "auth"), before + 1)
			TH_LOG("%s", fault->order);
		desk_tell("fault clear");
		EXPECT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin))
			TH_LOG("after %s", fault->order);
		EXPECT_LE(desk_count("apdus", "auth"), before + 1)
			TH_LOG("%s", fault->order);
	}
}

/* What it was told, it did; the answer is not for the next command. */
TEST_F(line, card_out_of_sight_for_a_moment_begins_anew)
{
	uint32_t generation = desk_generation(self->fd);

	ASSERT_EQ(SW_OK, select_certificate(self->fd));
	desk_tell("fault absent on=xfr");
	EXPECT_EQ(-ENOMEDIUM, card_sw(self->fd, READ_3));
	EXPECT_EQ(SW_OK, select_certificate(self->fd));
	EXPECT_EQ(SW_OK, card_sw(self->fd, READ_256));
	EXPECT_EQ(generation, desk_generation(self->fd));
}

/* The reader could not be brought into step but by taking the card's power. */
TEST_F_TIMEOUT(line, power_taken_before_it_is_ready_is_given_back, 60)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("fault silence on=params");
	desk_tell("fault no-abort");
	EXPECT_EQ(0, card_power(self->fd, CCID_POWER_COLD));
	desk_tell("fault clear");
	EXPECT_EQ(SW_OK, select_certificate(self->fd));
	EXPECT_EQ(generation, desk_generation(self->fd));
}

TEST_F(line, swap_without_notification_is_noticed)
{
	uint32_t generation = desk_generation(self->fd);
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	desk_tell("swap-quiet " BOB);
	EXPECT_GT(0, card_pinned(self->fd, generation));
	EXPECT_TRUE(desk_card_after(self->fd, generation, 5000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(0, card_pin(self->fd, 0x18, 0, &pin));
	EXPECT_EQ(CCID_PIN_UNKNOWN, pin.source);
}

TEST_F(line, card_that_refuses_ifs_keeps_to_small_blocks)
{
	desk_tell("fault t1-refuse-ifs");
	ASSERT_EQ(0, card_power(self->fd, CCID_POWER_COLD));
	EXPECT_EQ(SW_OK, select_certificate(self->fd));
	EXPECT_EQ(SW_OK, card_sw(self->fd, READ_256));
}

TEST_HARNESS_MAIN
