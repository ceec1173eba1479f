// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The driver's protocol engines meet the reader's: each level and protocol,
 * each fault. The host breaks no rule, no command runs twice, and whatever
 * went wrong, a card that is powered off and on works again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "bytes.h"
#include "hex.h"
#include "tests/engine.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

#define CHARACTER	0x00000000
#define TPDU		0x00010000
#define SHORT		0x00020000
#define EXTENDED	0x00040000

#define SELECT_CERT	"00A4020C02000A"
#define READ		"00B0000003"
#define SIGN		"802A00800400010203" "00"
#define VERIFY		"002000980431323334"
#define WRONG		"002000980439393939"

static const struct shape {
	const char *name, *atr;
	uint8_t protocols;
	uint32_t features;
	uint32_t max_message;
	bool extended;		/* 64 KiB come and go */
} shapes[] = {
	{ "extended", "contactless", 3, EXTENDED | 0x7e, 522, true },
	{ "short", "t1", 3, SHORT | 0x7e, 271, false },
	{ "T=1, all by itself", "t1", 3, TPDU | 0x7e, 271, true },
	{ "T=1, the host does all", "t1", 3, TPDU | 0x38, 271, true },
	{ "T=1 after PPS", "both-fast", 2, TPDU | 0x38, 271, true },
	{ "T=1, the reader does PPS", "both-fast", 2, TPDU | 0xb8, 271, true },
	{ "T=1, specific mode", "specific", 3, TPDU | 0x38, 271, true },
	{ "T=1 with CRC", "crc", 3, TPDU | 0x38, 271, true },
	{ "T=1, small IFSC", "ifsc16", 3, TPDU | 0x38, 271, true },
	{ "T=1, small messages", "t1", 3, TPDU | 0x38, 138, true },
	{ "T=1, contactless", "contactless", 3, TPDU | 0x38, 271, true },
	{ "T=1, the reader sends IFS", "t1", 3, TPDU | 0x438, 271, true },
	{ "T=0", "t0", 3, TPDU | 0x38, 271, false },
	{ "T=0, fast", "t0-fast", 3, TPDU | 0x38, 271, false },
	{ "T=0 of two", "both-fast", 3, TPDU | 0x38, 271, false },
	{ "T=0, the reader does PPS", "t0-fast", 3, TPDU | 0xb8, 271, false },
	{ "T=0, slow reader", "t0-fast", 3, TPDU | 0x18, 271, false },
	{ "characters, T=1", "t1", 3, CHARACTER | 0x38, 271, true },
	{ "characters, T=1, PPS", "specific", 3, CHARACTER | 0x38, 271, true },
	{ "characters, T=0", "t0", 3, CHARACTER | 0x38, 271, false },
	{ "characters, T=0, PPS", "t0-fast", 3, CHARACTER | 0x38, 271, false },
	{ "characters, small messages", "t0", 3, CHARACTER | 0x38, 138, false },
	{ "characters, T=1, small", "t1", 3, CHARACTER | 0x38, 138, true },
};

static uint8_t seq;
static uint8_t rsp[APDU_RESPONSE_MAX];

static void carry(struct engine_message *m)
{
	host_send(m->type, seq++, (uint32_t)m->arg[0] << 16 |
		  (uint32_t)m->arg[1] << 8 | m->arg[2], m->data, m->len);
	if (!host_read())
		exit(1);
	m->error = host_frame[7] & 0x40 ? host_frame[8] : -1;
	m->extra = host_frame[9];
	m->answer = host_frame + 10;
	m->answer_len = host_frame_len - 10;
}

static void power_on(void)
{
	host_send(0x63, seq++, 0, NULL, 0);
	host_read();
	host_send(0x62, seq++, 0, NULL, 0);
	if (!host_read() || host_frame[7])
		exit(1);
}

static int power(void)
{
	int err;

	power_on();
	err = engine_power(carry, host_desc.class, host_frame + 10,
			   host_frame_len - 10);
	if (err != -EPROTO)
		return err;
	power_on();
	return engine_power_again();
}

static void start(const struct shape *shape)
{
	host_start();
	desc_set_features(&host_desc, shape->features);
	desc_set_max_message(&host_desc, shape->max_message);
	desc_set_protocols(&host_desc, shape->protocols);
	if (!reader_set_atr(&host_reader, shape->atr))
		exit(1);
	reader_insert(&host_reader, 0, fixture_card("alice"));
}

/* The status word, or -errno. */
static long sw(const char *hex)
{
	uint8_t cmd[300];
	long len = hex_parse(cmd, sizeof(cmd), hex);

	len = engine_apdu(cmd, (size_t)len, rsp, sizeof(rsp));
	return len < 2 ? len : get16be(rsp + len - 2);
}

static unsigned int apdus(void)
{
	return host_reader.slot[0].card->apdus;
}

static unsigned int tried(void)
{
	return host_reader.slot[0].card->pin[PIN_AUTH].tried;
}

static void is(long got, long wanted, const char *shape, const char *what)
{
	char name[128];

	snprintf(name, sizeof(name), "%s: %s", shape, what);
	tap_is((uint64_t)got, (uint64_t)wanted, name);
}

static void meet_long(const char *name)
{
	static uint8_t cmd[APDU_COMMAND_MAX] = { 0, 0xda, 0, 0, 0 };
	static const uint32_t lengths[] = { 4096, 65535 };
	size_t i;
	long len;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		put16be(cmd + 5, lengths[i]);
		len = engine_apdu(cmd, 7 + lengths[i], rsp, sizeof(rsp));
		is(len, 2, name, "a long command");
		is(get16be(rsp), 0x6d00, name, "arrives whole");
	}
	is(sw(FACE), 0x9000, name, "another application");
	is(sw(CODE_A), 0x9000, name, "is opened");
	len = engine_apdu((const uint8_t *)"\0\xb0\x82\0\0\0\0", 7, rsp,
			  sizeof(rsp));
	is(len, 6146, name, "a long response arrives whole");
}

/* ENVELOPE, where nothing else carries so much: all lengths of its pieces. */
static void meet_envelope(const char *name)
{
	uint8_t cmd[800] = { 0, 0xda };
	uint32_t lc, le, before, wrong = 0;

	for (lc = 480; lc < 520; lc++) {
		for (le = 0; le <= 2; le += 2) {
			put16be(cmd + 5, lc);
			before = apdus();
			wrong += engine_apdu(cmd, 7 + lc + le, rsp,
					     sizeof(rsp)) != 2 ||
				 get16be(rsp) != 0x6d00 ||
				 apdus() != before + 1;
		}
	}
	is(wrong, 0, name, "commands in envelopes arrive whole");
}

static void meet(const struct shape *shape)
{
	const char *name = shape->name;
	unsigned int before;

	start(shape);
	is(power(), 0, name, "agreed");
	is(sw(JPKI), 0x9000, name, "an application");
	is(sw("00200098"), 0x63c3, name, "a command without data");
	is(sw(SELECT_CERT), 0x9000, name, "a file");
	is(sw("00B0000000"), 0x9000, name, "256 bytes");
	is(rsp[0], 0x30, name, "which are the right ones");
	is(sw("00B0000004"), 0x9000, name, "four bytes");
	is(sw("00A4020C020006"), 0x9000, name, "a short file");
	sw("00B0000000");
	before = tried();
	is(sw(WRONG), 0x63c2, name, "a wrong PIN");
	is(sw(VERIFY), 0x9000, name, "the right one");
	is(tried(), before + 2, name, "each was tried once");
	if (shape->extended)
		meet_long(name);
	if (!host_reader.slot[0].line.protocol)
		meet_envelope(name);
	is(host_was_good(), true, name, "the host broke no rule");
}

static const struct {
	const char *order;
	const char *atr;
	uint32_t level;
	long expected;		/* SW or -errno */
	const char *command;
} faults[] = {
	{ "t1-bad-edc", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-bad-edc x2", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-bad-edc xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-lose", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-lose xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-deaf", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-deaf xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-wrong-ns", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-wrong-ns xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-dup", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-truncate 2", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-truncate 0", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-truncate 4 xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-stray-s", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-stray-s E0 xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-resend x2", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-resend xendless", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-wtx 5 3", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-wtx 1 1", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-wtx endless 3", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-ifs 20", "t1", TPDU, 0x9000, SELECT_CERT },
	{ "t1-abort", "t1", TPDU, -EPROTO, SELECT_CERT },
	{ "t1-bad-edc", "crc", TPDU, 0x9000, SELECT_CERT },
	{ "t1-bad-edc", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t1-lose", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t1-deaf", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t1-truncate 5", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t1-truncate 1", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t1-wtx 3 9", "t1", CHARACTER, 0x9000, SELECT_CERT },
	{ "t0-61", "t0", TPDU, 0x6110, SELECT_CERT },
	{ "t0-61", "t0", TPDU, 0x6110, SIGN },
	{ "t0-61 1", "t0", TPDU, 0x6110, SIGN },
	{ "t0-61 1", "t0", TPDU, 0x6110, READ },
	{ "t0-6c", "t0", TPDU, 0x6c03, SELECT_CERT },
	{ "t0-6c", "t0", TPDU, 0x6c05, READ },
	{ "t0-6c x1", "t0", TPDU, 0x9000, READ },
	{ "t0-6c", "t0", CHARACTER, 0x6c05, READ },
	{ "t0-61 1", "t0", CHARACTER, 0x6110, SIGN },
	{ "t0-procedure", "t0", TPDU, -EPROTO, SELECT_CERT },
	{ "t0-null 20", "t0", CHARACTER, 0x9000, SELECT_CERT },
	{ "t0-null endless", "t0", CHARACTER, -EPROTO, SELECT_CERT },
	{ "t0-odd", "t0", CHARACTER, 0x9000, SELECT_CERT },
	{ "t0-bytewise", "t0", CHARACTER, 0x9000, SELECT_CERT },
	{ "t0-procedure 12", "t0", CHARACTER, -EPROTO, SELECT_CERT },
};

static void survive(size_t i)
{
	const struct shape shape = {
		NULL, faults[i].atr, 3, faults[i].level | 0x38, 271, false,
	};
	unsigned int before;
	char name[64];

	snprintf(name, sizeof(name), "%s, %s, level %u", faults[i].order,
		 faults[i].atr, faults[i].level >> 16);
	start(&shape);
	power();
	sw(JPKI);
	sw(SELECT_CERT);
	before = apdus();
	host_fault(faults[i].order);
	is(sw(faults[i].command), faults[i].expected, name, "is told");
	is(apdus() <= before + 1, true, name, "and ran once at most");
	host_fault("clear");
	power();
	is(sw(JPKI), 0x9000, name, "the card works again");
	before = tried();
	host_fault(faults[i].order);
	sw(WRONG);
	is(tried() <= before + 1, true, name, "no try is spent twice");
	host_fault("clear");
	power();
	is(sw(JPKI), 0x9000, name, "the card works after that");
	is(host_was_good(), true, name, "the host broke no rule");
}

int main(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shapes); i++)
		meet(&shapes[i]);
	for (i = 0; i < ARRAY_SIZE(faults); i++)
		survive(i);
	host_stop();
	return tap_done();
}
