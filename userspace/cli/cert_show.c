// SPDX-License-Identifier: GPL-2.0-or-later
/* jpkictl cert show: the facts of a certificate. */
#include "cert.h"
#include "facts.h"
#include "lang.h"

static const char *const usages[] = {
	"digital_signature", "non_repudiation", "key_encipherment",
	"data_encipherment", "key_agreement", "cert_sign", "crl_sign",
};

#define USAGE_COUNT (sizeof(usages) / sizeof(usages[0]))

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void show_json(struct out *out, enum jpki_slot slot,
		      const struct jpki_cert_facts *facts)
{
	size_t i;

	out_json_begin(out, "jpki.cert/1");
	out_string(out, "certificate", cert_slot_name(slot));
	out_string(out, "subject", facts->subject);
	out_string(out, "issuer", facts->issuer);
	out_string(out, "serial", facts->serial);
	out_instant(out, "not_before", facts->not_before);
	out_instant(out, "not_after", facts->not_after);
	out_date(out, "expiry_date", jpki_date_of_instant(facts->not_after));
	out_string(out, "key_id", or_null(facts->key_id));
	out_string(out, "authority_key_id", or_null(facts->authority_key_id));
	out_array(out, "key_usage");
	for (i = 0; i < USAGE_COUNT; i++)
		if (facts->key_usage & 1U << i)
			out_string(out, NULL, usages[i]);
	out_close(out);
	out_string(out, "sha256", facts->sha256);
	out_json_end(out);
}

static void show_lines(struct out *out, const struct jpki_cert_facts *facts)
{
	char from[DAY_TEXT_SIZE], until[DAY_TEXT_SIZE];

	out_line(out, _("Subject: %s"), facts->subject);
	out_line(out, _("Issuer: %s"), facts->issuer);
	out_line(out, _("Serial number: %s"), facts->serial);
	out_line(out, _("Valid from %1$s through %2$s"),
		 facts_day(jpki_date_of_instant(facts->not_before), from),
		 facts_day(jpki_date_of_instant(facts->not_after), until));
	out_line(out, _("Key identifier: %s"), facts->key_id);
	out_line(out, _("Key identifier of the issuer: %s"),
		 facts->authority_key_id);
	out_line(out, _("SHA-256 fingerprint: %s"), facts->sha256);
}

int cert_show(struct cli *cli, enum jpki_slot slot,
	      const struct jpki_cert *cert)
{
	if (cli->opt.json)
		show_json(&cli->out, slot, jpki_cert_facts(cert));
	else
		show_lines(&cli->out, jpki_cert_facts(cert));
	return EXIT_DONE;
}
