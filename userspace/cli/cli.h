/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run of jpkictl: what every verb is given. */
#ifndef JPKICTL_CLI_H
#define JPKICTL_CLI_H

#include <stdint.h>

#include <jpki/jpki.h>

#include "options.h"
#include "out.h"

#define EXIT_DONE	0
#define EXIT_NO		1	/* the answer is no */
#define EXIT_USAGE	2

struct cli {
	struct jpki_ctx *ctx;
	struct cli_options opt;
	char **args;		/* what follows the verb, ends in NULL */
	int arg_count;
	struct out out;
};

/* The whole command; returns its exit status. */
int cli_run(int argc, char **argv);

/* The instant that the answer is about: --now, or the clock. */
int64_t cli_now(const struct cli *cli);

/* Tell on stderr (and with --json on stdout) what went wrong and what to do;
 * both return the exit status.
 */
int cli_fail(struct cli *cli, enum jpki_error err);
int cli_fail_detail(struct cli *cli, enum jpki_error err, const char *detail);

/* The same with a name and a (translated) text that are not of libjpki. */
int cli_fail_text(struct cli *cli, int status, const char *name,
		  const char *text, const char *detail);

/* On stderr alone, where there was an answer all the same. */
int cli_complain(const struct cli *cli, enum jpki_error err);
void cli_complain_text(const char *text, const char *detail);

/* As cli_fail() for a wrong use of the command; @format is already translated. */
__attribute__((format(printf, 2, 3)))
int cli_usage(struct cli *cli, const char *format, ...);

int cmd_apdu(struct cli *cli);
int cmd_attributes(struct cli *cli);
int cmd_cert(struct cli *cli);
int cmd_list(struct cli *cli);
int cmd_pin(struct cli *cli);
int cmd_rules(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_watch(struct cli *cli);

#endif /* JPKICTL_CLI_H */
