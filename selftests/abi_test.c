// SPDX-License-Identifier: GPL-2.0-or-later
/* The UAPI's promises about structs: sizes, tails, flags, addresses. */
#include "desk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "kselftest_harness.h"

#define BIG 8192

/* A struct as the newest caller's compiler may lay it out: ours, and more. */
union arg {
	__u32 size;
	struct {
		__u32 size, flags;
	} head;
	struct ccid_info info;
	struct ccid_status status;
	struct ccid_power power;
	struct ccid_apdu apdu;
	struct ccid_lock lock;
	struct ccid_unlock unlock;
	struct ccid_pin pin;
	struct ccid_pin_floor pin_floor;
	struct ccid_escape escape;
	unsigned char bytes[BIG];
};

static unsigned char command[] = { 0x00, 0x20, 0x00, 0x80 };
static unsigned char response[258];

static void __attribute__((constructor)) start(void)
{
	desk_start((const char *const[]){ NULL });
}

FIXTURE(abi) {
	int fd;
	int reader;
	union arg arg;
};

FIXTURE_VARIANT(abi) {
	unsigned long cmd;
	__u32 size;
	bool writes;
	bool flags;
};

#define ROW(name, type, does_write, has_flags) \
	FIXTURE_VARIANT_ADD(abi, name) { \
		.cmd = CCID_IOC_##type, .size = sizeof(struct ccid_##name), \
		.writes = does_write, .flags = has_flags, \
	}

ROW(info, INFO, false, false);
ROW(status, STATUS, false, true);
ROW(power, POWER, true, true);
ROW(apdu, APDU, true, true);
ROW(lock, LOCK, true, true);
ROW(unlock, UNLOCK, true, true);
ROW(pin, PIN, false, true);
ROW(pin_floor, PIN_FLOOR, false, true);
ROW(escape, ESCAPE, true, true);

/* A call that succeeds but for the one fault that a test then makes. */
FIXTURE_SETUP(abi)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
	self->reader = desk_open(O_RDONLY);
	ASSERT_GE(self->reader, 0);
	memset(&self->arg, 0, sizeof(self->arg));
	self->arg.size = variant->size;
	switch (variant->cmd) {
	case CCID_IOC_APDU:
		self->arg.apdu.command = (uintptr_t)command;
		self->arg.apdu.command_len = sizeof(command);
		self->arg.apdu.response = (uintptr_t)response;
		self->arg.apdu.response_len = sizeof(response);
		break;
	case CCID_IOC_UNLOCK:
		ASSERT_EQ(0, card_lock(self->fd, 0, 0));
		break;
	case CCID_IOC_PIN:
		self->arg.pin.reference = 0x80;
		break;
	}
}

FIXTURE_TEARDOWN(abi)
{
	close(self->fd);
	close(self->reader);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(abi, exact_size_is_accepted)
{
	EXPECT_EQ(0, card_call(self->fd, variant->cmd, &self->arg));
	EXPECT_EQ(variant->size, self->arg.size);
}

TEST_F(abi, shorter_size_is_refused)
{
	self->arg.size = variant->size - 1;
	EXPECT_EQ(-EINVAL, card_call(self->fd, variant->cmd, &self->arg));
	self->arg.size = 0;
	EXPECT_EQ(-EINVAL, card_call(self->fd, variant->cmd, &self->arg));
}

TEST_F(abi, longer_size_with_zeros_is_accepted)
{
	self->arg.size = variant->size + 8;
	EXPECT_EQ(0, card_call(self->fd, variant->cmd, &self->arg));
	EXPECT_EQ(variant->size + 8, self->arg.size);
}

TEST_F(abi, longer_size_with_values_is_refused)
{
	self->arg.size = variant->size + 8;
	self->arg.bytes[variant->size + 7] = 1;
	EXPECT_EQ(-E2BIG, card_call(self->fd, variant->cmd, &self->arg));
}

TEST_F(abi, more_than_a_page_is_refused)
{
	self->arg.size = BIG;
	EXPECT_EQ(-E2BIG, card_call(self->fd, variant->cmd, &self->arg));
}

TEST_F(abi, bad_address_is_refused)
{
	EXPECT_EQ(-EFAULT, card_call(self->fd, variant->cmd, NULL));
	EXPECT_EQ(-EFAULT, card_call(self->fd, variant->cmd, (void *)8));
}

TEST_F(abi, unknown_flag_is_refused)
{
	int bit;

	if (!variant->flags)
		SKIP(return, "this struct has no flags");
	for (bit = 1; bit < 32; bit++) {
		self->arg.head.flags = 1U << bit;
		EXPECT_EQ(-EINVAL,
			  card_call(self->fd, variant->cmd, &self->arg));
	}
}

TEST_F(abi, reading_file_may_only_look)
{
	int expected = variant->writes ? -EBADF : 0;

	EXPECT_EQ(expected, card_call(self->reader, variant->cmd, &self->arg));
}

TEST_F(abi, size_inside_the_command_does_not_count)
{
	unsigned long cmd = _IOC(_IOC_READ | _IOC_WRITE, CCID_IOC_MAGIC,
				 _IOC_NR(variant->cmd), 100);

	EXPECT_EQ(0, card_call(self->fd, cmd, &self->arg));
}

FIXTURE(desk) {
	int fd;
};

FIXTURE_SETUP(desk)
{
	desk_clear();
	self->fd = desk_open(O_RDWR);
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(desk)
{
	close(self->fd);
	EXPECT_EQ(0, desk_violations());
}

TEST_F(desk, unknown_ioctls_are_enotty)
{
	unsigned long nr;
	char arg[64] = { 0 };

	for (nr = 0; nr < 256; nr++)
		if (nr < 1 || nr > 10)
			EXPECT_EQ(-ENOTTY,
				  card_call(self->fd,
					    _IOWR(CCID_IOC_MAGIC, nr, char[8]),
					    arg));
	EXPECT_EQ(-ENOTTY, card_call(self->fd, _IOWR('C', 1, char[8]), arg));
}

TEST_F(desk, reserved_fields_must_be_zero)
{
	struct ccid_power power = { .size = sizeof(power), .reserved = { 1 } };
	struct ccid_lock lock = { .size = sizeof(lock), .reserved = 1 };
	struct ccid_pin pin = { .size = sizeof(pin), .reserved = 1 };
	struct ccid_pin_floor floor = { .size = sizeof(floor), .reserved = 1 };
	struct ccid_apdu apdu = {
		.size = sizeof(apdu), .reserved = 1,
		.command = (uintptr_t)command, .command_len = 4,
		.response = (uintptr_t)response, .response_len = 258,
	};

	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_POWER, &power));
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_LOCK, &lock));
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_PIN, &pin));
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_PIN_FLOOR, &floor));
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_APDU, &apdu));
}

TEST_F(desk, power_action_is_checked)
{
	EXPECT_EQ(-EINVAL, card_power(self->fd, 3));
	EXPECT_EQ(-EINVAL, card_power(self->fd, ~0U));
}

TEST_F(desk, pin_name_is_checked)
{
	struct ccid_pin pin = { .size = sizeof(pin), .aid_len = 17 };

	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_PIN, &pin));
	pin.aid_len = 0;
	pin.ef = 0x18;
	pin.reference = 0x80;
	EXPECT_EQ(-EINVAL, card_call(self->fd, CCID_IOC_PIN, &pin));
}

TEST_F(desk, info_tells_the_descriptor)
{
	struct ccid_info info = { .size = sizeof(info) };

	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_INFO, &info));
	EXPECT_EQ(CCID_UAPI_VERSION, info.uapi_version);
	EXPECT_EQ(0x054c, info.vendor_id);
	EXPECT_EQ(0x0dc8, info.product_id);
	EXPECT_EQ(0x0110, info.bcd_ccid);
	EXPECT_EQ(0, info.slot);
	EXPECT_EQ(1, info.slots);
	EXPECT_EQ(CCID_LEVEL_EXTENDED, info.exchange_level);
	EXPECT_EQ(2, info.protocols);
	EXPECT_EQ(0x0004007e, info.features);
	EXPECT_EQ(522, info.max_message);
	EXPECT_EQ(254, info.max_ifsd);
	EXPECT_EQ(CCID_APDU_COMMAND_MAX, info.max_command);
	EXPECT_EQ(CCID_APDU_RESPONSE_MAX, info.max_response);
	EXPECT_EQ(CCID_INFO_NOTIFIES, info.flags);
	EXPECT_STREQ("SONY RC-S300/S", (char *)info.name);
}

TEST_F(desk, sysfs_says_the_same_as_the_ioctls)
{
	struct ccid_status st = { .size = sizeof(st) };
	char text[2 * CCID_ATR_MAX + 1] = "";
	__u32 i;

	ASSERT_EQ(0, card_call(self->fd, CCID_IOC_STATUS, &st));
	for (i = 0; i < st.atr_len; i++)
		sprintf(text + 2 * i, "%02x", st.atr[i]);
	EXPECT_STREQ("3b888001000005e0b381a1007f", text);
	EXPECT_STREQ(text, desk_sysfs("atr"));
	sprintf(text, "%u", st.generation);
	EXPECT_STREQ(text, desk_sysfs("generation"));
	EXPECT_STREQ("powered", desk_sysfs("card"));
	EXPECT_STREQ("extended_apdu", desk_sysfs("exchange_level"));
	EXPECT_STREQ("0", desk_sysfs("slot"));
	EXPECT_STREQ("SONY RC-S300/S", desk_sysfs("name"));
	EXPECT_STREQ("T=1", desk_sysfs("protocol"));
}

TEST_HARNESS_MAIN
