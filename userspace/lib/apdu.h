/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Command APDUs that are built here, and what can be said of any. Pure. */
#ifndef JPKI_APDU_H
#define JPKI_APDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JPKI_APDU_ROOM		32	/* for what is built here */
#define JPKI_READ_MAX		256	/* one short READ BINARY */
#define JPKI_READ_OFFSET_MAX	0x7fff

/* Status words (ISO 7816-4, 5.6; the card's own habits). */
#define JPKI_SW_OK		0x9000
#define JPKI_SW_END_OF_FILE	0x6282
#define JPKI_SW_WRONG_PIN	0x6300
#define JPKI_SW_TRIES_LEFT	0x63c0	/* and how many */
#define JPKI_SW_NEEDS_PIN	0x6982
#define JPKI_SW_LOCKED		0x6983
#define JPKI_SW_LOCKED_TOO	0x6984	/* how this card says it */
#define JPKI_SW_NOT_FOUND	0x6a82
#define JPKI_SW_PAST_END	0x6b00
#define JPKI_SW_NOT_AWAKE	0x6f00

/* Each returns the length of the command written to @ret. */
size_t jpki_apdu_select_aid(const uint8_t *aid, uint8_t aid_len,
			    uint8_t ret[static JPKI_APDU_ROOM]);
size_t jpki_apdu_select_ef(uint16_t ef, uint8_t ret[static JPKI_APDU_ROOM]);
size_t jpki_apdu_read(uint16_t offset, uint16_t len,
		      uint8_t ret[static JPKI_APDU_ROOM]);

/* Is it a command that may carry a PIN? */
bool jpki_apdu_is_secret(const uint8_t *command, size_t len);

#endif /* JPKI_APDU_H */
