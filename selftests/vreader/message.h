/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the reader share: messages, answers, errors. */
#ifndef VREADER_MESSAGE_H
#define VREADER_MESSAGE_H

#include "reader.h"

#define MSG_SET_PARAMETERS	0x61
#define MSG_POWER_ON		0x62
#define MSG_POWER_OFF		0x63
#define MSG_GET_STATUS		0x65
#define MSG_SECURE		0x69
#define MSG_T0_APDU		0x6a
#define MSG_ESCAPE		0x6b
#define MSG_GET_PARAMETERS	0x6c
#define MSG_RESET_PARAMETERS	0x6d
#define MSG_CLOCK		0x6e
#define MSG_XFR_BLOCK		0x6f
#define MSG_MECHANICAL		0x71
#define MSG_ABORT		0x72
#define MSG_SET_RATE		0x73

#define MSG_DATA_BLOCK		0x80
#define MSG_SLOT_STATUS		0x81
#define MSG_PARAMETERS		0x82
#define MSG_ESCAPE_ANSWER	0x83
#define MSG_RATE		0x84

#define STATUS_FAILED		0x40
#define STATUS_TIME_EXTENSION	0x80

#define ERROR_NOT_SUPPORTED	0x00
#define ERROR_AT_LENGTH		0x01
#define ERROR_AT_SLOT		0x05
#define ERROR_AT_7		0x07
#define ERROR_AT_8		0x08
#define ERROR_SLOT_BUSY		0xe0
#define ERROR_PIN_CANCELLED	0xef
#define ERROR_PIN_TIMEOUT	0xf0
#define ERROR_PROCEDURE_BYTE	0xf4
#define ERROR_OVERRUN		0xfc
#define ERROR_MUTE		0xfe
#define ERROR_ABORTED		0xff

#define CHAIN_WHOLE		0x00
#define CHAIN_BEGINS		0x01
#define CHAIN_ENDS		0x02
#define CHAIN_MIDDLE		0x03
#define CHAIN_CONTINUE		0x10

/**
 * struct answer - what is to be said to a command
 * @status: STATUS_*; the card's state is added when it is sent
 * @extra: byte 9: chain parameter, clock status, protocol
 * @delay: milliseconds before it may be read
 * @later: there is none yet
 */
struct answer {
	uint8_t type;
	uint8_t status;
	uint8_t error;
	uint8_t extra;
	uint64_t delay;
	bool later;
	const uint8_t *data;
	size_t len;
};

/**
 * struct message - a command of the host, its length checked
 */
struct message {
	uint8_t type, slot, seq;
	const uint8_t *arg;	/* bytes 7 to 9 */
	const uint8_t *data;
	size_t len;
};

/* Counts a breach of the protocol by the host. */
void reader_violation(struct reader *r, const char *reason);

struct frame *reader_frame(const struct reader *r, uint8_t slot, uint8_t seq,
			   const struct answer *a);

/* Frames of the slot that are not due yet; true: the answer was there. */
bool reader_drop_waiting(struct reader *r, size_t slot);

/* Bytes that follow the header of the longest message; at least 1. */
size_t reader_payload(const struct reader *r);

void answer_fail(struct answer *a, uint8_t error);

/* Forgets what a card's last commands left in the slot. */
void slot_forget(struct slot *s);

/* XfrBlock, at whichever level the reader has; a whole APDU; lower levels. */
void xfr_block(struct reader *r, struct slot *s, const struct message *m,
	       struct answer *a);
void xfr_apdu(struct reader *r, struct slot *s, const uint8_t *cmd, size_t len,
	      struct answer *a);
void xfr_tpdu(struct reader *r, struct slot *s, const struct message *m,
	      struct answer *a);
void xfr_character(struct reader *r, struct slot *s, const struct message *m,
		   struct answer *a);

/* Sends the answer of the command in flight, spoilt as was ordered. */
void misbehave(struct reader *r, const struct message *m,
	       const struct answer *a);

/* An Abort message. */
void abort_bulk(struct reader *r, const struct message *m);

#endif
