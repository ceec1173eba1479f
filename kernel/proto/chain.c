// SPDX-License-Identifier: GPL-2.0-only
/*
 * One APDU over XfrBlocks at short or extended APDU level (CCID 1.1, 6.1.4).
 *
 * Pure. States, each left by one message out and one back:
 *
 *	sending		sent < cmd_len, or nothing has come yet
 *	receiving	the command is out, pieces of the response come
 *	done
 *
 * The caller (link.c) sets piece, then calls ccid_chain_next() and
 * ccid_chain_take() in turn until the run is done. Each piece of a
 * response must bring bytes, so a reader cannot keep this going for ever.
 */
#include "chain.h"

#include <linux/errno.h>
#include <linux/minmax.h>

/**
 * ccid_chain_next() - what to send now
 * @c: how far it is
 * @run: the APDU, not done
 * @ret: the next message's payload and wLevelParameter
 */
void ccid_chain_next(struct ccid_chain *c, const struct ccid_run *run,
		     struct ccid_piece *ret)
{
	bool first = !c->sent;

	*ret = (struct ccid_piece){ .wait = 1 };
	if (c->receiving) {
		ret->level = CCID_CHAIN_NEXT;
		return;
	}
	ret->data = run->cmd + c->sent;
	ret->len = min(run->cmd_len - c->sent, c->piece);
	c->sent += ret->len;
	if (c->sent == run->cmd_len)
		ret->level = first ? CCID_CHAIN_WHOLE : CCID_CHAIN_END;
	else
		ret->level = first ? CCID_CHAIN_BEGIN : CCID_CHAIN_MIDDLE;
}

/**
 * ccid_chain_take() - take the reader's answer to the last message
 * @c: how far it is
 * @run: the APDU
 * @param: bChainParameter of the answer
 * @data: its payload
 * @len: bytes of payload
 *
 * Return: 0, or -EPROTO when the answer does not belong here, has no bytes,
 * or is longer than @run->max.
 */
int ccid_chain_take(struct ccid_chain *c, struct ccid_run *run, u8 param,
		    const u8 *data, u32 len)
{
	bool last = false;

	if (c->sent < run->cmd_len)
		return param == CCID_CHAIN_NEXT && !len ? 0 : -EPROTO;
	switch (param) {
	case CCID_CHAIN_WHOLE:
		if (c->receiving)
			return -EPROTO;
		last = true;
		break;
	case CCID_CHAIN_BEGIN:
		if (c->receiving)
			return -EPROTO;
		c->receiving = true;
		break;
	case CCID_CHAIN_MIDDLE:
		if (!c->receiving)
			return -EPROTO;
		break;
	case CCID_CHAIN_END:
		if (!c->receiving)
			return -EPROTO;
		last = true;
		break;
	default:
		return -EPROTO;
	}
	if (!len && !last)
		return -EPROTO;
	if (ccid_run_store(run, data, len))
		return -EPROTO;
	return last ? ccid_run_finish(run) : 0;
}
