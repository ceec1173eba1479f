// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A status, shown: the JSON object of schema jpki.status/1, or lines for a
 * citizen who stands before the terminal.
 */
#include "show.h"

#include <stdio.h>

#include "advice.h"
#include "facts.h"
#include "lang.h"
#include "services.h"

static void json_dates(struct out *out, const struct jpki_cert_status *cert)
{
	out_instant(out, "not_before", cert->not_before);
	out_instant(out, "not_after", cert->not_after);
	out_date(out, "expiry_date", cert->expiry);
	out_int(out, "days_left", cert->days_left);
	out_date(out, "renewal_opens", cert->renewal_opens);
	/* empty: withheld */
	out_string(out, "serial", *cert->serial ? cert->serial : NULL);
	out_string(out, "issuer", *cert->issuer ? cert->issuer : NULL);
}

static void json_no_dates(struct out *out)
{
	static const char *const keys[] = {
		"not_before", "not_after", "expiry_date", "days_left",
		"renewal_opens", "serial", "issuer"
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		out_null(out, keys[i]);
}

static void json_cert(struct out *out, const char *key,
		      const struct jpki_cert_status *cert)
{
	out_object(out, key);
	out_string(out, "state", jpki_state_name(cert->state));
	if (cert->dated)
		json_dates(out, cert);
	else
		json_no_dates(out);
	out_array(out, "missing");
	if (cert->missing)
		out_string(out, NULL, cert->missing);
	out_close(out);
	out_close(out);
}

static void json_action(struct out *out, const struct jpki_status *status,
			enum jpki_action action)
{
	char text[ADVICE_SIZE];

	out_object(out, NULL);
	out_string(out, "id", jpki_action_name(action));
	out_string(out, "rule", jpki_action_rule(action));
	out_string(out, "text", advice_text(status, action, text));
	out_close(out);
}

static void json_remark(struct out *out, const struct jpki_status *status,
			enum jpki_remark remark)
{
	char text[ADVICE_SIZE];

	out_object(out, NULL);
	out_string(out, "id", jpki_remark_name(remark));
	out_string(out, "rule", jpki_remark_rule(remark));
	out_string(out, "text", remark_text(status, remark, text));
	out_close(out);
}

static void show_json(struct out *out, const struct jpki_status *status)
{
	size_t i;

	out_json_begin(out, "jpki.status/1");
	out_instant(out, "time", status->time);
	facts_reader(out, "reader", &status->reader);
	facts_card(out, "card", &status->card, status->kind);
	out_object(out, "pins");
	facts_tries(out, "auth", &status->auth_tries);
	facts_tries(out, "sign", &status->sign_tries);
	out_close(out);
	out_object(out, "certificates");
	json_cert(out, "auth", &status->auth);
	json_cert(out, "sign", &status->sign);
	out_close(out);
	out_array(out, "actions");
	for (i = 0; i < status->action_count; i++)
		json_action(out, status, status->action[i]);
	out_close(out);
	services_json(out, status);
	out_array(out, "remarks");
	for (i = 0; i < status->remark_count; i++)
		json_remark(out, status, status->remark[i]);
	out_close(out);
	out_json_end(out);
}

static const char *kind_text(const struct jpki_status *status)
{
	switch (status->kind) {
	case JPKI_KIND_MYNUMBER:
		return _("My Number Card");
	case JPKI_KIND_PHONE:
		return _("My Number Card functions on a smartphone");
	default:
		return status->jpki ?
			_("Card with the JPKI application") :
			_("This is not a My Number Card.");
	}
}

static const char *auth_text(enum jpki_state state)
{
	switch (state) {
	case JPKI_STATE_VALID:
		return _("Certificate for user authentication: valid");
	case JPKI_STATE_RENEWABLE:
		return _("Certificate for user authentication: valid, "
			 "can be renewed now");
	case JPKI_STATE_EXPIRED:
		return _("Certificate for user authentication: EXPIRED");
	case JPKI_STATE_REVOKED:
		return _("Certificate for user authentication: REVOKED");
	case JPKI_STATE_NOT_YET_VALID:
		return _("Certificate for user authentication: "
			 "not valid yet");
	case JPKI_STATE_ABSENT:
		return _("Certificate for user authentication: none");
	default:
		return _("Certificate for user authentication: "
			 "shown only after the PIN");
	}
}

static void show_days(struct out *out, const struct jpki_cert_status *cert)
{
	char day[DAY_TEXT_SIZE];
	long long left = cert->days_left;
	char text[256];

	facts_day(cert->expiry, day);
	if (left > 0)
		snprintf(text, sizeof(text),
			 ngettext("Valid through %s (%lld day left).",
				  "Valid through %s (%lld days left).",
				  (unsigned long)left), day, left);
	else if (left == 0)
		snprintf(text, sizeof(text),
			 _("Valid through today, %s."), day);
	else
		snprintf(text, sizeof(text), _("Was valid through %s."), day);
	out_line(out, "  %s", text);
	if (cert->state != JPKI_STATE_VALID)
		return;
	snprintf(text, sizeof(text), _("Can be renewed from %s."),
		 facts_day(cert->renewal_opens, day));
	out_line(out, "  %s", text);
}

static void show_sign(struct out *out, const struct jpki_status *status)
{
	char text[256];
	char day[DAY_TEXT_SIZE];

	out_line(out, "%s", _("Certificate for digital signatures: "
			      "shown only after its password"));
	if (status->auth.dated && status->kind == JPKI_KIND_MYNUMBER) {
		snprintf(text, sizeof(text),
			 _("Its validity ends on %s at the latest."),
			 facts_day(status->auth.expiry, day));
		out_line(out, "  %s", text);
	}
	facts_pin_line(out, JPKI_PIN_SIGN, &status->sign_tries);
}

static void show_actions(struct out *out, const struct jpki_status *status)
{
	char text[ADVICE_SIZE];
	size_t i;

	if (!status->action_count && !status->remark_count)
		return;
	out_line(out, "%s", _("What to do next"));
	for (i = 0; i < status->action_count; i++)
		out_line(out, "- %s", advice_text(status, status->action[i],
						  text));
	for (i = 0; i < status->remark_count; i++)
		out_line(out, "- %s", remark_text(status, status->remark[i],
						  text));
}

static void show_lines(struct out *out, const struct jpki_status *status)
{
	out_line(out, "%s", kind_text(status));
	if (status->jpki) {
		out_line(out, "%s", auth_text(status->auth.state));
		if (status->auth.dated)
			show_days(out, &status->auth);
		facts_pin_line(out, JPKI_PIN_AUTH, &status->auth_tries);
		show_sign(out, status);
	}
	show_actions(out, status);
	services_lines(out, status);
}

void show_status(struct cli *cli, const struct jpki_status *status)
{
	if (cli->opt.json)
		show_json(&cli->out, status);
	else
		show_lines(&cli->out, status);
}
