// SPDX-License-Identifier: GPL-2.0-or-later
/* BER-TLV, well formed and hostile. */
#include <stdlib.h>

#include "tap.h"
#include "tlv.h"

#define BYTES(...) \
	((struct jpki_bytes){ (const uint8_t[]){ __VA_ARGS__ }, \
			      sizeof((const uint8_t[]){ __VA_ARGS__ }) })

static void check(struct jpki_bytes bytes, size_t header, uint32_t tag,
		  size_t len)
{
	struct jpki_tlv tlv = { .tag = 0 };

	CHECK_LONG(jpki_tlv_header(bytes, &tlv), header);
	if (!header)
		return;
	CHECK_LONG(tlv.tag, tag);
	CHECK_LONG(tlv.value.len, len);
	CHECK(tlv.value.p == bytes.p + header);
}

static void headers_of_every_form(void)
{
	check(BYTES(0x5a, 0x00), 2, 0x5a, 0);
	check(BYTES(0x5a, 0x7f), 2, 0x5a, 127);
	check(BYTES(0x5a, 0x81, 0x80), 3, 0x5a, 128);
	check(BYTES(0x5a, 0x82, 0x01, 0x02), 4, 0x5a, 258);
	check(BYTES(0xff, 0x20, 0x82, 0xff, 0xff), 5, 0xff20, 65535);
	check(BYTES(0xdf, 0x81, 0x01, 0x05), 4, 0xdf8101, 5);
}

static void headers_cut_short(void)
{
	check((struct jpki_bytes){ NULL, 0 }, 0, 0, 0);
	check(BYTES(0x5a), 0, 0, 0);
	check(BYTES(0xff), 0, 0, 0);
	check(BYTES(0xff, 0x20), 0, 0, 0);
	check(BYTES(0x5a, 0x81), 0, 0, 0);
	check(BYTES(0x5a, 0x82, 0x01), 0, 0, 0);
}

static void headers_that_are_none(void)
{
	check(BYTES(0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 0, 0, 0);
	check(BYTES(0xdf, 0x81, 0x81, 0x01, 0x00), 0, 0, 0);
	check(BYTES(0x5a, 0x80, 0x00, 0x00), 0, 0, 0);
	check(BYTES(0x5a, 0x83, 0x00, 0x00, 0x01), 0, 0, 0);
	check(BYTES(0x5a, 0xff, 0x00, 0x00), 0, 0, 0);
}

static void objects_are_taken_one_by_one(void)
{
	struct jpki_bytes rest = BYTES(0x5a, 0x01, 0xaa, 0xdf, 0x22, 0x00,
				       0x5b, 0x02, 0xbb);
	struct jpki_tlv tlv;

	CHECK(jpki_tlv_take(&rest, &tlv));
	CHECK_LONG(tlv.tag, 0x5a);
	CHECK_LONG(tlv.value.p[0], 0xaa);
	CHECK(jpki_tlv_take(&rest, &tlv));
	CHECK_LONG(tlv.tag, 0xdf22);
	CHECK_LONG(tlv.value.len, 0);
	CHECK(!jpki_tlv_take(&rest, &tlv));	/* one byte is missing */
	CHECK_LONG(rest.len, 3);
}

/* Each in a block of its own size, so that the sanitizer sees one byte more. */
static void random_bytes_are_never_left(void)
{
	unsigned int seed = 4711;
	int round;

	for (round = 0; round < 20000; round++) {
		size_t i, len = (size_t)rand_r(&seed) % 12;
		uint8_t *block = malloc(len + !len);
		struct jpki_bytes rest = { block, len };
		struct jpki_tlv tlv;

		for (i = 0; i < len; i++)
			block[i] = rand_r(&seed) % 3 ?
				(uint8_t)rand_r(&seed) : 0x81;
		while (jpki_tlv_take(&rest, &tlv))
			for (i = 0; i < tlv.value.len; i++)
				CHECK(tlv.value.p + i < block + len);
		CHECK(rest.p + rest.len == block + len);
		free(block);
	}
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(headers_of_every_form),
		TAP_CASE(headers_cut_short),
		TAP_CASE(headers_that_are_none),
		TAP_CASE(objects_are_taken_one_by_one),
		TAP_CASE(random_bytes_are_never_left),
	};

	return TAP_RUN(cases);
}
