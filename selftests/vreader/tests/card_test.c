// SPDX-License-Identifier: GPL-2.0-or-later
/* The card: status words, counters, files, signatures. */
#include "card.h"

#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "apdu.h"
#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "tests/fixture.h"
#include "tests/tap.h"

#define JPKI	"00A4040C0AD392F000260100000001"
#define TEXT	"00A4040C0AD3921000310001010408"
#define VISUAL	"00A4040C0AD3921000310001010402"
#define COMMON	"00A4040C0AD3921000310001010100"
#define VERIFY_1234 "002000800431323334"
#define VERIFY_9999 "002000800439393939"

static struct card *card;
static uint8_t rsp[APDU_RESPONSE_MAX];
static size_t rsp_len;

static uint16_t raw(const uint8_t *cmd, size_t len)
{
	rsp_len = card_apdu(card, cmd, len, rsp);
	rsp_len -= 2;
	return get16be(rsp + rsp_len);
}

static uint16_t run(const char *hex)
{
	uint8_t cmd[600];
	long len = hex_parse(cmd, sizeof(cmd), hex);

	return len < 0 ? 0 : raw(cmd, (size_t)len);
}

static void fresh(void)
{
	card_free(card);
	card = fixture_card("alice");
}

static void test_classes(void)
{
	static const struct {
		const char *apdu;
		uint16_t sw;
		const char *name;
	} cases[] = {
		{ "00A4040000", 0x6a86, "SELECT with P2 00 is refused" },
		{ "00A4000C023F00", 0x6a82, "the MF cannot be selected" },
		{ "01A4040C0AD392F000260100000001", 0x6881, "channel 1" },
		{ "03B0000000", 0x6881, "channel 3" },
		{ "40B0000000", 0x6881, "a further channel" },
		{ "04B0000000", 0x6882, "secure messaging" },
		{ "0CB0000000", 0x6882, "secure messaging with header" },
		{ "10B0000000", 0x6884, "command chaining" },
		{ "20B0000000", 0x6e00, "a reserved class" },
		{ "FFCA000000", 0x6e00, "class FF" },
		{ "80B0000000", 0x6e00, "READ BINARY in the private class" },
		{ "002A008000", 0x6e00, "signing in the common class" },
		{ "0084000008", 0x6d00, "an unknown instruction" },
		{ "00C0000000", 0x6985, "GET RESPONSE without need" },
		{ "0020", 0x6700, "half a header" },
		{ "00A4040C05D392", 0x6700, "Lc above the data" },
		{ "00A4040C02D392F0F1F2", 0x6700, "Lc below the data" },
		{ "00B000000000", 0x6700, "half an extended Le" },
		{ "00A4040C02D392", 0x6a82, "part of an AID" },
		{ "00A4020C021234", 0x6a82, "a file without application" },
		{ "00B0000000", 0x6986, "reading without a file" },
		{ VERIFY_1234, 0x6a88, "VERIFY without a PIN file" },
	};
	size_t i;

	fresh();
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		tap_is(run(cases[i].apdu), cases[i].sw, cases[i].name);
}

static void test_reading(void)
{
	size_t size;

	fresh();
	tap_is(run(JPKI), 0x9000, "select JPKI");
	tap_is(run("00A4020C02000A"), 0x9000, "select the auth certificate");
	tap_is(run("00B0000004"), 0x9000, "read four bytes");
	tap_is(rsp_len, 4, "exactly those");
	tap_is(get16be(rsp), 0x3082, "a certificate begins");
	size = get16be(rsp + 2) + 4u;
	tap_is(run("00B0000000"), 0x9000, "Le 00 reads");
	tap_is(rsp_len, 256, "256 bytes");
	tap_is(run("00B00000000000"), 0x9000, "extended Le 0000 reads");
	tap_is(rsp_len, 2560, "the whole file");
	tap_is(rsp[size], 0xff, "with filler behind the certificate");
	tap_is(run("00B00A0000"), 0x6b00, "the offset past the end");
	tap_is(run("00B009FE10"), 0x6282, "more asked than there is");
	tap_is(rsp_len, 2, "gives what there is");
	tap_is(run("00B009FE00"), 0x9000, "Le 00 takes what there is");
	tap_is(run("00B000000000FF"), 0x9000, "extended Le 255");
	tap_is(rsp_len, 255, "is kept to");
	tap_is(run("00B0860020"), 0x9000, "read by short id");
	tap_ok(!memcmp(rsp, "JPKIAPICCTOKEN2 ", 16), "the token's label");
	tap_is(run("00B0000000"), 0x9000, "the short id has selected");
	tap_is(rsp_len, 160, "the token's file");
	tap_is(run("00B09F0000"), 0x6a82, "a short id of no file");
	tap_is(run("00B0C60000"), 0x6a86, "a malformed short id");
	tap_is(run("00B00000"), 0x6700, "no Le");
	tap_is(run("00A4020C020018"), 0x9000, "select a PIN");
	tap_is(run("00B0000000"), 0x6981, "which cannot be read");
	tap_is(run("00A4020C020001"), 0x9000, "select the sign certificate");
	tap_is(run("00B0000004"), 0x6982, "which needs its PIN");
}

static void test_counters(void)
{
	fresh();
	run(JPKI);
	run("00A4020C020018");
	tap_is(run("00200080"), 0x63c3, "three tries");
	tap_is(run(VERIFY_9999), 0x63c2, "a wrong one costs one");
	tap_is(run("00200080"), 0x63c2, "asking costs none");
	tap_is(run("0020008003313233"), 0x63c1, "a short one costs one");
	tap_is(run(VERIFY_1234), 0x9000, "the right one");
	tap_is(run("00200080"), 0x9000, "is known");
	tap_is(card->pin[PIN_AUTH].left, 3, "and restores the counter");
	tap_is(run(VERIFY_9999), 0x63c2, "a wrong one after it");
	tap_is(run("00200080"), 0x63c2, "undoes it");
	run(VERIFY_9999);
	tap_is(run(VERIFY_9999), 0x63c0, "the last one");
	tap_is(run(VERIFY_1234), 0x6984, "blocked for the right one too");
	tap_is(run("00200080"), 0x63c0, "none left");
	tap_is(card->pin[PIN_AUTH].tried, 7, "presentations are counted");
	tap_is(run("0020008000"), 0x6700, "VERIFY with Le");
	tap_is(run("00200180"), 0x6a86, "VERIFY with P1");
	tap_is(run("0020009B"), 0x63c5, "by short id: the signature PIN");
	tap_is(run("0020009706414243313233"), 0x6a88, "a key is no PIN");
	tap_is(run("002C008004"), 0x6982, "unblocking is refused");
	tap_is(run("002C048004"), 0x6a86, "in no form");
}

static void test_changing(void)
{
	fresh();
	run(JPKI);
	run("00A4020C020018");
	tap_is(run("002401800435363738"), 0x6982, "changing before VERIFY");
	run(VERIFY_1234);
	tap_is(run("002400800435363738"), 0x6a86, "changing with P1 00");
	tap_is(run("0024018003353637"), 0x6a80, "too short a new PIN");
	tap_is(run("002401800435363741"), 0x6a80, "a letter in it");
	tap_is(run("002401800435363738"), 0x9000, "four digits");
	tap_is(run(VERIFY_1234), 0x63c2, "the old one is wrong now");
	tap_is(run("002000800435363738"), 0x9000, "the new one right");
	tap_is(run("0020009B06414243313233"), 0x9000, "the signature PIN");
	tap_is(run("0024019B06616263313233"), 0x6a80, "lower case");
	tap_is(run("0024019B0741424331323334"), 0x9000, "seven characters");
	tap_is(run("0020009B0741424331323334"), 0x9000, "are right");
}

static void test_power(void)
{
	fresh();
	run(JPKI);
	run("00A4020C020018");
	run(VERIFY_1234);
	card_reset(card);
	tap_is(run("00200080"), 0x6a88, "a reset forgets the selection");
	run(JPKI);
	tap_is(run("00200098"), 0x9000, "but not the PIN");
	run(TEXT);
	run(JPKI);
	tap_is(run("00200098"), 0x9000, "nor does another application");
	card_power_off(card);
	run(JPKI);
	tap_is(run("00200098"), 0x63c3, "power off does");
}

static bool verifies(const uint8_t *info, size_t len)
{
	EVP_PKEY *key = card->app[0].ef[7].key;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);
	bool ok;

	ok = EVP_PKEY_verify_init(ctx) > 0 &&
	     EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	     EVP_PKEY_verify(ctx, rsp, rsp_len, info, len) > 0;
	EVP_PKEY_CTX_free(ctx);
	return ok;
}

static void test_signing(void)
{
	uint8_t cmd[300] = { 0x80, 0x2a, 0x00, 0x80, 51 };
	size_t i;

	fresh();
	for (i = 0; i < 51; i++)
		cmd[5 + i] = (uint8_t)i;
	run(JPKI);
	tap_is(raw(cmd, 57), 0x6a88, "signing without a key");
	run("00A4020C020017");
	tap_is(raw(cmd, 57), 0x6982, "signing without the PIN");
	run("002000980431323334");
	tap_is(raw(cmd, 57), 0x9000, "signing");
	tap_is(rsp_len, 256, "gives 256 bytes");
	tap_ok(verifies(cmd + 5, 51), "that verify");
	tap_is(raw(cmd, 56), 0x6700, "no Le");
	cmd[56] = 255;
	tap_is(raw(cmd, 57), 0x6700, "Le too small");
	cmd[56] = 0;
	cmd[2] = 1;
	tap_is(raw(cmd, 57), 0x6a86, "P1 other than 00");
	cmd[2] = 0;
	cmd[3] = 0x9a;
	tap_is(raw(cmd, 57), 0x6982, "the other key has its own PIN");
	cmd[3] = 0x80;
	cmd[4] = 246;
	tap_is(raw(cmd, 252), 0x6700, "246 bytes are too many");
	cmd[4] = 245;
	tap_is(raw(cmd, 251), 0x9000, "245 are not");
	card_power_off(card);
	run(JPKI);
	run("00A4020C020017");
	tap_is(raw(cmd, 251), 0x6982, "not after power off");
}

static void test_personal(void)
{
	static const uint8_t number[] = {
		0xff, 0x10, 0x0c,
		'1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '1', '8',
	};

	fresh();
	tap_is(run(TEXT), 0x9000, "select the text application");
	tap_is(run("00B0810011"), 0x6982, "the my number needs a PIN");
	tap_is(run("002000940C313233343536373839303138"), 0x9000, "code A");
	tap_is(run("00B0810011"), 0x9000, "opens the my number");
	tap_ok(rsp_len == 17 && !memcmp(rsp, number, 15) && rsp[15] == 0xff,
	       "as it is laid out");
	tap_is(run("00B0820000"), 0x6982, "but not the attributes");
	tap_is(run("002000950E3032303531303230333034333231"), 0x9000,
	       "code B");
	tap_is(run("00B0820000"), 0x9000, "opens the attributes");
	tap_is(get16be(rsp), 0xff20, "which begin with their tag");
	tap_ok(!memcmp(rsp + get16be(rsp + 6 + (rsp[2] == 0x81)),
		       "\xdf\x22", 2), "and point to the name");
	tap_is(run("00200092"), 0x63c0, "PIN 0012 is blocked");
	tap_is(run("002000920431323334"), 0x6984, "for ever");
	tap_is(run(VISUAL), 0x9000, "select the visual application");
	tap_is(run("00B0820000"), 0x6982, "the face needs a PIN");
	tap_is(run("002000930C313233343536373839303138"), 0x9000, "code A");
	tap_is(run("00B08200000000"), 0x9000, "opens the face");
	tap_is(rsp_len, 6144, "which is large");
	tap_is(run(COMMON), 0x9000, "select the common application");
	tap_is(run("00B2010C00"), 0x9000, "read its record");
	tap_ok(rsp_len == 16 && !memcmp(rsp + 2, "TEST0000000000", 14),
	       "the issuer's serial number");
	tap_is(run("00B2020C00"), 0x6a83, "there is no second record");
}

static void test_absent_and_phone(void)
{
	static const char *const child[] = {
		"--name", "child", "--without", "sign", NULL
	};
	FILE *out;

	tap_is((uint64_t)fixture_mkpki(child), 0, "a card without sign");
	card_free(card);
	card = fixture_card("child");
	run(JPKI);
	run("0020009B06414243313233");
	tap_is(run("00B0810002"), 0x9000, "its file is there");
	tap_is(get16be(rsp), 0xffff, "and empty");
	run("00A4020C02001A");
	tap_is(run("802A0080010100"), 0x6a88, "and no key");
	out = fopen(fixture_path("child/profile"), "ae");
	if (out) {
		fputs("label=JPKIAPGPSETOKEN\n", out);
		fclose(out);
	}
	card_free(card);
	card = fixture_card("child");
	run(JPKI);
	tap_is(run("00B08A0004"), 0x6982, "a phone's certificate is locked");
	run("002000980431323334");
	tap_is(run("00B08A0004"), 0x9000, "by the auth PIN");
}

int main(void)
{
	test_classes();
	test_reading();
	test_counters();
	test_changing();
	test_power();
	test_signing();
	test_personal();
	test_absent_and_phone();
	card_free(card);
	return tap_done();
}
