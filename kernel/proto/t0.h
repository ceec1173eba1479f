/* SPDX-License-Identifier: GPL-2.0-only */
/* T=0: an APDU as command TPDUs (ISO 7816-3, section 12.2). */
#ifndef CCID_PROTO_T0_H
#define CCID_PROTO_T0_H

#include "run.h"

#include <linux/types.h>

#define CCID_T0_HEADER		5
#define CCID_T0_DATA_MAX	255
/** CCID_T0_MAX - the longest command TPDU */
#define CCID_T0_MAX		(CCID_T0_HEADER + CCID_T0_DATA_MAX)

/** enum ccid_t0_state - the TPDU under way */
enum ccid_t0_state {
	CCID_T0_COMMAND,	/* the command itself */
	CCID_T0_ENVELOPE,	/* a piece of it */
	CCID_T0_GET_RESPONSE,
};

/**
 * struct ccid_t0 - an APDU over T=0
 * @get_response: class of GET RESPONSE, ff: that of the command
 * @envelope: class of ENVELOPE, ff: that of the command
 * @state: which TPDU is under way
 * @header: CLA INS P1 P2 P3 of it
 * @data: the data that it carries, @len bytes of the command
 * @len: bytes at @data
 * @back: bytes of data that may come back, 0 to 256
 * @left: bytes of the command that further ENVELOPEs carry
 * @got: bytes of response data so far, of all TPDUs
 * @came: bytes of response data so far, of this TPDU
 * @repeated: 6Cxx was obeyed for this header
 * @sw: what the command itself was answered, SW1 SW2
 */
struct ccid_t0 {
	u8 get_response;
	u8 envelope;
	enum ccid_t0_state state;
	u8 header[CCID_T0_HEADER];
	const u8 *data;
	u32 len;
	u32 back;
	u32 left;
	u32 got;
	u32 came;
	bool repeated;
	u16 sw;
};

void ccid_t0_begin(struct ccid_t0 *t, const struct ccid_run *run);
u32 ccid_t0_next(const struct ccid_t0 *t, u8 tpdu[CCID_T0_MAX]);
int ccid_t0_take(struct ccid_t0 *t, struct ccid_run *run, const u8 *data,
		 u32 len);
int ccid_t0_data(struct ccid_t0 *t, struct ccid_run *run, const u8 *data,
		 u32 len);
int ccid_t0_status(struct ccid_t0 *t, struct ccid_run *run, u16 sw);

#endif
