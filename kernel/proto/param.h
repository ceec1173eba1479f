/* SPDX-License-Identifier: GPL-2.0-only */
/* Which protocol and speed: PPS, SetParameters, S(IFS), waiting times. */
#ifndef CCID_PROTO_PARAM_H
#define CCID_PROTO_PARAM_H

#include "atr.h"
#include "desc.h"

#include <linux/types.h>

#define CCID_PARAM_T0_LEN	5
#define CCID_PARAM_T1_LEN	7
#define CCID_PARAM_MAX		CCID_PARAM_T1_LEN
#define CCID_PPS_MAX		4

/** CCID_PARAM_FD - the speed of any card after reset: F 372, D 1 */
#define CCID_PARAM_FD		0x11

/** CCID_PARAM_BASE_MS - the base time of an APDU where the reader waits */
#define CCID_PARAM_BASE_MS	5000

/**
 * struct ccid_param_limits - what else binds the choice
 * @rates: the reader's answer to GET_DATA_RATES, 32-bit little endian each
 * @rates_len: bytes of it; 0 when it was not asked or gave none
 * @no_ifs: this reader does not bear S(IFS)
 */
struct ccid_param_limits {
	const u8 *rates;
	u32 rates_len;
	bool no_ifs;
};

/**
 * struct ccid_param - the parameters of a card in a reader
 * @protocol: 0 or 1
 * @first: the protocol that the card begins with
 * @inverse: inverse convention
 * @fd: F and D in the manner of TA1
 * @guard: extra guard time, TC1
 * @wi: T=0: waiting integer
 * @bwi: T=1: block waiting integer
 * @cwi: T=1: character waiting integer
 * @ifsc: T=1: information field size of the card
 * @crc: T=1: blocks end in a CRC
 * @ifsd: T=1: what S(IFS) has to announce, or 0: do not
 * @bridged: the reader runs the card's protocol
 * @contactless: no time of the ATR means anything
 * @clock: kHz
 * @base_ms: how long an answer to an XfrBlock may take
 * @pps_len: bytes of @pps, 0: none is to be sent
 * @pps: PPS request, for an XfrBlock that expects as many bytes back
 * @set_len: bytes of @set, 0: SetParameters is not to be sent
 * @set: payload of SetParameters
 */
struct ccid_param {
	u8 protocol;
	u8 first;
	bool inverse;
	u8 fd;
	u8 guard;
	u8 wi;
	u8 bwi;
	u8 cwi;
	u8 ifsc;
	bool crc;
	u8 ifsd;
	bool bridged;
	bool contactless;
	u32 clock;
	u32 base_ms;
	u8 pps_len;
	u8 pps[CCID_PPS_MAX];
	u8 set_len;
	u8 set[CCID_PARAM_MAX];
};

void ccid_param_choose(struct ccid_param *ret, const struct ccid_desc *d,
		       const struct ccid_atr *a,
		       const struct ccid_param_limits *limits);
int ccid_param_pps(struct ccid_param *p, const u8 *answer, u32 len);
void ccid_param_refused(struct ccid_param *p);
int ccid_param_read(struct ccid_param *p, u8 protocol, const u8 *data, u32 len);

#endif
