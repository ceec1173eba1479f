// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A certificate of nobody goes the way that a card's would. It finds the
 * algorithms, the language and the pages of the libraries, most of which takes
 * longer than the card and is done but once in a process.
 */
#include "rehearsal.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>

#include <jpki/jpki.h>

#include "show.h"
#include "trust.h"

#define SPECIMEN_SIZE 381

/* Signed by itself with 512 bits of RSA, and valid for a day in 2026. */
static const char specimen[] =
	"MIIBeTCCASOgAwIBAgIUcHmMtlH7SoRTaVtKe9dtQj06NocwDQYJKoZIhvcNAQEL"
	"BQAwIjELMAkGA1UEBhMCSlAxEzARBgNVBAoMCkEgc3BlY2ltZW4wHhcNMjYxMTIy"
	"MDk0OTI4WhcNMjYxMTIzMDk0OTI4WjAiMQswCQYDVQQGEwJKUDETMBEGA1UECgwK"
	"QSBzcGVjaW1lbjBcMA0GCSqGSIb3DQEBAQUAA0sAMEgCQQDT10AQbgiN/F84n3T7"
	"OscJKB/2FaPMe+t1x3wo7iWawd7GDRqXPo6XzaJchFN+7PPJNQEJKSQexcE2hIsR"
	"vGVNAgMBAAGjMTAvMA4GA1UdDwEB/wQEAwIHgDAdBgNVHQ4EFgQU+I8JeFdQw9mr"
	"X43uaauEMQEp+XIwDQYJKoZIhvcNAQELBQADQQB6njQG8LFo60izZ9+v8ecTtQwj"
	"wdcMI5oe04j67L0Wf7r+HZd95BhpwJJ7h4QtHcFBJ0EnXU6hZR708ME0K3+8";

static struct jpki_cert *parse(void)
{
	uint8_t der[SPECIMEN_SIZE];
	struct jpki_cert *cert = NULL;

	if (EVP_DecodeBlock(der, (const unsigned char *)specimen,
			    sizeof(specimen) - 1) == sizeof(der))
		(void)jpki_cert_parse(der, sizeof(der), &cert);
	return cert;
}

static bool verify(const struct cli *cli, const struct jpki_cert *cert)
{
	struct jpki_trust trust = trust_of(&cli->opt);
	struct jpki_verification verdict;

	return !jpki_cert_verify(cli->ctx, cert, JPKI_USAGE_DIGITAL_SIGNATURE,
				 &trust, time(NULL), &verdict);
}

/* Printed where nobody reads it. */
static bool show(const struct cli *cli)
{
	struct jpki_status status = { .jpki = true, .time = time(NULL) };
	struct cli nobody = { .ctx = cli->ctx, .opt = cli->opt };
	FILE *out = stdout, *null = fopen("/dev/null", "we");
	bool good;

	if (!null)
		return false;
	stdout = null;
	show_status(&nobody, &status);
	good = out_flush(&nobody.out);
	stdout = out;
	(void)fclose(null);
	return good;
}

bool rehearse(const struct cli *cli)
{
	struct jpki_cert *cert = parse();
	bool good = cert && verify(cli, cert);

	jpki_cert_free(&cert);
	return show(cli) && good;
}
