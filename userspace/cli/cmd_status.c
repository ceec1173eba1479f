// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl status: all that a card tells without a PIN. */
#include "cli.h"
#include "lang.h"
#include "pick.h"
#include "show.h"
#include "trust.h"

static int show_card(struct cli *cli, struct jpki_reader *reader,
		     uint32_t generation)
{
	struct jpki_trust trust = trust_of(&cli->opt);
	struct jpki_status status;
	enum jpki_error err;

	err = jpki_status_read(cli->ctx, reader, generation, &trust,
			       cli_now(cli), &status);
	/* for programs an empty reader is an answer, too */
	if (err == JPKI_NO_CARD && cli->opt.json) {
		show_status(cli, &status);
		return cli_complain(cli, err);
	}
	if (err)
		return cli_fail(cli, err);
	show_status(cli, &status);
	return jpki_status_is_no(&status) ? EXIT_NO : EXIT_DONE;
}

int cmd_status(struct cli *cli)
{
	struct jpki_reader *reader = NULL;
	uint32_t generation;
	int status;

	if (cli->arg_count)
		return cli_usage(cli, "%s", _("status takes no argument."));
	status = pick_reader(cli, &reader, &generation);
	if (!status)
		status = show_card(cli, reader, generation);
	jpki_reader_close(&reader);
	return status;
}
