// SPDX-License-Identifier: GPL-2.0-or-later
/* The PIN floor: no software spends the last try. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define SELECT_SIGN_PIN "00A4020C02001B"
#define VERIFY_SIGN "0020008006" "414243313233"
#define VERIFY_SIGN_WRONG "0020008006" "393939393939"
#define CHANGE_BOTH "0024008008" "3939393939393939"
#define CHANGE_NEW "0024018004" "34333231"
#define CHANGE_BACK "0024018004" "31323334"
#define UNBLOCK "002C008008" "3132333431323334"

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(floor) {
	int fd;
};

FIXTURE_SETUP(floor)
{
	struct ccid_pin_floor arg = {
		.size = sizeof(arg), .flags = CCID_PIN_FLOOR_SET, .floor = 1,
	};

	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_PIN_FLOOR, &arg));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	ASSERT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
}

FIXTURE_TEARDOWN(floor)
{
	desk_tell("tries auth 3");
	desk_tell("tries sign 5");
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

static unsigned int tried(void)
{
	return desk_count("apdus", "auth");
}

TEST_F(floor, last_try_is_never_spent)
{
	desk_tell("tries auth 1");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(0, tried());
}

TEST_F(floor, tries_above_it_are_the_callers)
{
	EXPECT_EQ(0x63c2, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(2, tried());
}

TEST_F(floor, right_pin_gives_the_tries_back)
{
	unsigned int total;

	EXPECT_EQ(0x63c2, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	total = desk_count("apdus", "total");
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(total + 1, desk_count("apdus", "total"));
}

TEST_F(floor, blocked_pin_is_not_presented)
{
	desk_tell("tries auth 0");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(0, tried());
}

/* The last try under other names, classes and forms: none gets through. */
static const char * const ways[] = {
	"0020009804" "31323334",		/* by short identifier */
	"0021008006" "530431323334",		/* its BER-TLV twin */
	"0C20008004" "31323334",		/* secure messaging */
	"0420008004" "31323334",
	"1020008004" "31323334",		/* a part of a chain */
	"0120008004" "31323334",		/* another logical channel */
	"4020008004" "31323334",
	"8020008004" "31323334",		/* proprietary */
	"00200080000004" "31323334",		/* extended length */
	"00200080000004" "31323334" "0000",
	CHANGE_BOTH,
	"0C24008008" "3939393939393939",
	UNBLOCK,
	"002C018004" "31323334",
};

TEST_F(floor, no_other_way_spends_the_last_try)
{
	size_t i;

	desk_tell("tries auth 1");
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, ways[i]))
			TH_LOG("ways[%zu]", i);
		EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
		EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	}
	EXPECT_EQ(0, tried());
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_NOTHING));
}

TEST_F(floor, counter_of_one_pin_is_not_that_of_another)
{
	desk_tell("tries auth 1");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_SIGN_PIN));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_SIGN));
}

/* For all that the driver knows the two are one PIN by two names. */
TEST_F(floor, try_of_one_pin_has_the_other_asked_for)
{
	struct ccid_pin pin;

	ASSERT_EQ(0, card_pin(self->fd, 0x1b, CCID_PIN_ASK, &pin));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c2, card_sw(self->fd, VERIFY_WRONG));
	ASSERT_EQ(0, card_pin(self->fd, 0x1b, 0, &pin));
	EXPECT_EQ(5, pin.tries_left);
	EXPECT_EQ(CCID_PIN_ASKED, pin.source);
	desk_tell("tries sign 1");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_SIGN_PIN));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_SIGN_WRONG));
	ASSERT_EQ(0, card_pin(self->fd, 0x1b, 0, &pin));
	EXPECT_EQ(1, pin.tries_left);
}

TEST_F(floor, pin_still_verified_may_be_presented_again)
{
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_SIGN_PIN));
	EXPECT_EQ(0x63c4, card_sw(self->fd, VERIFY_SIGN_WRONG));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
}

static int warm_reset_that_is_not_heard(int fd)
{
	struct ccid_power power = {
		.size = sizeof(power), .action = CCID_POWER_WARM,
		.deadline_ns = in_ms(300),
	};

	desk_tell("fault deaf on=power");
	return card_call(fd, CCID_IOC_POWER, &power);
}

/* What is selected then is not what a reset would have left. */
TEST_F(floor, reset_that_did_not_happen_mixes_up_no_pins)
{
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_SIGN_PIN));
	EXPECT_EQ(-ETIMEDOUT, warm_reset_that_is_not_heard(self->fd));
	card_sw(self->fd, VERIFY_NOTHING);
	desk_tell("tries auth 1");
	card_sw(self->fd, SELECT_AUTH_PIN);
	EXPECT_EQ(-ETIMEDOUT, warm_reset_that_is_not_heard(self->fd));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(0, tried());
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_NOTHING));
}

TEST_F(floor, new_pin_alone_spends_nothing)
{
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(SW_OK, card_sw(self->fd, CHANGE_NEW));
	EXPECT_EQ(SW_OK, card_sw(self->fd, CHANGE_BACK));
}

TEST_F(floor, counter_of_one_card_is_not_that_of_the_next)
{
	uint32_t generation = desk_generation(self->fd);

	desk_tell("tries auth 1");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	desk_tell("swap " BOB);
	ASSERT_TRUE(desk_card_after(self->fd, generation, 5000));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
}

TEST_F(floor, question_that_fails_sends_no_pin)
{
	desk_tell("fault wrong-type on=xfr");
	EXPECT_EQ(-EPROTO, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(0, tried());
}

static int with_last_try(int fd, const char *hex)
{
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.flags = CCID_APDU_LAST_TRY,
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};
	int err = card_apdu(fd, hex, &apdu);

	return err ? err : apdu.sw;
}

TEST_F(floor, word_of_the_wrapping_is_not_that_of_the_pin)
{
	EXPECT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
	desk_tell("fault verify-says 9000");
	EXPECT_EQ(SW_OK, with_last_try(self->fd, "0C20008004" "39393939"));
	desk_tell("tries auth 1");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_WRONG));
	EXPECT_EQ(0, tried());
}

/* Whose channel would the question have? */
TEST_F(floor, nothing_is_asked_for_a_makers_class)
{
	static const char *const classes[] = {
		"8020008004" "31323334", "8120008004" "31323334",
		"C020008004" "31323334", "2020008004" "31323334",
	};
	unsigned int total = desk_count("apdus", "total");
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, classes[i]));
	EXPECT_EQ(total, desk_count("apdus", "total"));
	EXPECT_EQ(0x6e00, with_last_try(self->fd, classes[0]));
}

/* The question would end the chain, and the card compare what it holds. */
TEST_F(floor, nothing_is_asked_amid_a_chain)
{
	unsigned int total = desk_count("apdus", "total");

	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, "1020008002" "3132"));
	EXPECT_EQ(total, desk_count("apdus", "total"));
	EXPECT_EQ(0x6884, with_last_try(self->fd, "1020008002" "3132"));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, "0020008002" "3334"));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_NOTHING));
	EXPECT_EQ(total + 1, desk_count("apdus", "total"));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c3, card_sw(self->fd, VERIFY_NOTHING));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
}

TEST_F(floor, administrator_may_spend_the_last_try)
{
	desk_tell("tries auth 1");
	EXPECT_EQ(SW_OK, with_last_try(self->fd, VERIFY_AUTH));
	EXPECT_EQ(1, tried());
}

static int put(const char *attribute, const char *text)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/class/ccid/%s/%s",
		 desk_node() + strlen("/dev/"), attribute);
	fd = open(path, O_WRONLY);
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -errno : 0;
}

TEST_F(floor, others_may_where_the_administrator_allows_it)
{
	EXPECT_STREQ("0", desk_sysfs("last_try"));
	desk_tell("tries auth 1");
	ASSERT_EQ(0, setresuid(65534, 65534, 0));
	EXPECT_EQ(-EPERM, with_last_try(self->fd, VERIFY_AUTH));
	EXPECT_EQ(0, tried());
	ASSERT_EQ(0, setresuid(0, 0, 0));
	ASSERT_EQ(0, put("last_try", "1"));
	ASSERT_EQ(0, setresuid(65534, 65534, 0));
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	EXPECT_EQ(SW_OK, with_last_try(self->fd, VERIFY_AUTH));
	ASSERT_EQ(0, setresuid(0, 0, 0));
	EXPECT_EQ(0, put("last_try", "0"));
}

static int floor_to(int fd, uint32_t value, uint32_t flags)
{
	struct ccid_pin_floor arg = {
		.size = sizeof(arg), .flags = flags, .floor = value,
	};
	int err = card_call(fd, CCID_IOC_PIN_FLOOR, &arg);

	return err ? err : (int)arg.floor;
}

TEST_F(floor, anybody_may_raise_it_and_the_administrator_lower_it)
{
	EXPECT_EQ(1, floor_to(self->fd, 0, 0));
	ASSERT_EQ(0, setresuid(65534, 65534, 0));
	EXPECT_EQ(2, floor_to(self->fd, 2, CCID_PIN_FLOOR_SET));
	EXPECT_EQ(-EPERM, floor_to(self->fd, 1, CCID_PIN_FLOOR_SET));
	EXPECT_EQ(2, floor_to(self->fd, 0, 0));
	EXPECT_EQ(-EINVAL, floor_to(self->fd, 16, CCID_PIN_FLOOR_SET));
	desk_tell("tries auth 2");
	EXPECT_EQ(-EKEYREJECTED, card_sw(self->fd, VERIFY_AUTH));
	ASSERT_EQ(0, setresuid(0, 0, 0));
	EXPECT_EQ(0, floor_to(self->fd, 0, CCID_PIN_FLOOR_SET));
	desk_tell("tries auth 1");
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_JPKI));
	EXPECT_EQ(SW_OK, card_sw(self->fd, SELECT_AUTH_PIN));
	EXPECT_EQ(0x63c1, card_sw(self->fd, VERIFY_NOTHING));
	EXPECT_EQ(SW_OK, card_sw(self->fd, VERIFY_AUTH));
}

TEST_F(floor, sysfs_shows_and_sets_it)
{
	int reader = desk_open(O_RDONLY);

	EXPECT_STREQ("1", desk_sysfs("pin_floor"));
	EXPECT_EQ(0, put("pin_floor", "3"));
	EXPECT_EQ(3, floor_to(reader, 0, 0));
	EXPECT_EQ(-EBADF, floor_to(reader, 4, CCID_PIN_FLOOR_SET));
	EXPECT_EQ(-ERANGE, put("pin_floor", "16"));
	EXPECT_EQ(-EINVAL, put("pin_floor", "x"));
	EXPECT_EQ(0, put("pin_floor", "1"));
	close(reader);
}

TEST_HARNESS_MAIN
