// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A PIN that is typed on the reader's own keys: it goes from there to the card,
 * and neither this library nor the driver ever has it.
 */
#include "card_pin.h"

#include "apdu.h"
#include "context.h"
#include "reader.h"

#define DIGITS		4
#define TYPE_SECONDS	60
#define CALL_SECONDS	90	/* the card's answer, too */

/* CCID 1.1, 6.1.11: four ASCII digits are the whole of the data. */
#define FORMAT		0x82	/* in bytes, from the left, ASCII */
#define BLOCK		DIGITS	/* bytes; their number is not sent */
#define BY_KEY		0x02	/* the entry ends with the confirming key */
#define OWN_MESSAGES	0xff
#define JAPANESE	0x0411

enum jpki_error jpki_reader_check_pad(const struct jpki_reader *reader,
				      enum jpki_pin pin)
{
	if (pin == JPKI_PIN_SIGN)
		return jpki_fail(reader->ctx, JPKI_NO_PIN_PAD,
				 "it has letters, and the keys are digits");
	if (!reader->has_pad)
		return jpki_fail(reader->ctx, JPKI_NO_PIN_PAD,
				 "%s has no keys", reader->info.name);
	return JPKI_OK;
}

static enum jpki_error type_pin(struct jpki_card *card, enum jpki_pin pin,
				uint32_t flags, unsigned int *ret_sw)
{
	static const uint8_t verify[] = {
		0x00, 0x20, 0x00, 0x80, DIGITS, 0xff, 0xff, 0xff, 0xff
	};
	uint8_t response[2];
	struct ccid_secure secure = {
		.size = sizeof(secure),
		.flags = flags,
		.command = (uintptr_t)verify,
		.command_len = sizeof(verify),
		.response = (uintptr_t)response,
		.response_len = sizeof(response),
		.deadline_ns = jpki_reader_deadline(card->reader, CALL_SECONDS),
		.generation = card->state.generation,
		.lang_id = JAPANESE,
		.timeout_s = TYPE_SECONDS,
		.format = FORMAT,
		.pin_block = BLOCK,
		.min_digits = DIGITS,
		.max_digits = DIGITS,
		.validation = BY_KEY,
		.messages = OWN_MESSAGES,
	};
	enum jpki_error err;

	err = jpki_card_select_pin(card, pin);
	if (err)
		return err;
	err = jpki_reader_call(card->reader, CCID_IOC_SECURE, &secure);
	if (err)
		card->selected = NULL;	/* it may have been powered off */
	else
		*ret_sw = secure.sw;
	return err;
}

enum jpki_error jpki_card_verify_on_pad(struct jpki_card *card,
					enum jpki_pin pin, bool last_try,
					struct jpki_tries *ret)
{
	enum jpki_error err;
	unsigned int sw;

	err = jpki_reader_check_pad(card->reader, pin);
	if (!err)
		err = jpki_card_tries(card, pin, ret);
	if (!err)
		err = jpki_tries_allow(ret, last_try);
	if (!err)
		err = type_pin(card, pin, 0, &sw);
	if (err == JPKI_PIN_FLOOR && last_try)
		err = jpki_card_last_try(card, type_pin(card, pin,
							CCID_APDU_LAST_TRY,
							&sw));
	return err ? err : jpki_card_judge_pin(card, sw, ret);
}
