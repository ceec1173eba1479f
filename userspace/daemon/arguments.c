// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line of jpkid. */
#include "arguments.h"

#include <getopt.h>
#include <stddef.h>

enum { KEY_CONFIG = 256, KEY_RUN_DIR, KEY_FOREGROUND, KEY_CHECK, KEY_VERSION };

static const struct option table[] = {
	{ "config", required_argument, NULL, KEY_CONFIG },
	{ "run-dir", required_argument, NULL, KEY_RUN_DIR },
	{ "foreground", no_argument, NULL, KEY_FOREGROUND },
	{ "check-config", no_argument, NULL, KEY_CHECK },
	{ "help", no_argument, NULL, 'h' },
	{ "version", no_argument, NULL, KEY_VERSION },
	{ NULL, 0, NULL, 0 }
};

static bool take(struct arguments *arguments, int key, const char *value)
{
	switch (key) {
	case KEY_CONFIG:
		arguments->config = value;
		break;
	case KEY_RUN_DIR:
		arguments->run_dir = value;
		break;
	case KEY_FOREGROUND:
		arguments->foreground = true;
		break;
	case KEY_CHECK:
		arguments->check_config = true;
		break;
	case 'h':
		arguments->help = true;
		break;
	case KEY_VERSION:
		arguments->version = true;
		break;
	default:
		return false;
	}
	return true;
}

bool arguments_parse(int argc, char **argv, struct arguments *ret)
{
	bool good = true;
	int key;

	*ret = (struct arguments){
		.config = "/etc/jpki/jpkid.conf",
		.run_dir = "/run/jpki",
	};
	opterr = 0;
	while ((key = getopt_long(argc, argv, "h", table, NULL)) != -1)
		good = take(ret, key, optarg) && good;
	return good && optind == argc;
}
