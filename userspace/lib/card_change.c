// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Changing a PIN: CHANGE REFERENCE DATA with the new one alone, while the old
 * one is verified. It is sent once; whatever becomes of it, the caller is told
 * which PIN is in force, as far as that can be known.
 */
#include "card_pin.h"

#include "apdu.h"
#include "context.h"
#include "reader.h"

static const char what[] = "CHANGE REFERENCE DATA";

/* Refused with nothing written (ISO 7816-4, 5.6)? */
static bool is_refused(unsigned int sw)
{
	unsigned int sw1 = sw >> 8;

	return sw1 == 0x64 || (sw1 >= 0x67 && sw1 <= 0x6e);
}

static enum jpki_error judge(struct jpki_card *card, unsigned int sw)
{
	if (sw == JPKI_SW_OK)
		return JPKI_OK;
	return jpki_fail(card->reader->ctx, is_refused(sw) ?
			 JPKI_PIN_NOT_CHANGED : JPKI_PIN_UNSURE,
			 "%s: SW %04X", what, sw);
}

enum jpki_error jpki_card_change_pin(struct jpki_card *card, enum jpki_pin pin,
				     struct jpki_secret *secret)
{
	static const struct jpki_pin_order order = { .ins = 0x24, .p1 = 0x01 };
	enum jpki_error err, outcome = JPKI_PIN_NOT_CHANGED;
	unsigned int sw;

	err = jpki_pin_check(pin, secret);
	if (err)
		return err;
	err = jpki_card_select_pin(card, pin);
	if (!err) {
		err = jpki_card_send_pin(card, &order, secret, &sw);
		/* only of another card is it certain that it got nothing */
		if (err != JPKI_CARD_CHANGED)
			outcome = JPKI_PIN_UNSURE;
	}
	if (err)
		return jpki_fail(card->reader->ctx, outcome, "%s: %s", what,
				 jpki_error_name(err));
	return judge(card, sw);
}
