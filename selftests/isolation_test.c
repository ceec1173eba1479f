// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a PIN opened for one file serves no other, whatever happens in between.
 */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(isolation) {
	int a, b;
};

FIXTURE_SETUP(isolation)
{
	desk_clear();
	desk_tell("tries auth 3");
	self->a = desk_open(O_RDWR);
	self->b = desk_open(O_RDWR);
	ASSERT_GE(self->a, 0);
	ASSERT_GE(self->b, 0);
}

FIXTURE_TEARDOWN(isolation)
{
	close(self->a);
	close(self->b);
}

TEST_F(isolation, verified_card_does_not_outlive_the_lock)
{
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	ASSERT_EQ(SW_OK, card_verify(self->a));
	ASSERT_EQ(SW_OK, card_sign(self->a));
	ASSERT_EQ(0, card_unlock(self->a, 0));
	EXPECT_EQ(0x6982, card_sign(self->b));
	EXPECT_EQ(0x6982, card_sign(self->a));
}

TEST_F(isolation, verified_card_does_not_outlive_the_file)
{
	ASSERT_EQ(SW_OK, card_verify(self->a));
	ASSERT_EQ(SW_OK, card_sign(self->a));
	close(self->a);
	EXPECT_EQ(0x6982, card_sign(self->b));
}

TEST_F(isolation, verified_card_does_not_serve_another_file)
{
	ASSERT_EQ(SW_OK, card_verify(self->a));
	EXPECT_EQ(0x6982, card_sign(self->b));
	EXPECT_EQ(0x6982, card_sign(self->a));
}

TEST_F(isolation, verified_card_does_not_outlive_a_killed_process)
{
	pid_t child = fork();

	if (!child) {
		int fd = desk_open(O_RDWR);

		card_lock(fd, 0, 0);
		_exit(card_verify(fd) == SW_OK ? (pause(), 0) : 1);
	}
	while (desk_count("apdus", "auth") == 0)
		usleep(10000);
	usleep(100000);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	EXPECT_EQ(0x6982, card_sign(self->b));
}

TEST_F(isolation, kept_card_serves_the_file_that_kept_it_and_no_other)
{
	ASSERT_EQ(0, card_lock(self->a, 0, 0));
	ASSERT_EQ(SW_OK, card_verify(self->a));
	ASSERT_EQ(0, card_unlock(self->a, CCID_UNLOCK_KEEP));
	EXPECT_EQ(SW_OK, card_sign(self->a));
	EXPECT_EQ(0x6982, card_sign(self->b));
	EXPECT_EQ(0x6982, card_sign(self->a));
}

TEST_F(isolation, lost_answer_to_a_right_pin_opens_nothing_for_others)
{
	struct ccid_pin pin;

	/* The counter is known, so that the fault meets the VERIFY. */
	ASSERT_EQ(0, card_pin(self->a, 0x18, CCID_PIN_ASK, &pin));
	desk_tell("fault wrong-seq on=xfr");
	ASSERT_EQ(-EPROTO, card_sw(self->a, VERIFY_AUTH));
	EXPECT_EQ(0x6982, card_sign(self->b));
}

/* What was selected tells whether the card was powered off in between. */
static int file_after(int a, int b, const char *hex)
{
	if (card_sw(a, SELECT_JPKI) != SW_OK || card_sw(a, hex) < 0x6300)
		return -1;
	return card_sw(b, SELECT_AUTH_PIN);
}

TEST_F(isolation, error_word_for_a_wrapped_command_grants_nothing_to_others)
{
	EXPECT_EQ(0x6a82, file_after(self->a, self->b, "0C84000001AA"));
	EXPECT_EQ(0x6a82, file_after(self->a, self->b, "00C2000001AA"));
	EXPECT_EQ(0x6a82, file_after(self->a, self->b, "8082000001AA"));
	EXPECT_EQ(SW_OK, file_after(self->a, self->b, "0082000001AA"));
}

/* The card has not moved, and the reader says something else. */
static void notify(const char *message)
{
	usleep(1200000);	/* past the card's own announcement */
	desk_tell("fault junk-interrupt %s", message);
	usleep(300000);
}

TEST_F(isolation, survives_a_spurious_notification)
{
	ASSERT_EQ(SW_OK, card_verify(self->a));
	notify("5003");
	EXPECT_EQ(0x6982, card_sign(self->b));
}

TEST_F(isolation, survives_a_hardware_fault_notification)
{
	ASSERT_EQ(SW_OK, card_verify(self->a));
	notify("51000100");
	EXPECT_EQ(0x6982, card_sign(self->b));
}

TEST_F(isolation, survives_unbinding_and_binding)
{
	ASSERT_EQ(SW_OK, card_verify(self->a));
	ASSERT_EQ(0, desk_unbind());
	ASSERT_EQ(0, desk_bind());
	close(self->b);
	self->b = desk_reopen(20000);
	ASSERT_GE(self->b, 0);
	EXPECT_EQ(0x6982, card_sign(self->b));
}

/* What a new file gets once the reader, which may be reset, works. */
static int sign_anew(void)
{
	uint64_t end = in_ms(40000);
	int fd, sw = -1;

	while (sw < 0 && in_ms(0) < end) {
		fd = desk_reopen(20000);
		if (fd < 0)
			return fd;
		sw = card_sign(fd);
		close(fd);
	}
	return sw;
}

/* The reader can only be got back into step by power-off, and that fails. */
static int sign_after_failed_power_off(int fd, const char *fault)
{
	if (card_verify(fd) != SW_OK)
		return -1;
	desk_tell("fault no-abort");
	desk_tell("fault silence on=xfr");
	desk_tell("fault %s on=power", fault);
	card_apdu_until(fd, SELECT_AUTH_CERT, in_ms(300));
	desk_tell("fault clear");
	return sign_anew();
}

TEST_F_TIMEOUT(isolation, survives_a_power_off_that_is_refused_as_busy, 60)
{
	EXPECT_EQ(0x6982, sign_after_failed_power_off(self->a, "error E0"));
}

TEST_F_TIMEOUT(isolation, survives_a_power_off_that_is_refused, 60)
{
	EXPECT_EQ(0x6982, sign_after_failed_power_off(self->a, "error FB"));
}

TEST_F_TIMEOUT(isolation, survives_a_reset_of_the_reader, 60)
{
	EXPECT_EQ(0x6982, sign_after_failed_power_off(self->a, "stall-out"));
}

TEST_F_TIMEOUT(isolation, survives_a_holder_killed_while_aborting, 60)
{
	pid_t child;

	ASSERT_EQ(SW_OK, card_verify(self->a));
	desk_tell("fault silence xendless on=abort");
	desk_tell("fault silence on=xfr");
	child = fork();
	if (!child) {
		card_apdu_until(self->a, SELECT_AUTH_CERT, in_ms(300));
		_exit(0);
	}
	usleep(800000);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	desk_tell("fault clear");
	EXPECT_EQ(0x6982, sign_anew());
}

static void *swap_soon(void *arg)
{
	usleep(400000);
	desk_tell("swap " BOB);
	return arg;
}

TEST_F(isolation, card_swapped_during_a_power_cycle_is_another_card)
{
	uint32_t generation = desk_generation(self->a);
	struct ccid_apdu apdu = { .generation = generation };
	uint8_t rsp[258];
	pthread_t thread;

	usleep(1200000);	/* past the card's own announcement */
	desk_tell("fault late 800 on=power");
	pthread_create(&thread, NULL, swap_soon, NULL);
	card_power(self->a, CCID_POWER_COLD);
	pthread_join(thread, NULL);
	apdu.response = (uintptr_t)rsp;
	apdu.response_len = sizeof(rsp);
	EXPECT_EQ(-ESTALE, card_apdu(self->a, SELECT_JPKI, &apdu));
	EXPECT_TRUE(desk_card_after(self->a, generation, 5000));
}

TEST_HARNESS_MAIN
