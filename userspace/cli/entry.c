// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One entry of a PIN. The card is left alone while the person types: first a
 * turn to learn how many tries are left, then one with the PIN, on the same
 * card.
 */
#include "entry.h"

/* Can the other PIN of the pair be entered, and so reset this one? */
static bool is_other_open(struct jpki_card *card, enum jpki_pin pin)
{
	struct jpki_tries other;

	if (pin == JPKI_PIN_CARD)
		return false;
	pin = pin == JPKI_PIN_AUTH ? JPKI_PIN_SIGN : JPKI_PIN_AUTH;
	return !jpki_card_tries(card, pin, &other) && other.known &&
	       !other.locked;
}

enum jpki_error entry_learn(struct entry *entry)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = jpki_card_begin(entry->reader, entry->generation, &card);
	if (err)
		return err;
	entry->state = *jpki_card_state(card);
	entry->generation = entry->state.generation;
	entry->other_open = is_other_open(card, entry->pin);
	err = jpki_card_tries(card, entry->pin, &entry->tries);
	if (!err)
		err = jpki_tries_allow(&entry->tries, entry->last_try);
	jpki_card_end(&card);
	return err;
}

enum jpki_error entry_verify(struct entry *entry, struct jpki_secret *secret,
			     struct jpki_card **ret_card)
{
	enum jpki_error err;

	err = jpki_card_begin(entry->reader, entry->generation, ret_card);
	if (!err)
		err = jpki_card_verify(*ret_card, entry->pin, secret,
				       entry->last_try, &entry->tries);
	jpki_secret_wipe(secret);
	return err;
}
