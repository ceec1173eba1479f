/* SPDX-License-Identifier: GPL-2.0-only */
/* The CCID class descriptor: find it, check it, make it plausible. */
#ifndef CCID_PROTO_DESC_H
#define CCID_PROTO_DESC_H

#include <linux/types.h>

/** CCID_DESC_LEN - bytes of the class descriptor (CCID 1.1, 5.1) */
#define CCID_DESC_LEN		54
/** CCID_DESC_TYPE - its bDescriptorType */
#define CCID_DESC_TYPE		0x21
/** CCID_DESC_TYPE_EARLY - that of a few known devices */
#define CCID_DESC_TYPE_EARLY	0xff

/** CCID_SLOTS_MAX - the most slots of a reader: bMaxSlotIndex is 0 to 15 */
#define CCID_SLOTS_MAX		16

/* bVoltageSupport */
#define CCID_VOLTAGE_5		0x01
#define CCID_VOLTAGE_3		0x02
#define CCID_VOLTAGE_1_8	0x04

/* bPINSupport */
#define CCID_PIN_SUPPORT_VERIFY	0x01

/* dwFeatures */
#define CCID_FEAT_AUTO_PARAM	0x00000002
#define CCID_FEAT_AUTO_POWER	0x00000004
#define CCID_FEAT_AUTO_VOLTAGE	0x00000008
#define CCID_FEAT_AUTO_BAUD	0x00000020
#define CCID_FEAT_AUTO_ALL	0x00000040	/* speed and protocol */
#define CCID_FEAT_AUTO_PPS	0x00000080	/* once parameters are set */
#define CCID_FEAT_AUTO_IFSD	0x00000400
#define CCID_FEAT_LEVEL_TPDU	0x00010000
#define CCID_FEAT_LEVEL_SHORT	0x00020000
#define CCID_FEAT_LEVEL_EXT	0x00040000

/** CCID_MSG_MIN - the least room for a message: header and 256 + 5 bytes */
#define CCID_MSG_MIN		(10 + 261)
/** CCID_MSG_MAX - the longest message: header, extended APDU */
#define CCID_MSG_MAX		(10 + 65544)

/**
 * struct ccid_desc - what the reader can do, after sanitising
 * @bcd: CCID version claimed; informs, never gates
 * @slots: 1 to CCID_SLOTS_MAX
 * @voltages: CCID_VOLTAGE_*, never empty
 * @level: CCID_LEVEL_* of the UAPI, the highest that the reader claims
 * @pin_support: CCID_PIN_SUPPORT_VERIFY, and bit 1 for changing PINs
 * @get_response: class of GET RESPONSE, ff: that of the command
 * @envelope: class of ENVELOPE, ff: that of the command
 * @protocols: bit 0 T=0, bit 1 T=1
 * @features: dwFeatures as given
 * @clock: kHz, 1 to 20,000
 * @rate: bits per second, never 0
 * @max_rate: bits per second, not under @rate
 * @rates: entries of the list that GET_DATA_RATES gives
 * @max_ifsd: bytes, 32 to 254
 * @max_message: bytes, 64 to CCID_MSG_MAX
 */
struct ccid_desc {
	u16 bcd;
	u8 slots;
	u8 voltages;
	u8 level;
	u8 pin_support;
	u8 get_response;
	u8 envelope;
	u32 protocols;
	u32 features;
	u32 clock;
	u32 rate;
	u32 max_rate;
	u8 rates;
	u32 max_ifsd;
	u32 max_message;
};

const u8 *ccid_desc_find(const u8 *extra, u32 len, u8 type);
int ccid_desc_parse(struct ccid_desc *ret, const u8 raw[CCID_DESC_LEN]);

#endif
