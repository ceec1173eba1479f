// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Why a PIN was not taken, in sentences: how many tries are left, the form that
 * it has, and where it is reset.
 */
#include "refusal.h"

#include <stdio.h>

#include "advice.h"
#include "lang.h"
#include "pin.h"

/* One sentence after the other; @more may be NULL. */
static void say(struct refusal *ret, const char *text, const char *more)
{
	snprintf(ret->text, sizeof(ret->text), "%s%s%s", text, more ? " " : "",
		 more ? more : "");
}

/* The rules tell the form with any answer; no PIN is needed to ask. */
static const char *form_of(enum jpki_pin pin)
{
	struct jpki_finding finding;
	char kind[32];
	const char *inputs[] = { kind, "pin=?" };

	snprintf(kind, sizeof(kind), "pin_kind=%s", pin_name(pin));
	jpki_rules_ask(NULL, "pin_form", inputs, 2, &finding);
	return finding.meaning[0] ? gettext(finding.meaning[0]) : NULL;
}

static const char *store_of(const struct entry *entry)
{
	return entry->other_open ? advice_store(entry->pin) : NULL;
}

static void say_wrong(const struct entry *entry, struct refusal *ret)
{
	int left = entry->tries.left;
	char text[256];

	snprintf(ret->detail, sizeof(ret->detail), "tries_left=%d", left);
	if (!left) {
		say(ret, _("The PIN is wrong, and it is locked now; take the "
			   "card and photo identification to your municipal "
			   "office to have it reset."), store_of(entry));
		return;
	}
	snprintf(text, sizeof(text),
		 ngettext("The PIN is wrong; %d try is left.",
			  "The PIN is wrong; %d tries are left.",
			  (unsigned long)left), left);
	say(ret, text, left == 1 ? advice_last_try(entry->pin) : NULL);
}

void refusal_of(const struct cli *cli, const struct entry *entry,
		enum jpki_error err, struct refusal *ret)
{
	const char *text = gettext(jpki_error_text(err));
	int left = entry->tries.left;

	snprintf(ret->detail, sizeof(ret->detail), "%s",
		 jpki_ctx_detail(cli->ctx, err));
	if (err == JPKI_WRONG_PIN && left >= 0)
		say_wrong(entry, ret);
	else if (err == JPKI_PIN_LOCKED)
		say(ret, advice_locked(entry->pin), store_of(entry));
	else if (err == JPKI_PIN_FLOOR && left == 1)
		say(ret, text, advice_last_try(entry->pin));
	else if (err == JPKI_PIN_FORM)
		say(ret, text, form_of(entry->pin));
	else
		say(ret, text, NULL);
}

int refusal_fail(struct cli *cli, const struct entry *entry,
		 enum jpki_error err)
{
	struct refusal refusal;

	refusal_of(cli, entry, err, &refusal);
	return cli_fail_text(cli, jpki_error_exit(err), jpki_error_name(err),
			     refusal.text,
			     *refusal.detail ? refusal.detail : NULL);
}
