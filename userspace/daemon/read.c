// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkid-read: reads one card for jpkid, which runs it; prints the status or the
 * error as jpkictl does with --json, and tells the journal. The exit status is
 * that of jpkictl status. The card comes as a line on standard input, as in
 * ccid0@7, perhaps much later: what takes long is done before that.
 */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <jpki/jpki.h>

#include "cli.h"
#include "facts.h"
#include "journal.h"
#include "lang.h"
#include "rehearsal.h"
#include "show.h"
#include "trust.h"

/* Longer than any card takes: the driver's own limits come first. */
#define SECONDS_MAX 120

struct task {
	struct cli cli;
	bool anonymous;
	enum config_journal journal;
	char reader[JPKI_READER_NAME_SIZE];
	uint32_t generation;
};

enum { KEY_LANG = 256, KEY_CA_DIR, KEY_CRL_DIR, KEY_JOURNAL, KEY_ANONYMOUS };

static const struct option table[] = {
	{ "lang", required_argument, NULL, KEY_LANG },
	{ "ca-dir", required_argument, NULL, KEY_CA_DIR },
	{ "crl-dir", required_argument, NULL, KEY_CRL_DIR },
	{ "journal", required_argument, NULL, KEY_JOURNAL },
	{ "anonymous", no_argument, NULL, KEY_ANONYMOUS },
	{ NULL, 0, NULL, 0 }
};

static enum config_journal journal_of(const char *value)
{
	if (!strcmp(value, "full"))
		return CONFIG_JOURNAL_FULL;
	return strcmp(value, "state") ? CONFIG_JOURNAL_NONE :
					CONFIG_JOURNAL_STATE;
}

static bool take(struct task *task, int key, const char *value)
{
	switch (key) {
	case KEY_LANG:
		task->cli.opt.lang = value;
		break;
	case KEY_CA_DIR:
		task->cli.opt.ca_dir = value;
		break;
	case KEY_CRL_DIR:
		task->cli.opt.crl_dir = value;
		break;
	case KEY_JOURNAL:
		task->journal = journal_of(value);
		break;
	case KEY_ANONYMOUS:
		task->anonymous = true;
		break;
	default:
		return false;
	}
	return true;
}

static bool parse(struct task *task, int argc, char **argv)
{
	int key;

	while ((key = getopt_long(argc, argv, "", table, NULL)) != -1)
		if (!take(task, key, optarg))
			return false;
	return optind == argc;
}

static bool await_card(struct task *task)
{
	char line[JPKI_READER_NAME_SIZE + 16];

	if (!fgets(line, sizeof(line), stdin))
		return false;
	line[strcspn(line, "\n")] = '\0';
	return !jpki_reader_parse(line, task->reader, &task->generation);
}

static enum jpki_error read_once(struct task *task, struct jpki_status *ret)
{
	struct jpki_trust trust = trust_of(&task->cli.opt);
	struct jpki_reader *reader = NULL;
	enum jpki_error err;

	err = jpki_reader_open(task->cli.ctx, task->reader, &reader);
	if (!err)
		err = jpki_status_read(task->cli.ctx, reader, task->generation,
				       &trust, time(NULL), ret);
	jpki_reader_close(&reader);
	return err;
}

/* Who else uses the card may take all the time that it likes. */
static enum jpki_error read_status(struct task *task, struct jpki_status *ret)
{
	enum jpki_error err;

	do {
		(void)alarm(SECONDS_MAX);
		err = read_once(task, ret);
	} while (err == JPKI_READER_BUSY);
	return err;
}

static void hide_identity(struct jpki_cert_status *cert)
{
	explicit_bzero(cert->serial, sizeof(cert->serial));
	explicit_bzero(cert->issuer, sizeof(cert->issuer));
}

static int tell_status(struct task *task, struct jpki_status *status)
{
	journal_status(status, task->journal);
	if (task->anonymous) {
		hide_identity(&status->auth);
		hide_identity(&status->sign);
	}
	show_status(&task->cli, status);
	return jpki_status_is_no(status) ? EXIT_NO : EXIT_DONE;
}

static int tell_error(struct task *task, enum jpki_error err)
{
	const char *detail = task->cli.ctx ?
		jpki_ctx_detail(task->cli.ctx, err) : "";

	if (task->journal)
		journal_error(err, task->reader, task->generation);
	facts_error(&task->cli.out, err, *detail ? detail : NULL,
		    task->reader, task->generation);
	out_json_end(&task->cli.out);
	return jpki_error_exit(err);
}

int main(int argc, char **argv)
{
	struct task task = { .cli.opt.json = true };
	struct jpki_status card;
	enum jpki_error err;
	int status;

	if (!parse(&task, argc, argv))
		return EXIT_USAGE;
	lang_setup(task.cli.opt.lang);
	err = jpki_ctx_new(&task.cli.ctx);
	if (!err)
		(void)rehearse(&task.cli);
	if (!await_card(&task))
		return EXIT_USAGE;
	if (!err)
		err = read_status(&task, &card);
	status = err ? tell_error(&task, err) : tell_status(&task, &card);
	jpki_ctx_free(&task.cli.ctx);
	if (!out_flush(&task.cli.out))
		status = EXIT_USAGE;
	_exit(status);	/* what OpenSSL would tidy up goes with the process */
}
