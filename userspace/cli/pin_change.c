// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl pin change. Both PINs are there and have their form before the card
 * gets either; it gets them in one turn.
 */
#include "lang.h"
#include "pin.h"
#include "pin_verbs.h"

static int ask_both(struct cli *cli, const struct entry *entry,
		    struct jpki_secret **ret_old, struct jpki_secret **ret_new)
{
	int status = pin_ask(cli, entry, ret_old);

	if (!status)
		status = pin_ask_new(cli, entry, ret_new);
	if (!status && jpki_secret_equal(*ret_old, *ret_new))
		status = cli_fail(cli, JPKI_PIN_SAME);
	return status;
}

static enum jpki_error change(struct entry *entry, struct jpki_secret *old_pin,
			      struct jpki_secret *new_pin)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = entry_verify(entry, old_pin, &card);
	if (!err)
		err = jpki_card_change_pin(card, entry->pin, new_pin);
	jpki_secret_wipe(new_pin);
	jpki_card_end(&card);
	return err;
}

int pin_change(struct cli *cli, struct entry *entry)
{
	struct jpki_secret *old_pin = NULL, *new_pin = NULL;
	enum jpki_error err;
	int status = EXIT_DONE;

	err = entry_learn(entry);
	if (!err)
		status = ask_both(cli, entry, &old_pin, &new_pin);
	if (!err && !status)
		err = change(entry, old_pin, new_pin);
	jpki_secret_free(&new_pin);
	jpki_secret_free(&old_pin);
	return status ? status :
		pin_result(cli, entry, err, "changed",
			   _("The PIN was changed; the new one is in force."));
}
