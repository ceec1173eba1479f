/* SPDX-License-Identifier: GPL-2.0-only */
/* An APDU over the reader's exchange level. */
#ifndef CCID_EXCHANGE_H
#define CCID_EXCHANGE_H

#include "ccid.h"

struct ccid_secure;

/**
 * struct ccid_exchange - one APDU and its response
 * @cmd: the command
 * @cmd_len: its length, bytes
 * @rsp: where the response goes
 * @room: bytes at @rsp
 * @generation: the card meant, or 0
 * @last_try: the PIN floor does not count
 * @secure: the PIN is typed on the reader, by these wishes; or NULL
 * @typed: the PIN has been asked for; false at first
 * @len: out: bytes of response, also those that there was no room for
 * @sw: out: its last two
 */
struct ccid_exchange {
	const u8 *cmd;
	u32 cmd_len;
	u8 *rsp;
	u32 room;
	u32 generation;
	bool last_try;
	const struct ccid_secure *secure;
	bool typed;
	u32 len;
	u16 sw;
};

u32 ccid_exchange_max_command(const struct ccid_desc *d);
u32 ccid_exchange_max_template(const struct ccid_desc *d);
u32 ccid_exchange_max_response(const struct ccid_desc *d);
u32 ccid_exchange_room(const u8 *cmd, u32 len);
int ccid_exchange(struct ccid_session *s, struct ccid_exchange *x);

#endif
