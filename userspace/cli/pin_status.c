// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl pin status: tries left of each PIN, and what a locked one means. */
#include "facts.h"
#include "lang.h"
#include "pick.h"
#include "pin.h"
#include "pin_verbs.h"

#define PIN_COUNT 3

static void show_json(struct cli *cli, const struct jpki_reader_info *info,
		      const struct jpki_reader_state *state,
		      const struct jpki_tries *tries)
{
	struct out *out = &cli->out;
	int i;

	out_json_begin(out, "jpki.pin/1");
	out_instant(out, "time", cli_now(cli));
	facts_reader(out, "reader", info);
	facts_card(out, "card", state, JPKI_KIND_UNKNOWN);
	out_object(out, "pins");
	for (i = 0; i < PIN_COUNT; i++)
		facts_tries(out, pin_name((enum jpki_pin)i), &tries[i]);
	out_close(out);
	out_json_end(out);
}

static void show_lines(struct cli *cli, const struct jpki_tries *tries,
		       bool locked)
{
	int i;

	out_line(&cli->out, "%s", _("Tries left"));
	for (i = 0; i < PIN_COUNT; i++)
		facts_pin_line(&cli->out, (enum jpki_pin)i, &tries[i]);
	if (locked)
		out_line(&cli->out, "%s",
			 _("A locked PIN cannot be used even when entered "
			   "rightly. Take the card and photo identification "
			   "to your municipal office to have it reset."));
}

static int show_tries(struct cli *cli, struct jpki_reader *reader,
		      struct jpki_card *card)
{
	struct jpki_tries tries[PIN_COUNT];
	bool known = false, locked = false;
	enum jpki_error err;
	int i;

	for (i = 0; i < PIN_COUNT; i++) {
		err = jpki_card_tries(card, (enum jpki_pin)i, &tries[i]);
		if (err)
			return cli_fail(cli, err);
		known |= tries[i].known;
		locked |= tries[i].locked;
	}
	if (!known)
		return cli_fail(cli, JPKI_NO_APPLICATION);
	if (cli->opt.json)
		show_json(cli, jpki_reader_info(reader), jpki_card_state(card),
			  tries);
	else
		show_lines(cli, tries, locked);
	return locked ? EXIT_NO : EXIT_DONE;
}

int pin_status(struct cli *cli)
{
	struct jpki_reader *reader = NULL;
	struct jpki_card *card = NULL;
	int status;

	status = pick_card(cli, &reader, &card);
	if (!status)
		status = show_tries(cli, reader, card);
	jpki_card_end(&card);
	jpki_reader_close(&reader);
	return status;
}
