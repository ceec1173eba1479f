/* SPDX-License-Identifier: GPL-2.0-only */
/* CCID messages: encode a command, check a reply (CCID 1.1, section 6). */
#ifndef CCID_PROTO_MSG_H
#define CCID_PROTO_MSG_H

#include <linux/types.h>

/** CCID_HDR_LEN - bytes before abData in each bulk message (6.1, 6.2) */
#define CCID_HDR_LEN		10

/* bMessageType, host to reader (6.1) */
#define CCID_CMD_SET_PARAM	0x61
#define CCID_CMD_POWER_ON	0x62
#define CCID_CMD_POWER_OFF	0x63
#define CCID_CMD_SLOT_STATUS	0x65
#define CCID_CMD_SECURE		0x69
#define CCID_CMD_ESCAPE		0x6b
#define CCID_CMD_GET_PARAM	0x6c
#define CCID_CMD_XFR		0x6f
#define CCID_CMD_ABORT		0x72

/* bMessageType, reader to host (6.2) */
#define CCID_RSP_DATA		0x80
#define CCID_RSP_STATUS		0x81
#define CCID_RSP_PARAMETERS	0x82
#define CCID_RSP_ESCAPE		0x83
#define CCID_RSP_RATE		0x84

/* bMessageType on the interrupt pipe (6.3) */
#define CCID_NOTIFY_SLOT	0x50
#define CCID_NOTIFY_FAULT	0x51

/* bStatus, card state (6.2.6) */
#define CCID_ICC_ACTIVE		0
#define CCID_ICC_INACTIVE	1
#define CCID_ICC_ABSENT		2

/* bStatus, command state (6.2.6) */
#define CCID_DONE		0
#define CCID_FAILED		1
#define CCID_TIME_EXTENSION	2

/* bError when the command failed (6.2.6) */
#define CCID_ERR_ABORTED	0xff
#define CCID_ERR_MUTE		0xfe
#define CCID_ERR_PARITY		0xfd
#define CCID_ERR_OVERRUN	0xfc
#define CCID_ERR_HARDWARE	0xfb
#define CCID_ERR_AUTO_BUSY	0xf2
#define CCID_ERR_PIN_TIMEOUT	0xf0
#define CCID_ERR_PIN_CANCELLED	0xef
#define CCID_ERR_SLOT_BUSY	0xe0
#define CCID_ERR_EMV		0xbb	/* a vendor's own */
#define CCID_ERR_UNSUPPORTED	0x00

/**
 * struct ccid_msg - one bulk message, its header taken apart
 * @type: bMessageType
 * @slot: bSlot
 * @seq: bSeq
 * @param: the three bytes at offset 7; of a reply bStatus, bError and the
 *	byte that depends on the message
 * @len: dwLength, bytes after the header
 */
struct ccid_msg {
	u8 type;
	u8 slot;
	u8 seq;
	u8 param[3];
	u32 len;
};

/** enum ccid_verdict - what a message on bulk IN is to the running command */
enum ccid_verdict {
	CCID_REPLY,		/* its answer */
	CCID_WAIT,		/* the reader asks for more time */
	CCID_STALE,		/* the answer to an earlier command */
	CCID_BROKEN,		/* nothing that a reader may send now */
};

void ccid_msg_put(u8 hdr[CCID_HDR_LEN], const struct ccid_msg *msg);
void ccid_msg_get(struct ccid_msg *msg, const u8 hdr[CCID_HDR_LEN]);
int ccid_msg_total(const u8 *buf, u32 len, u32 max);
u8 ccid_msg_answer(u8 type);
enum ccid_verdict ccid_msg_judge(const struct ccid_msg *cmd,
				 const struct ccid_msg *rsp);
int ccid_msg_errno(const struct ccid_msg *rsp);
bool ccid_notify_get(const u8 *buf, u32 len, u8 slot, bool *present,
		     bool *changed);

static inline u8 ccid_msg_icc(const struct ccid_msg *rsp)
{
	return rsp->param[0] & 3;
}

static inline u8 ccid_msg_state(const struct ccid_msg *rsp)
{
	return rsp->param[0] >> 6;
}

#endif
