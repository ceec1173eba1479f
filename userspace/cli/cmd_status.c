// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl status: all that a card tells without a PIN; with the date of birth
 * also what depends on it.
 */
#include "cli.h"
#include "holder.h"
#include "lang.h"
#include "pick.h"
#include "show.h"
#include "trust.h"

/* The date of birth, given or asked of the card; the year is 0 if neither. */
static int find_birth(struct cli *cli, struct jpki_reader *reader,
		      uint32_t generation, struct jpki_date *ret)
{
	struct jpki_attributes holder = { .sex = JPKI_SEX_UNKNOWN };
	int status;

	*ret = cli->opt.birth;
	if (!cli->opt.attributes)
		return EXIT_DONE;
	status = holder_read(cli, reader, generation, &holder, NULL);
	*ret = holder.birth;
	jpki_attributes_wipe(&holder);
	return status;
}

static int add_birth(struct cli *cli, struct jpki_reader *reader,
		     struct jpki_status *card)
{
	struct jpki_date birth;
	enum jpki_error err;
	int status;

	status = find_birth(cli, reader, card->card.generation, &birth);
	if (status || !birth.year)
		return status;
	err = jpki_status_add_birth(cli->ctx, birth, card);
	return err ? cli_fail(cli, err) : EXIT_DONE;
}

static int show_card(struct cli *cli, struct jpki_reader *reader,
		     uint32_t generation)
{
	struct jpki_trust trust = trust_of(&cli->opt);
	struct jpki_status card;
	enum jpki_error err;
	int status;

	err = jpki_status_read(cli->ctx, reader, generation, &trust,
			       cli_now(cli), &card);
	/* for programs an empty reader is an answer, too */
	if (err == JPKI_NO_CARD && cli->opt.json) {
		show_status(cli, &card);
		return cli_complain(cli, err);
	}
	if (err)
		return cli_fail(cli, err);
	status = add_birth(cli, reader, &card);
	if (status)
		return status;
	show_status(cli, &card);
	return jpki_status_is_no(&card) ? EXIT_NO : EXIT_DONE;
}

static int check_usage(struct cli *cli)
{
	if (cli->arg_count)
		return cli_usage(cli, "%s", _("status takes no argument."));
	if (cli->opt.attributes && cli->opt.birth.year)
		return cli_usage(cli, "%s",
				 _("--birth and --attributes exclude each "
				   "other."));
	if (cli->opt.used & OPT_PIN && !cli->opt.attributes)
		return cli_usage(cli, "%s",
				 _("status needs no PIN without "
				   "--attributes."));
	return EXIT_DONE;
}

int cmd_status(struct cli *cli)
{
	struct jpki_reader *reader = NULL;
	uint32_t generation;
	int status;

	status = check_usage(cli);
	if (!status)
		status = pick_reader(cli, &reader, &generation);
	if (!status)
		status = show_card(cli, reader, generation);
	jpki_reader_close(&reader);
	return status;
}
