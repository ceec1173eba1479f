/* SPDX-License-Identifier: GPL-2.0-only */
/* PC_to_RDR_Secure: a PIN that goes from the reader's keys to the card. */
#ifndef CCID_PROTO_SECURE_H
#define CCID_PROTO_SECURE_H

#include <linux/types.h>

struct ccid_apdu_view;
struct ccid_secure;

/** CCID_SECURE_HDR - bytes before the template (CCID 1.1, 6.1.11.1) */
#define CCID_SECURE_HDR		15
/** CCID_SECURE_TEMPLATE_MAX - the longest template, a short VERIFY */
#define CCID_SECURE_TEMPLATE_MAX	(5 + 255)
/** CCID_SECURE_MAX - the longest payload, bytes */
#define CCID_SECURE_MAX		(CCID_SECURE_HDR + CCID_SECURE_TEMPLATE_MAX)
/** CCID_TEO_LEN - bytes of T=1 prologue, 0 where there is none */
#define CCID_TEO_LEN		3

bool ccid_secure_valid(const struct ccid_secure *s,
		       const struct ccid_apdu_view *v);
u32 ccid_secure_put(u8 ret[CCID_SECURE_MAX], const struct ccid_secure *s,
		    const u8 teo[CCID_TEO_LEN], const u8 *template, u32 len);
u32 ccid_secure_wait_ms(const struct ccid_secure *s);

#endif
