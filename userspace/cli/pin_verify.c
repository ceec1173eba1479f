// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl pin verify: is it the right one? */
#include "facts.h"
#include "lang.h"
#include "pin.h"
#include "pin_verbs.h"

static enum jpki_error type_on_reader(struct entry *entry)
{
	char prompt[PIN_TEXT_SIZE];
	struct jpki_card *card = NULL;
	enum jpki_error err;

	facts_pin_text(entry->pin, &entry->tries, prompt);
	cli_complain_text(_("Type the PIN on the keys of the reader, and "
			    "confirm it there."), prompt);
	err = jpki_card_begin(entry->reader, entry->generation, &card);
	if (!err)
		err = jpki_card_verify_on_pad(card, entry->pin,
					      entry->last_try, &entry->tries);
	jpki_card_end(&card);
	return err;
}

static enum jpki_error enter(struct entry *entry, struct jpki_secret *secret)
{
	struct jpki_card *card = NULL;
	enum jpki_error err = entry_verify(entry, secret, &card);

	jpki_card_end(&card);
	return err;
}

int pin_verify(struct cli *cli, struct entry *entry)
{
	struct jpki_secret *secret = NULL;
	enum jpki_error err = JPKI_OK;
	int status = EXIT_DONE;

	if (cli->opt.pinpad)
		err = jpki_reader_check_pad(entry->reader, entry->pin);
	if (!err)
		err = entry_learn(entry);
	if (!err && !cli->opt.pinpad)
		status = pin_ask(cli, entry, &secret);
	if (!err && !status)
		err = secret ? enter(entry, secret) : type_on_reader(entry);
	jpki_secret_free(&secret);
	return status ? status :
		pin_result(cli, entry, err, "verified", _("The PIN is right."));
}
