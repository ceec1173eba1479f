// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl cert verify: does a certificate verify, check by check. */
#include <stdio.h>

#include "cert.h"
#include "facts.h"
#include "lang.h"
#include "trust.h"

/* What the certificate must be good for, and nothing else. */
static unsigned int usage_of(enum jpki_slot slot)
{
	switch (slot) {
	case JPKI_SLOT_AUTH:
		return JPKI_USAGE_DIGITAL_SIGNATURE;
	case JPKI_SLOT_SIGN:
		return JPKI_USAGE_DIGITAL_SIGNATURE |
		       JPKI_USAGE_NON_REPUDIATION;
	default:
		return JPKI_USAGE_CERT_SIGN | JPKI_USAGE_CRL_SIGN;
	}
}

static void json_revocation(struct out *out,
			    const struct jpki_verification *verdict)
{
	out_object(out, "revocation");
	out_string(out, "crl", jpki_revocation_name(verdict->revocation));
	if (verdict->revocation == JPKI_REVOCATION_LISTED)
		out_instant(out, "revoked_on", verdict->revoked_on);
	else
		out_null(out, "revoked_on");
	if (verdict->revocation == JPKI_REVOCATION_STALE)
		out_instant(out, "next_update", verdict->next_update);
	else
		out_null(out, "next_update");
	out_close(out);
}

static void show_json(struct out *out, enum jpki_slot slot, int64_t now,
		      const struct jpki_verification *verdict)
{
	int i;

	out_json_begin(out, "jpki.verify/1");
	out_instant(out, "time", now);
	out_string(out, "certificate", cert_slot_name(slot));
	out_bool(out, "verified", verdict->verified);
	out_string(out, "wanted_key_id", verdict->wanted_key_id);
	out_object(out, "checks");
	for (i = 0; i < JPKI_CHECK_COUNT; i++)
		out_string(out, jpki_check_name((enum jpki_check)i),
			   jpki_outcome_name(verdict->check[i]));
	out_close(out);
	json_revocation(out, verdict);
	out_json_end(out);
}

static const char *check_text(enum jpki_check check)
{
	switch (check) {
	case JPKI_CHECK_ISSUER:
		return _("CA certificate found by its key identifier");
	case JPKI_CHECK_CHAIN:
		return _("signed by that CA");
	case JPKI_CHECK_CA_VALIDITY:
		return _("CA certificate within its validity");
	case JPKI_CHECK_VALIDITY:
		return _("certificate within its validity");
	case JPKI_CHECK_KEY_USAGE:
		return _("key usage as expected");
	default:
		return _("not revoked");
	}
}

static const char *outcome_text(enum jpki_outcome outcome)
{
	switch (outcome) {
	case JPKI_PASSED:
		return _("yes");
	case JPKI_FAILED:
		return _("NO");
	default:
		return _("not checked");
	}
}

static void show_revocation(struct out *out,
			    const struct jpki_verification *verdict)
{
	char day[DAY_TEXT_SIZE];

	switch (verdict->revocation) {
	case JPKI_REVOCATION_LISTED:
		out_line(out, _("Revoked on %s."),
			 facts_day(jpki_date_of_instant(verdict->revoked_on),
				   day));
		break;
	case JPKI_REVOCATION_STALE:
		out_line(out, _("The revocation list should have been replaced "
				"on %s; get the current one."),
			 facts_day(jpki_date_of_instant(verdict->next_update),
				   day));
		break;
	case JPKI_REVOCATION_BAD_CRL:
		out_line(out, "%s", _("The revocation list is not the CA's own, "
				      "not in force or not for this "
				      "certificate; get the right one."));
		break;
	default:
		break;
	}
}

static void show_lines(struct out *out, const struct jpki_verification *verdict)
{
	int i;

	out_line(out, "%s", verdict->verified ?
		 _("The certificate verifies.") :
		 _("The certificate does NOT verify."));
	for (i = 0; i < JPKI_CHECK_COUNT; i++)
		out_line(out, "  %s: %s", check_text((enum jpki_check)i),
			 outcome_text(verdict->check[i]));
	show_revocation(out, verdict);
}

static void complain(const struct jpki_verification *verdict,
		     const char *ca_dir)
{
	if (verdict->check[JPKI_CHECK_ISSUER] == JPKI_FAILED)
		fprintf(stderr, _("jpkictl: No CA certificate in %1$s has the "
				  "key identifier %2$s; put it there.\n"),
			ca_dir, verdict->wanted_key_id);
	else
		fprintf(stderr, "%s",
			_("jpkictl: The certificate does not verify; "
			  "do not rely on it.\n"));
}

int cert_verify(struct cli *cli, enum jpki_slot slot,
		const struct jpki_cert *cert)
{
	struct jpki_trust trust = trust_of(&cli->opt);
	struct jpki_verification verdict;
	int64_t now = cli_now(cli);
	enum jpki_error err;

	err = jpki_cert_verify(cli->ctx, cert, usage_of(slot), &trust, now,
			       &verdict);
	if (err)
		return cli_fail(cli, err);
	if (cli->opt.json)
		show_json(&cli->out, slot, now, &verdict);
	else
		show_lines(&cli->out, &verdict);
	if (verdict.verified)
		return EXIT_DONE;
	complain(&verdict, trust.ca_dir);
	return EXIT_NO;
}
