// SPDX-License-Identifier: GPL-2.0-or-later
/* A card that speaks T=1: blocks that it takes, and those that it does not. */
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

/* A reader that leaves all but parameters and voltage to the host. */
#define PLAIN 0x000100be

static uint8_t seq;

/* The card powered on behind a TPDU reader. */
static void start(const char *atr, uint32_t features)
{
	host_start();
	desc_set_features(&host_desc, features);
	desc_set_max_message(&host_desc, 271);
	desc_set_protocols(&host_desc, 3);
	reader_set_atr(&host_reader, atr);
	reader_insert(&host_reader, 0, fixture_card("alice"));
	host_send(0x62, 0, 0, NULL, 0);
	if (!host_read() || host_frame[7])
		exit(1);
}

/* Sends a block and reads the answer's PCB, LEN and first byte; 0: mute. */
static uint32_t block(uint8_t bwi, uint8_t pcb, const char *inf)
{
	uint8_t raw[T1_BLOCK_MAX] = { 0, pcb };

	raw[2] = (uint8_t)hex_parse(raw + 3, T1_INF_MAX, inf);
	host_send(0x6f, seq++, (uint32_t)bwi << 16, raw,
		  t1_seal(raw, host_reader.slot[0].line.t1.crc));
	if (!host_read() || host_frame[7] || host_frame_len < 14)
		return 0;
	return (uint32_t)host_frame[11] << 16 | (uint32_t)host_frame[12] << 8 |
	       host_frame[13];
}

/* An I-block; with its answer, an I-block of two bytes, the status word. */
static uint32_t sw(uint8_t pcb, const char *inf)
{
	return block(0, pcb, inf) & 0xff0000 ? (uint32_t)host_frame[11] << 16 |
	       get16be(host_frame + host_frame_len - 3) :
	       get16be(host_frame + host_frame_len - 3);
}

static bool violated(void)
{
	bool any = host_reader.violations;

	host_reader.violations = 0;
	return any;
}

#define VERIFY_9 "002000980439393939"

static void test_commands(void)
{
	start("t1", PLAIN);
	tap_is(sw(0x00, JPKI), 0x9000, "an APDU in a block");
	tap_is(sw(0x40, "00A4020C02000A"), 0x409000, "the next number");
	tap_is(block(0, 0xc1, "FE"), 0xe101fe, "a larger IFSD");
	tap_is(block(0, 0x00, "00B0000000"), 0x20fe30, "a chain begins");
	tap_is(block(0, 0x90, "") >> 8, 0x4004, "and ends");
	tap_is(get16be(host_frame + 15), 0x9000, "with the status word");
	tap_is(block(0, 0x60, "00A4040C") >> 8, 0x8000,
	       "a piece is acknowledged");
	tap_is(sw(0x00, "0AD392F000260100000001"), 0x9000, "the last runs");
	tap_is(host_reader.slot[0].card->apdus, 4, "four APDUs");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_small_ifsd(void)
{
	start("t1", PLAIN);
	sw(0x00, JPKI);
	sw(0x40, "00A4020C02000A");
	tap_is(block(0, 0x00, "00B0000000") >> 8, 0x2020,
	       "without S(IFS) pieces are of 32 bytes");
	start("t1", PLAIN | 0x400);
	sw(0x00, JPKI);
	sw(0x40, "00A4020C02000A");
	tap_is(block(0, 0x00, "00B0000000") >> 8, 0x20fe,
	       "a reader may have sent it itself");
	block(0, 0x90, "");
	tap_ok(host_was_good(), "the host broke no rule");
	block(0, 0xc1, "FE");
	tap_ok(violated(), "then the host must not");
	start("contactless", PLAIN);
	block(0, 0xc1, "FE");
	tap_ok(violated(), "nor for a contactless card");
	start("t1", PLAIN);
	block(0, 0xc1, "FF");
	tap_ok(violated(), "255 is too much");
	start("t1", PLAIN);
	desc_set_max_message(&host_desc, 138);
	block(0, 0xc1, "7D");
	tap_ok(violated(), "so is what no message holds");
	block(0, 0xc1, "7C");
	tap_ok(!violated(), "but not what one does");
}

static void test_crc(void)
{
	static const uint8_t wrong[] = { 0, 0xc0, 0, 0xc0 };

	start("crc", PLAIN);
	tap_is(block(0, 0xc1, "FE"), 0xe101fe, "S(IFS) with a CRC");
	tap_is(get16be(host_frame + 14), 0x5775, "that of the field");
	tap_is(sw(0x00, JPKI) >> 16, 0, "a block with a CRC");
	tap_is(host_frame_len, 10 + 3 + 2 + 2, "is answered by another");
	tap_ok(host_was_good(), "the host broke no rule");
	host_send(0x6f, 9, 0, wrong, sizeof(wrong));
	host_read();
	tap_ok(violated() && host_frame[11] == 0x92, "an LRC is none");
}

static void test_host_errors(void)
{
	static const struct {
		uint8_t bwi, pcb;
		const char *inf, *name;
	} cases[] = {
		{ 0, 0x40, VERIFY_9, "I-block out of sequence" },
		{ 0, 0x00, "", "empty I-block" },
		{ 0, 0x10, VERIFY_9, "reserved bit of an I-block" },
		{ 0, 0x80, "", "acknowledges nothing" },
		{ 0, 0x83, "", "error bits 3" },
		{ 0, 0x84, "", "reserved bit of an R-block" },
		{ 0, 0x81, "00", "R-block with data" },
		{ 0, 0xc0, "", "RESYNCH without need" },
		{ 0, 0xc0, "00", "RESYNCH with data" },
		{ 0, 0xc1, "", "IFS without value" },
		{ 0, 0xc1, "00", "IFS of 0" },
		{ 0, 0xc3, "01", "WTX from the host" },
		{ 0, 0xc4, "", "unknown S-block" },
		{ 0, 0xe3, "01", "response to no request" },
		{ 1, 0x00, JPKI, "bBWI without WTX" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		start("t1", PLAIN);
		block(cases[i].bwi, cases[i].pcb, cases[i].inf);
		tap_ok(violated(), cases[i].name);
		tap_is(host_reader.slot[0].card->apdus, cases[i].bwi,
		       "does not reach the card");
	}
	start("ifsc16", PLAIN);
	block(0, 0x00, "00A4040C0C" "000102030405060708090A0B");
	tap_ok(violated(), "I-block above IFSC");
}

static void test_wtx(void)
{
	start("t1", PLAIN);
	host_fault("t1-wtx 2 7");
	tap_is(block(0, 0x00, JPKI), 0xc30107, "asks for time");
	tap_is(block(7, 0xe3, "07"), 0xc30107, "twice");
	tap_is(block(7, 0xe3, "07") >> 16, 0, "then answers");
	tap_ok(host_was_good(), "the host broke no rule");
	host_fault("t1-wtx 1 7");
	block(0, 0x40, VERIFY_9);
	block(0, 0xe3, "07");
	tap_ok(violated(), "bBWI is missing");
	host_fault("t1-wtx 1 7");
	block(0, 0x00, VERIFY_9);
	block(6, 0xe3, "06");
	tap_ok(violated(), "another value");
	start("t1", PLAIN);
	host_fault("t1-wtx 1 1");
	block(0, 0x00, VERIFY_9);
	block(0, 0xe3, "01");
	tap_ok(host_was_good(), "a multiplier of 1 needs no bBWI");
	host_fault("t1-wtx 1 7");
	block(0, 0x40, VERIFY_9);
	block(0, 0x00, VERIFY_9);
	tap_ok(violated(), "a command instead of an answer");
}

static void test_recovery(void)
{
	unsigned int *apdus;

	start("t1", PLAIN);
	apdus = &host_reader.slot[0].card->apdus;
	host_fault("t1-lose");
	tap_is(block(0, 0x00, JPKI), 0, "an answer gets lost");
	tap_is(block(0, 0x82, "") >> 8, 0x02, "asked for, it comes again");
	tap_is(*apdus, 1, "and the command ran once");
	host_fault("t1-deaf");
	tap_is(block(0, 0x40, JPKI), 0, "a command gets lost");
	tap_is(block(0, 0x92, "") >> 8, 0x9200, "then it is asked for");
	tap_is(sw(0x40, JPKI), 0x409000, "and runs");
	tap_is(*apdus, 2, "once");
	host_fault("t1-bad-edc");
	block(0, 0x00, JPKI);
	tap_ok(host_frame[host_frame_len - 1] == (0x55 ^ 0x02 ^ 0x90),
	       "a wrong LRC");
	tap_is(block(0, 0x81, "") >> 8, 0x02, "then the right block");
	host_fault("t1-resend x2");
	tap_is(block(0, 0x40, JPKI) >> 8, 0x9100, "the card wants it again");
	tap_is(block(0, 0x40, JPKI) >> 8, 0x9100, "and again");
	tap_is(sw(0x40, JPKI), 0x409000, "and takes it");
	host_fault("t1-wrong-ns");
	tap_is(block(0, 0x00, JPKI) >> 8, 0x4002, "a wrong N(S)");
	tap_is(block(0, 0x82, "") >> 8, 0x02, "then the right one");
	host_fault("t1-dup");
	tap_is(block(0, 0x40, "00200098") >> 8, 0x02, "the block before");
	tap_is(block(0, 0x92, "") >> 8, 0x4002, "then this one");
	host_fault("t1-truncate 2");
	block(0, 0x00, JPKI);
	tap_is(host_frame_len, 12, "a short block");
	host_fault("t1-refuse-resynch x1");
	tap_is(block(0, 0xc0, "") >> 8, 0x9200, "no resynchronisation");
	tap_is(block(0, 0xc0, "") >> 8, 0xe000, "but then");
	tap_is(sw(0x00, JPKI), 0x9000, "all begins anew");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_card_requests(void)
{
	start("t1", PLAIN);
	host_fault("t1-ifs 8");
	tap_is(block(0, 0x00, JPKI), 0xc10108, "the card lowers its IFSC");
	tap_is(block(0, 0xe1, "08") >> 8, 0x02, "then answers");
	tap_ok(host_was_good(), "the host broke no rule");
	block(0, 0x40, VERIFY_9);
	tap_ok(violated(), "nine bytes are too many now");
	host_fault("t1-abort");
	tap_is(block(0, 0x40, "00200098") >> 8, 0xc200, "the card aborts");
	tap_is(block(0, 0xe2, "") >> 8, 0x8000, "and gives the turn back");
	host_fault("t1-stray-s");
	tap_is(block(0, 0x00, "00200098"), 0xe30101, "a stray S response");
	tap_is(block(0, 0x92, "") >> 8, 0x4002, "is all that went wrong");
	host_fault("t1-refuse-ifs x1");
	tap_is(block(0, 0xc1, "40") >> 8, 0x9200, "no other IFSD");
	tap_is(block(0, 0xc1, "40"), 0xe10140, "but then");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_chain_errors(void)
{
	start("t1", PLAIN);
	sw(0x00, JPKI);
	sw(0x40, "00A4020C02000A");
	block(0, 0x00, "00B0000040");
	tap_is(block(0, 0x82, "") >> 8, 0x2020, "a piece, once more");
	block(0, 0x92, "");
	tap_ok(violated(), "an error is no acknowledgment");
	block(0, 0x40, VERIFY_9);
	tap_ok(violated(), "a command amid the chain");
}

int main(void)
{
	test_commands();
	test_small_ifsd();
	test_crc();
	test_host_errors();
	test_wtx();
	test_recovery();
	test_card_requests();
	test_chain_errors();
	host_stop();
	return tap_done();
}
