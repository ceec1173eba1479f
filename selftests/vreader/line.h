/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_LINE_H
#define VREADER_LINE_H

#include "atr.h"
#include "t0.h"
#include "t1.h"

#define LINE_IN	260	/* bytes that go one way: T=0 has the longest */
#define LINE_OUT	(2 * 256 + 2)	/* each byte with a procedure byte */
#define PARAMS_T0	5
#define PARAMS_T1	7

/**
 * struct line - what card and reader have agreed on since the reset
 * @protocol, @fidi: of the card
 * @fresh: nothing was sent yet, so that PPS is still possible
 * @params_protocol, @params: of the reader
 * @rate: set by SetDataRateAndClockFrequency, bits a second; 0: not set
 * @in: character level: what the card has of a command or block
 * @nulls: procedure bytes 60 that the card sends before anything else
 * @out: what the card has sent; @out_sent of it went to the host
 * @reply: the part of it that goes now
 */
struct line {
	struct atr atr;
	uint8_t protocol;
	uint8_t fidi;
	bool fresh;
	uint8_t params_protocol;
	uint8_t params[PARAMS_T1];
	uint32_t rate;
	struct t0 t0;
	struct t1 t1;
	size_t in_len;
	uint8_t in[LINE_IN];
	uint32_t nulls;
	size_t out_len, out_sent;
	uint8_t out[LINE_OUT];
	uint8_t reply[LINE_IN];
};

/* The card was reset, with this ATR. */
void line_reset(struct reader *r, struct slot *s, const uint8_t *atr,
		size_t len);

/* True when this is the first byte of a PPS request, not of a TPDU. */
bool line_is_pps(const struct slot *s, uint8_t first);

/* True when the reader speaks as the card does; else a violation. */
bool line_fits(struct reader *r, struct slot *s);

/*
 * A whole TPDU: a command of T=0, a block of T=1, or a PPS request. The answer
 * goes into @ret, LINE_IN at the most; 0: the card does not answer.
 */
size_t line_tpdu(struct reader *r, struct slot *s, uint8_t bwi,
		 const uint8_t *data, size_t len, uint8_t *ret);

#endif
