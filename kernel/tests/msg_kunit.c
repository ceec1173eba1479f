// SPDX-License-Identifier: GPL-2.0-only
/* CCID messages: headers, replies judged, errors, notifications. */
#include "bytes.h"

#include "msg.h"

#include <linux/errno.h>
#include <linux/string.h>

static void a_header_is_written_little_endian(struct kunit *test)
{
	const u8 expected[] = { 0x6f, 0x04, 0x03, 0x02, 0x01,
				0x05, 0xc8, 0x0a, 0x0b, 0x0c };
	const struct ccid_msg msg = {
		.type = CCID_CMD_XFR, .slot = 5, .seq = 200,
		.param = { 10, 11, 12 }, .len = 0x01020304,
	};
	struct bytes hdr = bytes_copy(test, expected, sizeof(expected));

	memset(hdr.p, 0xee, hdr.len);
	ccid_msg_put(hdr.p, &msg);
	KUNIT_ASSERT_EQ(test, memcmp(hdr.p, expected, sizeof(expected)), 0);
	bytes_free(test, &hdr);
}

static void a_header_is_read_as_it_was_written(struct kunit *test)
{
	struct bytes hdr = bytes_hex(test, "80 ff fe 00 80 0f ff 41 fe 10");
	struct ccid_msg msg;
	u8 again[CCID_HDR_LEN];

	ccid_msg_get(&msg, hdr.p);
	KUNIT_ASSERT_EQ(test, msg.type, CCID_RSP_DATA);
	KUNIT_ASSERT_EQ(test, msg.len, 0x8000feff);
	KUNIT_ASSERT_EQ(test, msg.slot, 15);
	KUNIT_ASSERT_EQ(test, msg.seq, 255);
	KUNIT_ASSERT_EQ(test, msg.param[1], CCID_ERR_MUTE);
	KUNIT_ASSERT_EQ(test, ccid_msg_state(&msg), CCID_FAILED);
	KUNIT_ASSERT_EQ(test, ccid_msg_icc(&msg), CCID_ICC_INACTIVE);
	ccid_msg_put(again, &msg);
	KUNIT_ASSERT_EQ(test, memcmp(again, hdr.p, hdr.len), 0);
	bytes_free(test, &hdr);
}

/* dwLength, bytes that have arrived, the most that is acceptable */
static const struct {
	const char *name;
	u32 body;
	u32 arrived;
	u32 max;
	int total;
} totals[] = {
	{ "nothing", 0, 0, 271, -EPROTO },
	{ "one byte short of a header", 0, 9, 271, -EPROTO },
	{ "a bare header", 0, 10, 271, 10 },
	{ "a byte after a bare header", 0, 11, 271, -EPROTO },
	{ "a header that announces more", 261, 10, 271, 271 },
	{ "all but the last byte", 261, 270, 271, 271 },
	{ "all of it", 261, 271, 271, 271 },
	{ "one byte too many", 260, 271, 271, -EPROTO },
	{ "one over the limit", 262, 271, 271, -EPROTO },
	{ "the longest there is", 65544, 64, 65554, 65554 },
	{ "one over the longest", 65545, 64, 65554, -EPROTO },
	{ "a length that wraps with the header", 0xfffffff6, 10, 271, -EPROTO },
	{ "a length that is all ones", 0xffffffff, 64, 271, -EPROTO },
	{ "a limit of just the header", 0, 10, 10, 10 },
	{ "a limit under the header", 0, 10, 9, -EPROTO },
};

static void a_length_counts_only_when_it_fits(struct kunit *test)
{
	struct ccid_msg msg = { .type = CCID_RSP_DATA };
	u8 full[512] = {};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(totals); i++) {
		struct bytes buf;

		msg.len = totals[i].body;
		ccid_msg_put(full, &msg);
		buf = bytes_copy(test, full, totals[i].arrived);
		if (ccid_msg_total(buf.p, buf.len, totals[i].max) !=
		    totals[i].total)
			KUNIT_FAIL(test, "%s", totals[i].name);
		bytes_free(test, &buf);
	}
}

static void each_command_has_its_answer_and_others_none(struct kunit *test)
{
	static const u8 answers[256] = {
		[CCID_CMD_POWER_ON] = CCID_RSP_DATA,
		[CCID_CMD_XFR] = CCID_RSP_DATA,
		[CCID_CMD_SECURE] = CCID_RSP_DATA,
		[CCID_CMD_POWER_OFF] = CCID_RSP_STATUS,
		[CCID_CMD_SLOT_STATUS] = CCID_RSP_STATUS,
		[CCID_CMD_ABORT] = CCID_RSP_STATUS,
		[CCID_CMD_ESCAPE] = CCID_RSP_ESCAPE,
		[CCID_CMD_SET_PARAM] = CCID_RSP_PARAMETERS,
		[CCID_CMD_GET_PARAM] = CCID_RSP_PARAMETERS,
	};
	int type;

	for (type = 0; type < 256; type++)
		KUNIT_ASSERT_EQ(test, ccid_msg_answer((u8)type), answers[type]);
}

static const struct ccid_msg asked = {
	.type = CCID_CMD_XFR, .slot = 2, .seq = 5,
};

static const struct {
	const char *name;
	struct ccid_msg rsp;
	enum ccid_verdict verdict;
} replies[] = {
	{ "the answer", { 0x80, 2, 5, { 0x00 }, 7 }, CCID_REPLY },
	{ "a failure", { 0x80, 2, 5, { 0x42, 0xfe }, 0 }, CCID_REPLY },
	{ "junk in bError", { 0x80, 2, 5, { 0x01, 0x81 }, 2 }, CCID_REPLY },
	{ "reserved status bits", { 0x80, 2, 5, { 0x3c }, 2 }, CCID_REPLY },
	{ "more time", { 0x80, 2, 5, { 0x80, 3 }, 0 }, CCID_WAIT },
	{ "more time, other type", { 0x81, 2, 5, { 0x80, 3 }, 0 }, CCID_WAIT },
	{ "more time with a body", { 0x80, 2, 5, { 0x80 }, 1 }, CCID_BROKEN },
	{ "more time, other slot", { 0x80, 1, 5, { 0x80 }, 0 }, CCID_BROKEN },
	{ "the wrong type", { 0x81, 2, 5, { 0x00 }, 0 }, CCID_BROKEN },
	{ "the wrong slot", { 0x80, 3, 5, { 0x00 }, 2 }, CCID_BROKEN },
	{ "a type below", { 0x7f, 2, 5, { 0x00 }, 2 }, CCID_BROKEN },
	{ "a type above", { 0x85, 2, 5, { 0x00 }, 2 }, CCID_BROKEN },
	{ "a command", { 0x6f, 2, 4, { 0x00 }, 2 }, CCID_BROKEN },
	{ "command state 3", { 0x80, 2, 5, { 0xc0 }, 0 }, CCID_BROKEN },
	{ "card state 3", { 0x80, 2, 5, { 0x03 }, 2 }, CCID_BROKEN },
	{ "the last one, late", { 0x81, 0, 4, { 0xc3 }, 9 }, CCID_STALE },
	{ "as late as can be", { 0x80, 2, 134, { 0x00 }, 2 }, CCID_STALE },
	{ "as early as can be", { 0x80, 2, 133, { 0x00 }, 2 }, CCID_BROKEN },
	{ "the next one", { 0x80, 2, 6, { 0x00 }, 2 }, CCID_BROKEN },
};

static void a_message_is_judged_by_what_was_asked(struct kunit *test)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(replies); i++)
		if (ccid_msg_judge(&asked, &replies[i].rsp) !=
		    replies[i].verdict)
			KUNIT_FAIL(test, "%s", replies[i].name);
}

/* Whatever comes, only the right type, slot and number is an answer. */
static void nothing_else_is_ever_an_answer(struct kunit *test)
{
	struct ccid_msg rsp = { .slot = 2 };
	int type, seq, status;

	for (type = 0; type < 256; type++)
		for (seq = 0; seq < 256; seq++)
			for (status = 0; status < 256; status++) {
				bool right = type == 0x80 && seq == 5 &&
					     status < 0x80 && (status & 3) < 3;

				rsp.type = (u8)type;
				rsp.seq = (u8)seq;
				rsp.param[0] = (u8)status;
				if ((ccid_msg_judge(&asked, &rsp) ==
				     CCID_REPLY) != right)
					KUNIT_FAIL(test, "%02x %u %02x", type,
						   seq, status);
			}
}

static void a_command_without_an_answer_is_never_answered(struct kunit *test)
{
	const struct ccid_msg odd = { .type = 0x60, .seq = 5 };
	struct ccid_msg rsp = { .seq = 5 };
	int type;

	for (type = 0; type < 256; type++) {
		rsp.type = (u8)type;
		KUNIT_ASSERT_EQ(test, ccid_msg_judge(&odd, &rsp), CCID_BROKEN);
	}
}

static int errno_of(u8 status, u8 error)
{
	const struct ccid_msg rsp = { .param = { status, error } };

	return ccid_msg_errno(&rsp);
}

static void error_bytes_mean_nothing_on_success(struct kunit *test)
{
	int error;

	for (error = 0; error < 256; error++) {
		KUNIT_ASSERT_EQ(test, errno_of(0x00, (u8)error), 0);
		KUNIT_ASSERT_EQ(test, errno_of(0x01, (u8)error), 0);
		KUNIT_ASSERT_EQ(test, errno_of(0x02, (u8)error), 0);
	}
}

static void a_failure_without_a_card_is_its_absence(struct kunit *test)
{
	int error;

	for (error = 0; error < 256; error++)
		KUNIT_ASSERT_EQ(test, errno_of(0x42, (u8)error), -ENOMEDIUM);
}

static int expected_errno(u8 error)
{
	if (error < 0x80)
		return -EOPNOTSUPP;
	if (error == CCID_ERR_MUTE || error == CCID_ERR_PIN_TIMEOUT)
		return -ETIMEDOUT;
	return error == CCID_ERR_PIN_CANCELLED ? -ECANCELED : -EPROTO;
}

static void a_failure_with_a_card_goes_by_its_error(struct kunit *test)
{
	int error;

	for (error = 0; error < 256; error++) {
		int expected = expected_errno((u8)error);

		KUNIT_ASSERT_EQ(test, errno_of(0x40, (u8)error), expected);
		KUNIT_ASSERT_EQ(test, errno_of(0x41, (u8)error), expected);
	}
}

static void notifications_have_two_bits_per_slot(struct kunit *test)
{
	struct bytes msg = bytes_hex(test, "50 00");
	bool present, changed;
	int bits, slot;

	for (bits = 0; bits < 256; bits++)
		for (slot = 0; slot < 4; slot++) {
			msg.p[1] = (u8)bits;
			KUNIT_ASSERT_TRUE(
				test, ccid_notify_get(msg.p, msg.len, (u8)slot,
						      &present, &changed));
			KUNIT_ASSERT_EQ(test, present, bits >> 2 * slot & 1);
			KUNIT_ASSERT_EQ(test, changed,
					bits >> 2 * slot & 2 ? 1 : 0);
		}
	bytes_free(test, &msg);
}

static void only_slot_changes_are_notifications(struct kunit *test)
{
	struct bytes msg = bytes_hex(test, "00 ff");
	bool present, changed;
	int type;

	for (type = 0; type < 256; type++) {
		msg.p[0] = (u8)type;
		KUNIT_ASSERT_EQ(
			test,
			ccid_notify_get(msg.p, msg.len, 0, &present, &changed),
			type == CCID_NOTIFY_SLOT);
	}
	bytes_free(test, &msg);
}

static void
a_notification_speaks_only_of_slots_it_has_room_for(struct kunit *test)
{
	static const u8 full[] = { 0x50, 0xff, 0xff, 0xff, 0xff };
	bool present, changed;
	int slot;
	u32 len;

	for (len = 0; len <= sizeof(full); len++) {
		struct bytes msg = bytes_copy(test, full, len);
		int told = len ? 4 * ((int)len - 1) : 0;

		for (slot = 0; slot < 256; slot++)
			KUNIT_ASSERT_EQ(test,
					ccid_notify_get(msg.p, len, (u8)slot,
							&present, &changed),
					slot < told);
		bytes_free(test, &msg);
	}
}

static struct kunit_case msg_cases[] = {
	KUNIT_CASE(a_header_is_written_little_endian),
	KUNIT_CASE(a_header_is_read_as_it_was_written),
	KUNIT_CASE(a_length_counts_only_when_it_fits),
	KUNIT_CASE(each_command_has_its_answer_and_others_none),
	KUNIT_CASE(a_message_is_judged_by_what_was_asked),
	KUNIT_CASE(nothing_else_is_ever_an_answer),
	KUNIT_CASE(a_command_without_an_answer_is_never_answered),
	KUNIT_CASE(error_bytes_mean_nothing_on_success),
	KUNIT_CASE(a_failure_without_a_card_is_its_absence),
	KUNIT_CASE(a_failure_with_a_card_goes_by_its_error),
	KUNIT_CASE(notifications_have_two_bits_per_slot),
	KUNIT_CASE(only_slot_changes_are_notifications),
	KUNIT_CASE(a_notification_speaks_only_of_slots_it_has_room_for),
	{}
};

static struct kunit_suite msg_suite = {
	.name = "ccid_msg",
	.test_cases = msg_cases,
};

kunit_test_suite(msg_suite);
