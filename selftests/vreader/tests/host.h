/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TESTS_HOST_H
#define VREADER_TESTS_HOST_H

#include "reader.h"

/* A host for the reader's own unit tests: no USB, time by hand. */

#define JPKI	"00A4040C0AD392F000260100000001"
#define FACE	"00A4040C0AD3921000310001010402"
#define CODE_A	"002000930C313233343536373839303138"

extern struct desc host_desc;
extern struct reader host_reader;

/* An RC-S300 without a card; the descriptor may be changed afterwards. */
void host_start(void);
void host_stop(void);

/* The same, with the card in slot 0 and powered on. */
void host_start_with_card(void);

/* Sends a message: @arg are bytes 7 to 9, the first one uppermost. */
void host_send(uint8_t type, uint8_t seq, uint32_t arg, const uint8_t *data,
	       size_t len);
void host_send_hex(uint8_t type, uint8_t seq, uint32_t arg, const char *hex);

/* Reads the next frame into host_frame; false: there is none. */
bool host_read(void);
extern uint8_t host_frame[MESSAGE_MAX];
extern size_t host_frame_len;

/* Bytes 0, 6, 7, 8, 9 of the next frame as one number; 0: none is ready. */
uint64_t host_next(void);

/* An exchange in one message and one answer; its status word, or 0. */
uint16_t host_apdu(const char *hex);

/* Lets time pass. */
void host_wait(uint64_t ms);

/* Arms a fault. */
void host_fault(const char *words);

/* True when the reader has counted no violation since the last call. */
bool host_was_good(void);

#endif
