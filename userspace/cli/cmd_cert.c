// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl cert: a certificate of the card; its verbs are in cert_<verb>.c. */
#include <string.h>

#include "cert.h"
#include "lang.h"
#include "pick.h"

static const struct {
	const char *name;
	unsigned int options;	/* OPT_* groups that not all of them take */
	cert_fn *run;
} verbs[] = {
	{ "show", 0, cert_show },
	{ "export", OPT_EXPORT, cert_export },
	{ "verify", OPT_NOW | OPT_TRUST, cert_verify },
};

static const char *const slots[] = {
	[JPKI_SLOT_AUTH] = "auth",
	[JPKI_SLOT_SIGN] = "sign",
	[JPKI_SLOT_AUTH_CA] = "auth-ca",
	[JPKI_SLOT_SIGN_CA] = "sign-ca",
};

const char *cert_slot_name(enum jpki_slot slot)
{
	return slots[slot];
}

static int find_slot(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		if (!strcmp(slots[i], name))
			return (int)i;
	return -1;
}

static int find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, name))
			return (int)i;
	return -1;
}

/* The card is let go before anything else is done with the certificate. */
static int read_cert(struct cli *cli, enum jpki_slot slot,
		     struct jpki_cert **ret)
{
	struct jpki_reader *reader = NULL;
	struct jpki_card *card = NULL;
	enum jpki_error err;
	int status;

	status = pick_card(cli, &reader, &card);
	if (!status) {
		err = jpki_card_cert(card, slot, ret);
		if (err)
			status = cli_fail(cli, err);
	}
	jpki_card_end(&card);
	jpki_reader_close(&reader);
	return status;
}

int cmd_cert(struct cli *cli)
{
	const unsigned int common = OPT_READER;
	struct jpki_cert *cert = NULL;
	int verb, slot, status;

	if (cli->arg_count != 2)
		return cli_usage(cli, "%s",
				 _("cert is followed by show, export or "
				   "verify, and auth, sign, auth-ca or "
				   "sign-ca."));
	verb = find_verb(cli->args[0]);
	if (verb < 0)
		return cli_usage(cli, _("Unknown verb cert %s; it can be show, "
					"export or verify."), cli->args[0]);
	slot = find_slot(cli->args[1]);
	if (slot < 0)
		return cli_usage(cli, _("Unknown certificate %s; it can be "
					"auth, sign, auth-ca or sign-ca."),
				 cli->args[1]);
	if (cli->opt.used & ~(common | verbs[verb].options))
		return cli_usage(cli, _("An option does not go with %s; "
					"see jpkictl --help."), cli->args[0]);
	status = read_cert(cli, (enum jpki_slot)slot, &cert);
	if (!status)
		status = verbs[verb].run(cli, (enum jpki_slot)slot, cert);
	jpki_cert_free(&cert);
	return status;
}
