// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl attributes: name, address, date of birth and sex of the holder. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "facts.h"
#include "holder.h"
#include "lang.h"
#include "pick.h"

/* NULL, which JSON shows as null, instead of nothing. */
static const char *some(const char *text)
{
	return *text ? text : NULL;
}

static void show_json(struct cli *cli, const struct jpki_reader_info *info,
		      const struct jpki_reader_state *state,
		      const struct jpki_attributes *holder)
{
	struct out *out = &cli->out;

	out_json_begin(out, "jpki.attributes/1");
	out_instant(out, "time", cli_now(cli));
	facts_reader(out, "reader", info);
	facts_card(out, "card", state, JPKI_KIND_UNKNOWN);
	out_string(out, "name", some(holder->name));
	out_string(out, "address", some(holder->address));
	if (holder->birth.year)
		out_date(out, "birth", holder->birth);
	else
		out_null(out, "birth");
	out_string(out, "sex", some(jpki_sex_name(holder->sex)));
	out_json_end(out);
}

static const char *sex_text(enum jpki_sex sex)
{
	switch (sex) {
	case JPKI_SEX_MALE:
		return _("Sex: male");
	case JPKI_SEX_FEMALE:
		return _("Sex: female");
	case JPKI_SEX_OTHER:
		return _("Sex: other");
	default:
		return _("Sex: not told by the card");
	}
}

/* A line break in what the card tells would make up lines of ours. */
static void join_lines(char *text)
{
	for (; *text; text++)
		if (*text == '\n')
			*text = '?';
}

static void show_lines(struct out *out, struct jpki_attributes *holder)
{
	char day[DAY_TEXT_SIZE];

	join_lines(holder->name);
	join_lines(holder->address);
	out_line(out, _("Name: %s"), holder->name);
	out_line(out, _("Address: %s"), holder->address);
	if (holder->birth.year)
		out_line(out, _("Date of birth: %s"),
			 facts_day(holder->birth, day));
	else
		out_line(out, "%s", _("Date of birth: not told by the card"));
	out_line(out, "%s", sex_text(holder->sex));
	explicit_bzero(day, sizeof(day));
}

int cmd_attributes(struct cli *cli)
{
	struct jpki_attributes holder = { .sex = JPKI_SEX_UNKNOWN };
	struct jpki_reader *reader = NULL;
	struct jpki_reader_state state;
	uint32_t generation;
	int status;

	if (cli->arg_count)
		return cli_usage(cli, "%s",
				 _("attributes takes no argument."));
	status = pick_reader(cli, &reader, &generation);
	if (!status)
		status = holder_read(cli, reader, generation, &holder, &state);
	if (!status && cli->opt.json)
		show_json(cli, jpki_reader_info(reader), &state, &holder);
	else if (!status)
		show_lines(&cli->out, &holder);
	jpki_attributes_wipe(&holder);
	jpki_reader_close(&reader);
	return status;
}
