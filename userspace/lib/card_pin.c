// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The PINs of the card: tries left, and entering one. A wrong entry may cost
 * its holder a trip to the municipal office, so a PIN is sent once, and only if
 * it has the form of one and a try stays left.
 */
#include "card_pin.h"

#include <string.h>

#include <jpki/rules.h>

#include "apdu.h"
#include "context.h"
#include "reader.h"
#include "secure.h"

static const struct {
	const struct jpki_aid *aid;
	uint16_t ef;
	int max;		/* wrong entries that lock (rule PIN-2) */
	const char *kind;	/* as the rules name it */
} pins[] = {
	[JPKI_PIN_AUTH] = { &jpki_jpki_aid, 0x0018, 3, "pin_kind=auth" },
	[JPKI_PIN_SIGN] = { &jpki_jpki_aid, 0x001b, 5, "pin_kind=sign" },
	[JPKI_PIN_CARD] = { &jpki_text_aid, 0x0011, 3, "pin_kind=card" },
};

#define PIN_COUNT (sizeof(pins) / sizeof(pins[0]))

enum jpki_error jpki_card_tries(struct jpki_card *card, enum jpki_pin pin,
				struct jpki_tries *ret)
{
	struct jpki_tries tries = { .left = -1 };
	enum jpki_error err;

	if ((size_t)pin >= PIN_COUNT)
		return JPKI_INVALID;
	err = jpki_card_ask_tries(card, pins[pin].aid, pins[pin].ef, &tries);
	if (err && err != JPKI_NO_APPLICATION)
		return err;
	if (tries.max < pins[pin].max)
		tries.max = pins[pin].max;
	*ret = tries;
	return JPKI_OK;
}

enum jpki_error jpki_tries_allow(const struct jpki_tries *tries, bool last_try)
{
	if (!tries->known)
		return JPKI_NO_APPLICATION;
	if (tries->locked)
		return JPKI_PIN_LOCKED;
	/* a card that does not tell may be at its last one */
	return tries->left > 1 || last_try ? JPKI_OK : JPKI_PIN_FLOOR;
}

enum jpki_error jpki_pin_check(enum jpki_pin pin, struct jpki_secret *secret)
{
	static const char key[] = "pin=";
	struct jpki_finding finding;
	const char *inputs[2];

	if ((size_t)pin >= PIN_COUNT)
		return JPKI_INVALID;
	inputs[0] = pins[pin].kind;
	inputs[1] = jpki_secret_behind(secret, key, strlen(key));
	jpki_rules_ask(NULL, "pin_form", inputs, 2, &finding);
	return strcmp(finding.text, "ok=yes") ? JPKI_PIN_FORM : JPKI_OK;
}

enum jpki_error jpki_card_select_pin(struct jpki_card *card, enum jpki_pin pin)
{
	enum jpki_error err = jpki_card_select(card, pins[pin].aid);

	if (!err)
		err = jpki_card_select_ef(card, pins[pin].ef);
	return err == JPKI_NO_CERTIFICATE ? JPKI_NO_APPLICATION : err;
}

enum jpki_error jpki_card_judge_pin(struct jpki_card *card, unsigned int sw,
				    struct jpki_tries *tries)
{
	enum jpki_error err = JPKI_CARD_REFUSED;

	if (sw == JPKI_SW_OK) {
		tries->left = tries->max;
		return JPKI_OK;
	}
	if ((sw & ~0xfU) == JPKI_SW_TRIES_LEFT) {
		err = JPKI_WRONG_PIN;
		tries->left = sw & 0xf;
		tries->locked = !tries->left;
	} else if (sw == JPKI_SW_WRONG_PIN) {
		err = JPKI_WRONG_PIN;
		tries->left = -1;
	} else if (sw == JPKI_SW_LOCKED || sw == JPKI_SW_LOCKED_TOO) {
		err = JPKI_PIN_LOCKED;
		tries->left = 0;
		tries->locked = true;
	}
	return jpki_fail(card->reader->ctx, err, "VERIFY: SW %04X", sw);
}

enum jpki_error jpki_card_send_pin(struct jpki_card *card,
				   const struct jpki_pin_order *order,
				   struct jpki_secret *secret,
				   unsigned int *ret_sw)
{
	const uint8_t header[] = { 0x00, order->ins, order->p1, 0x80,
				   (uint8_t)secret->len };

	return jpki_card_order(card, order->flags,
			       jpki_secret_behind(secret, header,
						  sizeof(header)),
			       sizeof(header) + secret->len, ret_sw);
}

static enum jpki_error present(struct jpki_card *card, enum jpki_pin pin,
			       struct jpki_secret *secret, uint32_t flags,
			       unsigned int *ret_sw)
{
	const struct jpki_pin_order order = { .ins = 0x20, .flags = flags };
	enum jpki_error err = jpki_card_select_pin(card, pin);

	return err ? err : jpki_card_send_pin(card, &order, secret, ret_sw);
}

enum jpki_error jpki_card_last_try(struct jpki_card *card, enum jpki_error err)
{
	if (err != JPKI_PERMISSION)
		return err;
	return jpki_fail(card->reader->ctx, JPKI_PIN_FLOOR,
			 "the administrator has not allowed last_try of %s",
			 card->reader->info.name);
}

enum jpki_error jpki_card_verify(struct jpki_card *card, enum jpki_pin pin,
				 struct jpki_secret *secret, bool last_try,
				 struct jpki_tries *ret)
{
	enum jpki_error err;
	unsigned int sw;

	err = jpki_pin_check(pin, secret);
	if (!err)
		err = jpki_card_tries(card, pin, ret);
	if (!err)
		err = jpki_tries_allow(ret, last_try);
	if (!err)
		err = present(card, pin, secret, 0, &sw);
	/* as a last try only if the driver refused to send it otherwise */
	if (err == JPKI_PIN_FLOOR && last_try)
		err = jpki_card_last_try(card, present(card, pin, secret,
						       CCID_APDU_LAST_TRY,
						       &sw));
	return err ? err : jpki_card_judge_pin(card, sw, ret);
}
