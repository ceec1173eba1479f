// SPDX-License-Identifier: GPL-2.0-only
/*
 * PC_to_RDR_Secure, PIN verification (CCID 1.1, 6.1.11.1).
 *
 * Pure. The reader puts the digits into the template by the format bytes, which
 * are its business and the caller's; what decides over a try is checked here:
 * that the template is a VERIFY, in clear and whole, and takes digits at all.
 */
#include "secure.h"

#include "apdu.h"

#include <linux/ccid.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#define OPERATION_VERIFY	0
#define VALIDATION_MAX		0x07	/* maximum, key, time */
#define WAIT_LEAST_S		90
#define WAIT_SPARE_S		10

/**
 * ccid_secure_valid() - is this a PIN verification that a reader can carry out?
 * @s: the caller's wishes
 * @v: the template taken apart
 *
 * Return: false for a template that is no plain VERIFY, digits that are not in
 * order, or no condition that ends the entry.
 */
bool ccid_secure_valid(const struct ccid_secure *s,
		       const struct ccid_apdu_view *v)
{
	if (v->ins != CCID_INS_VERIFY || !ccid_apdu_plain(v->cla) ||
	    v->extended || v->p1)
		return false;
	if (!s->max_digits || s->min_digits > s->max_digits)
		return false;
	return s->validation && s->validation <= VALIDATION_MAX;
}

/**
 * ccid_secure_put() - write the payload of the message
 * @ret: where to
 * @s: the caller's wishes, valid
 * @teo: T=1 prologue of the block, or zeros
 * @template: the command APDU without its PIN
 * @len: its length, at most CCID_SECURE_TEMPLATE_MAX
 *
 * Return: bytes written.
 */
u32 ccid_secure_put(u8 ret[CCID_SECURE_MAX], const struct ccid_secure *s,
		    const u8 teo[CCID_TEO_LEN], const u8 *template, u32 len)
{
	if (len > CCID_SECURE_TEMPLATE_MAX)
		len = CCID_SECURE_TEMPLATE_MAX;
	ret[0] = OPERATION_VERIFY;
	ret[1] = s->timeout_s;
	ret[2] = s->format;
	ret[3] = s->pin_block;
	ret[4] = s->length_format;
	ret[5] = s->max_digits;
	ret[6] = s->min_digits;
	ret[7] = s->validation;
	ret[8] = s->messages;
	put_unaligned_le16(s->lang_id, ret + 9);
	ret[11] = s->message;
	memcpy(ret + 12, teo, CCID_TEO_LEN);
	memcpy(ret + CCID_SECURE_HDR, template, len);
	return CCID_SECURE_HDR + len;
}

/**
 * ccid_secure_wait_ms() - how long a person may take
 * @s: the caller's wishes
 *
 * Return: milliseconds, longer than the reader itself waits.
 */
u32 ccid_secure_wait_ms(const struct ccid_secure *s)
{
	return max((u32)s->timeout_s + WAIT_SPARE_S, (u32)WAIT_LEAST_S) * 1000;
}
