/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of jpkid. */
#ifndef JPKID_ARGUMENTS_H
#define JPKID_ARGUMENTS_H

#include <stdbool.h>

struct arguments {
	const char *config;
	const char *run_dir;
	bool foreground;	/* without the service manager */
	bool check_config;
	bool help;
	bool version;
};

/* False: there is something that is no argument of ours. */
bool arguments_parse(int argc, char **argv, struct arguments *ret);

#endif /* JPKID_ARGUMENTS_H */
