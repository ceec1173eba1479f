// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * BER-TLV from a card that may lie: every length is held against the bytes
 * that are there. Tags of up to three bytes, definite lengths of up to two.
 */
#include "tlv.h"

#define TAG_MAX		3
#define TAG_GOES_ON	0x1f	/* in the first byte */
#define MORE		0x80	/* in those that follow */

/* Returns the bytes that the tag takes, or 0. */
static size_t take_tag(struct jpki_bytes bytes, uint32_t *ret)
{
	size_t n = 1;

	if (!bytes.len)
		return 0;
	*ret = bytes.p[0];
	if ((bytes.p[0] & TAG_GOES_ON) != TAG_GOES_ON)
		return n;
	do {
		if (n == bytes.len || n == TAG_MAX)
			return 0;
		*ret = *ret << 8 | bytes.p[n];
	} while (bytes.p[n++] & MORE);
	return n;
}

/* Returns the bytes that the length takes, or 0. */
static size_t take_length(const uint8_t *p, size_t room, size_t *ret)
{
	size_t i, n;

	if (!room)
		return 0;
	*ret = p[0];
	if (p[0] < 0x80)
		return 1;
	n = p[0] & 0x7fU;
	if (n < 1 || n > 2 || n >= room)
		return 0;
	*ret = 0;
	for (i = 1; i <= n; i++)
		*ret = *ret << 8 | p[i];
	return n + 1;
}

size_t jpki_tlv_header(struct jpki_bytes bytes, struct jpki_tlv *ret)
{
	size_t tag_len, length_len;

	tag_len = take_tag(bytes, &ret->tag);
	if (!tag_len)
		return 0;
	length_len = take_length(bytes.p + tag_len, bytes.len - tag_len,
				 &ret->value.len);
	if (!length_len)
		return 0;
	ret->value.p = bytes.p + tag_len + length_len;
	return tag_len + length_len;
}

bool jpki_tlv_take(struct jpki_bytes *rest, struct jpki_tlv *ret)
{
	size_t header = jpki_tlv_header(*rest, ret);

	if (!header || ret->value.len > rest->len - header)
		return false;
	rest->p += header + ret->value.len;
	rest->len -= header + ret->value.len;
	return true;
}
