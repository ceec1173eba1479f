// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is asked of a card. Every answer is looked at: a way that is fast and
 * wrong ends the program.
 */
#include "task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/x509.h>

#include "give_up.h"

#define SELECT_JPKI "00A4040C0AD392F000260100000001"
#define SELECT_EF "00A4020C02"
#define SELECT_FACE_AP "00A4040C0AD3921000310001010402"
#define VERIFY_NOTHING "00200080"
#define VERIFY_AUTH "0020008004" "31323334"
#define VERIFY_SIGN "0020008006" "414243313233"
#define VERIFY_CODE_B "002000920E" "3032303531303230333034333231"
/* SHA-256 DigestInfo of nothing in particular. */
#define SIGN "802A008033" "3031300D060960864801650304020105000420" \
	"000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F" "00"

const struct task tasks[] = {
	{ "case1", { SELECT_JPKI, SELECT_EF "0018" }, VERIFY_NOTHING,
	  0x63, 2, 1 },
	{ "read256", { SELECT_JPKI, SELECT_EF "000A" }, "00B0000000",
	  0x90, 258, 1 },
	{ "sign", { SELECT_JPKI, SELECT_EF "0018", VERIFY_AUTH,
		    SELECT_EF "0017" }, SIGN, 0x90, 258, 5 },
	{ "read4096", { SELECT_FACE_AP, VERIFY_CODE_B, SELECT_EF "0002" },
	  "00B00000001000", 0x90, 4098, 1 },
};

const size_t task_count = sizeof(tasks) / sizeof(tasks[0]);
const struct task *const task_read = &tasks[1];

size_t task_bytes(const char *hex, uint8_t ret[static APDU_MAX])
{
	size_t n = 0;

	for (; *hex && n < APDU_MAX; hex += 2)
		if (sscanf(hex, "%2hhx", &ret[n++]) != 1)
			give_up("hexadecimal");
	return n;
}

/* A command that has to succeed; bytes of response without SW1 SW2. */
static size_t ask(const struct way *way, struct seat *s, const char *hex,
		  uint8_t *rsp, size_t room)
{
	uint8_t cmd[APDU_MAX];
	long n = way->transmit(s, cmd, task_bytes(hex, cmd), rsp, room);

	if (n < 2 || rsp[n - 2] != 0x90 || rsp[n - 1])
		give_up(hex);
	return (size_t)n - 2;
}

static void order(const struct way *way, struct seat *s, const char *hex)
{
	uint8_t rsp[2];

	(void)ask(way, s, hex, rsp, sizeof(rsp));
}

void task_prepare(const struct way *way, struct seat *s, const struct task *t)
{
	const char *const *hex;

	for (hex = t->before; *hex; hex++)
		order(way, s, *hex);
}

void task_answer(const struct task *t, const uint8_t *rsp, long len)
{
	if (len != t->len || rsp[len - 2] != t->sw1)
		give_up(t->name);
}

static unsigned int read_tries(const struct way *way, struct seat *s,
			       const char *select)
{
	uint8_t cmd[APDU_MAX], rsp[2];

	order(way, s, select);
	if (way->transmit(s, cmd, task_bytes(VERIFY_NOTHING, cmd), rsp,
			  sizeof(rsp)) != 2 ||
	    rsp[0] != 0x63 || (rsp[1] & 0xf0) != 0xc0)
		give_up("VERIFY without data");
	return rsp[1] & 0xf;
}

static size_t read_piece(const struct way *way, struct seat *s, size_t at,
			 size_t len, uint8_t *ret)
{
	uint8_t rsp[258];
	char hex[16];

	snprintf(hex, sizeof(hex), "00B0%04zX%02zX", at, len & 0xff);
	if (ask(way, s, hex, rsp, sizeof(rsp)) != len)
		give_up("READ BINARY");
	memcpy(ret, rsp, len);
	return len;
}

/* Read a certificate as jpkid does: its header tells the length. */
static size_t read_cert(const struct way *way, struct seat *s,
			const char *select, uint8_t *der)
{
	size_t have, len;

	order(way, s, select);
	have = read_piece(way, s, 0, 4, der);
	len = 4 + ((size_t)der[2] << 8 | der[3]);
	if (len > CERT_MAX)
		give_up("a certificate's length");
	while (have < len)
		have += read_piece(way, s, have,
				   len - have < 256 ? len - have : 256,
				   der + have);
	return len;
}

/* What a status is made of: the token's name, auth certificate, counters. */
void task_status(const struct way *way, struct seat *s, struct holding *ret)
{
	uint8_t label[34];

	order(way, s, SELECT_JPKI);
	order(way, s, SELECT_EF "0006");
	(void)ask(way, s, "00B0000020", label, sizeof(label));
	ret->len[0] = read_cert(way, s, SELECT_EF "000A", ret->cert[0]);
	ret->len[1] = 0;
	ret->tries[0] = read_tries(way, s, SELECT_EF "0018");
	ret->tries[1] = read_tries(way, s, SELECT_EF "001B");
}

/* Both counters and both certificates; the second wants its PIN. */
void task_card(const struct way *way, struct seat *s, struct holding *ret)
{
	order(way, s, SELECT_JPKI);
	ret->tries[0] = read_tries(way, s, SELECT_EF "0018");
	ret->tries[1] = read_tries(way, s, SELECT_EF "001B");
	ret->len[0] = read_cert(way, s, SELECT_EF "000A", ret->cert[0]);
	order(way, s, SELECT_EF "001B");
	order(way, s, VERIFY_SIGN);
	ret->len[1] = read_cert(way, s, SELECT_EF "0001", ret->cert[1]);
}

/* Until when a certificate is valid. */
static void look_at(const uint8_t *der, size_t len)
{
	const uint8_t *at = der;
	struct tm until;
	X509 *cert;

	cert = d2i_X509(NULL, &at, (long)len);
	if (!cert || !ASN1_TIME_to_tm(X509_get0_notAfter(cert), &until))
		give_up("a certificate");
	X509_free(cert);
}

void task_look(const struct holding *holding)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (holding->len[i])
			look_at(holding->cert[i], holding->len[i]);
	if (!holding->tries[0] || !holding->tries[1])
		give_up("a card that is locked");
}
