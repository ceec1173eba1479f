/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of the command line. */
#ifndef JPKICTL_OPTIONS_H
#define JPKICTL_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <jpki/date.h>

/* Groups of options; a verb names those that it takes besides the common. */
#define OPT_READER	(1U << 0)	/* --reader */
#define OPT_NOW		(1U << 1)	/* --now */
#define OPT_TRUST	(1U << 2)	/* --ca-dir, --crl, --crl-dir */
#define OPT_EXPORT	(1U << 3)	/* --pem, --der, --output */
#define OPT_RULES	(1U << 4)	/* --explain, --progress, --profile-dir */
#define OPT_PIN		(1U << 5)	/* --pin-fd, --last-try */
#define OPT_HOLDER	(1U << 6)	/* --birth, --attributes */
#define OPT_PAD		(1U << 7)	/* --pinpad */

struct cli_options {
	unsigned int used;	/* OPT_* groups given */
	bool json;
	bool debug;
	bool help;
	bool version;
	bool pem;
	bool der;
	bool explain;
	bool progress;
	bool last_try;
	bool attributes;
	bool pinpad;
	bool pin_fd_given;
	int pin_fd;
	struct jpki_date birth;	/* the year is 0 when not given */
	const char *lang;
	const char *reader;
	const char *output;
	const char *ca_dir;
	const char *crl_dir;
	const char *crl_file;
	const char *profile_dir;
	int64_t now;
};

enum options_fault {
	OPTIONS_FINE,
	OPTIONS_UNKNOWN,	/* no such option */
	OPTIONS_NO_VALUE,	/* an option without its value */
	OPTIONS_BAD_LANG,
	OPTIONS_BAD_NOW,
	OPTIONS_BAD_FD,
	OPTIONS_BAD_BIRTH,
};

/*
 * Sorts @argv so that what is no option comes last, from *@ret_first on.
 * The first fault is returned, *@ret_what is its argument. Nothing is printed:
 * the language is not known before.
 */
enum options_fault options_parse(int argc, char **argv,
				 struct cli_options *opt, int *ret_first,
				 const char **ret_what);

#endif /* JPKICTL_OPTIONS_H */
