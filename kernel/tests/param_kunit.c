// SPDX-License-Identifier: GPL-2.0-only
/* Protocol, speed and waiting times for cards and readers of the field. */
#include "bytes.h"

#include "param.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>

/* dwFeatures: who does PPS */
#define HOST		0x00010038
#define HOST_NO_BAUD	0x00010018
#define HOST_IFSD	0x00010438
#define HOST_CHARACTER	0x00000038
#define READER		0x000100b8
#define BY_ITSELF	0x00010078
#define SHORT_HOST	0x00020038
#define SHORT_READER	0x000200b8
#define EXT_READER	0x000404ba	/* many contactless readers */
#define EXT_BY_ITSELF	0x0004007e	/* RC-S300 */

/* My Number cards, behind an antenna and on contacts (T=1) */
#define MYNUMBER	"3b 88 80 01 00 00 05 e0 b3 81 a1 00 7f"
#define MYNUMBER_SLOW	"3b e0 00 ff 81 31 fe 45 14"
#define MYNUMBER_251	"3b c5 ff 81 31 fb 45 80 73 c6 01 00 00"
#define MYNUMBER_FAST	"3b da 13 ff 81 31 fb 46 80 12 39 2f 31 c1 73 c6 01 c0" \
			" 3b"
#define MYNUMBER_FIXED	"3b f5 91 00 ff 91 81 71 fe 40 00 42 00 01 00 d1 d6"

#define T0_PLAIN	"3b 00"
#define T0_INVERSE	"3f 95 97 40 1e"
#define T0_97		"3b 10 97"
#define T1_97		"3b 90 97 01"
#define T1_SECOND	"3b 90 13 80 01 02"
#define T1_CRC		"3b 82 81 71 fe 45 01 14 50 00"
#define T0_GUARD	"3b 40 05"
#define FIXED_IMPLICIT	"3b 90 13 10 11"
#define FD_RESERVED	"3b 10 f7"
#define FD_SLOW		"3b 10 61"		/* F 1860, D 1 */

static u8 level_of(u32 features)
{
	if (features & CCID_FEAT_LEVEL_EXT)
		return CCID_LEVEL_EXTENDED;
	if (features & CCID_FEAT_LEVEL_SHORT)
		return CCID_LEVEL_SHORT;
	return features & CCID_FEAT_LEVEL_TPDU ? CCID_LEVEL_TPDU :
						 CCID_LEVEL_CHARACTER;
}

static struct ccid_desc reader(u32 features, u32 protocols)
{
	return (struct ccid_desc){
		.level = level_of(features),
		.features = features,
		.protocols = protocols,
		.clock = 4000,
		.rate = 10753,
		.max_rate = 344086,
		.max_ifsd = 254,
		.max_message = 271,
	};
}

static struct ccid_param choose_for(struct kunit *test,
				    const struct ccid_desc *d, const char *hex,
				    const struct ccid_param_limits *limits)
{
	struct bytes atr = bytes_hex(test, hex);
	struct ccid_param p;
	struct ccid_atr a;

	KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, atr.p, atr.len), 0);
	memset(&p, 0xee, sizeof(p));
	ccid_param_choose(&p, d, &a, limits);
	bytes_free(test, &atr);
	return p;
}

static struct ccid_param choose(struct kunit *test, u32 features, u32 protocols,
				const char *hex,
				const struct ccid_param_limits *limits)
{
	const struct ccid_desc d = reader(features, protocols);

	return choose_for(test, &d, hex, limits);
}

static const struct ccid_param_limits none;

static bool is(struct kunit *test, const u8 *p, u32 len, const char *hex)
{
	struct bytes expected = bytes_hex(test, hex);
	bool same = len == expected.len && !memcmp(p, expected.p, len);

	bytes_free(test, &expected);
	return same;
}

static const struct {
	const char *name;
	const char *atr;
	u32 features;
	u8 protocols;
	u8 protocol;
	u8 ifsd;
	const char *pps;
	const char *set;
} rows[] = {
	{ "antenna, by itself", MYNUMBER, EXT_BY_ITSELF, 2, 1, 0, "", "" },
	{ "antenna, APDUs", MYNUMBER, EXT_READER, 3, 1, 0, "", "" },
	{ "antenna, TPDUs", MYNUMBER, HOST, 3, 1, 0, "",
	  "11 10 00 4d 00 20 00" },
	{ "antenna, T=0 only", MYNUMBER, HOST, 1, 0, 0, "", "11 00 00 0a 00" },
	{ "no TA1", MYNUMBER_SLOW, HOST, 3, 1, 254, "",
	  "11 10 ff 45 00 fe 00" },
	{ "IFSC 251", MYNUMBER_251, HOST, 3, 1, 254, "",
	  "11 10 ff 45 00 fb 00" },
	{ "TA1 13, host", MYNUMBER_FAST, HOST, 3, 1, 254, "ff 11 13 fd",
	  "13 10 ff 46 00 fb 00" },
	{ "the same by characters", MYNUMBER_FAST, HOST_CHARACTER, 3, 1, 254,
	  "ff 11 13 fd", "13 10 ff 46 00 fb 00" },
	{ "TA1 13, reader", MYNUMBER_FAST, READER, 3, 1, 254, "",
	  "13 10 ff 46 00 fb 00" },
	{ "TA1 13, by itself", MYNUMBER_FAST, BY_ITSELF, 3, 1, 0, "", "" },
	{ "TA1 13, fixed rate", MYNUMBER_FAST, HOST_NO_BAUD, 3, 1, 254, "",
	  "11 10 ff 46 00 fb 00" },
	{ "IFSD by the reader", MYNUMBER_FAST, HOST_IFSD, 3, 1, 0,
	  "ff 11 13 fd", "13 10 ff 46 00 fb 00" },
	{ "APDUs, nobody does PPS", MYNUMBER_FAST, SHORT_HOST, 3, 1, 254, "",
	  "11 10 ff 46 00 fb 00" },
	{ "APDUs, the reader does", MYNUMBER_FAST, SHORT_READER, 3, 1, 254, "",
	  "13 10 ff 46 00 fb 00" },
	{ "specific mode", MYNUMBER_FIXED, HOST, 3, 1, 254, "",
	  "91 10 ff 40 00 fe 00" },
	{ "specific, implicit", FIXED_IMPLICIT, HOST, 3, 1, 254, "",
	  "11 10 00 4d 00 20 00" },
	{ "T=0", T0_PLAIN, HOST, 3, 0, 254, "", "11 00 00 0a 00" },
	{ "T=0, inverse", T0_INVERSE, HOST, 3, 0, 254, "ff 10 96 79",
	  "96 02 00 1e 00" },
	{ "T=0, guard time", T0_GUARD, HOST, 3, 0, 254, "", "11 00 05 0a 00" },
	{ "too fast for the reader", T0_97, HOST, 3, 0, 254, "ff 10 96 79",
	  "96 00 00 0a 00" },
	{ "too fast, T=1", T1_97, HOST, 3, 1, 254, "ff 11 96 78",
	  "96 10 00 4d 00 20 00" },
	{ "second protocol", T1_SECOND, HOST, 2, 1, 254, "ff 11 13 fd",
	  "13 10 00 4d 00 20 00" },
	{ "second, reset speed", T1_SECOND, HOST_NO_BAUD, 2, 1, 254, "ff 01 fe",
	  "11 10 00 4d 00 20 00" },
	{ "first of two", T1_SECOND, HOST, 3, 0, 254, "ff 10 13 fc",
	  "13 00 00 0a 00" },
	{ "CRC", T1_CRC, HOST, 3, 1, 254, "", "11 11 00 45 00 fe 00" },
	{ "reserved code", FD_RESERVED, HOST, 3, 0, 254, "", "11 00 00 0a 00" },
	{ "slower than reset", FD_SLOW, HOST, 3, 0, 254, "", "11 00 00 0a 00" },
	{ "no protocol in common", T0_PLAIN, HOST, 2, 0, 254, "",
	  "11 00 00 0a 00" },
};

static void each_card_gets_what_it_can_do(struct kunit *test)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct ccid_param p = choose(test, rows[i].features,
					     rows[i].protocols, rows[i].atr,
					     &none);

		KUNIT_ASSERT_TRUE_MSG(test, p.protocol == rows[i].protocol,
				      "%s: T=%u", rows[i].name, p.protocol);
		KUNIT_ASSERT_TRUE_MSG(test, p.ifsd == rows[i].ifsd,
				      "%s: IFSD %u", rows[i].name, p.ifsd);
		KUNIT_ASSERT_TRUE_MSG(test, is(test, p.pps, p.pps_len,
					       rows[i].pps),
				      "%s: PPS for %02x", rows[i].name, p.fd);
		KUNIT_ASSERT_TRUE_MSG(test, is(test, p.set, p.set_len,
					       rows[i].set),
				      "%s: parameters for %02x", rows[i].name,
				      p.fd);
	}
}

static u8 speed(struct kunit *test, u32 max_rate, const char *rates)
{
	struct bytes list = bytes_hex(test, rates);
	const struct ccid_param_limits limits = {
		.rates = list.p, .rates_len = list.len,
	};
	struct ccid_desc d = reader(HOST, 3);
	struct ccid_param p;

	d.max_rate = max_rate;
	p = choose_for(test, &d, T0_97, &limits);
	bytes_free(test, &list);
	return p.fd;
}

static void the_reader_bounds_the_speed(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, speed(test, 499999, ""), 0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 500000, ""), 0x97);
	KUNIT_ASSERT_EQ(test, speed(test, 250000, ""), 0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 249999, ""), 0x95);
	KUNIT_ASSERT_EQ(test, speed(test, 200000, ""), 0x95);
	KUNIT_ASSERT_EQ(test, speed(test, 10000, ""), 0x11);
	/* 250,000 is 03d090; 62,500 is f424; 31,250 is 7a12 */
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "90 d0 03 00"), 0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "91 d0 03 00"), 0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "8f d0 03 00"), 0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "92 d0 03 00 24 f4 00 00"),
			0x94);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "01 2a 00 00 12 7a 00 00"),
			0x93);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "01 2a 00 00"), 0x11);
	/* nothing, zeros, and a last entry cut short bind nothing */
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "00 00 00 00 01 2a 00"),
			0x96);
	KUNIT_ASSERT_EQ(test, speed(test, 344086, "01"), 0x96);
}

static void a_reader_may_not_bear_s_ifs(struct kunit *test)
{
	const struct ccid_param_limits limits = { .no_ifs = true };

	KUNIT_ASSERT_EQ(test, choose(test, HOST, 3, MYNUMBER_FAST,
				     &limits).ifsd, 0);
}

/* For 4 MHz, by the formulas of ISO 7816-3. */
static void the_times_are_those_of_the_card(struct kunit *test)
{
	static const struct {
		const char *atr;
		u32 features;
		u32 ms;
	} times[] = {
		{ MYNUMBER, EXT_BY_ITSELF, 5000 },
		{ MYNUMBER, HOST, 5000 },
		{ "3b 80 01", HOST, 201069 },	/* BWI 4, CWI 13 */
		{ MYNUMBER_SLOW, HOST, 3736 },	/* BWI 4, CWI 5, N 255 */
		{ "3b 80 01", SHORT_READER, 5000 },
		{ "3b 80 81 21 90 00", SHORT_READER, 45713 },	/* BWI 9 */
		{ T0_PLAIN, HOST, 232134 },	/* WI 10 */
		{ T0_PLAIN, SHORT_READER, 5357 },
		{ "3b 80 40 01", HOST, 23219 },	/* WI 1 */
		{ "3b 80 40 ff", HOST, 300000 },	/* WI 255: the limit */
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		struct ccid_param p = choose(test, times[i].features, 3,
					     times[i].atr, &none);

		KUNIT_ASSERT_TRUE_MSG(test, p.base_ms == times[i].ms,
				      "%s: %u", times[i].atr, p.base_ms);
	}
}

/* What the answer to "ff 11 13 fd" makes of the speed; 0: refused. */
static u8 agreed(struct kunit *test, const char *answer)
{
	struct ccid_param p = choose(test, HOST, 3, MYNUMBER_FAST, &none);
	struct bytes bytes = bytes_hex(test, answer);
	u32 fast_ms = p.base_ms;
	int err = ccid_param_pps(&p, bytes.p, bytes.len);

	bytes_free(test, &bytes);
	if (err) {
		KUNIT_ASSERT_EQ(test, err, -EPROTO);
		KUNIT_ASSERT_EQ(test, p.fd, 0x13);
		return 0;
	}
	KUNIT_ASSERT_EQ(test, p.set[0], p.fd);
	KUNIT_ASSERT_EQ(test, p.base_ms > fast_ms, p.fd == 0x11);
	return p.fd;
}

static void an_answer_to_pps_agrees_or_refuses(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 11 13 fd"), 0x13);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 01 fe"), 0x11);
	KUNIT_ASSERT_EQ(test, agreed(test, ""), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 11 13"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 11 13 fc"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 11 12 fc"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 10 13 fc"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 00 ff"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 01 ff"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "fe 01 ff"), 0);
	KUNIT_ASSERT_EQ(test, agreed(test, "ff 11 13 fd 00"), 0);
}

static void a_refused_card_keeps_to_its_reset(struct kunit *test)
{
	struct ccid_param p = choose(test, HOST, 2, T1_SECOND, &none);

	KUNIT_ASSERT_EQ(test, p.pps_len, 4);
	ccid_param_refused(&p);
	KUNIT_ASSERT_EQ(test, p.protocol, 0);
	KUNIT_ASSERT_EQ(test, p.fd, 0x11);
	KUNIT_ASSERT_EQ(test, p.pps_len, 0);
	KUNIT_ASSERT_TRUE(test, is(test, p.set, p.set_len, "11 00 00 0a 00"));
	KUNIT_ASSERT_EQ(test, p.base_ms, 232134);
}

static int read_in(struct kunit *test, struct ccid_param *p, u8 protocol,
		   const char *hex)
{
	struct bytes bytes = bytes_hex(test, hex);
	int err = ccid_param_read(p, protocol, bytes.p, bytes.len);

	bytes_free(test, &bytes);
	return err;
}

static void what_is_in_force_is_read_back(struct kunit *test)
{
	struct ccid_param p = choose(test, HOST, 3, MYNUMBER_FAST, &none);

	KUNIT_ASSERT_EQ(test, read_in(test, &p, 1, "94 13 02 65 00 7f 00"), 0);
	KUNIT_ASSERT_EQ(test, p.protocol, 1);
	KUNIT_ASSERT_EQ(test, p.fd, 0x94);
	KUNIT_ASSERT_TRUE(test, p.crc);
	KUNIT_ASSERT_TRUE(test, p.inverse);
	KUNIT_ASSERT_EQ(test, p.guard, 2);
	KUNIT_ASSERT_EQ(test, p.bwi, 6);
	KUNIT_ASSERT_EQ(test, p.cwi, 5);
	KUNIT_ASSERT_EQ(test, p.ifsc, 127);
	KUNIT_ASSERT_EQ(test, read_in(test, &p, 0, "11 00 05 0b 00"), 0);
	KUNIT_ASSERT_EQ(test, p.protocol, 0);
	KUNIT_ASSERT_EQ(test, p.fd, 0x11);
	KUNIT_ASSERT_EQ(test, p.wi, 11);
	KUNIT_ASSERT_EQ(test, read_in(test, &p, 0, "f0 00 05 0b 00"), 0);
	KUNIT_ASSERT_EQ(test, p.base_ms, 60000);
}

static void parameters_without_sense_change_nothing(struct kunit *test)
{
	static const struct {
		u8 protocol;
		const char *hex;
	} bad[] = {
		{ 0, "" }, { 1, "" }, { 2, "11 00 00 0a 00" },
		{ 0, "11 00 00 0a" }, { 0, "11 10 00 4d 00 20 00" },
		{ 1, "11 00 00 0a 00" }, { 1, "11 10 00 4d 00 20" },
		{ 1, "11 10 00 4d 00 20 00 00" },
		{ 1, "11 10 00 4d 00 00 00" }, { 1, "11 10 00 4d 00 ff 00" },
		{ 1, "11 10 00 ad 00 20 00" }, { 255, "11 10 00 4d 00 20 00" },
	};
	struct ccid_param p = choose(test, HOST, 3, MYNUMBER_FAST, &none);
	const struct ccid_param before = p;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		KUNIT_ASSERT_EQ(test, read_in(test, &p, bad[i].protocol,
					      bad[i].hex), -EPROTO);
		KUNIT_ASSERT_EQ(test, memcmp(&p, &before, sizeof(p)), 0);
	}
}

/* No ATR, and no answer of a reader, leads to a wait of nothing or for ever. */
static void any_card_in_any_reader_has_bounds(struct kunit *test)
{
	u32 seed = 7816, round, i;
	struct ccid_param p;
	struct ccid_atr a;
	u8 noise[33];

	for (round = 0; round < MANY(20000); round++) {
		struct ccid_desc d = {
			.level = next_random(&seed) % 4,
			.features = next_random(&seed),
			.protocols = 1 + next_random(&seed) % 3,
			.clock = 1 + next_random(&seed) % 20000,
			.max_rate = next_random(&seed),
			.max_ifsd = 32 + next_random(&seed) % 223,
		};

		for (i = 0; i < sizeof(noise); i++)
			noise[i] = (u8)next_random(&seed);
		noise[0] = 0x3b;
		KUNIT_ASSERT_EQ(test, ccid_atr_parse(&a, noise, 33), 0);
		ccid_param_choose(&p, &d, &a, &none);
		if (round % 2)
			ccid_param_read(&p, 1, noise + 3, 7);
		KUNIT_ASSERT_GE(test, p.base_ms, 1000);
		KUNIT_ASSERT_LE(test, p.base_ms, 300000);
		KUNIT_ASSERT_LE(test, p.protocol, 1);
		KUNIT_ASSERT_GE(test, p.ifsc, 1);
		KUNIT_ASSERT_LE(test, p.ifsc, 254);
		KUNIT_ASSERT_LE(test, p.pps_len, 4);
		KUNIT_ASSERT_LE(test, p.set_len, 7);
	}
}

static struct kunit_case param_cases[] = {
	KUNIT_CASE(each_card_gets_what_it_can_do),
	KUNIT_CASE(the_reader_bounds_the_speed),
	KUNIT_CASE(a_reader_may_not_bear_s_ifs),
	KUNIT_CASE(the_times_are_those_of_the_card),
	KUNIT_CASE(an_answer_to_pps_agrees_or_refuses),
	KUNIT_CASE(a_refused_card_keeps_to_its_reset),
	KUNIT_CASE(what_is_in_force_is_read_back),
	KUNIT_CASE(parameters_without_sense_change_nothing),
	KUNIT_CASE(any_card_in_any_reader_has_bounds),
	{}
};

static struct kunit_suite param_suite = {
	.name = "ccid_param",
	.test_cases = param_cases,
};

kunit_test_suite(param_suite);
