// SPDX-License-Identifier: GPL-2.0-or-later
/* PINs typed on the reader's own keys, at each level that can carry them. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define TEMPLATE { 0x00, 0x20, 0x00, 0x80, 0x04, 0xff, 0xff, 0xff, 0xff }

FIXTURE(secure) {
	int fd;
	uint8_t template[9];
	uint8_t rsp[258];
	struct ccid_secure secure;
};

FIXTURE_VARIANT(secure) {
	const char *features, *atr;
	bool blocks;
};

FIXTURE_VARIANT_ADD(secure, extended) {
	.features = "0004007e", .atr = "contactless",
};

FIXTURE_VARIANT_ADD(secure, short_apdu) {
	.features = "0002007e", .atr = "t1",
};

FIXTURE_VARIANT_ADD(secure, t1) {
	.features = "0001003a", .atr = "t1", .blocks = true,
};

FIXTURE_VARIANT_ADD(secure, t1_crc) {
	.features = "0001003a", .atr = "crc", .blocks = true,
};

FIXTURE_VARIANT_ADD(secure, t0) {
	.features = "0001003a", .atr = "t0",
};

FIXTURE_SETUP(secure)
{
	static const uint8_t template[] = TEMPLATE;
	const char *const options[] = {
		"--features", variant->features, "--atr", variant->atr,
		"--protocols", "3", "--max-message", "271", "--pinpad", NULL,
	};

	self->fd = desk_start_open(options);
	ASSERT_GE(self->fd, 0);
	memcpy(self->template, template, sizeof(template));
	self->secure = (struct ccid_secure){
		.size = sizeof(self->secure),
		.command = (uintptr_t)self->template,
		.command_len = sizeof(template),
		.response = (uintptr_t)self->rsp,
		.response_len = sizeof(self->rsp),
		.lang_id = 0x0411, .timeout_s = 5,
		.format = 0x82, .pin_block = 4,
		.min_digits = 4, .max_digits = 4, .validation = 2,
		.messages = 1,
	};
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	ASSERT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
}

FIXTURE_TEARDOWN(secure)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
	desk_end();
}

static int ask(int fd, struct ccid_secure *secure)
{
	int err = card_call(fd, CCID_IOC_SECURE, secure);

	return err ? err : secure->sw;
}

/* A person who is at the keys in a second. */
static pid_t later(const char *command)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	usleep(1200000);
	desk_tell("%s", command);
	_exit(0);
}

TEST_F(secure, typed_pin_opens_the_key)
{
	desk_tell("pinpad type 1234");
	EXPECT_EQ(SW_OK, ask(self->fd, &self->secure));
	EXPECT_EQ(2, self->secure.response_len);
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_KEY));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SIGN));
	EXPECT_EQ(1, desk_count("apdus", "auth"));
}

TEST_F(secure, person_may_take_time)
{
	pid_t person = later("pinpad type 9999");
	struct ccid_pin pin;

	EXPECT_EQ(0x63c2, ask(self->fd, &self->secure));
	waitpid(person, NULL, 0);
	EXPECT_EQ(0, card_pin(self->fd, 0x18, 0, &pin));
	EXPECT_EQ(2, pin.tries_left);
	EXPECT_EQ(1, desk_count("apdus", "auth"));
}

TEST_F(secure, length_of_the_pin_is_added)
{
	self->template[4] = 0;
	self->secure.command_len = 5;
	self->secure.pin_block = 0;
	self->secure.max_digits = 16;
	desk_tell("pinpad type 1234");
	EXPECT_EQ(SW_OK, ask(self->fd, &self->secure));
}

TEST_F(secure, who_gives_up_spends_no_try)
{
	desk_tell("pinpad cancel");
	EXPECT_EQ(-ECANCELED, ask(self->fd, &self->secure));
	desk_tell("pinpad timeout");
	EXPECT_EQ(-ETIMEDOUT, ask(self->fd, &self->secure));
	EXPECT_EQ(0, desk_count("apdus", "auth"));
	desk_tell("pinpad type 1234");
	EXPECT_EQ(SW_OK, ask(self->fd, &self->secure));
}

TEST_F(secure, host_may_lose_patience)
{
	self->secure.deadline_ns = in_ms(700);
	EXPECT_EQ(-ETIMEDOUT, ask(self->fd, &self->secure));
	EXPECT_EQ(0, desk_count("apdus", "auth"));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
}

TEST_F(secure, last_try_is_not_asked_for)
{
	desk_tell("tries auth 1");
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_NOTHING));
	desk_tell("pinpad type 9999");
	EXPECT_EQ(-EKEYREJECTED, ask(self->fd, &self->secure));
	EXPECT_EQ(0, desk_count("apdus", "auth"));
	EXPECT_EQ(1, desk_count("status", "auth"));
}

TEST_F(secure, card_pulled_while_waiting_is_enomedium)
{
	pid_t person = later("remove");

	EXPECT_EQ(-ENOMEDIUM, ask(self->fd, &self->secure));
	waitpid(person, NULL, 0);
	EXPECT_EQ(0, desk_count("apdus", "auth"));
}

/* T=1 would send its block again; a PIN is asked for once. */
TEST_F(secure, lost_pin_is_not_typed_twice)
{
	desk_tell("fault error FE on=secure");
	EXPECT_EQ(variant->blocks ? -EPROTO : -ETIMEDOUT,
		  ask(self->fd, &self->secure));
	EXPECT_EQ(0, desk_count("apdus", "auth"));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
	desk_tell("pinpad type 9999");
	if (variant->blocks)
		desk_tell("fault t1-lose");
	EXPECT_EQ(0x63c2, ask(self->fd, &self->secure));
	EXPECT_EQ(1, desk_count("apdus", "auth"));
}

TEST_F(secure, template_that_is_no_verify_is_einval)
{
	self->template[1] = 0xa4;
	EXPECT_EQ(-EINVAL, ask(self->fd, &self->secure));
	self->template[1] = 0x20;
	self->secure.validation = 0;
	EXPECT_EQ(-EINVAL, ask(self->fd, &self->secure));
	self->secure.validation = 2;
	self->secure.min_digits = 5;
	EXPECT_EQ(-EINVAL, ask(self->fd, &self->secure));
	EXPECT_EQ(0, desk_count("apdus", "auth"));
}

TEST(reader_without_keys_is_eopnotsupp)
{
	uint8_t template[] = TEMPLATE, rsp[2];
	struct ccid_secure secure = {
		.size = sizeof(secure),
		.command = (uintptr_t)template,
		.command_len = sizeof(template),
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
		.format = 0x82, .pin_block = 4,
		.min_digits = 4, .max_digits = 4, .validation = 2,
	};
	int fd = desk_start_open((const char *const[]){ NULL });

	ASSERT_GE(fd, 0);
	EXPECT_EQ(-EOPNOTSUPP, ask(fd, &secure));
	EXPECT_EQ(0, desk_violations());
	close(fd);
	desk_end();
}

TEST_HARNESS_MAIN
