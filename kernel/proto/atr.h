/* SPDX-License-Identifier: GPL-2.0-only */
/* Answer-to-reset (ISO 7816-3, section 8). */
#ifndef CCID_PROTO_ATR_H
#define CCID_PROTO_ATR_H

#include <linux/types.h>

/** CCID_ATR_MIN - TS and T0 */
#define CCID_ATR_MIN		2

/**
 * struct ccid_atr - an answer-to-reset, taken apart
 * @inverse: inverse convention (TS 3F)
 * @protocol: first protocol offered, 0 or 1; 0 when none is named
 * @protocols: bit T for each protocol T below 16 that is named; T=0 if none
 * @fd: TA1, or 0x11 where it is left out
 * @guard: TC1, or 0
 * @specific: TA2 is there: the protocol is fixed
 * @specific_protocol: low nibble of TA2
 * @implicit: TA2 says that the speed is not TA1's
 * @wi: waiting integer for T=0, default 10
 * @ifsc: information field size of the card for T=1, 1 to 254, default 32
 * @bwi: block waiting integer for T=1, 0 to 9, default 4
 * @cwi: character waiting integer for T=1, default 13
 * @crc: T=1 uses a CRC rather than the LRC
 * @contactless: a synthetic ATR for ISO 14443-4 (80 01 and historical bytes):
 *	no protocol to negotiate behind it
 * @checked: TCK is there and right, or not needed
 * @historical: offset of the historical bytes
 * @historical_len: how many, 0 to 15
 */
struct ccid_atr {
	bool inverse;
	u8 protocol;
	u16 protocols;
	u8 fd;
	u8 guard;
	bool specific;
	u8 specific_protocol;
	bool implicit;
	u8 wi;
	u8 ifsc;
	u8 bwi;
	u8 cwi;
	bool crc;
	bool contactless;
	bool checked;
	u8 historical;
	u8 historical_len;
};

int ccid_atr_parse(struct ccid_atr *ret, const u8 *atr, u32 len);

#endif
