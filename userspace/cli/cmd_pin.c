// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl pin: the PINs of the card; its verbs are in pin_<verb>.c. */
#include <string.h>

#include "lang.h"
#include "pick.h"
#include "pin.h"
#include "pin_verbs.h"

static bool find_pin(const char *name, enum jpki_pin *ret)
{
	enum jpki_pin pin;

	for (pin = JPKI_PIN_AUTH; pin <= JPKI_PIN_CARD; pin++) {
		if (strcmp(pin_name(pin), name))
			continue;
		*ret = pin;
		return true;
	}
	return false;
}

static int run(struct cli *cli, enum jpki_pin pin, pin_fn *verb)
{
	struct entry entry = {
		.pin = pin,
		.last_try = cli->opt.last_try,
		.tries = { .left = -1 },
	};
	int status;

	status = pick_reader(cli, &entry.reader, &entry.generation);
	if (!status)
		status = verb(cli, &entry);
	jpki_reader_close(&entry.reader);
	return status;
}

static pin_fn *find_verb(const char *name)
{
	if (!strcmp(name, "verify"))
		return pin_verify;
	return strcmp(name, "change") ? NULL : pin_change;
}

static int check_usage(struct cli *cli, pin_fn *verb)
{
	if (cli->opt.pinpad && verb != pin_verify)
		return cli_usage(cli, "%s",
				 _("--pinpad goes with pin verify only."));
	if (cli->opt.pinpad && cli->opt.pin_fd_given)
		return cli_usage(cli, "%s",
				 _("--pinpad and --pin-fd exclude each "
				   "other."));
	if (!verb && cli->opt.used & OPT_PIN)
		return cli_usage(cli, "%s", _("pin status needs no PIN."));
	return EXIT_DONE;
}

int cmd_pin(struct cli *cli)
{
	bool is_status = cli->arg_count == 1 && !strcmp(cli->args[0], "status");
	pin_fn *verb = cli->arg_count == 2 ? find_verb(cli->args[0]) : NULL;
	enum jpki_pin pin;
	int status;

	if (!is_status && (!verb || !find_pin(cli->args[1], &pin)))
		return cli_usage(cli, "%s",
				 _("pin is followed by status, or by verify "
				   "or change and auth, sign or card."));
	status = check_usage(cli, verb);
	if (status)
		return status;
	return is_status ? pin_status(cli) : run(cli, pin, verb);
}
