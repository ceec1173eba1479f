/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TESTS_ENGINE_H
#define VREADER_TESTS_ENGINE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The driver's own protocol engines as the host of the virtual reader: what
 * the one implementation says, the other has to understand. The names of the
 * two clash, so that neither's headers are seen here.
 */

/**
 * struct engine_message - one CCID command and its answer
 * @arg: bytes 7 to 9 of the command
 * @extra: byte 9 of the answer
 * @error: bError; -1: the command succeeded
 */
struct engine_message {
	uint8_t type;
	uint8_t arg[3];
	const uint8_t *data;
	size_t len;
	uint8_t extra;
	int error;
	const uint8_t *answer;
	size_t answer_len;
};

/* Carries a message to the reader and brings its answer. */
typedef void (*engine_send)(struct engine_message *m);

/*
 * The card was powered on: agrees with card and reader on all that has to be.
 * @class: the 54 bytes. 0, or -EPROTO when the power has to go first.
 */
int engine_power(engine_send send, const uint8_t *class, const uint8_t *atr,
		 size_t len);

/* The card refused the PPS: once more, without. */
int engine_power_again(void);

/* An APDU; the length of its response, or -errno. */
long engine_apdu(const uint8_t *cmd, size_t len, uint8_t *rsp, size_t room);

#endif
