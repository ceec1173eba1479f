// SPDX-License-Identifier: GPL-2.0-only
/*
 * CCID messages (CCID 1.1, section 6).
 *
 * Pure: bytes in, facts out. Nothing from the reader is believed before it has
 * been compared with what was asked and with what arrived.
 */
#include "msg.h"

#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

/* How far back a sequence number counts as late; beyond, it is ahead. */
#define CCID_STALE_DEPTH	127

/**
 * ccid_msg_put() - write a header
 * @hdr: where to
 * @msg: what to write
 */
void ccid_msg_put(u8 hdr[CCID_HDR_LEN], const struct ccid_msg *msg)
{
	hdr[0] = msg->type;
	put_unaligned_le32(msg->len, hdr + 1);
	hdr[5] = msg->slot;
	hdr[6] = msg->seq;
	memcpy(hdr + 7, msg->param, sizeof(msg->param));
}

/**
 * ccid_msg_get() - read a header
 * @msg: where to
 * @hdr: the first bytes of a message
 */
void ccid_msg_get(struct ccid_msg *msg, const u8 hdr[CCID_HDR_LEN])
{
	msg->type = hdr[0];
	msg->len = get_unaligned_le32(hdr + 1);
	msg->slot = hdr[5];
	msg->seq = hdr[6];
	memcpy(msg->param, hdr + 7, sizeof(msg->param));
}

/**
 * ccid_msg_total() - how long the message is that begins here
 * @buf: what has arrived
 * @len: how much of it, bytes
 * @max: the longest message that is acceptable, bytes
 *
 * Return: the whole length, header included, or -EPROTO when the header is
 * incomplete, the length is over @max, or more has arrived than it says.
 */
int ccid_msg_total(const u8 *buf, u32 len, u32 max)
{
	u32 body;

	if (len < CCID_HDR_LEN)
		return -EPROTO;
	body = get_unaligned_le32(buf + 1);
	if (max < CCID_HDR_LEN || body > max - CCID_HDR_LEN)
		return -EPROTO;
	if (len > body + CCID_HDR_LEN)
		return -EPROTO;
	return body + CCID_HDR_LEN;
}

/**
 * ccid_msg_answer() - the message type that answers a command
 * @type: bMessageType of the command
 *
 * Return: bMessageType of the answer, 0 for a command that is not known here.
 */
u8 ccid_msg_answer(u8 type)
{
	switch (type) {
	case CCID_CMD_POWER_ON:
	case CCID_CMD_SECURE:
	case CCID_CMD_XFR:
		return CCID_RSP_DATA;
	case CCID_CMD_POWER_OFF:
	case CCID_CMD_SLOT_STATUS:
	case CCID_CMD_ABORT:
		return CCID_RSP_STATUS;
	case CCID_CMD_SET_PARAM:
	case CCID_CMD_GET_PARAM:
		return CCID_RSP_PARAMETERS;
	case CCID_CMD_ESCAPE:
		return CCID_RSP_ESCAPE;
	default:
		return 0;
	}
}

/**
 * ccid_msg_judge() - what a message is to the running command
 * @cmd: the command that waits for its answer
 * @rsp: the message that came, its length already checked
 *
 * A sequence number that has been used is a late answer, as flaky hubs and
 * readers that were interrupted produce. One to come is a violation.
 */
enum ccid_verdict ccid_msg_judge(const struct ccid_msg *cmd,
				 const struct ccid_msg *rsp)
{
	u8 behind = cmd->seq - rsp->seq;

	if (rsp->type < CCID_RSP_DATA || rsp->type > CCID_RSP_RATE)
		return CCID_BROKEN;
	if (behind && behind <= CCID_STALE_DEPTH)
		return CCID_STALE;
	if (behind || rsp->slot != cmd->slot)
		return CCID_BROKEN;
	if (ccid_msg_state(rsp) == CCID_TIME_EXTENSION)
		return rsp->len ? CCID_BROKEN : CCID_WAIT;
	if (rsp->type != ccid_msg_answer(cmd->type))
		return CCID_BROKEN;
	if (ccid_msg_state(rsp) > CCID_TIME_EXTENSION || ccid_msg_icc(rsp) == 3)
		return CCID_BROKEN;
	return CCID_REPLY;
}

/**
 * ccid_msg_errno() - what the outcome of a command means to the caller
 * @rsp: the answer
 *
 * bError counts only when the command failed: some readers leave junk there.
 * Mute with a card in the slot is a time-out; who powers a card on makes
 * EHOSTDOWN of it.
 *
 * Return: 0 or a negative errno.
 */
int ccid_msg_errno(const struct ccid_msg *rsp)
{
	if (ccid_msg_state(rsp) == CCID_DONE)
		return 0;
	if (ccid_msg_icc(rsp) == CCID_ICC_ABSENT)
		return -ENOMEDIUM;
	switch (rsp->param[1]) {
	case CCID_ERR_MUTE:
	case CCID_ERR_PIN_TIMEOUT:
		return -ETIMEDOUT;
	case CCID_ERR_PIN_CANCELLED:
		return -ECANCELED;
	case CCID_ERR_UNSUPPORTED ... 0x7f:
		return -EOPNOTSUPP;
	default:
		return -EPROTO;
	}
}

/**
 * ccid_notify_get() - what a slot change notification says of one slot
 * @buf: the message from the interrupt pipe
 * @len: its length, bytes
 * @slot: the slot asked for
 * @present: out: a card is there now
 * @changed: out: that has changed since the last notification
 *
 * Return: false when it is none, or is too short for this slot.
 */
bool ccid_notify_get(const u8 *buf, u32 len, u8 slot, bool *present,
		     bool *changed)
{
	u32 at = 1 + slot / 4;
	u8 bits;

	if (!len || buf[0] != CCID_NOTIFY_SLOT || at >= len)
		return false;
	bits = buf[at] >> (slot % 4 * 2);
	*present = bits & 1;
	*changed = bits & 2;
	return true;
}
