/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the card share: one function for each instruction. */
#ifndef VREADER_CARD_CMD_H
#define VREADER_CARD_CMD_H

#include "apdu.h"
#include "card.h"

#define SW_OK			0x9000
#define SW_END_OF_FILE		0x6282
#define SW_TRIES		0x63C0
#define SW_LENGTH		0x6700
#define SW_CHANNEL		0x6881
#define SW_SECURE_MESSAGING	0x6882
#define SW_CHAINING		0x6884
#define SW_FILE_KIND		0x6981
#define SW_SECURITY		0x6982
#define SW_BLOCKED		0x6984
#define SW_CONDITIONS		0x6985
#define SW_NO_EF		0x6986
#define SW_DATA			0x6A80
#define SW_NOT_FOUND		0x6A82
#define SW_NO_RECORD		0x6A83
#define SW_P1P2			0x6A86
#define SW_NO_REFERENCE		0x6A88
#define SW_OFFSET		0x6B00
#define SW_INS			0x6D00
#define SW_CLA			0x6E00
#define SW_INTERNAL		0x6F00

/* Data of the response; @len is at most the Le of the command. */
struct reply {
	uint8_t *data;
	size_t len;
};

/* Each returns SW1SW2 and adds its data to the reply. */
uint16_t card_select(struct card *c, const struct apdu *a, struct reply *r);
uint16_t card_read_binary(struct card *c, const struct apdu *a,
			  struct reply *r);
uint16_t card_read_record(struct card *c, const struct apdu *a,
			  struct reply *r);
uint16_t card_verify(struct card *c, const struct apdu *a, struct reply *r);
uint16_t card_change(struct card *c, const struct apdu *a, struct reply *r);
uint16_t card_unblock(struct card *c, const struct apdu *a, struct reply *r);
uint16_t card_sign(struct card *c, const struct apdu *a, struct reply *r);

/* The file of the application in use with this short id, or NULL. */
const struct ef *card_find_sfi(const struct card *c, uint8_t sfi);

/* The file that P2 of the form 80 or 80|sfi means, or NULL. */
const struct ef *card_reference(const struct card *c, uint8_t p2);

bool card_may_use(const struct card *c, const struct ef *ef);

#endif
