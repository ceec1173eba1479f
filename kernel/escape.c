// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader maker's own commands (CCID 1.1, 6.1.8).
 *
 * What they mean only the maker knows: they may reset the card, talk to it or
 * verify a PIN on it. So before one leaves, the card is taken from any other
 * session that it grants rights to, all that is known of it is forgotten, and
 * it counts as opened by the session that sends. Called by ioctl.c with the
 * turn and reader->io held.
 */
#include "escape.h"

#include "card.h"

#define CCID_ESCAPE_MS		5000

/**
 * ccid_escape_max_command() - the longest command that a reader takes
 * @rd: the reader
 *
 * Return: bytes.
 */
u32 ccid_escape_max_command(const struct ccid_reader *rd)
{
	return rd->desc.max_message - CCID_HDR_LEN;
}

/**
 * ccid_escape_max_response() - the longest answer taken from a reader
 * @rd: the reader
 *
 * Return: bytes.
 */
u32 ccid_escape_max_response(const struct ccid_reader *rd)
{
	return rd->max_in - CCID_HDR_LEN;
}

/**
 * ccid_escape() - send a maker's own command
 * @s: who asks; holds the turn of its slot, and reader->io
 * @x: the command, and where the answer goes; card and status word have no
 *	part in it
 *
 * Return: 0, also without a card; -EMSGSIZE when the answer is longer than
 * @x->room, nothing of which is stored; -EOPNOTSUPP when the reader does not
 * know the command; any other errno of the UAPI's table.
 */
int ccid_escape(struct ccid_session *s, struct ccid_exchange *x)
{
	struct ccid_call call = {
		.cmd = { .type = CCID_CMD_ESCAPE, .len = x->cmd_len },
		.data = x->cmd,
		.base_ms = CCID_ESCAPE_MS,
		.caller_time = true,
		.secret = true,
	};
	int err;

	lockdep_assert_held(&s->slot->reader->io);
	err = ccid_card_expose(s->slot, s);
	if (!err)
		err = ccid_card_command(s->slot, &call);
	/* Without a card the reader's own reason still counts. */
	if (err == -ENOMEDIUM && call.rsp.param[1] < 0x80)
		err = -EOPNOTSUPP;
	if (err)
		return err;
	x->len = call.rsp.len;
	if (x->len > x->room)
		return -EMSGSIZE;
	memcpy(x->rsp, call.body, x->len);
	return 0;
}
