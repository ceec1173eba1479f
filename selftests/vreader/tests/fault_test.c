// SPDX-License-Identifier: GPL-2.0-or-later
/* Misbehaviour on order: each kind does what its name says, and no more. */
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

/* The next answer is as it should be for a GetSlotStatus with this number. */
static bool status_works(uint8_t seq)
{
	host_send(0x65, seq, 0, NULL, 0);
	return host_next() == (0x8100000000u | (uint32_t)seq << 24) &&
	       host_frame_len == 10 && !reader_peek(&host_reader);
}

static void ask(const char *fault)
{
	host_start_with_card();
	host_fault(fault);
	host_send(0x65, 1, 0, NULL, 0);
}

static void test_header(void)
{
	ask("wrong-seq");
	tap_is(host_next(), 0x8102000000, "wrong-seq");
	tap_ok(status_works(2), "once");
	ask("wrong-slot");
	tap_ok(host_read() && host_frame[5] == 1, "wrong-slot");
	tap_ok(status_works(2), "once");
	ask("wrong-type");
	tap_is(host_next(), 0x8001000000, "wrong-type");
	tap_ok(status_works(2), "once");
	ask("bad-length 7");
	tap_ok(host_read() && get32le(host_frame + 1) == 7 &&
	       host_frame_len == 10, "bad-length");
	tap_ok(status_works(2), "once");
	ask("short-frame 4 x2");
	tap_ok(host_read() && host_frame_len == 4, "short-frame");
	host_send(0x65, 2, 0, NULL, 0);
	tap_ok(host_read() && host_frame_len == 4, "twice");
	tap_ok(status_works(3), "no more");
	ask("long-frame 3");
	tap_ok(host_read() && host_frame_len == 13 &&
	       get32le(host_frame + 1) == 0, "long-frame");
	tap_ok(status_works(2), "once");
}

static void test_time(void)
{
	ask("silence");
	host_wait(1000000);
	tap_ok(!host_read(), "silence");
	reader_abort(&host_reader, 0, 2);
	host_send(0x72, 2, 0, NULL, 0);
	tap_is(host_next(), 0x8102000000, "ends with an abort");
	tap_ok(status_works(3), "and all is well");
	ask("late 500");
	reader_abort(&host_reader, 0, 2);
	host_send(0x72, 2, 0, NULL, 0);
	tap_is(host_next(), 0x8102000000, "late: the abort is answered");
	tap_ok(status_works(3), "and the next command");
	host_wait(500);
	tap_is(host_next(), 0x8101000000, "then comes the old answer");
	ask("timext 2 5 10");
	tap_ok(!host_read(), "timext");
	host_wait(10);
	tap_is(host_next(), 0x8101800500, "asks for time");
	host_wait(10);
	tap_is(host_next(), 0x8101800500, "twice");
	tap_is(host_next(), 0x8101000000, "then answers");
	tap_ok(status_works(2), "once");
	ask("timext endless 1 10");
	host_wait(1000);
	tap_is(host_next(), 0x8101800100, "timext endless");
	while (host_read())
		;
	tap_is(reader_due(&host_reader), host_reader.now + 10, "goes on");
	reader_abort(&host_reader, 0, 2);
	host_send(0x72, 2, 0, NULL, 0);
	tap_is(host_next(), 0x8102000000, "until the abort");
	tap_is(reader_due(&host_reader), NEVER, "and no longer");
}

static void test_neighbours(void)
{
	ask("dup");
	tap_is(host_next(), 0x8101000000, "dup");
	tap_is(host_next(), 0x8101000000, "is twice the same");
	tap_ok(status_works(2), "once");
	ask("stale");
	tap_is(host_next(), 0x8100000000, "stale");
	tap_is(host_next(), 0x8101000000, "then the answer");
	tap_ok(status_works(2), "once");
	ask("zlp");
	tap_ok(host_read() && !host_frame_len, "zlp");
	tap_is(host_next(), 0x8101000000, "then the answer");
	tap_ok(status_works(2), "once");
}

static void test_failures(void)
{
	host_start_with_card();
	host_fault("error e0 on=xfr");
	tap_ok(status_works(1), "a filter lets others pass");
	tap_is(host_apdu(JPKI), 0, "error");
	tap_ok(host_frame[7] == 0x40 && host_frame[8] == 0xe0, "as ordered");
	tap_is(host_reader.slot[0].card->apdus, 0, "without the card");
	tap_is(host_apdu(JPKI), 0x9000, "once");
	host_fault("empty on=xfr");
	tap_is(host_apdu(JPKI), 0, "empty");
	tap_ok(host_frame_len == 10 && !host_frame[7], "but done");
	host_fault("absent on=xfr");
	tap_is(host_apdu(JPKI), 0, "absent");
	tap_ok(host_frame[7] == 0x42 && host_frame_len == 10, "it says");
	tap_is(host_reader.slot[0].card->apdus, 3, "after the card's answer");
	tap_is(host_apdu(JPKI), 0x9000, "once");
	host_fault("verify-says 6982");
	tap_is(host_apdu(JPKI), 0x9000, "verify-says lets others pass");
	tap_is(host_apdu("00200080"), 0x6982, "and answers VERIFY");
	tap_is(host_apdu("00200080"), 0x6a88, "once");
	host_fault("deaf on=power");
	host_send(0x63, 2, 0, NULL, 0);
	tap_ok(!host_read() && host_reader.slot[0].active, "deaf");
	reader_abort(&host_reader, 0, 2);
	host_send(0x72, 2, 0, NULL, 0);
	tap_is(host_next(), 0x8102000000, "ends with an abort");
	host_fault("mute x2");
	host_send(0x62, 3, 0, NULL, 0);
	tap_is(host_next(), 0x800341fe00, "mute");
	host_send(0x62, 4, 0, NULL, 0);
	tap_is(host_next(), 0x800441fe00, "twice");
	host_send(0x62, 5, 0, NULL, 0);
	tap_is(host_next(), 0x8005000000, "no more");
	host_fault("no-abort");
	tap_ok(!reader_abort(&host_reader, 0, 6), "no-abort: the request");
	host_send(0x72, 6, 0, NULL, 0);
	tap_is(host_next(), 0x8106400000, "and the message fail");
	tap_ok(status_works(7), "and disturb nothing");
	tap_ok(!reader_abort(&host_reader, 0, 8), "for good");
	host_fault("clear");
	tap_ok(reader_abort(&host_reader, 0, 9), "until cleared");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_chains(void)
{
	uint8_t seq;

	host_start_with_card();
	host_fault("chain-forever");
	host_send_hex(0x6f, 1, 0, JPKI);
	tap_is(host_next(), 0x8001000001, "chain-forever begins");
	for (seq = 2; seq < 200; seq++) {
		host_send(0x6f, seq, 0x1000, NULL, 0);
		if (!host_read() || host_frame[9] != 3)
			break;
	}
	tap_is(seq, 200, "and has no end");
	host_send(0x63, 1, 0, NULL, 0);
	host_read();
	host_send(0x62, 2, 0, NULL, 0);
	host_read();
	tap_is(host_apdu(JPKI), 0x9000, "but power off");
	host_fault("data-in-continue");
	tap_is(host_apdu(JPKI), 0x9000, "data-in-continue waits");
	host_send_hex(0x6f, 3, 0x0100, "00A4040C");
	tap_is(host_next(), 0x8003000010, "for a piece");
	tap_is(host_frame_len, 12, "and answers it with data");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_usb_faults(void)
{
	ask("stall-in");
	tap_ok(reader_peek(&host_reader)->stall, "stall-in marks the frame");
	reader_pop(&host_reader);
	tap_ok(status_works(2), "once");
	ask("disappear-in 5");
	tap_is(reader_peek(&host_reader)->vanish_at, 5, "disappear-in too");
}

static void test_interrupts(void)
{
	uint8_t bytes[FAULT_JUNK];

	host_start();
	host_fault("notify-twice");
	host_fault("junk-interrupt 51000001ff");
	reader_insert(&host_reader, 0, fixture_card("alice"));
	tap_is(reader_notification(&host_reader, bytes), 5, "junk");
	tap_ok(!memcmp(bytes, "\x51\0\0\1\xff", 5), "as ordered");
	tap_is(reader_notification(&host_reader, bytes), 2, "a notification");
	tap_is(reader_notification(&host_reader, bytes), 2, "and again");
	tap_is(get16be(bytes), 0x5003, "the same");
	tap_is(reader_notification(&host_reader, bytes), 0, "but no third");
}

static void test_words(void)
{
	static const char *const bad[] = {
		"", "sulk", "late", "late soon", "late 1 2", "silence x0",
		"silence on=tuesday", "junk-interrupt 5", "short-frame -1",
		"error 4294967296", "silence xyz",
	};
	char words[64];
	size_t i;

	host_start();
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		strcpy(words, bad[i]);
		tap_ok(faults_arm(&host_reader.faults, words), bad[i]);
	}
	for (i = 0; i < FAULTS_MAX; i++)
		host_fault("dup");
	strcpy(words, "dup");
	tap_ok(faults_arm(&host_reader.faults, words), "one too many");
}

int main(void)
{
	test_header();
	test_time();
	test_neighbours();
	test_failures();
	test_chains();
	test_usb_faults();
	test_interrupts();
	test_words();
	host_stop();
	return tap_done();
}
