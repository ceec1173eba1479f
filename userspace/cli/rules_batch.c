// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jpkictl rules batch: a question in each row of a CSV file, its answer as a
 * row. Rows go through one by one, so that memory does not grow with the file.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "csv.h"
#include "lang.h"
#include "rules.h"

#define ROWS_PER_LOOK	4096	/* at the time, for the progress */

struct batch {
	struct cli *cli;
	const struct jpki_profiles *profiles;
	struct csv csv;
	uint64_t rows;
	time_t next_progress;	/* 0: none is wanted */
	bool shown;		/* the progress has a line on the terminal */
	bool faulty;		/* there was a bad row */
};

static void show_progress(struct batch *batch)
{
	time_t now;

	if (!batch->next_progress || batch->rows % ROWS_PER_LOOK)
		return;
	now = time(NULL);
	if (now < batch->next_progress)
		return;
	batch->next_progress = now + 1;
	batch->shown = true;
	fputc('\r', stderr);
	fprintf(stderr, _("%llu rows"), (unsigned long long)batch->rows);
}

static void end_progress(struct batch *batch)
{
	if (batch->shown)
		fputc('\n', stderr);
	batch->shown = false;
}

static void put_answer(struct batch *batch,
		       const struct jpki_finding *finding)
{
	const char *id = batch->csv.field[0];

	if (batch->cli->opt.json)
		rules_json(batch->cli, id, batch->csv.field[1], finding);
	else
		out_csv(&batch->cli->out, id, finding->text);
}

/* The row is told, and answered with an error when it has an id. */
static void refuse(struct batch *batch, const char *why)
{
	struct jpki_finding finding = {
		.result = JPKI_RULES_ERROR, .text = "error", .rule = "ASK-2",
		.fault = JPKI_RULES_FAULT_FORM,
	};

	batch->faulty = true;
	end_progress(batch);
	fprintf(stderr, _("jpkictl: line %llu: %s; the row is not "
			  "answered.\n"),
		(unsigned long long)batch->csv.line, why);
	if (*batch->csv.field[0])
		put_answer(batch, &finding);
}

static bool is_header(const struct batch *batch)
{
	return !batch->rows && !strcmp(batch->csv.field[0], "id") &&
	       !strcmp(batch->csv.field[1], "question") &&
	       !strcmp(batch->csv.field[2], "inputs");
}

static void take_row(struct batch *batch)
{
	struct csv *csv = &batch->csv;
	struct jpki_finding finding;

	if (csv->fields == 1 && !*csv->field[0])
		return;		/* an empty line */
	if (is_header(batch)) {
		if (!batch->cli->opt.json)
			out_csv(&batch->cli->out, "id", "answer");
	} else if (csv->fields < CSV_FIELDS) {
		refuse(batch, _("id, question and inputs are needed"));
	} else {
		jpki_rules_ask_line(batch->profiles, csv->field[1],
				    csv->field[2], &finding);
		put_answer(batch, &finding);
	}
	batch->rows++;
	show_progress(batch);
}

static int read_rows(struct batch *batch)
{
	enum csv_result result;

	do {
		result = csv_read(&batch->csv);
		if (result == CSV_ROW)
			take_row(batch);
		else if (result == CSV_BAD)
			refuse(batch, gettext(batch->csv.fault));
	} while (result == CSV_ROW || result == CSV_BAD);
	end_progress(batch);
	if (result == CSV_FAILED)
		return cli_fail_detail(batch->cli, JPKI_FILE, "read");
	return batch->faulty ? EXIT_NO : EXIT_DONE;
}

static int run(struct cli *cli, const struct jpki_profiles *profiles, int fd)
{
	struct batch *batch = calloc(1, sizeof(*batch));
	int status;

	if (!batch)
		return cli_fail(cli, JPKI_NO_MEMORY);
	batch->cli = cli;
	batch->profiles = profiles;
	if (cli->opt.progress || isatty(STDERR_FILENO))
		batch->next_progress = time(NULL) + 1;
	csv_begin(&batch->csv, fd);
	status = read_rows(batch);
	csv_end(&batch->csv);
	free(batch);
	return status;
}

int rules_batch(struct cli *cli, const struct jpki_profiles *profiles,
		const char *path)
{
	int fd, status;

	if (!strcmp(path, "-"))
		return run(cli, profiles, STDIN_FILENO);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cli_fail_detail(cli, JPKI_FILE, path);
	status = run(cli, profiles, fd);
	(void)close(fd);
	return status;
}
