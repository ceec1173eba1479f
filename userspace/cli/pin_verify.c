// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl pin verify: is it the right one? */
#include "lang.h"
#include "pin.h"
#include "pin_verbs.h"

int pin_verify(struct cli *cli, struct entry *entry)
{
	struct jpki_secret *secret = NULL;
	struct jpki_card *card = NULL;
	enum jpki_error err;
	int status;

	err = entry_learn(entry);
	if (!err) {
		status = pin_ask(cli, entry, &secret);
		if (status)
			return status;
		err = entry_verify(entry, secret, &card);
	}
	jpki_card_end(&card);
	jpki_secret_free(&secret);
	return pin_result(cli, entry, err, "verified", _("The PIN is right."));
}
