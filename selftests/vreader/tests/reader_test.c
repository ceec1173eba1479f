// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader: messages, strictness, chaining, abort, presence. */
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

/* What host_next() gives: type, sequence, status, error, byte 9. */
#define IS(type, seq, status, error, extra) \
	((uint64_t)(type) << 32 | (uint32_t)(seq) << 24 | \
	 (uint32_t)(status) << 16 | (error) << 8 | (extra))

static bool refused(uint64_t got, uint64_t wanted)
{
	bool counted = host_reader.violations == 1;

	host_reader.violations = 0;
	return got == wanted && counted;
}

static void test_power(void)
{
	host_start();
	host_send(0x65, 1, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 1, 0x02, 0, 1), "no card");
	host_send(0x62, 2, 0, NULL, 0);
	tap_is(host_next(), IS(0x80, 2, 0x42, 0xfe, 0), "nothing to power");
	reader_insert(&host_reader, 0, fixture_card("alice"));
	host_send(0x65, 3, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 3, 0x01, 0, 1), "a card without power");
	host_send_hex(0x6f, 4, 0, JPKI);
	tap_is(host_next(), IS(0x80, 4, 0x41, 0xfe, 0), "which is mute");
	host_send(0x62, 5, 0, NULL, 0);
	tap_is(host_next(), IS(0x80, 5, 0, 0, 0), "power on");
	tap_ok(host_frame_len == 23 && host_frame[10] == 0x3b, "gives an ATR");
	host_send(0x65, 6, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 6, 0, 0, 0), "active");
	host_apdu(JPKI);
	tap_is(host_apdu("002000980431323334"), 0x9000, "a PIN");
	host_send(0x62, 7, 0, NULL, 0);
	host_read();
	host_apdu(JPKI);
	tap_is(host_apdu("00200098"), 0x9000, "outlives the warm reset");
	host_send(0x63, 8, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 8, 0x01, 0, 1), "power off");
	host_send(0x62, 9, 0, NULL, 0);
	host_read();
	host_apdu(JPKI);
	tap_is(host_apdu("00200098"), 0x63c3, "and the PIN is forgotten");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_parameters(void)
{
	host_start();
	host_send(0x6c, 1, 0, NULL, 0);
	tap_is(host_next(), IS(0x82, 1, 0x42, 0xfe, 0), "none without card");
	host_start_with_card();
	host_send(0x6c, 2, 0, NULL, 0);
	tap_is(host_next(), IS(0x82, 2, 0, 0, 1), "those of T=1");
	tap_is(host_frame_len, 17, "are seven");
	host_send_hex(0x61, 3, 0x010000, "11100045001000");
	tap_ok(refused(host_next(), IS(0x82, 3, 0x40, 0, 0)),
	       "an automatic reader sets its own");
	desc_set_features(&host_desc, 0x00040000 | 0x3e);
	host_send_hex(0x61, 4, 0x010000, "18100045002000");
	tap_is(host_next(), IS(0x82, 4, 0, 0, 1), "another takes them");
	tap_is(host_frame[10], 0x18, "as they came");
	host_send_hex(0x61, 5, 0x010000, "1810004500");
	tap_ok(refused(host_next(), IS(0x82, 5, 0x40, 0x01, 0)),
	       "all seven");
	host_send(0x6d, 6, 0, NULL, 0);
	tap_is(host_next(), IS(0x82, 6, 0, 0, 1), "reset");
	tap_is(host_frame[10], 0x11, "restores them");
	host_send_hex(0x6b, 7, 0, "C0FFEE");
	tap_is(host_next(), IS(0x83, 7, 0, 0, 0), "escape");
	tap_ok(host_frame_len == 13 && host_frame[12] == 0xee, "echoes");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_strictness(void)
{
	static const struct {
		uint8_t type;
		uint32_t arg;
		const char *data;
		uint64_t answer;
		const char *name;
	} cases[] = {
		{ 0x42, 0, "", IS(0x81, 9, 0x40, 0, 0), "unknown type" },
		{ 0x65, 1, "", IS(0x81, 9, 0x40, 9, 0), "byte 9 not zero" },
		{ 0x65, 0x100, "", IS(0x81, 9, 0x40, 8, 0), "nor byte 8" },
		{ 0x63, 0x10000, "", IS(0x81, 9, 0x40, 7, 0), "nor byte 7" },
		{ 0x65, 0, "00", IS(0x81, 9, 0x40, 1, 0), "data in status" },
		{ 0x62, 0x40000, "", IS(0x80, 9, 0x40, 7, 0), "bPowerSelect" },
		{ 0x6f, 0, "", IS(0x80, 9, 0x40, 1, 0), "an empty APDU" },
		{ 0x6f, 0x10000, "00200098", IS(0x80, 9, 0x40, 7, 0), "bBWI" },
		{ 0x6f, 0x0400, "00200098", IS(0x80, 9, 0x40, 8, 0), "level" },
		{ 0x6f, 0x0200, "00200098", IS(0x80, 9, 0x40, 8, 0),
		  "the end of a command that never began" },
		{ 0x6f, 0x1000, "", IS(0x80, 9, 0x40, 8, 0),
		  "nothing to continue" },
	};
	size_t i;

	host_start_with_card();
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		host_send_hex(cases[i].type, 9, cases[i].arg, cases[i].data);
		/* Byte 9 of a SlotStatus is the clock, running. */
		tap_ok(refused(host_next(), cases[i].answer), cases[i].name);
	}
	tap_is(host_reader.slot[0].card->apdus, 0, "the card saw none of it");
	tap_is(host_apdu(JPKI), 0x9000, "and all is well after it");
}

static void test_framing(void)
{
	uint8_t message[25] = { 0x6f, 15 }, big[600] = { 0 };

	host_start_with_card();
	memcpy(message + 10, "\0\xa4\4\xc\xa\xd3\x92\xf0\0\x26\1\0\0\0\1", 15);
	reader_receive(&host_reader, message, 4);
	reader_receive(&host_reader, message + 4, 11);
	tap_ok(!host_read(), "a message in three transfers");
	reader_receive(&host_reader, message + 15, 10);
	tap_is(host_next(), IS(0x80, 0, 0, 0, 0), "is one message");
	tap_ok(host_was_good(), "and allowed");
	message[5] = 1;
	reader_receive(&host_reader, message, 25);
	tap_ok(refused(host_next(), IS(0x80, 0, 0x42, 5, 0)), "no slot 1");
	message[5] = 0;
	message[1] = 14;
	reader_receive(&host_reader, message, 25);
	tap_ok(host_read() && !host_was_good(), "bytes after the end");
	host_send(0x6f, 1, 0, big, 512);
	tap_ok(host_read() && host_was_good(), "the longest message");
	host_send(0x6f, 2, 0, big, 513);
	tap_ok(refused(host_next(), IS(0x80, 2, 0x40, 1, 0)), "one more");
	memset(message + 1, 0xff, 4);
	reader_receive(&host_reader, message, 25);
	tap_ok(!host_read() && !host_was_good(), "no message is 4 GiB long");
	reader_receive(&host_reader, message, 0);
	tap_ok(!host_was_good(), "an empty transfer");
	tap_is(host_apdu(JPKI), 0x9000, "the reader is in step again");
}

static void test_busy(void)
{
	host_start_with_card();
	host_send_hex(0x6f, 1, 0, JPKI);
	host_send(0x65, 2, 0, NULL, 0);
	tap_is(host_next(), IS(0x80, 1, 0, 0, 0), "the first is answered");
	tap_ok(refused(host_next(), IS(0x81, 2, 0x40, 0xe0, 0)),
	       "the second finds the slot busy");
	host_send(0x65, 3, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 3, 0, 0, 0), "the third is in time");
	host_reader.delay = 50;
	host_send_hex(0x6f, 4, 0, JPKI);
	tap_ok(!host_read(), "a slow card");
	tap_is(reader_due(&host_reader), 50, "answers in 50 ms");
	host_wait(49);
	tap_ok(!host_read(), "not before");
	host_wait(1);
	tap_is(host_next(), IS(0x80, 4, 0, 0, 0), "then it does");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void open_face(void)
{
	host_apdu(FACE);
	host_apdu(CODE_A);
}

static void test_response_chain(void)
{
	uint8_t seq = 1;
	size_t total;

	host_start_with_card();
	open_face();
	host_send_hex(0x6f, seq, 0, "00B08200000000");
	tap_is(host_next(), IS(0x80, seq, 0, 0, 1), "a long response begins");
	for (total = host_frame_len - 10; host_frame[9] != 2; seq++) {
		host_send(0x6f, seq, 0x1000, NULL, 0);
		if (!host_read() || !(host_frame[9] & 2))
			break;
		total += host_frame_len - 10;
	}
	tap_is(total, 6146, "and ends whole");
	tap_ok(host_was_good(), "the host broke no rule");
	host_send_hex(0x6f, 2, 0, "00B08200000000");
	host_read();
	host_send_hex(0x6f, 3, 0, "00B0820004");
	tap_ok(refused(host_next(), IS(0x80, 3, 0x40, 8, 0)),
	       "no new command amid a response");
	host_send(0x63, 4, 0, NULL, 0);
	host_read();
	host_send(0x62, 5, 0, NULL, 0);
	host_read();
	tap_is(host_apdu(JPKI), 0x9000, "power forgets the rest");
}

static void test_command_chain(void)
{
	uint8_t apdu[800] = { 0x00, 0xa4, 0x04, 0x0c, 0x00, 0x03, 0x11 };

	host_start_with_card();
	host_send(0x6f, 1, 0x0100, apdu, 512);
	tap_is(host_next(), IS(0x80, 1, 0, 0, 0x10), "the first piece");
	tap_is(host_frame_len, 10, "is answered without data");
	host_send(0x6f, 2, 0x0300, apdu, 100);
	tap_is(host_next(), IS(0x80, 2, 0, 0, 0x10), "the second");
	host_send(0x6f, 3, 0x0200, apdu, 180);
	tap_is(host_next(), IS(0x80, 3, 0, 0, 0), "and the last");
	tap_is(get16be(host_frame + 10), 0x6a82, "reach the card as one");
	tap_is(host_reader.slot[0].card->apdus, 1, "APDU");
	tap_ok(host_was_good(), "the host broke no rule");
	host_send(0x6f, 4, 0x0100, apdu, 10);
	host_read();
	host_send(0x6f, 5, 0x0000, apdu, 10);
	tap_ok(refused(host_next(), IS(0x80, 5, 0x40, 8, 0)),
	       "a whole command amid pieces");
}

static void test_short_level(void)
{
	host_start_with_card();
	desc_set_level(&host_desc, LEVEL_SHORT);
	desc_set_max_message(&host_desc, 271);
	host_apdu(JPKI);
	tap_is(host_apdu("00B08A0000"), 0x9000, "256 bytes in one message");
	tap_is(host_frame_len, 268, "of 268");
	tap_ok(host_was_good(), "the host broke no rule");
	host_send_hex(0x6f, 1, 0, "00B08A00000100");
	tap_ok(refused(host_next(), IS(0x80, 1, 0x40, 1, 0)),
	       "an extended APDU is none of its business");
	host_send_hex(0x6f, 2, 0x0100, "00B08A0000");
	tap_ok(refused(host_next(), IS(0x80, 2, 0x40, 8, 0)), "nor is a piece");
	desc_set_max_message(&host_desc, 262);
	host_send_hex(0x6f, 3, 0, "00B08A0000");
	tap_is(host_next(), IS(0x80, 3, 0x40, 0xfc, 0), "what does not fit");
	host_reader.piece = 128;
	host_send_hex(0x6f, 4, 0, "00B08A0000");
	tap_is(host_next(), IS(0x80, 4, 0, 0, 1), "pieces, if ordered");
	host_send(0x6f, 5, 0x1000, NULL, 0);
	tap_is(host_next(), IS(0x80, 5, 0, 0, 3), "of 128 bytes");
	host_send(0x6f, 6, 0x1000, NULL, 0);
	tap_is(host_next(), IS(0x80, 6, 0, 0, 2), "to the end");
}

static void test_abort(void)
{
	host_start_with_card();
	host_reader.delay = 1000;
	host_send_hex(0x6f, 1, 0, JPKI);
	tap_ok(reader_abort(&host_reader, 0, 7), "the request comes first");
	tap_ok(!host_read(), "and waits for the message");
	host_send(0x72, 7, 0, NULL, 0);
	tap_is(host_next(), IS(0x80, 1, 0x40, 0xff, 0), "the command ends");
	tap_is(host_next(), IS(0x81, 7, 0, 0, 0), "then the abort");
	tap_is(reader_due(&host_reader), NEVER, "nothing is left over");
	host_send_hex(0x6f, 2, 0, JPKI);
	host_send(0x72, 8, 0, NULL, 0);
	tap_ok(!host_read(), "the message first");
	tap_ok(host_was_good(), "either order is good");
	host_send(0x65, 9, 0, NULL, 0);
	tap_ok(refused(host_next(), IS(0x81, 9, 0x40, 0xff, 0)),
	       "no command between the halves");
	tap_ok(reader_abort(&host_reader, 0, 8), "then the request");
	host_read();
	tap_is(host_next(), IS(0x81, 8, 0, 0, 0), "ends it");
	host_send(0x72, 9, 0, NULL, 0);
	reader_abort(&host_reader, 0, 10);
	tap_ok(!host_read() && !host_was_good(), "halves that differ");
	tap_ok(!reader_abort(&host_reader, 1, 1), "no slot 1");
	tap_is(host_reader.slot[0].card->apdus, 2, "both were executed");
}

static void test_clear_halt(void)
{
	host_start_with_card();
	host_reader.delay = 1000;
	host_send_hex(0x6f, 1, 0, JPKI);
	host_send(0x72, 2, 0, NULL, 0);
	reader_clear_in(&host_reader);
	host_wait(2000);
	tap_ok(!host_read(), "clearing the halt drops what was to come");
	host_send(0x65, 3, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 3, 0, 0, 0), "and frees the slot");
	tap_ok(host_was_good(), "the host broke no rule");
}

static uint16_t notification(void)
{
	uint8_t bytes[FAULT_JUNK];

	return reader_notification(&host_reader, bytes) == 2 ?
	       get16be(bytes) : 0;
}

static void test_presence(void)
{
	host_start();
	tap_is(notification(), 0, "no card, no notification");
	reader_insert(&host_reader, 0, fixture_card("alice"));
	tap_is(notification(), 0x5003, "inserted");
	tap_is(notification(), 0, "once");
	reader_reset(&host_reader);
	tap_is(notification(), 0x5003, "told again after a reset");
	reader_remove(&host_reader, 0);
	tap_is(notification(), 0x5002, "removed");
	reader_insert(&host_reader, 0, NULL);
	reader_remove(&host_reader, 0);
	reader_insert(&host_reader, 0, NULL);
	tap_is(notification(), 0x5003, "what was not read is merged");
	reader_swap(&host_reader, 0, fixture_card("alice"), true);
	tap_is(notification(), 0x5003, "swapped");
	reader_swap(&host_reader, 0, fixture_card("alice"), false);
	tap_is(notification(), 0, "swapped in silence");
	host_start_with_card();
	host_reader.delay = 1000;
	host_send_hex(0x6f, 1, 0, JPKI);
	reader_remove(&host_reader, 0);
	tap_is(host_next(), IS(0x80, 1, 0x42, 0xfe, 0),
	       "a command ends with the card");
	host_send(0x65, 2, 0, NULL, 0);
	tap_is(host_next(), IS(0x81, 2, 0x02, 0, 1), "which is gone");
	tap_ok(host_was_good(), "the host broke no rule");
}

int main(void)
{
	test_power();
	test_parameters();
	test_strictness();
	test_framing();
	test_busy();
	test_response_chain();
	test_command_chain();
	test_short_level();
	test_abort();
	test_clear_halt();
	test_presence();
	host_stop();
	return tap_done();
}
