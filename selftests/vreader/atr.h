/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_ATR_H
#define VREADER_ATR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ATR_DEFAULT_FIDI	0x11
#define ATR_TEXT		67	/* the longest ATR as hexadecimal, 0 */

/**
 * struct atr - what an answer to reset says of the card
 * @protocols: bit T for each protocol offered, T = 0 and 1
 * @first: the first of them
 * @contactless: made up by a reader for an ISO 14443-4 card: T=1, no line
 * @specific: TA2 is there: the protocol is @first, no PPS
 * @fidi: TA1, or its default
 * @implicit: @specific, but the rate is not that of TA1
 * @guard: TC1; @waiting: TC2; @ifsc, @bwi_cwi, @crc: of T=1
 * @clock_stop: upper two bits of TA after T=15
 */
struct atr {
	uint8_t protocols;
	uint8_t first;
	bool inverse;
	bool contactless;
	bool specific;
	bool implicit;
	uint8_t fidi;
	uint8_t guard;
	uint8_t waiting;
	uint8_t ifsc;
	uint8_t bwi_cwi;
	bool crc;
	uint8_t clock_stop;
};

/* Reads an ATR; what is missing or cut off has its default. */
void atr_parse(struct atr *ret, const uint8_t *raw, size_t len);

/*
 * The hexadecimal text of a name for --atr, or @text itself. The names are
 * listed in atr.c.
 */
const char *atr_text(const char *text);

#endif
