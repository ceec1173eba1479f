// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One run of jpkictl: options, language, verb table, errors. A verb is a file,
 * cmd_<verb>.c. This is also where the clock is read.
 */
#include "cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lang.h"

#define N_(text) text

static const struct verb {
	const char *name;
	int (*run)(struct cli *cli);
	unsigned int options;	/* OPT_* groups that it takes */
	const char *usage;
	const char *help;
} verbs[] = {
	{ "list", cmd_list, 0, "list", N_("card readers and what is on them") },
	{ "status", cmd_status, OPT_READER | OPT_NOW | OPT_TRUST | OPT_PIN |
	  OPT_HOLDER, "status",
	  N_("validity, renewal, tries left and what to do next") },
	{ "watch", cmd_watch, OPT_NOW | OPT_TRUST, "watch",
	  N_("the status of each card as it is put on a reader") },
	{ "pin", cmd_pin, OPT_READER | OPT_NOW | OPT_PIN | OPT_PAD,
	  "pin status | pin verify|change auth|sign|card",
	  N_("tries left of each PIN; entering or changing one") },
	{ "cert", cmd_cert, OPT_READER | OPT_NOW | OPT_TRUST | OPT_EXPORT,
	  "cert show|export|verify auth|sign|auth-ca|sign-ca",
	  N_("a certificate of the card") },
	{ "attributes", cmd_attributes, OPT_READER | OPT_NOW | OPT_PIN,
	  "attributes",
	  N_("name, address, date of birth and sex, after the PIN") },
	{ "apdu", cmd_apdu, OPT_READER, "apdu HEX...",
	  N_("send APDUs in one transaction, for experts") },
	{ "rules", cmd_rules, OPT_RULES,
	  "rules ask QUESTION KEY=VALUE...|batch FILE.csv|list",
	  N_("the lifecycle rules, without a card") },
};

#define VERB_COUNT (sizeof(verbs) / sizeof(verbs[0]))

int64_t cli_now(const struct cli *cli)
{
	return cli->opt.used & OPT_NOW ? cli->opt.now : time(NULL);
}

void cli_complain_text(const char *text, const char *detail)
{
	if (detail && *detail)
		fprintf(stderr, "jpkictl: %s (%s)\n", text, detail);
	else
		fprintf(stderr, "jpkictl: %s\n", text);
}

int cli_fail_text(struct cli *cli, int status, const char *name,
		  const char *text, const char *detail)
{
	cli_complain_text(text, detail);
	if (cli->opt.json) {
		out_json_begin(&cli->out, "jpki.error/1");
		out_string(&cli->out, "error", name);
		out_string(&cli->out, "text", text);
		out_string(&cli->out, "detail", detail);
		out_json_end(&cli->out);
	}
	return status;
}

/* What the library has to say beyond the sentence, or NULL. */
static const char *detail_of(const struct cli *cli, enum jpki_error err)
{
	const char *detail = cli->ctx ? jpki_ctx_detail(cli->ctx, err) : "";

	return *detail ? detail : NULL;
}

int cli_complain(const struct cli *cli, enum jpki_error err)
{
	cli_complain_text(gettext(jpki_error_text(err)), detail_of(cli, err));
	return jpki_error_exit(err);
}

int cli_fail_detail(struct cli *cli, enum jpki_error err, const char *detail)
{
	return cli_fail_text(cli, jpki_error_exit(err), jpki_error_name(err),
			     gettext(jpki_error_text(err)), detail);
}

int cli_fail(struct cli *cli, enum jpki_error err)
{
	return cli_fail_detail(cli, err, detail_of(cli, err));
}

int cli_usage(struct cli *cli, const char *format, ...)
{
	char *text;
	va_list args;
	int len, status;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		return cli_fail(cli, JPKI_NO_MEMORY);
	status = cli_fail_text(cli, EXIT_USAGE, "usage", text, NULL);
	free(text);
	return status;
}

static int print_help(struct cli *cli)
{
	size_t i;

	out_line(&cli->out, "%s", _("Usage: jpkictl [OPTION...] VERB ..."));
	out_line(&cli->out, "%s", "");
	for (i = 0; i < VERB_COUNT; i++) {
		out_line(&cli->out, "  %s", verbs[i].usage);
		out_line(&cli->out, "        %s", gettext(verbs[i].help));
	}
	out_line(&cli->out, "%s", "");
	out_line(&cli->out, "%s",
		 _("Options for every verb: --json, --lang ja|en, --debug, "
		   "--help, --version.\n"
		   "Options for some: --reader NAME, --now DATE, --ca-dir DIR, "
		   "--crl FILE,\n"
		   "--crl-dir DIR, --pem, --der, --output FILE, --explain, "
		   "--progress,\n"
		   "--profile-dir DIR, --pin-fd N, --last-try, --pinpad, "
		   "--birth DATE,\n"
		   "--attributes.\n"
		   "See jpkictl(1)."));
	return EXIT_DONE;
}

static int print_version(struct cli *cli)
{
	out_line(&cli->out, "jpkictl %s", jpki_version());
	return EXIT_DONE;
}

static int report_fault(struct cli *cli, enum options_fault fault,
			const char *what)
{
	switch (fault) {
	case OPTIONS_NO_VALUE:
		return cli_usage(cli, _("%s needs a value; "
					"see jpkictl --help."), what);
	case OPTIONS_BAD_LANG:
		return cli_usage(cli, "%s", _("--lang must be ja or en."));
	case OPTIONS_BAD_NOW:
		return cli_usage(cli, "%s",
				 _("--now must be a day such as 2027-02-20 or "
				   "a time such as "
				   "2027-02-20T12:00:00+09:00."));
	case OPTIONS_BAD_FD:
		return cli_usage(cli, "%s",
				 _("--pin-fd must be the number of an open "
				   "file descriptor, such as 3."));
	case OPTIONS_BAD_BIRTH:
		return cli_usage(cli, "%s",
				 _("--birth must be a day such as "
				   "1990-05-10."));
	default:
		return cli_usage(cli, _("Unknown option %s; "
					"see jpkictl --help."), what);
	}
}

static const struct verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < VERB_COUNT; i++)
		if (!strcmp(verbs[i].name, name))
			return &verbs[i];
	return NULL;
}

static void log_line(void *data, const char *line)
{
	(void)data;
	fprintf(stderr, "debug: %s\n", line);
}

static int run_verb(struct cli *cli, const struct verb *verb)
{
	enum jpki_error err;
	int status;

	if (cli->opt.used & ~verb->options)
		return cli_usage(cli, _("An option does not go with %s; "
					"see jpkictl --help."), verb->name);
	err = jpki_ctx_new(&cli->ctx);
	if (err)
		return cli_fail(cli, err);
	if (cli->opt.debug)
		jpki_ctx_set_log(cli->ctx, log_line, NULL);
	status = verb->run(cli);
	jpki_ctx_free(&cli->ctx);
	return status;
}

static int run(struct cli *cli)
{
	const struct verb *verb;

	if (cli->opt.version)
		return print_version(cli);
	if (cli->opt.help)
		return print_help(cli);
	if (!cli->arg_count)
		return cli_usage(cli, "%s", _("A verb is missing; "
					      "see jpkictl --help."));
	verb = find_verb(cli->args[0]);
	if (!verb)
		return cli_usage(cli, _("Unknown verb %s; "
					"see jpkictl --help."), cli->args[0]);
	cli->args++;
	cli->arg_count--;
	return run_verb(cli, verb);
}

int cli_run(int argc, char **argv)
{
	struct cli cli = { .ctx = NULL };
	enum options_fault fault;
	const char *what = "";
	int first = argc;
	int status;

	fault = options_parse(argc, argv, &cli.opt, &first, &what);
	lang_setup(cli.opt.lang);
	cli.args = argv + first;
	cli.arg_count = argc - first;
	status = fault ? report_fault(&cli, fault, what) : run(&cli);
	if (!out_flush(&cli.out))
		status = cli_fail_detail(&cli, JPKI_FILE, "stdout");
	return status;
}
