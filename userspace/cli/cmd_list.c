// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl list: readers and what is on them. */
#include "cli.h"
#include "facts.h"
#include "lang.h"

static const char *presence_text(enum jpki_presence presence)
{
	switch (presence) {
	case JPKI_PRESENCE_ABSENT:
		return _("no card");
	case JPKI_PRESENCE_MUTE:
		return _("the card does not answer");
	default:
		return _("card present");
	}
}

static void show(struct out *out, bool json,
		 const struct jpki_reader_info *info,
		 const struct jpki_reader_state *state)
{
	if (!json) {
		out_line(out, "%s  %04x:%04x  %s: %s", info->name,
			 info->vendor_id, info->product_id, info->product,
			 presence_text(state->presence));
		return;
	}
	out_object(out, NULL);
	facts_reader(out, "reader", info);
	out_string(out, "product", info->product);
	facts_card(out, "card", state, JPKI_KIND_UNKNOWN);
	out_bool(out, "mute", state->presence == JPKI_PRESENCE_MUTE);
	out_close(out);
}

static enum jpki_error show_reader(struct cli *cli, const char *name)
{
	struct jpki_reader *reader;
	struct jpki_reader_state state;
	enum jpki_error err;

	err = jpki_reader_open(cli->ctx, name, &reader);
	if (err)
		return err;
	err = jpki_reader_state(reader, &state);
	if (!err)
		show(&cli->out, cli->opt.json, jpki_reader_info(reader),
		     &state);
	jpki_reader_close(&reader);
	return err;
}

int cmd_list(struct cli *cli)
{
	struct jpki_readers *readers;
	enum jpki_error err;
	size_t i, count;

	if (cli->arg_count)
		return cli_usage(cli, "%s", _("list takes no argument."));
	err = jpki_readers_new(cli->ctx, &readers);
	if (err)
		return cli_fail(cli, err);
	count = jpki_readers_count(readers);
	if (!count)
		err = JPKI_NO_READER;
	if (cli->opt.json && !err) {
		out_json_begin(&cli->out, "jpki.list/1");
		out_array(&cli->out, "readers");
	}
	for (i = 0; !err && i < count; i++) {
		err = show_reader(cli, jpki_readers_name(readers, i));
		/* since the listing */
		if (err == JPKI_READER_GONE || err == JPKI_NO_READER)
			err = JPKI_OK;
	}
	jpki_readers_free(&readers);
	if (err)
		return cli_fail(cli, err);
	if (cli->opt.json)
		out_json_end(&cli->out);
	return EXIT_DONE;
}
