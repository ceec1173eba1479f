// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Who holds the card. The card is left alone while the person types: first a
 * turn to learn how many tries are left, then one with the PIN, on the same
 * card.
 */
#include "holder.h"

#include "pin.h"

/* Tries left, and the card that has them; refused if none may be spent. */
static enum jpki_error learn_tries(struct jpki_reader *reader,
				   uint32_t generation, bool last_try,
				   struct jpki_tries *ret_tries,
				   struct jpki_reader_state *ret_state)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = jpki_card_begin(reader, generation, &card);
	if (err)
		return err;
	*ret_state = *jpki_card_state(card);
	err = jpki_card_tries(card, JPKI_PIN_CARD, ret_tries);
	if (!err)
		err = jpki_tries_allow(ret_tries, last_try);
	jpki_card_end(&card);
	return err;
}

static enum jpki_error open_card(struct jpki_reader *reader,
				 uint32_t generation,
				 struct jpki_secret *secret, bool last_try,
				 struct jpki_tries *tries,
				 struct jpki_attributes *ret)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = jpki_card_begin(reader, generation, &card);
	if (!err)
		err = jpki_card_verify(card, JPKI_PIN_CARD, secret, last_try,
				       tries);
	jpki_secret_wipe(secret);
	if (!err)
		err = jpki_card_attributes(card, ret);
	jpki_card_end(&card);
	return err;
}

int holder_read(struct cli *cli, struct jpki_reader *reader,
		uint32_t generation, struct jpki_attributes *ret,
		struct jpki_reader_state *ret_state)
{
	struct jpki_tries tries = { .left = -1 };
	struct jpki_secret *secret = NULL;
	struct jpki_reader_state state;
	enum jpki_error err;
	int status;

	err = learn_tries(reader, generation, cli->opt.last_try, &tries,
			  &state);
	if (err)
		return cli_fail(cli, err);
	status = pin_ask(cli, JPKI_PIN_CARD, &tries, &secret);
	if (status)
		return status;
	err = open_card(reader, state.generation, secret, cli->opt.last_try,
			&tries, ret);
	jpki_secret_free(&secret);
	if (err)
		return pin_fail(cli, err, &tries);
	if (ret_state)
		*ret_state = state;
	return EXIT_DONE;
}
