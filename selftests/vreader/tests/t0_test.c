// SPDX-License-Identifier: GPL-2.0-or-later
/* A card that speaks T=0: TPDUs, and the same byte by byte. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

#define TPDU 0x000100be
#define CHARACTER 0x000000be

static uint8_t seq;

static void start(uint32_t features)
{
	host_start();
	desc_set_features(&host_desc, features);
	desc_set_max_message(&host_desc, 271);
	desc_set_protocols(&host_desc, 3);
	reader_set_atr(&host_reader, "t0");
	reader_insert(&host_reader, 0, fixture_card("alice"));
	host_send(0x62, 0, 0, NULL, 0);
	if (!host_read() || host_frame[7])
		exit(1);
}

static bool violated(void)
{
	bool any = host_reader.violations;

	host_reader.violations = 0;
	return any;
}

/* Sends and reads @expected bytes; their number, 0 when there was an error. */
static size_t xfr(const char *hex, uint16_t expected)
{
	host_send_hex(0x6f, seq++, (uint32_t)(expected & 0xff) << 8 |
		      expected >> 8, hex);
	return host_read() && !host_frame[7] ? host_frame_len - 10 : 0;
}

static uint16_t sw(const char *hex)
{
	return xfr(hex, 0) < 2 ? 0 : get16be(host_frame + host_frame_len - 2);
}

static void test_cases(void)
{
	start(TPDU);
	tap_is(sw(JPKI), 0x9000, "header and data");
	tap_is(sw("00A4020C02000A"), 0x9000, "a file");
	tap_is(sw("00B0000004"), 0x9000, "a header for data");
	tap_is(host_frame_len, 16, "which come");
	tap_is(sw("00B0000000"), 0x9000, "256 bytes");
	tap_is(host_frame_len, 268, "at once");
	tap_is(sw("0020009800"), 0x63c3, "P3 of 0 for no data");
	tap_is(sw("00FF000000"), 0x6d00, "unknown instruction");
	tap_is(sw("00C0000000"), 0x6985, "nothing to fetch");
	tap_ok(host_was_good(), "the host broke no rule");
	tap_is(xfr("00200098", 0), 0, "no P3");
	tap_ok(violated() && host_frame[8] == 1, "is wrong in length");
	tap_is(xfr("0020009804313233", 0), 0, "P3 of more");
	tap_ok(violated(), "is too");
	tap_is(xfr("00B000000000", 0), 0, "a sixth byte after P3 of 0");
	tap_ok(violated(), "is too");
}

#define SIGN "802A008033" "3031300D060960864801650304020105000420" \
	"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"

static void test_responses(void)
{
	start(TPDU);
	sw(JPKI);
	sw("002000980431323334");
	sw("00A4020C020017");
	tap_is(sw(SIGN), 0x6100, "256 bytes are there");
	tap_is(sw("00C0000010"), 0x61f0, "some of them");
	tap_is(host_frame_len, 28, "come");
	tap_is(sw("00C0000000"), 0x6cf0, "so many are not left");
	tap_is(sw("00C00000F0"), 0x9000, "the rest");
	tap_is(sw("00C00000F0"), 0x6985, "is all");
	sw("00A4020C020018");
	tap_is(sw("00B0000000"), 0x6981, "no data to read");
	tap_ok(host_was_good(), "the host broke no rule");
	sw("00A4020C020017");
	sw(SIGN);
	sw("80C0000010");
	tap_ok(violated(), "the reader names the class");
	host_desc.class[48] = 0xff;
	sw(SIGN);
	sw("80C0000010");
	tap_ok(!violated(), "unless it wants an echo");
}

static void test_lengths(void)
{
	start(TPDU);
	sw(JPKI);
	sw("00A4020C020006");
	tap_is(sw("00B00000FF"), 0x6ca0, "a wrong length");
	tap_is(host_frame_len, 12, "gives no data");
	tap_is(sw("00B00000A0"), 0x9000, "the right one does");
	host_fault("t0-6c");
	tap_is(sw("00B00000A0"), 0x6ca1, "never right");
	tap_is(sw("00B00000A1"), 0x6ca2, "on order");
	host_fault("clear");
	host_fault("t0-61 1");
	tap_is(sw("00C0000010"), 0x6110, "never done");
	tap_is(host_frame_len, 28, "with data");
	host_fault("clear");
	host_fault("t0-61");
	sw("00C0000010");
	tap_is(host_frame_len, 12, "or without");
	host_fault("clear");
	host_fault("t0-procedure");
	tap_is(xfr("00B00000A0", 0), 0, "a wrong procedure byte");
	tap_is(host_frame[8], 0xf4, "has its error");
	tap_ok(host_was_good(), "the host broke no rule");
}

/* An extended APDU of @total bytes in pieces of @piece. */
static uint16_t envelope(const uint8_t *apdu, size_t total, size_t piece)
{
	uint8_t tpdu[260] = { 0x00, 0xc2 };
	size_t at, n;

	for (at = 0; at < total; at += n) {
		n = total - at < piece ? total - at : piece;
		tpdu[4] = (uint8_t)n;
		memcpy(tpdu + 5, apdu + at, n);
		host_send(0x6f, seq++, 0, tpdu, 5 + n);
		host_read();
		if (at + n < total && get16be(host_frame + 10) != 0x9000)
			return 0;
	}
	return get16be(host_frame + 10);
}

static void test_envelope(void)
{
	uint8_t apdu[1009] = { 0x00, 0xda, 0, 0, 0, 1000 >> 8, 1000 & 0xff };
	static const uint8_t read[] = { 0x00, 0xb0, 0, 0, 0, 0x02, 0x00 };

	start(TPDU);
	tap_is(envelope(apdu, 1007, 255), 0x6d00, "a command in envelopes");
	tap_is(envelope(apdu, 1009, 254), 0x6d00, "and with Le");
	put16be(apdu + 5, 503);
	tap_is(envelope(apdu, 510, 255), 0x6d00, "whole pieces to the end");
	tap_is(envelope(apdu, 512, 255), 0, "Le alone comes too late");
	tap_is(sw("00C2000000"), 0x6700, "nothing to end");
	tap_is(host_reader.slot[0].card->apdus, 4, "four APDUs");
	sw(JPKI);
	sw("00A4020C02000A");
	tap_is(envelope(read, 7, 255), 0x6100, "an extended read");
	sw("00C0000000");
	tap_is(sw("00C0000000"), 0x9000, "in two parts");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_characters(void)
{
	start(CHARACTER);
	tap_is(xfr("00A4040C0A", 1), 1, "a header");
	tap_is(host_frame[10], 0xa4, "is answered by INS");
	tap_is(xfr("D392F000260100000001", 1), 1, "the data");
	tap_is(host_frame[10], 0x90, "by SW1");
	tap_is(xfr("", 1), 1, "SW2");
	xfr("00A4020C02", 1);
	xfr("000A", 2);
	tap_is(xfr("00B0000004", 1), 1, "a header for data");
	tap_is(host_frame[10], 0xb0, "is answered by INS");
	tap_is(xfr("", 6), 6, "then come they and the status");
	tap_is(get16be(host_frame + 14), 0x9000, "all is well");
	tap_is(xfr("0020009800", 2), 2, "no data");
	tap_is(get16be(host_frame + 10), 0x63c3, "a status at once");
	tap_ok(host_was_good(), "the host broke no rule");
	tap_is(xfr("0020009800", 3), 0, "more than comes");
	tap_ok(violated() && host_frame[8] == 0xfe, "is not there");
	xfr("0020009800", 1);
	xfr("0020009800", 2);
	tap_ok(violated(), "what came was not read");
	xfr("002000980431", 1);
	tap_ok(violated(), "data before they were asked for");
	xfr("0020009804", 1);
	xfr("3132333435", 1);
	tap_ok(violated(), "too many");
	xfr("", 0);
	tap_ok(violated(), "nothing at all");
	xfr("", 262);
	tap_ok(violated(), "more than a message holds");
}

static void test_procedure_bytes(void)
{
	start(CHARACTER);
	host_fault("t0-null 2");
	xfr("00A4040C0A", 1);
	tap_is(host_frame[10], 0x60, "wait");
	xfr("", 1);
	tap_is(host_frame[10], 0x60, "and wait");
	xfr("", 1);
	tap_is(host_frame[10], 0xa4, "go on");
	xfr("D392F000260100000001", 2);
	host_fault("t0-bytewise");
	xfr("00A4020C02", 1);
	tap_is(host_frame[10], 0x5b, "one byte");
	xfr("00", 1);
	tap_is(host_frame[10], 0x5b, "another");
	xfr("0A", 2);
	tap_is(get16be(host_frame + 10), 0x9000, "that is it");
	xfr("00B0000002", 4);
	tap_is(get32be(host_frame + 10), 0x4f304f82, "the other way");
	xfr("", 2);
	tap_is(get16be(host_frame + 10), 0x9000, "to the end");
	tap_ok(host_was_good(), "the host broke no rule");
	xfr("00A4020C02", 1);
	xfr("000A", 1);
	tap_ok(violated(), "not two for one");
	start(CHARACTER);
	host_fault("t0-odd");
	xfr("00A4040C0A", 1);
	tap_is(host_frame[10], 0xa5, "INS with another last bit");
	start(CHARACTER);
	host_fault("t0-procedure 12");
	xfr("00A4040C0A", 1);
	tap_is(host_frame[10], 0x12, "a byte that means nothing");
	tap_ok(host_was_good(), "the host broke no rule");
}

int main(void)
{
	test_cases();
	test_responses();
	test_lengths();
	test_envelope();
	test_characters();
	test_procedure_bytes();
	host_stop();
	return tap_done();
}
