// SPDX-License-Identifier: GPL-2.0-only
/*
 * The CCID class descriptor (CCID 1.1, 5.1).
 *
 * Pure. Published readers announce clocks in the wrong unit, messages shorter
 * than a short APDU and reserved protocol bits; a value that cannot be is
 * replaced by the one that works with every reader seen.
 */
#include "desc.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#define CCID_CLOCK_DEFAULT	4000	/* kHz */
#define CCID_CLOCK_MAX		20000	/* kHz */
#define CCID_RATE_DEFAULT	10753	/* 4 MHz / 372, bits per second */
#define CCID_IFSD_DEFAULT	32	/* ISO 7816-3, 11.4.2 */
#define CCID_IFSD_MAX		254

/**
 * ccid_desc_find() - find the class descriptor among the extra bytes
 * @extra: class-specific bytes after an interface or endpoint descriptor
 * @len: how many
 * @type: bDescriptorType to look for, CCID_DESC_TYPE but for known devices
 *
 * Neighbours and surplus bytes are passed over; a DFU functional descriptor
 * has the same type and is told by its length.
 *
 * Return: the first byte of the descriptor, with CCID_DESC_LEN bytes to read,
 * or NULL.
 */
const u8 *ccid_desc_find(const u8 *extra, u32 len, u8 type)
{
	while (len >= 2 && extra[0] >= 2 && extra[0] <= len) {
		if (extra[1] == type && extra[0] >= CCID_DESC_LEN)
			return extra;
		len -= extra[0];
		extra += extra[0];
	}
	return NULL;
}

static u8 ccid_desc_level(u32 features)
{
	if (features & CCID_FEAT_LEVEL_EXT)
		return CCID_LEVEL_EXTENDED;
	if (features & CCID_FEAT_LEVEL_SHORT)
		return CCID_LEVEL_SHORT;
	if (features & CCID_FEAT_LEVEL_TPDU)
		return CCID_LEVEL_TPDU;
	return CCID_LEVEL_CHARACTER;
}

static u32 ccid_desc_clock(u32 khz)
{
	return khz && khz <= CCID_CLOCK_MAX ? khz : CCID_CLOCK_DEFAULT;
}

/**
 * ccid_desc_parse() - take the class descriptor apart
 * @ret: the facts, written on success only
 * @raw: the descriptor as ccid_desc_find() gave it
 *
 * Return: 0, or -EINVAL when bMaxSlotIndex is over 15, the one value that
 * nothing sensible can be made of.
 */
int ccid_desc_parse(struct ccid_desc *ret, const u8 raw[CCID_DESC_LEN])
{
	struct ccid_desc d = {
		.bcd = get_unaligned_le16(raw + 2),
		.voltages = raw[5] & 7,
		.protocols = get_unaligned_le32(raw + 6) & 3,
		.clock = ccid_desc_clock(get_unaligned_le32(raw + 10)),
		.rate = get_unaligned_le32(raw + 19),
		.max_rate = get_unaligned_le32(raw + 23),
		.rates = raw[27],
		.max_ifsd = get_unaligned_le32(raw + 28),
		.features = get_unaligned_le32(raw + 40),
		.max_message = get_unaligned_le32(raw + 44),
		.get_response = raw[48],
		.envelope = raw[49],
		.pin_support = raw[52] & 3,
	};

	if (raw[4] >= CCID_SLOTS_MAX)
		return -EINVAL;
	d.slots = raw[4] + 1;
	d.level = ccid_desc_level(d.features);
	if (!d.voltages)
		d.voltages = CCID_VOLTAGE_5 | CCID_VOLTAGE_3 | CCID_VOLTAGE_1_8;
	if (!d.protocols)
		d.protocols = 3;
	if (!d.rate)
		d.rate = CCID_RATE_DEFAULT;
	d.max_rate = max(d.max_rate, d.rate);
	d.max_ifsd = clamp(d.max_ifsd, (u32)CCID_IFSD_DEFAULT,
			   (u32)CCID_IFSD_MAX);
	d.max_message = clamp(d.max_message, 64U, (u32)CCID_MSG_MAX);
	*ret = d;
	return 0;
}
