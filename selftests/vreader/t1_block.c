// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blocks of T=1: NAD, PCB, LEN, data, and a check over all of it.
 *
 * ISO 7816-3 leaves the form of the CRC open. Readers in the field take this
 * one: 00 C1 01 FE ends in 54 4E.
 */
#include "t1_block.h"

#include <string.h>

#include "bytes.h"

#define CRC_POLYNOMIAL 0x8408	/* of ISO/IEC 13239, lowest bit first */

static uint8_t lrc_of(const uint8_t *data, size_t len)
{
	uint8_t lrc = 0;

	while (len--)
		lrc ^= *data++;
	return lrc;
}

static uint16_t crc_of(const uint8_t *data, size_t len)
{
	uint16_t crc = 0xffff;
	int bit;

	for (; len; len--) {
		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc >> 1 ^
					 (crc & 1 ? CRC_POLYNOMIAL : 0));
	}
	return crc;
}

static void check_of(const uint8_t *block, bool crc, uint8_t ret[static 2])
{
	size_t len = T1_PROLOGUE + (size_t)block[2];
	uint16_t value = crc_of(block, len);

	put16be(ret, value);
	if (!crc)
		ret[0] = lrc_of(block, len);
}

static bool known_pcb(uint8_t pcb)
{
	if (t1_is_i(pcb))
		return !(pcb & 0x1f);
	if (t1_is_r(pcb))
		return !(pcb & 0x2c) && (pcb & 3) != 3;
	return (pcb & ~T1_RESPONSE) <= T1_WTX;
}

const char *t1_parse(struct t1_block *ret, const uint8_t *raw, size_t len,
		     bool crc)
{
	uint8_t check[2];

	if (len < T1_PROLOGUE + t1_edc_len(crc))
		return "T=1: no whole block";
	if (raw[2] > T1_INF_MAX)
		return "T=1: LEN of 255";
	if (len != T1_PROLOGUE + raw[2] + t1_edc_len(crc))
		return "T=1: LEN and dwLength differ";
	check_of(raw, crc, check);
	if (memcmp(check, raw + T1_PROLOGUE + raw[2], t1_edc_len(crc)))
		return "T=1: wrong LRC or CRC";
	if (raw[0])
		return "T=1: NAD is not zero";
	if (!known_pcb(raw[1]))
		return "T=1: no such PCB";
	ret->pcb = raw[1];
	ret->len = raw[2];
	ret->inf = raw + T1_PROLOGUE;
	return NULL;
}

size_t t1_seal(uint8_t *block, bool crc)
{
	size_t len = T1_PROLOGUE + (size_t)block[2];
	uint8_t check[2];

	check_of(block, crc, check);
	memcpy(block + len, check, t1_edc_len(crc));
	return len + t1_edc_len(crc);
}
