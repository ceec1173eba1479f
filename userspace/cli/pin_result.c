// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the entry of a PIN came to. What the card said of it is an answer, also
 * when it is no; the object says the same as the line on stderr.
 */
#include "facts.h"
#include "pin.h"
#include "pin_verbs.h"
#include "refusal.h"

static bool is_answer(enum jpki_error err)
{
	switch (err) {
	case JPKI_OK:
	case JPKI_WRONG_PIN:
	case JPKI_PIN_LOCKED:
	case JPKI_PIN_FLOOR:
	case JPKI_PIN_NOT_CHANGED:
	case JPKI_PIN_UNSURE:
		return true;
	default:
		return false;
	}
}

static void show_json(struct cli *cli, const struct entry *entry,
		      const char *result, const char *text)
{
	struct out *out = &cli->out;

	out_json_begin(out, "jpki.entry/1");
	out_instant(out, "time", cli_now(cli));
	facts_reader(out, "reader", jpki_reader_info(entry->reader));
	facts_card(out, "card", &entry->state, JPKI_KIND_UNKNOWN);
	out_string(out, "pin", pin_name(entry->pin));
	out_string(out, "result", result);
	facts_tries(out, "tries", &entry->tries);
	out_string(out, "text", text);
	out_json_end(out);
}

int pin_result(struct cli *cli, const struct entry *entry, enum jpki_error err,
	       const char *done, const char *text)
{
	struct refusal refusal;

	if (!is_answer(err))
		return refusal_fail(cli, entry, err);
	if (err) {
		refusal_of(cli, entry, err, &refusal);
		cli_complain_text(refusal.text, refusal.detail);
		done = jpki_error_name(err);
		text = refusal.text;
	}
	if (cli->opt.json) {
		show_json(cli, entry, done, text);
	} else if (!err) {
		out_line(&cli->out, "%s", text);
		facts_pin_line(&cli->out, entry->pin, &entry->tries);
	}
	return jpki_error_exit(err);
}
