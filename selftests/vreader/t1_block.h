/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_T1_BLOCK_H
#define VREADER_T1_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define T1_PROLOGUE	3
#define T1_INF_MAX	254
#define T1_BLOCK_MAX	(T1_PROLOGUE + T1_INF_MAX + 2)

#define T1_R		0x80
#define T1_S		0xc0
#define T1_RESPONSE	0x20
#define T1_RESYNCH	0xc0
#define T1_IFS		0xc1
#define T1_ABORT	0xc2
#define T1_WTX		0xc3
#define T1_MORE		0x20	/* of an I-block */

/**
 * struct t1_block - a block taken apart
 * @inf: points into the raw block
 */
struct t1_block {
	uint8_t pcb;
	uint8_t len;
	const uint8_t *inf;
};

static inline bool t1_is_i(uint8_t pcb)
{
	return !(pcb & 0x80);
}

static inline bool t1_is_r(uint8_t pcb)
{
	return (pcb & 0xc0) == T1_R;
}

static inline uint8_t t1_ns(uint8_t pcb)
{
	return pcb >> 6 & 1;
}

static inline uint8_t t1_nr(uint8_t pcb)
{
	return pcb >> 4 & 1;
}

/* Bytes of the check at the end. */
static inline size_t t1_edc_len(bool crc)
{
	return crc ? 2 : 1;
}

/* NULL, or what is wrong with the form of a block. */
const char *t1_parse(struct t1_block *ret, const uint8_t *raw, size_t len,
		     bool crc);

/* Writes the check behind prologue and data; the length of the block. */
size_t t1_seal(uint8_t *block, bool crc);

#endif
