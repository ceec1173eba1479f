// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The My Number Card: which instruction an APDU is, and what power does.
 *
 * The card does no I/O. card_file.c reads, card_pin.c counts, card_sign.c
 * signs, issue.c makes a card from its profile.
 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "array.h"
#include "bytes.h"
#include "card_cmd.h"

static uint16_t get_response(struct card *c, const struct apdu *a,
			     struct reply *r)
{
	(void)c;
	(void)a;
	(void)r;
	return SW_CONDITIONS;
}

static const struct command {
	uint8_t cla, ins;
	uint16_t (*run)(struct card *c, const struct apdu *a, struct reply *r);
} commands[] = {
	{ 0x00, 0x20, card_verify },
	{ 0x00, 0x24, card_change },
	{ 0x00, 0x2c, card_unblock },
	{ 0x00, 0xa4, card_select },
	{ 0x00, 0xb0, card_read_binary },
	{ 0x00, 0xb2, card_read_record },
	{ 0x00, 0xc0, get_response },
	{ 0x80, 0x2a, card_sign },
};

/* Class bytes: channel in bits 0-1, secure messaging 2-3, chaining 4. */
static uint16_t check_class(uint8_t cla)
{
	if ((cla & 0xc0) == 0x40)
		return SW_CHANNEL;
	if ((cla & 0x60) != 0)
		return SW_CLA;
	if (cla & 0x03)
		return SW_CHANNEL;
	if (cla & 0x0c)
		return SW_SECURE_MESSAGING;
	return cla & 0x10 ? SW_CHAINING : SW_OK;
}

static uint16_t run(struct card *card, const struct apdu *a, struct reply *r)
{
	uint16_t sw = check_class(a->cla);
	bool known = false;
	size_t i;

	if (sw != SW_OK)
		return sw;
	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		if (commands[i].ins != a->ins)
			continue;
		if (commands[i].cla == a->cla)
			return commands[i].run(card, a, r);
		known = true;
	}
	return known ? SW_CLA : SW_INS;
}

size_t card_apdu(struct card *card, const uint8_t *cmd, size_t len,
		 uint8_t *rsp)
{
	struct reply reply = { .data = rsp };
	struct apdu a;
	uint16_t sw;

	card->apdus++;
	sw = apdu_parse(&a, cmd, len) ? run(card, &a, &reply) : SW_LENGTH;
	put16be(rsp + reply.len, sw);
	return reply.len + 2;
}

void card_reset(struct card *card)
{
	card->selected = NULL;
	card->current = NULL;
}

void card_power_off(struct card *card)
{
	size_t i;

	card_reset(card);
	for (i = 0; i < PIN_COUNT; i++)
		card->pin[i].verified = false;
}

static void free_app(struct app *app)
{
	size_t i;

	for (i = 0; i < app->files; i++) {
		free(app->ef[i].data);
		EVP_PKEY_free(app->ef[i].key);
	}
}

void card_free(struct card *card)
{
	size_t i;

	if (!card)
		return;
	for (i = 0; i < CARD_APPS; i++)
		free_app(&card->app[i]);
	explicit_bzero(card->pin, sizeof(card->pin));
	free(card);
}
