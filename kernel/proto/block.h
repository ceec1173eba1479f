/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks of T=1: NAD, PCB, LEN, INF, EDC (ISO 7816-3, 11.3). */
#ifndef CCID_PROTO_BLOCK_H
#define CCID_PROTO_BLOCK_H

#include <linux/types.h>

#define CCID_BLOCK_PROLOGUE	3
#define CCID_BLOCK_INF_MAX	254
/** CCID_BLOCK_MAX - prologue, INF, CRC */
#define CCID_BLOCK_MAX		(CCID_BLOCK_PROLOGUE + CCID_BLOCK_INF_MAX + 2)

/**
 * struct ccid_block - a block taken apart; NAD is 0
 * @pcb: protocol control byte
 * @len: bytes of INF
 * @inf: the information field, @len bytes
 */
struct ccid_block {
	u8 pcb;
	u8 len;
	const u8 *inf;
};

u32 ccid_block_put(u8 to[CCID_BLOCK_MAX], const struct ccid_block *b, bool crc);
int ccid_block_get(struct ccid_block *ret, const u8 *data, u32 len, bool crc);

/** ccid_block_edc() - bytes of EDC */
static inline u32 ccid_block_edc(bool crc)
{
	return crc ? 2 : 1;
}

#endif
