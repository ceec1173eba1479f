// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where a PIN comes from: a descriptor, the terminal, or systemd's password
 * agent. Never an argument nor the environment. What has not its form goes no
 * further.
 */
#include "pin.h"

#include <unistd.h>

#include "agent.h"
#include "facts.h"
#include "lang.h"
#include "refusal.h"
#include "terminal.h"

static const char *const names[] = {
	[JPKI_PIN_AUTH] = "auth",
	[JPKI_PIN_SIGN] = "sign",
	[JPKI_PIN_CARD] = "card",
};

const char *pin_name(enum jpki_pin pin)
{
	return names[pin];
}

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

static int ask(struct cli *cli, const struct entry *entry, const char *prompt,
	       struct jpki_secret **ret)
{
	struct jpki_secret *secret = NULL;
	enum jpki_error err;

	err = jpki_secret_new(cli->ctx, &secret);
	if (!err)
		err = read_pin(cli, prompt, secret);
	if (!err)
		err = jpki_pin_check(entry->pin, secret);
	if (err) {
		jpki_secret_free(&secret);
		return refusal_fail(cli, entry, err);
	}
	*ret = secret;
	return EXIT_DONE;
}

int pin_ask(struct cli *cli, const struct entry *entry,
	    struct jpki_secret **ret)
{
	char prompt[PIN_TEXT_SIZE];

	facts_pin_text(entry->pin, &entry->tries, prompt);
	return ask(cli, entry, prompt, ret);
}

static const char *prompt_for_new(enum jpki_pin pin)
{
	switch (pin) {
	case JPKI_PIN_AUTH:
		return _("New PIN for user authentication (4 digits):");
	case JPKI_PIN_SIGN:
		return _("New password for digital signatures (6 to 16 "
			 "capital letters and digits):");
	default:
		return _("New PIN for card data (4 digits):");
	}
}

/* A slip of the finger would lock its holder out. */
static int ask_again(struct cli *cli, const struct entry *entry,
		     const struct jpki_secret *first)
{
	struct jpki_secret *again = NULL;
	int status;

	status = ask(cli, entry, _("The new one once more:"), &again);
	if (!status && !jpki_secret_equal(first, again))
		status = cli_fail(cli, JPKI_PIN_UNLIKE);
	jpki_secret_free(&again);
	return status;
}

int pin_ask_new(struct cli *cli, const struct entry *entry,
		struct jpki_secret **ret)
{
	struct jpki_secret *secret = NULL;
	int status;

	status = ask(cli, entry, prompt_for_new(entry->pin), &secret);
	if (!status && !cli->opt.pin_fd_given)
		status = ask_again(cli, entry, secret);
	if (status)
		jpki_secret_free(&secret);
	else
		*ret = secret;
	return status;
}
