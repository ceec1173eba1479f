// SPDX-License-Identifier: GPL-2.0-only
/*
 * Blocks of T=1 (ISO 7816-3, 11.3 and 11.4).
 *
 * Pure. For the CRC the standard refers to ISO/IEC 13239 and leaves open how.
 * Cards and readers in the field take the polynomial 1021 with the bits of each
 * byte in the order of the line, begin with all ones, do not invert the result,
 * and send its high byte first.
 */
#include "block.h"

#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

static u8 ccid_block_lrc(const u8 *data, u32 len)
{
	u8 sum = 0;

	while (len--)
		sum ^= *data++;
	return sum;
}

static u16 ccid_block_crc(const u8 *data, u32 len)
{
	u16 crc = 0xffff;
	int bit;

	while (len--) {
		crc ^= *data++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x8408 : 0);
	}
	return crc;
}

/**
 * ccid_block_put() - write a block
 * @to: where
 * @b: what; up to CCID_BLOCK_INF_MAX bytes of INF
 * @crc: end it in a CRC rather than the LRC
 *
 * Return: its length, bytes.
 */
u32 ccid_block_put(u8 to[CCID_BLOCK_MAX], const struct ccid_block *b, bool crc)
{
	u32 len = CCID_BLOCK_PROLOGUE + b->len;

	to[0] = 0;
	to[1] = b->pcb;
	to[2] = b->len;
	if (b->len)
		memcpy(to + CCID_BLOCK_PROLOGUE, b->inf, b->len);
	if (crc)
		put_unaligned_be16(ccid_block_crc(to, len), to + len);
	else
		to[len] = ccid_block_lrc(to, len);
	return len + ccid_block_edc(crc);
}

/**
 * ccid_block_get() - check a block and take it apart
 * @ret: the parts, written on success only; @ret->inf points into @data
 * @data: what came
 * @len: how many bytes
 * @crc: it ends in a CRC rather than the LRC
 *
 * Return: 0; -EBADMSG when the EDC is wrong; -EPROTO when the lengths do not
 * add up or NAD is not the 0 of our own blocks.
 */
int ccid_block_get(struct ccid_block *ret, const u8 *data, u32 len, bool crc)
{
	u32 edc = ccid_block_edc(crc), end;
	bool right;

	if (len < CCID_BLOCK_PROLOGUE + edc || data[2] > CCID_BLOCK_INF_MAX)
		return -EPROTO;
	end = CCID_BLOCK_PROLOGUE + data[2];
	if (len != end + edc)
		return -EPROTO;
	if (crc)
		right = get_unaligned_be16(data + end) ==
			ccid_block_crc(data, end);
	else
		right = data[end] == ccid_block_lrc(data, end);
	if (!right)
		return -EBADMSG;
	if (data[0])
		return -EPROTO;
	ret->pcb = data[1];
	ret->len = data[2];
	ret->inf = data + CCID_BLOCK_PROLOGUE;
	return 0;
}
