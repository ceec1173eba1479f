// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * APDUs over a reader that misbehaves: each fault gives its errno, the command
 * reaches the card at most once, and the reader is usable for the next call.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(fault) {
	int fd;
};

/* @deadline_ms 0: the fault must be seen at once, not by waiting */
FIXTURE_VARIANT(fault) {
	const char *order;
	int expected;
	unsigned int deadline_ms;
};

#define FAULT(name, text, errno_or_sw, ms) \
	FIXTURE_VARIANT_ADD(fault, name) { \
		.order = text, .expected = errno_or_sw, .deadline_ms = ms, \
	}

FAULT(silence, "silence on=xfr", -ETIMEDOUT, 300);
FAULT(late_answer, "late 600 on=xfr", -ETIMEDOUT, 300);
FAULT(endless_time_extension, "timext endless on=xfr", -ETIMEDOUT, 300);
FAULT(wrong_sequence, "wrong-seq on=xfr", -EPROTO, 0);
FAULT(wrong_slot, "wrong-slot on=xfr", -EPROTO, 0);
FAULT(wrong_type, "wrong-type on=xfr", -EPROTO, 0);
FAULT(empty_frame_header, "short-frame 4 on=xfr", -EPROTO, 0);
FAULT(short_frame, "short-frame 11 on=xfr", -EPROTO, 0);
FAULT(long_frame, "long-frame 3 on=xfr", -EPROTO, 0);
FAULT(overlong_frame, "long-frame 2000 on=xfr", -EPROTO, 0);
FAULT(length_too_large, "bad-length 1 on=xfr", -EPROTO, 0);
FAULT(length_absurd, "bad-length 1000000 on=xfr", -EPROTO, 0);
FAULT(no_data, "empty on=xfr", -EPROTO, 0);
FAULT(stalled_in, "stall-in on=xfr", -EPROTO, 0);
FAULT(stalled_out, "stall-out on=xfr", -EPROTO, 0);
FAULT(endless_chain, "chain-forever on=xfr", -EPROTO, 0);
FAULT(card_mute, "error FE on=xfr", -ETIMEDOUT, 0);
FAULT(parity, "error FD on=xfr", -EPROTO, 0);
FAULT(hardware, "error FB on=xfr", -EPROTO, 0);
FAULT(slot_busy, "error E0 on=xfr", -EPROTO, 0);
FAULT(unsupported, "error 00 on=xfr", -EOPNOTSUPP, 0);
FAULT(vendor_error, "error A2 on=xfr", -EPROTO, 0);
FAULT(stray_empty_packet, "zlp on=xfr", SW_OK, 0);
FAULT(stale_answer, "stale on=xfr", SW_OK, 0);
FAULT(duplicate_answer, "dup on=xfr", SW_OK, 0);

FIXTURE_SETUP(fault)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

FIXTURE_TEARDOWN(fault)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(fault, is_told_and_survived)
{
	unsigned int before = desk_count("apdus", "total");
	uint64_t start = in_ms(0), soon = in_ms(2500);
	uint64_t deadline = variant->deadline_ms ?
			    in_ms(variant->deadline_ms) : 0;

	desk_tell("fault %s", variant->order);
	EXPECT_EQ(variant->expected,
		  card_apdu_until(self->fd, SELECT_AUTH_CERT, deadline));
	EXPECT_LT(in_ms(0), soon)
		TH_LOG("%lu ms", (unsigned long)(in_ms(0) - start) / 1000000);
	EXPECT_LE(desk_count("apdus", "total"), before + 1);
	desk_tell("fault clear");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_CERT));
	EXPECT_EQ(SW_OK, card_sw(self->fd, READ_256));
}

TEST_F(fault, after_a_verify_costs_no_second_try)
{
	unsigned int before = desk_count("apdus", "auth");
	struct ccid_pin pin;

	/* The counter is known, so that the fault meets the VERIFY. */
	ASSERT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	desk_tell("fault %s", variant->order);
	card_apdu_until(self->fd, VERIFY_AUTH, in_ms(300));
	EXPECT_LE(desk_count("apdus", "auth"), before + 1);
	desk_tell("fault clear");
	EXPECT_EQ(0, card_pin(self->fd, 0x18, CCID_PIN_ASK, &pin));
	EXPECT_EQ(CCID_PIN_ASKED, pin.source);
	EXPECT_LE(desk_count("apdus", "auth"), before + 1);
}

FIXTURE(worse) {
	int fd;
};

FIXTURE_SETUP(worse)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

FIXTURE_TEARDOWN(worse)
{
	close(self->fd);
}

TEST_F(worse, reader_that_cannot_abort_is_powered_off)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("fault no-abort xendless");
	desk_tell("fault silence on=xfr");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->fd, SELECT_AUTH_CERT,
					      in_ms(300)));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(generation, desk_generation(self->fd));
}

TEST_F(worse, abort_that_stalls_is_no_abort)
{
	int sw;

	desk_tell("fault silence on=xfr");
	desk_tell("fault stall-in on=abort");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->fd, SELECT_AUTH_CERT,
					      in_ms(300)));
	/* The power went instead: the card answers, with nothing selected. */
	sw = card_sw(self->fd, SELECT_AUTH_CERT);
	EXPECT_GT(sw, 0);
	EXPECT_NE(SW_OK, sw);
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F_TIMEOUT(worse, reader_that_answers_nothing_at_all_is_reset, 60)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("fault silence xendless");
	EXPECT_EQ(-ETIMEDOUT, card_apdu_until(self->fd, SELECT_AUTH_CERT,
					      in_ms(300)));
	desk_tell("fault clear");
	EXPECT_TRUE(desk_card_after(self->fd, generation, 40000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

/* The error means that a person at the keys gave up. Here there is nobody. */
TEST_F(worse, reader_that_gives_up_on_a_card_is_not_asked_at_once)
{
	unsigned long before;

	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	before = strtoul(desk_sysfs("statistics/commands"), NULL, 10);
	desk_tell("fault error EF on=power xendless");
	desk_tell("insert");
	usleep(1000000);
	EXPECT_GT(before + 20,
		  strtoul(desk_sysfs("statistics/commands"), NULL, 10));
	desk_tell("fault clear");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
}

TEST_F(worse, mistaken_continuation_is_a_broken_protocol)
{
	static uint8_t cmd[7 + 2000] = { 0x00, 0xda, 0, 0, 0, 7, 0xd0 };
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.size = sizeof(apdu),
		.command = (uintptr_t)cmd, .command_len = sizeof(cmd),
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};

	desk_tell("fault data-in-continue on=xfr");
	EXPECT_EQ(-EPROTO, card_call(self->fd, CCID_IOC_APDU, &apdu));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(worse, rubbish_on_the_interrupt_pipe_does_no_harm)
{
	uint32_t generation = desk_generation(self->fd);
	static const char * const junk[] = {
		"50", "00", "FF", "5000", "51", "5100", "52FFFFFFFFFFFFFF",
		"FFFFFFFFFFFFFFFF",
	};
	size_t i;

	for (i = 0; i < sizeof(junk) / sizeof(junk[0]); i++) {
		desk_tell("fault junk-interrupt %s", junk[i]);
		EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	}
	EXPECT_TRUE(desk_card_after(self->fd, generation - 1, 5000));
}

/* Nobody uses the card meanwhile, and the reader says nothing of the other. */
static bool swap_is_noticed(const char *fault, int fd)
{
	uint32_t generation = desk_generation(fd);

	desk_tell("swap-quiet " BOB);
	desk_tell("%s", fault);
	return desk_card_after(fd, generation, 15000);
}

TEST_F(worse, swap_while_the_interrupt_pipe_fails_is_noticed)
{
	EXPECT_TRUE(swap_is_noticed("fault stall-interrupt", self->fd));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
}

TEST_F(worse, reader_whose_interrupt_pipe_never_works_is_polled)
{
	EXPECT_TRUE(swap_is_noticed("fault stall-interrupt xendless",
				    self->fd));
	desk_tell("remove");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 10000));
	desk_tell("insert " ALICE);
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 10000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	desk_tell("fault clear");
	desk_unplug();	/* the next one hears of cards again */
}

TEST_F(worse, card_notified_twice_is_there_once)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("remove");
	ASSERT_TRUE(desk_card_within(self->fd, CCID_CARD_ABSENT, 5000));
	desk_tell("fault notify-twice");
	desk_tell("insert");
	EXPECT_TRUE(desk_card_within(self->fd, CCID_CARD_POWERED, 5000));
	usleep(200000);
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(generation + 1, desk_generation(self->fd));
}

TEST_HARNESS_MAIN
