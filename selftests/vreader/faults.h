/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_FAULTS_H
#define VREADER_FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAULTS_MAX	16
#define FAULT_ARGS	3
#define FAULT_JUNK	64

/*
 * SILENCE is after a command was carried out, DEAF before that; ABSENT says
 * that there is no card.
 *
 * T1_* are blocks of the card that are spoilt (BAD_EDC, WRONG_NS, WRONG_NR,
 * TRUNCATE to N bytes), lost (LOSE), replaced by the one before (DUP) or by an
 * S response (STRAY_S PCB); commands that the card does not hear (DEAF) or
 * wants again (RESEND); requests of the card: more time (WTX, N times, for a
 * multiplier), another IFSC (IFS N), the end of a chain (ABORT); and requests
 * of the host that it does not take (REFUSE_*).
 *
 * T0_61 and T0_6C are status words that never end, the first with data if its
 * argument is not 0. At the character level: N bytes 60 (NULL), a procedure
 * byte that means nothing (PROCEDURE HEX), one for each byte of data
 * (BYTEWISE), or with another last bit (ODD).
 */
enum fault_kind {
	FAULT_NONE,
	FAULT_SILENCE,
	FAULT_DEAF,
	FAULT_LATE,
	FAULT_WRONG_SEQ,
	FAULT_WRONG_SLOT,
	FAULT_WRONG_TYPE,
	FAULT_SHORT_FRAME,
	FAULT_LONG_FRAME,
	FAULT_BAD_LENGTH,
	FAULT_STALL_IN,
	FAULT_STALL_OUT,
	FAULT_STALL_INTERRUPT,
	FAULT_TIMEXT,
	FAULT_DISAPPEAR_IN,
	FAULT_DISAPPEAR_OUT,
	FAULT_MUTE,
	FAULT_ERROR,
	FAULT_ABSENT,
	FAULT_EMPTY,
	FAULT_ZLP,
	FAULT_NO_ABORT,
	FAULT_CHAIN_FOREVER,
	FAULT_VERIFY_SAYS,
	FAULT_DATA_IN_CONTINUE,
	FAULT_DUP,
	FAULT_STALE,
	FAULT_NOTIFY_TWICE,
	FAULT_JUNK_INTERRUPT,
	FAULT_T1_BAD_EDC,
	FAULT_T1_LOSE,
	FAULT_T1_DEAF,
	FAULT_T1_WRONG_NS,
	FAULT_T1_WRONG_NR,
	FAULT_T1_DUP,
	FAULT_T1_TRUNCATE,
	FAULT_T1_STRAY_S,
	FAULT_T1_RESEND,
	FAULT_T1_WTX,
	FAULT_T1_IFS,
	FAULT_T1_ABORT,
	FAULT_T1_REFUSE_IFS,
	FAULT_T1_REFUSE_RESYNCH,
	FAULT_T0_61,
	FAULT_T0_6C,
	FAULT_T0_NULL,
	FAULT_T0_PROCEDURE,
	FAULT_T0_BYTEWISE,
	FAULT_T0_ODD,
	FAULT_PPS_REFUSE,
	FAULT_PPS_DEFAULT,
	FAULT_RATES_STALL,
	FAULT_RATES_SHORT,
};

/**
 * struct fault - one misbehaviour, armed
 * @group: the messages that it waits for; 0: any
 * @left: how many of them it still spoils
 */
struct fault {
	enum fault_kind kind;
	uint8_t group;
	uint32_t left;
	uint32_t arg[FAULT_ARGS];
	uint8_t junk[FAULT_JUNK];
	size_t junk_len;
};

struct faults {
	struct fault armed[FAULTS_MAX];
};

/*
 * Arms what the words of a control command say: KIND [ARG...] [on=GROUP]
 * [xN], or "clear". NULL, or what is wrong with them.
 */
const char *faults_arm(struct faults *f, char *words);

/* True, once for each of its messages, when @kind is armed for @type. */
bool faults_take(struct faults *f, enum fault_kind kind, uint8_t type,
		 struct fault *ret);

#endif
