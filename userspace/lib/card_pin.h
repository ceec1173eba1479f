/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Presenting a PIN to the card: what its verbs share. */
#ifndef JPKI_LIB_CARD_PIN_H
#define JPKI_LIB_CARD_PIN_H

#include "card.h"

/* A command with a PIN as its data; @flags of ccid_apdu. */
struct jpki_pin_order {
	uint8_t ins;
	uint8_t p1;
	uint32_t flags;
};

/* JPKI_NO_APPLICATION when the card has no such PIN. */
enum jpki_error jpki_card_select_pin(struct jpki_card *card,
				     enum jpki_pin pin);

/* Send it, for the PIN that is selected. */
enum jpki_error jpki_card_send_pin(struct jpki_card *card,
				   const struct jpki_pin_order *order,
				   struct jpki_secret *secret,
				   unsigned int *ret_sw);

/* What its status word says of a PIN that was presented; @tries learn from it. */
enum jpki_error jpki_card_judge_pin(struct jpki_card *card, unsigned int sw,
				    struct jpki_tries *tries);

/* What came of CCID_APDU_LAST_TRY, which the driver may not have permitted. */
enum jpki_error jpki_card_last_try(struct jpki_card *card, enum jpki_error err);

#endif /* JPKI_LIB_CARD_PIN_H */
