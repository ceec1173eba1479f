// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl rules: the lifecycle rules, asked without a card. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang.h"
#include "rules.h"

#define VENDOR_DIR	JPKI_DATADIR "/jpki/profiles"
#define ADMIN_DIR	"/etc/jpki/profiles"

/* What is looked at last takes the place of others. */
static int load_profiles(struct cli *cli, struct jpki_profiles **ret)
{
	const char *dir = cli->opt.profile_dir;
	struct jpki_profiles *profiles = NULL;
	enum jpki_error err;

	err = jpki_profiles_new(cli->ctx, &profiles);
	if (!err)
		err = jpki_profiles_add(profiles, VENDOR_DIR);
	if (!err)
		err = jpki_profiles_add(profiles, dir ? dir : ADMIN_DIR);
	if (err) {
		jpki_profiles_free(&profiles);
		return cli_fail(cli, err);
	}
	*ret = profiles;
	return EXIT_DONE;
}

static int report_error(struct cli *cli, const struct jpki_finding *finding)
{
	char *text = rules_error_text(finding);
	char input[32] = "";
	int status;

	if (!text)
		return cli_fail(cli, JPKI_NO_MEMORY);
	if (finding->input)
		snprintf(input, sizeof(input), _("input %zu"), finding->input);
	status = cli_fail_text(cli, EXIT_USAGE,
			       jpki_rules_fault_name(finding->fault), text,
			       *input ? input : NULL);
	free(text);
	return status;
}

static int ask(struct cli *cli, const struct jpki_profiles *profiles)
{
	struct jpki_finding finding;
	enum jpki_rules_result result;

	result = jpki_rules_ask(profiles, cli->args[1],
				(const char *const *)cli->args + 2,
				(size_t)cli->arg_count - 2, &finding);
	if (result == JPKI_RULES_ERROR)
		return report_error(cli, &finding);
	if (cli->opt.json) {
		rules_json(cli, NULL, cli->args[1], &finding);
	} else {
		out_line(&cli->out, "%s", finding.text);
		if (cli->opt.explain)
			rules_explain(cli, &finding);
	}
	return result == JPKI_RULES_UNKNOWN ? EXIT_NO : EXIT_DONE;
}

static void list_json(struct cli *cli, size_t question)
{
	struct out *out = &cli->out;
	struct jpki_rules_input input;
	size_t i;

	out_object(out, NULL);
	out_string(out, "question", jpki_rules_question(question));
	out_array(out, "inputs");
	for (i = 0; jpki_rules_question_input(question, i, &input); i++) {
		out_object(out, NULL);
		out_string(out, "key", input.key);
		out_bool(out, "needed", input.needed);
		out_string(out, "expected", gettext(input.expected));
		out_close(out);
	}
	out_close(out);
	out_string(out, "rules", jpki_rules_question_rules(question));
	out_close(out);
}

static void list_lines(struct cli *cli, size_t question)
{
	struct jpki_rules_input input;
	size_t i;

	out_line(&cli->out, "%s (%s)", jpki_rules_question(question),
		 jpki_rules_question_rules(question));
	for (i = 0; jpki_rules_question_input(question, i, &input); i++)
		out_line(&cli->out, input.needed ? "    %s: %s" :
			 "    [%s]: %s", input.key, gettext(input.expected));
}

static int list(struct cli *cli)
{
	size_t i;

	if (cli->opt.json) {
		out_json_begin(&cli->out, "jpki.rules/1");
		out_array(&cli->out, "questions");
	}
	for (i = 0; jpki_rules_question(i); i++) {
		if (cli->opt.json)
			list_json(cli, i);
		else
			list_lines(cli, i);
	}
	if (cli->opt.json)
		out_json_end(&cli->out);
	return EXIT_DONE;
}

static int run(struct cli *cli, bool batch)
{
	struct jpki_profiles *profiles = NULL;
	int status;

	status = load_profiles(cli, &profiles);
	if (!status && batch)
		status = rules_batch(cli, profiles, cli->args[1]);
	else if (!status)
		status = ask(cli, profiles);
	jpki_profiles_free(&profiles);
	return status;
}

int cmd_rules(struct cli *cli)
{
	const char *verb = cli->arg_count ? cli->args[0] : "";

	if (!strcmp(verb, "list") && cli->arg_count == 1)
		return list(cli);
	if (!strcmp(verb, "ask") && cli->arg_count > 1)
		return run(cli, false);
	if (!strcmp(verb, "batch") && cli->arg_count == 2)
		return run(cli, true);
	return cli_usage(cli, "%s",
			 _("rules is followed by ask and a question with its "
			   "inputs, by batch and a CSV file, or by list."));
}
