// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The options of the command line: one table for all verbs.
 */
#include "options.h"

#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define NOON (12 * 3600)

enum {
	KEY_JSON = 256,
	KEY_DEBUG,
	KEY_VERSION,
	KEY_PEM,
	KEY_DER,
	KEY_EXPLAIN,
	KEY_PROGRESS,
	KEY_LANG,
	KEY_READER,
	KEY_NOW,
	KEY_CA_DIR,
	KEY_CRL,
	KEY_CRL_DIR,
	KEY_PROFILE_DIR,
	KEY_PIN_FD,
	KEY_LAST_TRY,
	KEY_PINPAD,
	KEY_BIRTH,
	KEY_ATTRIBUTES,
};

static const struct option table[] = {
	{ "json", no_argument, NULL, KEY_JSON },
	{ "debug", no_argument, NULL, KEY_DEBUG },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ "lang", required_argument, NULL, KEY_LANG },
	{ "reader", required_argument, NULL, KEY_READER },
	{ "now", required_argument, NULL, KEY_NOW },
	{ "ca-dir", required_argument, NULL, KEY_CA_DIR },
	{ "crl", required_argument, NULL, KEY_CRL },
	{ "crl-dir", required_argument, NULL, KEY_CRL_DIR },
	{ "profile-dir", required_argument, NULL, KEY_PROFILE_DIR },
	{ "pin-fd", required_argument, NULL, KEY_PIN_FD },
	{ "last-try", no_argument, NULL, KEY_LAST_TRY },
	{ "pinpad", no_argument, NULL, KEY_PINPAD },
	{ "birth", required_argument, NULL, KEY_BIRTH },
	{ "attributes", no_argument, NULL, KEY_ATTRIBUTES },
	{ "pem", no_argument, NULL, KEY_PEM },
	{ "der", no_argument, NULL, KEY_DER },
	{ "explain", no_argument, NULL, KEY_EXPLAIN },
	{ "progress", no_argument, NULL, KEY_PROGRESS },
	{ "output", required_argument, NULL, 'o' },
	{ NULL, 0, NULL, 0 }
};

static enum options_fault take_lang(struct cli_options *opt, const char *value)
{
	if (strcmp(value, "ja") && strcmp(value, "en"))
		return OPTIONS_BAD_LANG;
	opt->lang = value;
	return OPTIONS_FINE;
}

/* A day stands for its noon. */
static enum options_fault take_now(struct cli_options *opt, const char *value)
{
	struct jpki_date date;

	opt->used |= OPT_NOW;
	if (!jpki_date_parse(value, &date))
		opt->now = jpki_date_instant(date, NOON);
	else if (jpki_instant_parse(value, &opt->now))
		return OPTIONS_BAD_NOW;
	return OPTIONS_FINE;
}

/* An open descriptor, in digits. */
static enum options_fault take_pin_fd(struct cli_options *opt,
				      const char *value)
{
	char *end;
	long fd;

	opt->used |= OPT_PIN;
	fd = strtol(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || fd > INT_MAX ||
	    fcntl((int)fd, F_GETFD) < 0)
		return OPTIONS_BAD_FD;
	opt->pin_fd_given = true;
	opt->pin_fd = (int)fd;
	return OPTIONS_FINE;
}

static enum options_fault take_birth(struct cli_options *opt,
				     const char *value)
{
	opt->used |= OPT_HOLDER;
	return jpki_date_parse(value, &opt->birth) ? OPTIONS_BAD_BIRTH :
						     OPTIONS_FINE;
}

static void take_path(struct cli_options *opt, unsigned int group,
		      const char **member, const char *value)
{
	opt->used |= group;
	*member = value;
}

static enum options_fault take_value(struct cli_options *opt, int key,
				     const char *value)
{
	switch (key) {
	case KEY_LANG:
		return take_lang(opt, value);
	case KEY_NOW:
		return take_now(opt, value);
	case KEY_PIN_FD:
		return take_pin_fd(opt, value);
	case KEY_BIRTH:
		return take_birth(opt, value);
	case KEY_READER:
		take_path(opt, OPT_READER, &opt->reader, value);
		break;
	case KEY_CA_DIR:
		take_path(opt, OPT_TRUST, &opt->ca_dir, value);
		break;
	case KEY_CRL:
		take_path(opt, OPT_TRUST, &opt->crl_file, value);
		break;
	case KEY_CRL_DIR:
		take_path(opt, OPT_TRUST, &opt->crl_dir, value);
		break;
	case KEY_PROFILE_DIR:
		take_path(opt, OPT_RULES, &opt->profile_dir, value);
		break;
	case 'o':
		take_path(opt, OPT_EXPORT, &opt->output, value);
		break;
	default:
		return OPTIONS_UNKNOWN;
	}
	return OPTIONS_FINE;
}

static void take_switch(struct cli_options *opt, unsigned int group,
			bool *member)
{
	opt->used |= group;
	*member = true;
}

static enum options_fault take(struct cli_options *opt, int key,
			       const char *value)
{
	switch (key) {
	case ':':
		return OPTIONS_NO_VALUE;
	case KEY_JSON:
		opt->json = true;
		break;
	case KEY_DEBUG:
		opt->debug = true;
		break;
	case 'h':
		opt->help = true;
		break;
	case KEY_VERSION:
		opt->version = true;
		break;
	case KEY_PEM:
		take_switch(opt, OPT_EXPORT, &opt->pem);
		break;
	case KEY_DER:
		take_switch(opt, OPT_EXPORT, &opt->der);
		break;
	case KEY_EXPLAIN:
		take_switch(opt, OPT_RULES, &opt->explain);
		break;
	case KEY_PROGRESS:
		take_switch(opt, OPT_RULES, &opt->progress);
		break;
	case KEY_LAST_TRY:
		take_switch(opt, OPT_PIN, &opt->last_try);
		break;
	case KEY_PINPAD:
		take_switch(opt, OPT_PAD, &opt->pinpad);
		break;
	case KEY_ATTRIBUTES:
		take_switch(opt, OPT_HOLDER, &opt->attributes);
		break;
	default:
		return take_value(opt, key, value);
	}
	return OPTIONS_FINE;
}

enum options_fault options_parse(int argc, char **argv,
				 struct cli_options *opt, int *ret_first,
				 const char **ret_what)
{
	enum options_fault fault, first = OPTIONS_FINE;
	int key;

	optind = 0;
	opterr = 0;
	/* to the end, since --json and --lang say how to tell a fault */
	while ((key = getopt_long(argc, argv, ":ho:", table, NULL)) != -1) {
		fault = take(opt, key, optarg);
		if (fault && !first) {
			first = fault;
			*ret_what = argv[optind - 1];
		}
	}
	*ret_first = optind;
	return first;
}
