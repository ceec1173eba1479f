// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader's own keys: forms, entries, and who waits for whom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

#define SECURE 0x69

/* From bmFormatString on; bTimeOut is 5, wLangId Japanese, bMsgIndex 0. */
#define FORM(format, digits, condition, messages, teo, apdu) \
	"0005" format digits condition messages "110400" teo apdu

/* ASCII, left, a block of four bytes, as many digits; the auth PIN (98). */
#define TEMPLATE	"0020009804FFFFFFFF"
#define VERIFY		FORM("820400", "0404", "02", "01", "000000", TEMPLATE)
/* For a PIN of any length: Lc grows. */
#define VERIFY_FREE \
	FORM("820000", "1004", "02", "01", "000000", "0020009800")
/* The new PIN twice, into CHANGE REFERENCE DATA. */
#define CHANGE		"01058204000000040401020211040001000000" TEMPLATE_NEW
#define TEMPLATE_NEW	"0024019804FFFFFFFF"

static void start(uint32_t features, const char *atr)
{
	host_start();
	desc_set_features(&host_desc, features | 0x7e);
	desc_set_protocols(&host_desc, 3);
	desc_set_pin_support(&host_desc, 3);
	reader_set_atr(&host_reader, atr);
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

static bool press(const char *keys)
{
	return !pinpad_keys(&host_reader, keys);
}

/* The status word that comes, or bError. */
static unsigned int answer(size_t edc)
{
	if (!host_read() || host_frame[0] != 0x80)
		return 0;
	return host_frame[7] & 0xc0 ? host_frame[8] :
	       get16be(host_frame + host_frame_len - 2 - edc);
}

#define APDUS 0x00040000
#define TPDU 0x00010000

static void test_waiting(void)
{
	start(APDUS, "contactless");
	host_apdu(JPKI);
	host_send_hex(SECURE, 9, 0, VERIFY);
	tap_ok(!host_read(), "the reader waits");
	host_wait(500);
	tap_is(host_next(), 0x8009800100, "and asks for time");
	host_wait(500);
	tap_is(host_next(), 0x8009800100, "again");
	tap_ok(!press("type 123"), "three digits are not enough");
	tap_ok(!press("type 12345"), "five too many");
	tap_ok(!press("type 12a4"), "a letter is none");
	tap_ok(!press("type 1234 1234"), "one entry was asked for");
	tap_ok(press("type 9999"), "four digits");
	tap_is(answer(0), 0x63c2, "go to the card");
	tap_is(reader_due(&host_reader), NEVER, "nothing is left over");
	host_send_hex(SECURE, 9, 0, VERIFY);
	press("type 1234");
	tap_is(answer(0), 0x9000, "the right ones");
	press("type 1234");
	host_send_hex(SECURE, 9, 0, VERIFY);
	tap_is(answer(0), 0x9000, "typed before they are asked for");
	tap_is(host_reader.slot[0].card->pin[PIN_AUTH].tried, 3, "three times");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_endings(void)
{
	start(APDUS, "contactless");
	host_apdu(JPKI);
	host_send_hex(SECURE, 1, 0, VERIFY);
	press("cancel");
	tap_is(answer(0), 0xef, "the person gives up");
	host_send_hex(SECURE, 2, 0, VERIFY);
	press("timeout");
	tap_is(answer(0), 0xf0, "or is too slow");
	host_send_hex(SECURE, 3, 0, VERIFY);
	host_wait(5000);
	while (host_read() && host_frame[7] == 0x80)
		;
	tap_ok(host_frame[7] == 0x40 && host_frame[8] == 0xf0,
	       "really too slow");
	tap_ok(press("type 1234"), "who types now");
	tap_ok(!host_read(), "gets no answer");
	press("clear");
	host_send_hex(SECURE, 4, 0, VERIFY);
	tap_ok(!host_read(), "nor does it count for the next one");
	reader_abort(&host_reader, 0, 5);
	host_send(0x72, 5, 0, NULL, 0);
	tap_is(host_next(), 0x800440ff00, "aborted");
	tap_is(host_next(), 0x8105000000, "by the host");
	host_send_hex(SECURE, 6, 0, VERIFY);
	reader_remove(&host_reader, 0);
	tap_is(host_next(), 0x800642fe00, "the card is pulled");
	tap_is(host_reader.slot[0].card->pin[PIN_AUTH].tried, 0,
	       "no PIN was tried");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_forms(void)
{
	start(APDUS, "contactless");
	host_apdu(JPKI);
	press("type 1234");
	host_send_hex(SECURE, 1, 0, VERIFY_FREE);
	tap_is(answer(0), 0x9000, "Lc grows with the PIN");
	press("type 5678 5678");
	host_send_hex(SECURE, 2, 0, CHANGE);
	tap_is(answer(0), 0x9000, "a new PIN, twice");
	press("type 5678");
	host_send_hex(SECURE, 3, 0, VERIFY);
	tap_is(answer(0), 0x9000, "is in force");
	press("type 1111 2222");
	host_send_hex(SECURE, 4, 0, CHANGE);
	tap_is(answer(0), 0xef, "two that differ");
	tap_ok(host_was_good(), "the host broke no rule");
}

static bool fills(const char *form, const char *pin, const char *apdu)
{
	const char *const pins[2] = { pin, NULL };
	uint8_t data[PINFORM_MAX], out[PINFORM_APDU], wanted[PINFORM_APDU];
	long len = hex_parse(data, sizeof(data), form);
	struct pinform f;
	size_t n;

	if (pinform_parse(&f, data, (size_t)len))
		return false;
	n = pinform_fill(&f, pins, out);
	len = hex_parse(wanted, sizeof(wanted), apdu);
	return n == (size_t)len && !memcmp(out, wanted, n);
}

static void test_blocks(void)
{
	static const struct {
		const char *format, *digits, *template, *pin, *apdu, *name;
	} cases[] = {
		{ "820800", "0804", "0020008008FFFFFFFFFFFFFFFF", "123456",
		  "0020008008313233343536FFFF", "ASCII, left" },
		{ "860800", "0804", "0020008008FFFFFFFFFFFFFFFF", "123456",
		  "0020008008FFFF313233343536", "ASCII, right" },
		{ "810300", "0604", "0020008003FFFFFF", "12345",
		  "002000800312345F", "BCD" },
		{ "894704", "0C04", "002000800820FFFFFFFFFFFFFF", "12345",
		  "00200080082512345FFFFFFFFF", "ISO 9564 format 2" },
		{ "820000", "0804", "00200080", "12345",
		  "00200080053132333435", "a bare header" },
	};
	char form[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(form, sizeof(form), FORM("%s", "%s", "02", "00",
						  "000000", "%s"),
			 cases[i].format, cases[i].digits, cases[i].template);
		tap_ok(fills(form, cases[i].pin, cases[i].apdu),
		       cases[i].name);
	}
}

static void test_strictness(void)
{
	static const struct {
		uint32_t arg;
		unsigned int error;
		const char *form, *name;
	} cases[] = {
		{ 0x10000, 7, VERIFY, "bBWI" },
		{ 0x100, 8, VERIFY, "wLevelParameter" },
		{ 0, 1, "00058204", "a short form" },
		{ 0, 10, "02" VERIFY, "bPINOperation" },
		{ 0, 12, FORM("830400", "0404", "02", "01", "000000",
			      TEMPLATE), "format code 3" },
		{ 0, 14, FORM("820420", "0404", "02", "01", "000000",
			      TEMPLATE), "bmPINLengthFormat" },
		{ 0, 15, FORM("820400", "0405", "02", "01", "000000",
			      TEMPLATE), "minimum above maximum" },
		{ 0, 15, FORM("820400", "0504", "02", "01", "000000",
			      TEMPLATE), "more digits than the block has" },
		{ 0, 17, FORM("820400", "0404", "00", "01", "000000",
			      TEMPLATE), "no condition" },
		{ 0, 18, FORM("820400", "0404", "02", "02", "000000",
			      TEMPLATE), "bNumberMessage" },
		{ 0, 22, FORM("820400", "0404", "02", "01", "004000",
			      TEMPLATE), "a prologue" },
		{ 0, 25, FORM("820400", "0404", "02", "01", "000000",
			      "0020009805FFFFFFFF"), "a template cut short" },
		{ 0, 25, FORM("8A0400", "0404", "02", "01", "000000",
			      TEMPLATE), "a block behind the data" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		start(APDUS, "contactless");
		host_send_hex(SECURE, 1, cases[i].arg, cases[i].form);
		tap_is(answer(0), cases[i].error, cases[i].name);
		tap_ok(violated(), "is wrong");
	}
	desc_set_pin_support(&host_desc, 2);
	host_send_hex(SECURE, 1, 0, VERIFY);
	tap_is(answer(0), 0, "a reader without keys for it");
	tap_ok(violated(), "is not asked");
}

static void test_tpdu(void)
{
	static const char select_block[] = "00000F" JPKI "3E";

	start(TPDU, "t1");
	host_send_hex(0x6f, 1, 0, select_block);
	host_read();
	press("type 1234");
	host_send_hex(SECURE, 2, 0, FORM("820400", "0404", "02", "01",
					 "004009", TEMPLATE));
	tap_is(answer(1), 0x9000, "in a block of T=1");
	tap_is(get32be(host_frame + 10), 0x00400290, "with its number");
	tap_ok(host_was_good(), "the host broke no rule");
	host_send_hex(SECURE, 3, 0, VERIFY);
	tap_is(answer(0), 22, "without the prologue");
	tap_ok(violated(), "it is wrong");
	start(TPDU, "t0");
	host_send_hex(0x6f, 1, 0, JPKI);
	host_read();
	press("type 1234");
	host_send_hex(SECURE, 2, 0, VERIFY);
	tap_is(answer(0), 0x9000, "in T=0");
	tap_ok(host_was_good(), "the host broke no rule");
}

int main(void)
{
	test_waiting();
	test_endings();
	test_forms();
	test_blocks();
	test_strictness();
	test_tpdu();
	host_stop();
	return tap_done();
}
