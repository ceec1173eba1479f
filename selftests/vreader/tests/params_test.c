// SPDX-License-Identifier: GPL-2.0-or-later
/* ATRs, PPS, parameters and rates: what fits a card, and what does not. */
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

#define TPDU 0x00010000
#define AUTO 0x00000008		/* voltage */
#define BAUD 0x00000030

static uint8_t seq;

static void power_on(void)
{
	host_send(0x62, seq++, 0, NULL, 0);
	if (!host_read() || host_frame[7])
		exit(1);
}

static void start(const char *atr, uint32_t features)
{
	host_start();
	desc_set_features(&host_desc, TPDU | AUTO | features);
	desc_set_max_message(&host_desc, 271);
	desc_set_protocols(&host_desc, 3);
	reader_set_atr(&host_reader, atr);
	reader_insert(&host_reader, 0, fixture_card("alice"));
	power_on();
}

static bool violated(void)
{
	bool any = host_reader.violations;

	host_reader.violations = 0;
	return any;
}

/* The bError of a message, 0x100 when it succeeded. */
static unsigned int send(uint8_t type, uint8_t arg, const char *hex)
{
	host_send_hex(type, seq++, (uint32_t)arg << 16, hex);
	if (!host_read())
		exit(1);
	return host_frame[7] & 0x40 ? host_frame[8] : 0x100;
}

#define XFR 0x6f
#define SET 0x61
#define GET 0x6c
#define RATE 0x73
#define OK 0x100

/* S(RESYNCH) would be a violation, R(0) is answered: does T=1 work? */
static bool speaks_t1(void)
{
	return send(XFR, 0, "00000500A4000000A1") == OK && !violated();
}

static bool speaks_t0(void)
{
	return send(XFR, 0, "00A4000000") == OK && !violated();
}

static void test_atr(void)
{
	static const struct {
		const char *name;
		uint8_t protocols, first, fidi, ifsc, guard;
		bool contactless, specific, crc;
	} cases[] = {
		{ "contactless", 2, 1, 0x11, 32, 0, true, false, false },
		{ "t1", 2, 1, 0x11, 254, 255, false, false, false },
		{ "t0", 1, 0, 0x11, 32, 0, false, false, false },
		{ "t0-fast", 1, 0, 0x96, 32, 0, false, false, false },
		{ "both-fast", 3, 0, 0x96, 254, 0, false, false, false },
		{ "specific", 2, 1, 0x96, 254, 0, false, true, false },
		{ "crc", 2, 1, 0x11, 254, 0, false, false, true },
		{ "ifsc16", 2, 1, 0x11, 16, 0, false, false, false },
		/* Cut off, of one byte, with reserved protocols. */
		{ "3BF5", 1, 0, 0x11, 32, 0, false, false, false },
		{ "3B808101", 2, 1, 0x11, 32, 0, false, false, false },
		{ "3B80825F01", 1, 0, 0x11, 32, 0, false, false, false },
	};
	uint8_t raw[CARD_ATR_MAX];
	struct atr a;
	size_t i;
	long len;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		len = hex_parse(raw, sizeof(raw), atr_text(cases[i].name));
		atr_parse(&a, raw, (size_t)len);
		tap_ok(a.protocols == cases[i].protocols &&
		       a.first == cases[i].first && a.fidi == cases[i].fidi &&
		       a.ifsc == cases[i].ifsc && a.guard == cases[i].guard &&
		       a.contactless == cases[i].contactless &&
		       a.specific == cases[i].specific &&
		       a.crc == cases[i].crc, cases[i].name);
	}
	host_start();
	tap_ok(!reader_set_atr(&host_reader, "nonsense"), "no such ATR");
	tap_ok(!reader_set_atr(&host_reader, "3B"), "one byte is none");
	tap_ok(reader_set_atr(&host_reader, "own"), "each its own");
}

static void test_pps(void)
{
	start("both-fast", BAUD | 2);
	tap_is(send(XFR, 0, "FF119678"), OK, "PPS to T=1 and 96");
	tap_is(get32be(host_frame + 10), 0xff119678, "is echoed");
	tap_is(send(XFR, 0, "00000500A4000000A1"), 0xfe,
	       "the reader has not followed yet");
	tap_ok(violated(), "which the host should know");
	tap_is(send(SET, 1, "96100045" "00FE00"), OK, "but then");
	tap_ok(speaks_t1(), "they talk");
	send(XFR, 0, "FF119678");
	tap_ok(violated(), "no PPS in between");
	start("both-fast", BAUD | 2);
	host_fault("pps-default");
	tap_is(send(XFR, 0, "FF119678"), OK, "PPS1 is left out");
	tap_ok(host_frame_len == 13 && host_frame[11] == 0x01, "on order");
	tap_is(send(SET, 1, "11100045" "00FE00"), OK, "the default rate");
	tap_ok(speaks_t1(), "works");
	start("both-fast", BAUD | 2);
	host_fault("pps-refuse");
	tap_is(send(XFR, 0, "FF119678"), 0xfe, "refused on order");
	power_on();
	tap_ok(speaks_t0(), "the first protocol remains");
}

static void test_wrong_pps(void)
{
	static const struct {
		const char *atr;
		uint32_t features;
		const char *pps, *name;
	} cases[] = {
		{ "both-fast", 0x30, "FF119679", "wrong PCK" },
		{ "both-fast", 0x30, "FF02FD", "T=2" },
		{ "t1", 0x30, "FF00FF", "a protocol not offered" },
		{ "both-fast", 0x30, "FF119779", "a rate above TA1" },
		{ "both-fast", 0x30, "FF211AC4", "PPS2" },
		{ "both-fast", 0x30, "FF81" "7E", "reserved bit" },
		{ "both-fast", 0x30, "FF1196780000", "bytes behind it" },
		{ "both-fast", 0x70, "FF119678", "an automatic reader" },
		{ "both-fast", 0xb0, "FF119678", "one that does PPS" },
		{ "contactless", 0x30, "FF01FE", "a contactless card" },
		{ "specific", 0x30, "FF119678", "a card of specific mode" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		start(cases[i].atr, cases[i].features);
		tap_is(send(XFR, 0, cases[i].pps), 0xfe, cases[i].name);
		tap_ok(violated(), "is wrong");
	}
	start("both-fast", BAUD | 2);
	tap_is(send(XFR, 0, "FF11957B"), OK, "a slower D than TA1's");
	tap_ok(!violated(), "is allowed");
}

static void test_who_sets(void)
{
	start("t1", BAUD);
	tap_is(send(XFR, 0, "00000500A4000000A1"), 0xfe, "T=1 without setting");
	tap_ok(violated(), "is wrong for a reader that has to be told");
	start("t1", BAUD);
	tap_is(send(SET, 1, "1110FF4500FE00"), OK, "told");
	tap_ok(speaks_t1(), "it works");
	start("t1", BAUD | 2);
	tap_ok(speaks_t1(), "a reader may read the ATR itself");
	start("both-fast", 0x40 | BAUD);
	tap_ok(speaks_t0(), "or do everything");
	tap_is(send(GET, 0, ""), OK, "which shows");
	tap_is(get16be(host_frame + 10), 0x9600, "in its parameters");
	start("both-fast", 0x80 | BAUD);
	tap_is(send(SET, 1, "9610004500FE00"), OK, "or PPS when told");
	tap_ok(speaks_t1(), "which the card takes");
	start("both-fast", 2);
	send(XFR, 0, "FF119678");
	send(SET, 1, "9610004500FE00");
	tap_is(send(XFR, 0, "00000500A4000000A1"), 0xfe,
	       "a reader that has to be told the rate");
	tap_ok(violated(), "was not");
	start("both-fast", 2);
	send(XFR, 0, "FF119678");
	send(SET, 1, "9610004500FE00");
	tap_is(send(RATE, 0, "A00F000090D00300"), OK, "the rate");
	tap_ok(speaks_t1(), "and all is well");
	start("contactless", BAUD | 2);
	tap_ok(speaks_t1(), "a contactless card needs nothing");
}

static void test_wrong_bytes(void)
{
	static const struct {
		uint8_t protocol;
		const char *params;
		unsigned int error;
		const char *name;
	} cases[] = {
		{ 1, "9710004500FE00", 10, "F and D" },
		{ 1, "9600004500FE00", 11, "bmTCCKST" },
		{ 1, "9611004500FE00", 11, "CRC for LRC" },
		{ 1, "9610014500FE00", 12, "guard time" },
		{ 1, "9610004D00FE00", 13, "waiting times" },
		{ 1, "9610004501FE00", 14, "clock stop" },
		{ 1, "96100045002000", 15, "IFSC" },
		{ 1, "9610004500FE01", 16, "NAD" },
		{ 1, "9610004500FE", 1, "a byte too few" },
		{ 0, "960000" "0A00FE00", 1, "two too many" },
		{ 0, "9610000A00", 11, "bmTCCKST of T=0" },
		{ 0, "9600000B00", 13, "WI" },
		{ 2, "9600000A00", 7, "T=2" },
	};
	size_t i;

	start("both-fast", 0x80 | BAUD);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		tap_is(send(SET, cases[i].protocol, cases[i].params),
		       cases[i].error, cases[i].name);
		tap_ok(violated(), "is wrong");
	}
	tap_is(send(SET, 0, "9600000A00"), OK, "T=0 as it should be");
	start("t1", 0x80 | BAUD);
	tap_is(send(SET, 0, "1100000A00"), 7, "not of this card");
	tap_ok(violated(), "is wrong");
	desc_set_protocols(&host_desc, 1);
	tap_is(send(SET, 1, "1110FF4500FE00"), 7, "nor of this reader");
	tap_ok(violated(), "is wrong");
}

static void test_rates(void)
{
	start("t0-fast", BAUD);
	desc_add_rate(&host_desc, 10752);
	desc_add_rate(&host_desc, 125000);
	tap_is(send(XFR, 0, "FF10957A"), OK, "the card takes 95");
	tap_is(send(SET, 0, "9500000A00"), OK, "the reader as well");
	tap_ok(speaks_t0(), "it works");
	tap_is(send(SET, 0, "9600000A00"), 10, "but not 96");
	tap_ok(violated(), "which is not in its list");
	tap_is(send(RATE, 0, "A00F000048E80100"), 0, "message 73");
	tap_ok(!violated(), "is not for a reader that does it by itself");
	start("t0-fast", 2);
	send(RATE, 0, "A00F0000");
	tap_ok(violated(), "half a message");
	send(RATE, 0, "A10F000090D00300");
	tap_ok(violated(), "another clock");
	send(RATE, 0, "A00F0000FFFFFF00");
	tap_ok(violated(), "a rate beyond the reader");
}

int main(void)
{
	test_atr();
	test_pps();
	test_wrong_pps();
	test_who_sets();
	test_wrong_bytes();
	test_rates();
	host_stop();
	return tap_done();
}
