/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The card in a mock reader. */
#ifndef JPKI_TEST_MOCK_CARD_H
#define JPKI_TEST_MOCK_CARD_H

#include "mock.h"

/* What is selected. */
struct mock_session {
	int app;		/* 0 none, 1 JPKI, 2 text */
	uint16_t ef;
	bool opened;		/* the PIN for card data was right */
	uint16_t verified;	/* the file of the PIN that was right last */
};

/* Returns the length of the response, status word included. */
size_t mock_card_apdu(struct mock_reader *reader, struct mock_session *session,
		      const uint8_t *command, size_t len, uint8_t *response);

/* Tries left of the PIN that a VERIFY would be for. */
uint8_t mock_card_left(struct mock_card *card,
		       const struct mock_session *session);

/* CCID_IOC_PIN: 0 or a negative errno. */
int mock_card_pin(const struct mock_card *card, struct ccid_pin *pin);

#endif /* JPKI_TEST_MOCK_CARD_H */
