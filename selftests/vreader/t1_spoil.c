// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What happens to the card's blocks of T=1 on the line, on order. The card
 * knows nothing of it: asked to repeat a block, it sends the right one.
 */
#include <string.h>

#include "message.h"

#define STRAY_PCB (T1_WTX | T1_RESPONSE)

static bool take(struct reader *r, enum fault_kind kind, struct fault *ret)
{
	return faults_take(&r->faults, kind, MSG_XFR_BLOCK, ret);
}

static size_t stray(uint8_t *block, uint8_t pcb, bool crc)
{
	block[1] = pcb ? pcb : STRAY_PCB;
	block[2] = block[1] == (T1_IFS | T1_RESPONSE) ||
		   block[1] == (T1_WTX | T1_RESPONSE);
	block[3] = 1;
	return t1_seal(block, crc);
}

static size_t flip(uint8_t *block, uint8_t bit, bool crc)
{
	block[1] ^= bit;
	return t1_seal(block, crc);
}

static size_t change(struct reader *r, struct t1 *t, uint8_t *block,
		     size_t len)
{
	struct fault f;

	if (take(r, FAULT_T1_LOSE, &f))
		return 0;
	if (take(r, FAULT_T1_STRAY_S, &f))
		return stray(block, (uint8_t)f.arg[0], t->crc);
	if (t1_is_i(block[1]) && take(r, FAULT_T1_WRONG_NS, &f))
		return flip(block, 0x40, t->crc);
	if (t1_is_r(block[1]) && take(r, FAULT_T1_WRONG_NR, &f))
		return flip(block, 0x10, t->crc);
	if (take(r, FAULT_T1_TRUNCATE, &f))
		return f.arg[0] < len ? f.arg[0] : len;
	if (t->sent_len && take(r, FAULT_T1_DUP, &f)) {
		memcpy(block, t->sent, t->sent_len);
		return t->sent_len;
	}
	if (take(r, FAULT_T1_BAD_EDC, &f))
		block[len - 1] ^= 0x55;
	return len;
}

size_t t1_spoil(struct reader *r, struct t1 *t, uint8_t *block, size_t len)
{
	size_t n = change(r, t, block, len);

	t->trouble |= n != len || memcmp(block, t->last, len);
	memcpy(t->sent, block, n);
	t->sent_len = n;
	return n;
}
