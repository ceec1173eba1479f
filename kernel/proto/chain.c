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
 * The caller fills in cmd, cmd_len, piece, rsp, room and max, then calls
 * ccid_chain_next() and ccid_chain_take() in turn until done. Each piece of a
 * response must bring bytes, so a reader cannot keep this going for ever.
 */
#include "chain.h"

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

/**
 * ccid_chain_next() - what to send now
 * @c: the APDU, not done
 * @ret: the next message's payload and wLevelParameter
 */
void ccid_chain_next(struct ccid_chain *c, struct ccid_piece *ret)
{
	bool first = !c->sent;

	if (c->receiving) {
		*ret = (struct ccid_piece){ .level = CCID_CHAIN_NEXT };
		return;
	}
	ret->data = c->cmd + c->sent;
	ret->len = min(c->cmd_len - c->sent, c->piece);
	c->sent += ret->len;
	if (c->sent == c->cmd_len)
		ret->level = first ? CCID_CHAIN_WHOLE : CCID_CHAIN_END;
	else
		ret->level = first ? CCID_CHAIN_BEGIN : CCID_CHAIN_MIDDLE;
}

static int ccid_chain_store(struct ccid_chain *c, const u8 *data, u32 len)
{
	u32 fits = c->total < c->room ? min(len, c->room - c->total) : 0;

	if (len > c->max - c->total)
		return -EPROTO;
	if (fits)
		memcpy(c->rsp + c->total, data, fits);
	c->total += len;
	if (len > 1)
		c->sw = data[len - 2];
	if (len)
		c->sw = c->sw << 8 | data[len - 1];
	return 0;
}

/**
 * ccid_chain_take() - take the reader's answer to the last message
 * @c: the APDU
 * @param: bChainParameter of the answer
 * @data: its payload
 * @len: bytes of payload
 *
 * What finds no room at @c->rsp is counted and dropped, so that the length
 * needed can be told.
 *
 * Return: 0, or -EPROTO when the answer does not belong here, has no bytes,
 * or is longer than @c->max.
 */
int ccid_chain_take(struct ccid_chain *c, u8 param, const u8 *data, u32 len)
{
	if (c->sent < c->cmd_len)
		return param == CCID_CHAIN_NEXT && !len ? 0 : -EPROTO;
	switch (param) {
	case CCID_CHAIN_WHOLE:
		if (c->receiving)
			return -EPROTO;
		c->done = true;
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
		c->done = true;
		break;
	default:
		return -EPROTO;
	}
	if (!len && !c->done)
		return -EPROTO;
	if (ccid_chain_store(c, data, len))
		return -EPROTO;
	return c->done && c->total < 2 ? -EPROTO : 0;
}
