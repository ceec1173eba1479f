// SPDX-License-Identifier: GPL-2.0-or-later
/* Who holds the card, which it tells after its PIN. */
#include "holder.h"

#include "pin.h"
#include "refusal.h"

static enum jpki_error open_card(struct entry *entry,
				 struct jpki_secret *secret,
				 struct jpki_attributes *ret)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = entry_verify(entry, secret, &card);
	if (!err)
		err = jpki_card_attributes(card, ret);
	jpki_card_end(&card);
	return err;
}

int holder_read(struct cli *cli, struct jpki_reader *reader,
		uint32_t generation, struct jpki_attributes *ret,
		struct jpki_reader_state *ret_state)
{
	struct entry entry = {
		.pin = JPKI_PIN_CARD,
		.last_try = cli->opt.last_try,
		.reader = reader,
		.generation = generation,
		.tries = { .left = -1 },
	};
	struct jpki_secret *secret = NULL;
	enum jpki_error err;
	int status;

	err = entry_learn(&entry);
	if (err)
		return refusal_fail(cli, &entry, err);
	status = pin_ask(cli, &entry, &secret);
	if (status)
		return status;
	err = open_card(&entry, secret, ret);
	jpki_secret_free(&secret);
	if (err)
		return refusal_fail(cli, &entry, err);
	if (ret_state)
		*ret_state = entry.state;
	return EXIT_DONE;
}
