// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a PIN comes from: a descriptor, the terminal, or systemd's password
 * agent. Never an argument nor the environment.
 */
#include "pin.h"

#include <stdio.h>
#include <unistd.h>

#include "agent.h"
#include "facts.h"
#include "lang.h"
#include "terminal.h"

static enum jpki_error read_pin(struct cli *cli, const char *prompt,
				struct jpki_secret *secret)
{
	enum jpki_error err;
	int fd;

	if (cli->opt.pin_fd_given)
		return jpki_secret_read(secret, cli->opt.pin_fd);
	fd = terminal_open();
	if (fd < 0)
		return agent_ask(prompt, secret);
	err = terminal_ask(fd, prompt, secret);
	(void)close(fd);
	return err;
}

int pin_ask(struct cli *cli, enum jpki_pin pin, const struct jpki_tries *tries,
	    struct jpki_secret **ret)
{
	struct jpki_secret *secret = NULL;
	char prompt[PIN_TEXT_SIZE];
	enum jpki_error err;

	facts_pin_text(pin, tries, prompt);
	err = jpki_secret_new(cli->ctx, &secret);
	if (!err)
		err = read_pin(cli, prompt, secret);
	if (err) {
		jpki_secret_free(&secret);
		return cli_fail(cli, err);
	}
	*ret = secret;
	return EXIT_DONE;
}

int pin_fail(struct cli *cli, enum jpki_error err,
	     const struct jpki_tries *tries)
{
	char text[256], detail[32];
	int left = tries->left;

	if (err != JPKI_WRONG_PIN || left < 0)
		return cli_fail(cli, err);
	if (left)
		snprintf(text, sizeof(text),
			 ngettext("The PIN is wrong; %d try is left.",
				  "The PIN is wrong; %d tries are left.",
				  (unsigned long)left), left);
	else
		snprintf(text, sizeof(text), "%s",
			 _("The PIN is wrong, and it is locked now; take the "
			   "card and photo identification to your municipal "
			   "office to have it reset."));
	snprintf(detail, sizeof(detail), "tries_left=%d", left);
	return cli_fail_text(cli, jpki_error_exit(err), jpki_error_name(err),
			     text, detail);
}
