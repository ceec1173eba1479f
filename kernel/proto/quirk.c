// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readers that are not what they say, or not what the specification says.
 *
 * Pure. One table, from vendor, product and firmware to flags, whose meaning is
 * in quirk.h. What can be put right in the descriptor is put right here, the
 * rest is looked up where it matters.
 */
#include "quirk.h"

#include "desc.h"

#include <linux/ccid.h>
#include <linux/kernel.h>

/**
 * struct ccid_oddity - a row of the table
 * @vid: idVendor
 * @pid: idProduct
 * @flags: CCID_QUIRK_*
 * @from: the first bcdDevice that has them
 * @before: the first one that has them no more; 0: all have them
 */
struct ccid_oddity {
	u16 vid;
	u16 pid;
	u32 flags;
	u16 from;
	u16 before;
};

static const struct ccid_oddity ccid_oddities[] = {
	/* made before the specification was final */
	{ 0x08e6, 0x1359, CCID_QUIRK_DESC_FF },
	{ 0x08e6, 0x2202, CCID_QUIRK_DESC_FF },
	{ 0x08e6, 0xace0, CCID_QUIRK_DESC_FF },
	{ 0x09be, 0x0002, CCID_QUIRK_DESC_FF },
	{ 0x413c, 0x2100, CCID_QUIRK_DESC_FF },

	/* HP */
	{ 0x03f0, 0x0036, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0124 },
	{ 0x03f0, 0x1024, CCID_QUIRK_NO_PIN_PAD },
	{ 0x03f0, 0x124a, CCID_QUIRK_NO_PIN_PAD },
	{ 0x03f0, 0x164a, CCID_QUIRK_NO_PIN_PAD },
	{ 0x03f0, 0x174a, CCID_QUIRK_NO_PIN_PAD },
	{ 0x03f0, 0x184a, CCID_QUIRK_NO_PIN_PAD },
	/* Cherry XX33 */
	{ 0x046a, 0x0005, CCID_QUIRK_EMV },
	/* SCM SCR331, SCR331-DI, SPR532, SCL010 */
	{ 0x04e6, 0xe001, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0516 },
	{ 0x04e6, 0x5111, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0620 },
	{ 0x04e6, 0xe003, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0510 },
	{ 0x04e6, 0x5291, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0112 },
	/* Chicony */
	{ 0x04f2, 0x1469, CCID_QUIRK_NO_PIN_PAD },
	/* SafeNet eToken */
	{ 0x0529, 0x0620, CCID_QUIRK_NO_IFS, 0x0012, 0x0014 },
	/* Alcor Micro AU9520, AU9540 */
	{ 0x058f, 0x9520, CCID_QUIRK_NO_AUTOSUSPEND },
	{ 0x058f, 0x9520, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0102 },
	{ 0x058f, 0x9540, CCID_QUIRK_RATE_200K },
	/* ACS ACR122U, ACR39U */
	{ 0x072f, 0x2200, CCID_QUIRK_SLOW | CCID_QUIRK_EMPTY_TIMEOUT },
	{ 0x072f, 0x2200, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0206 },
	{ 0x072f, 0xb100, CCID_QUIRK_STATUS_LOST },
	/* a rebadged OMNIKEY 3x21 */
	{ 0x076b, 0x3a21, CCID_QUIRK_NO_PIN_PAD },
	/* C3PO LTC31, LTC36 */
	{ 0x0783, 0x0003, CCID_QUIRK_NO_AUTOSUSPEND },
	{ 0x0783, 0x0006, CCID_QUIRK_NO_PIN_PAD },
	/* Gemalto GemCore SIM Pro, GemPC433 */
	{ 0x08e6, 0x3480, CCID_QUIRK_ALWAYS_PRESENT, .before = 0x0200 },
	{ 0x08e6, 0x4433, CCID_QUIRK_EMV },
	/* Gemalto Prox-DU, Prox-SU: a contact and a contactless interface */
	{ 0x08e6, 0x5503, CCID_QUIRK_SERIALISE },
	{ 0x08e6, 0x5504, CCID_QUIRK_SERIALISE },
	/* ActivCard V2 */
	{ 0x09c3, 0x0008, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0203 },
	/* id3 CL1356 */
	{ 0x0b81, 0x0200, CCID_QUIRK_SETTLE | CCID_QUIRK_SLOW },
	/* O2Micro OZ776 */
	{ 0x0b97, 0x7762, CCID_QUIRK_RATE_9600 },
	{ 0x0b97, 0x7772, CCID_QUIRK_RATE_9600 },
	/* Fujitsu */
	{ 0x0bf8, 0x1005, CCID_QUIRK_NO_PIN_PAD },
	{ 0x0bf8, 0x1017, CCID_QUIRK_NO_PIN_PAD },
	{ 0x0bf8, 0x1022, CCID_QUIRK_NO_PIN_PAD },
	/* KOBIL; the last one is the IDToken */
	{ 0x0d46, 0x3001, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0037 },
	{ 0x0d46, 0x3002, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0037 },
	{ 0x0d46, 0x3010, CCID_QUIRK_SHORT },
	{ 0x0d46, 0x301d, CCID_QUIRK_OFF_BEFORE_ON },
	/* Athena */
	{ 0x0dc3, 0x1004, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0502 },
	{ 0x0dc3, 0x1102, CCID_QUIRK_OLD_FIRMWARE, .before = 0x0607 },
	/* bit4id miniLector */
	{ 0x25dd, 0x3111, CCID_QUIRK_NO_PIN_PAD },
};

static bool ccid_odd(const struct ccid_oddity *o, u16 vid, u16 pid,
		     u16 firmware)
{
	return o->vid == vid && o->pid == pid && firmware >= o->from &&
	       (!o->before || firmware < o->before);
}

/**
 * ccid_quirks() - what is odd about a reader
 * @vid: idVendor
 * @pid: idProduct
 * @firmware: bcdDevice
 *
 * Return: CCID_QUIRK_*.
 */
u32 ccid_quirks(u16 vid, u16 pid, u16 firmware)
{
	u32 flags = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ccid_oddities); i++)
		if (ccid_odd(&ccid_oddities[i], vid, pid, firmware))
			flags |= ccid_oddities[i].flags;
	return flags;
}

/**
 * ccid_quirks_apply() - have a descriptor say what is true
 * @quirks: CCID_QUIRK_* of the reader
 * @d: its descriptor
 */
void ccid_quirks_apply(u32 quirks, struct ccid_desc *d)
{
	if (quirks & CCID_QUIRK_SHORT && d->level == CCID_LEVEL_EXTENDED)
		d->level = CCID_LEVEL_SHORT;
	if (quirks & CCID_QUIRK_NO_PIN_PAD)
		d->pin_support = 0;
	if (quirks & CCID_QUIRK_RATE_9600)
		d->max_rate = 9600;
	if (quirks & CCID_QUIRK_RATE_200K && d->max_rate > 200000)
		d->max_rate = 200000;
}
