// SPDX-License-Identifier: GPL-2.0-or-later
/* The card's PINs: verifying, changing, and what is left of the tries. */
#include <string.h>

#include "card_cmd.h"

static struct pin *find_pin(struct card *c, uint8_t p2)
{
	const struct ef *ef = card_reference(c, p2);

	return ef && ef->kind == EF_PIN ? &c->pin[ef->pin] : NULL;
}

static uint16_t tries(const struct pin *pin)
{
	return (uint16_t)(SW_TRIES | pin->left);
}

static uint16_t present(struct pin *pin, const struct apdu *a)
{
	pin->tried++;
	if (!pin->left)
		return SW_BLOCKED;
	pin->verified = a->lc == pin->len &&
			!memcmp(a->data, pin->value, pin->len);
	pin->left = pin->verified ? pin->max : (uint8_t)(pin->left - 1);
	return pin->verified ? SW_OK : tries(pin);
}

uint16_t card_verify(struct card *c, const struct apdu *a, struct reply *r)
{
	struct pin *pin = find_pin(c, a->p2);

	(void)r;
	if (a->p1)
		return SW_P1P2;
	if (!pin)
		return SW_NO_REFERENCE;
	if (a->le || a->lc > CARD_PIN_LEN)
		return SW_LENGTH;
	if (a->lc)
		return present(pin, a);
	return pin->verified ? SW_OK : tries(pin);
}

static bool good_char(uint8_t c, bool digits_only)
{
	return (c >= '0' && c <= '9') ||
	       (!digits_only && c >= 'A' && c <= 'Z');
}

/* The signature PIN is 6 to 16 of A-Z and 0-9, the others keep their form. */
static bool well_formed(const struct pin *pin, bool sign, const struct apdu *a)
{
	size_t i;

	if (sign ? a->lc < 6 || a->lc > CARD_PIN_LEN : a->lc != pin->len)
		return false;
	for (i = 0; i < a->lc; i++)
		if (!good_char(a->data[i], !sign))
			return false;
	return true;
}

uint16_t card_change(struct card *c, const struct apdu *a, struct reply *r)
{
	struct pin *pin = find_pin(c, a->p2);

	(void)r;
	if (a->p1 != 0x01)
		return SW_P1P2;
	if (!pin)
		return SW_NO_REFERENCE;
	if (!a->lc || a->le)
		return SW_LENGTH;
	if (!pin->left)
		return SW_BLOCKED;
	if (!pin->verified)
		return SW_SECURITY;
	if (!well_formed(pin, pin == &c->pin[PIN_SIGN], a))
		return SW_DATA;
	explicit_bzero(pin->value, sizeof(pin->value));
	memcpy(pin->value, a->data, a->lc);
	pin->len = a->lc;
	return SW_OK;
}

/* Unblocking is the town hall's, over secure messaging: always refused. */
uint16_t card_unblock(struct card *c, const struct apdu *a, struct reply *r)
{
	(void)r;
	if (a->p1 > 0x03)
		return SW_P1P2;
	return find_pin(c, a->p2) ? SW_SECURITY : SW_NO_REFERENCE;
}
