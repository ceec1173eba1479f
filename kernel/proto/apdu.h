/* SPDX-License-Identifier: GPL-2.0-only */
/* Command APDUs: case, lengths, and whether they carry a secret. */
#ifndef CCID_PROTO_APDU_H
#define CCID_PROTO_APDU_H

#include <linux/types.h>

/* Instructions that the driver has to know (ISO 7816-4). */
#define CCID_INS_VERIFY		0x20
#define CCID_INS_CHANGE		0x24
#define CCID_INS_RESET_RETRY	0x2c
#define CCID_INS_CHANNEL	0x70
#define CCID_INS_EXT_AUTH	0x82
#define CCID_INS_GEN_AUTH	0x86
#define CCID_INS_SELECT		0xa4
#define CCID_INS_ENVELOPE	0xc2
#define CCID_INS_GET_DATA	0xca

/** CCID_CLA_READER - class of what the reader itself answers (PC/SC part 3) */
#define CCID_CLA_READER		0xff

/**
 * struct ccid_apdu_view - a command APDU taken apart
 * @cla: class byte
 * @ins: instruction
 * @p1: first parameter
 * @p2: second parameter
 * @extended: the lengths are of the extended form
 * @data: the command's data, inside the APDU, or NULL
 * @nc: bytes at @data, 0 to 65,535
 * @ne: bytes expected back, 0 to 65,536
 */
struct ccid_apdu_view {
	u8 cla;
	u8 ins;
	u8 p1;
	u8 p2;
	bool extended;
	const u8 *data;
	u32 nc;
	u32 ne;
};

int ccid_apdu_parse(struct ccid_apdu_view *ret, const u8 *apdu, u32 len);
u32 ccid_apdu_room(const struct ccid_apdu_view *v);
bool ccid_apdu_secret(u8 ins);
bool ccid_apdu_opens(const struct ccid_apdu_view *v);
bool ccid_apdu_refused(const struct ccid_apdu_view *v, u16 sw);
bool ccid_apdu_presents(const struct ccid_apdu_view *v);
u8 ccid_apdu_channel(u8 cla);
bool ccid_apdu_has_channel(u8 cla);
bool ccid_apdu_chained(u8 cla);
bool ccid_apdu_plain(u8 cla);

#endif
