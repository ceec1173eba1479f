// SPDX-License-Identifier: GPL-2.0-or-later
/* What mkpki makes, parsed back field by field. */
#include <stdio.h>
#include <string.h>

#include <openssl/x509v3.h>

#include "array.h"
#include "date.h"
#include "tests/fixture.h"
#include "tests/tap.h"

#define CA_NAME "C = JP, O = JPKI, OU = JPKI for %s, " \
	"OU = Japan Agency for Local Authority Information Systems"

static X509 *read_cert(const char *name)
{
	FILE *in = fopen(fixture_path(name), "re");
	X509 *cert = in ? d2i_X509_fp(in, NULL) : NULL;

	if (in)
		fclose(in);
	tap_ok(cert, name);
	return cert;
}

static bool name_is(const X509_NAME *name, const char *format,
		    const char *what)
{
	char wanted[256], got[256] = "";
	BIO *bio = BIO_new(BIO_s_mem());

	snprintf(wanted, sizeof(wanted), format, what);
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_ONELINE);
	(void)BIO_read(bio, got, sizeof(got) - 1);
	BIO_free(bio);
	return !strcmp(got, wanted);
}

static bool time_is(const ASN1_TIME *time, const char *wanted)
{
	return !strcmp((const char *)ASN1_STRING_get0_data(time), wanted);
}

static bool policy_is(X509 *cert, const char *wanted)
{
	CERTIFICATEPOLICIES *all = X509_get_ext_d2i(cert,
				NID_certificate_policies, NULL, NULL);
	char oid[64] = "";

	if (sk_POLICYINFO_num(all) == 1)
		OBJ_obj2txt(oid, sizeof(oid),
			    sk_POLICYINFO_value(all, 0)->policyid, 1);
	CERTIFICATEPOLICIES_free(all);
	return !strcmp(oid, wanted);
}

static bool key_usage_is(X509 *cert, uint32_t usage)
{
	int at = X509_get_ext_by_NID(cert, NID_key_usage, -1);

	return X509_get_key_usage(cert) == usage &&
	       X509_EXTENSION_get_critical(X509_get_ext(cert, at));
}

static bool issued_by(X509 *cert, const char *ca)
{
	X509 *issuer = read_cert(ca);
	bool ok = issuer && X509_check_issued(issuer, cert) == X509_V_OK &&
		  X509_verify(cert, X509_get0_pubkey(issuer)) == 1;

	X509_free(issuer);
	return ok;
}

static bool other_name_is(const GENERAL_NAMES *names, int at,
			  const char *oid, const char *value)
{
	ASN1_OBJECT *type = NULL;
	ASN1_TYPE *got = NULL;
	char text[64];

	if (!GENERAL_NAME_get0_otherName(sk_GENERAL_NAME_value(names, at),
					 &type, &got) ||
	    got->type != V_ASN1_UTF8STRING)
		return false;
	OBJ_obj2txt(text, sizeof(text), type, 1);
	return !strcmp(text, oid) &&
	       ASN1_STRING_length(got->value.utf8string) ==
	       (int)strlen(value) &&
	       !memcmp(ASN1_STRING_get0_data(got->value.utf8string), value,
		       strlen(value));
}

static void test_auth(void)
{
	X509 *cert = read_cert("bob/auth.crt");

	tap_is((uint64_t)X509_get_version(cert), 2, "version 3");
	tap_is((uint64_t)ASN1_INTEGER_get(X509_get0_serialNumber(cert)), 4711,
	       "the serial number");
	tap_ok(name_is(X509_get_issuer_name(cert), CA_NAME,
		       "user authentication"), "the issuer");
	tap_ok(time_is(X509_get0_notBefore(cert), "230630150000Z"),
	       "valid from midnight in Japan");
	tap_ok(time_is(X509_get0_notAfter(cert), "280510145959Z"),
	       "to the day's last second");
	tap_ok(key_usage_is(cert, KU_DIGITAL_SIGNATURE), "key usage");
	tap_ok(policy_is(cert, "1.2.392.200149.8.5.1.3.30"), "policy");
	tap_is((uint64_t)X509_get_signature_nid(cert),
	       NID_sha256WithRSAEncryption,
	       "the algorithm");
	tap_is((uint64_t)EVP_PKEY_get_bits(X509_get0_pubkey(cert)), 2048,
	       "the key's length");
	tap_ok(X509_get_ext_by_NID(cert, NID_subject_alt_name, -1) < 0,
	       "says nothing of the holder");
	tap_is((uint64_t)X509_NAME_entry_count(X509_get_subject_name(cert)),
	       2, "nor does the subject");
	tap_ok(issued_by(cert, "ca/auth-2019.crt"), "issued by its CA");
	tap_ok(!issued_by(cert, "ca/auth-2023.crt"), "not by the later one");
	tap_ok(issued_by(cert, "bob/auth-ca.crt"), "which is on the card");
	X509_free(cert);
}

static void test_sign(void)
{
	X509 *cert = read_cert("bob/sign.crt");
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name,
						NULL, NULL);

	tap_ok(name_is(X509_get_issuer_name(cert), CA_NAME,
		       "digital signature"), "the issuer");
	tap_ok(time_is(X509_get0_notBefore(cert), "240229011530Z"),
	       "valid from the instant given");
	tap_ok(time_is(X509_get0_notAfter(cert), "290228145959Z"),
	       "to the fifth birthday");
	tap_ok(key_usage_is(cert, KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION),
	       "key usage");
	tap_ok(policy_is(cert, "1.2.392.200149.8.5.1.1.20"), "policy");
	tap_ok(X509_NAME_get_index_by_NID(X509_get_subject_name(cert),
					  NID_localityName, -1) >= 0,
	       "the subject has a place");
	tap_is((uint64_t)sk_GENERAL_NAME_num(names), 6, "six names");
	tap_ok(other_name_is(names, 0, "1.2.392.200149.8.5.5.1",
			     "署名　花子"), "name first");
	tap_ok(other_name_is(names, 1, "1.2.392.200149.8.5.5.4",
			     "420000228"), "birth in Heisei");
	tap_ok(other_name_is(names, 2, "1.2.392.200149.8.5.5.3", "2"),
	       "sex");
	tap_ok(other_name_is(names, 3, "1.2.392.200149.8.5.5.5",
			     "京都府宇治市"), "address");
	tap_ok(issued_by(cert, "ca/sign-2019.crt"), "issued by its CA");
	GENERAL_NAMES_free(names);
	X509_free(cert);
}

static int listed(const char *crl_name, const char *ca, const char *name)
{
	FILE *in = fopen(fixture_path(crl_name), "re");
	X509_CRL *crl = in ? d2i_X509_CRL_fp(in, NULL) : NULL;
	X509 *cert = read_cert(name), *issuer = read_cert(ca);
	X509_REVOKED *entry;
	int found = -1;

	if (crl && X509_CRL_verify(crl, X509_get0_pubkey(issuer)) == 1)
		found = X509_CRL_get0_by_cert(crl, &entry, cert);
	if (in)
		fclose(in);
	X509_CRL_free(crl);
	X509_free(cert);
	X509_free(issuer);
	return found;
}

static void test_generations(void)
{
	X509 *old = read_cert("ca/auth-2019.crt");
	X509 *new = read_cert("ca/auth-2023.crt");

	tap_ok(!X509_NAME_cmp(X509_get_subject_name(old),
			      X509_get_subject_name(new)), "share a name");
	tap_ok(ASN1_OCTET_STRING_cmp(X509_get0_subject_key_id(old),
				     X509_get0_subject_key_id(new)),
	       "but no key");
	tap_ok(X509_check_ca(old) == 1, "and are CAs");
	X509_free(old);
	X509_free(new);
}

static void test_dates(void)
{
	static const struct {
		struct date birth, day, fifth;
	} cases[] = {
		{ { 1990, 5, 10 }, { 2023, 7, 1 }, { 2028, 5, 10 } },
		{ { 1990, 5, 10 }, { 2023, 5, 9 }, { 2027, 5, 10 } },
		{ { 1990, 5, 10 }, { 2023, 5, 10 }, { 2028, 5, 10 } },
		{ { 2000, 2, 29 }, { 2023, 2, 28 }, { 2028, 2, 29 } },
		{ { 2000, 2, 29 }, { 2022, 2, 27 }, { 2026, 2, 28 } },
	};
	struct date d, first = { 2019, 5, 1 }, last = { 2019, 4, 30 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		d = date_fifth_birthday(&cases[i].birth, &cases[i].day);
		tap_ok(!memcmp(&d, &cases[i].fifth, sizeof(d)),
		       "a fifth birthday");
	}
	tap_ok(!date_parse(&d, "2023-02-29"), "no 29 February in 2023");
	tap_ok(!date_parse(&d, "2023-2-09"), "no short months");
	tap_is((uint64_t)date_era(&first), 5, "Reiwa begins");
	tap_is((uint64_t)date_era(&last), 4, "the day after Heisei ends");
	tap_is((uint64_t)date_era_year(&last), 31, "in its year 31");
}

int main(void)
{
	static const char *const bob[] = {
		"--name", "bob", "--birth", "2000-02-28",
		"--holder", "署名　花子", "--address", "京都府宇治市",
		"--sex", "2", "--auth-from", "2023-07-01",
		"--auth-until", "2028-05-10", "--generation", "2019",
		"--sign-from", "2024-02-29T10:15:30",
		"--serial", "4711", "--revoked=2025-01-01", NULL
	};
	static const char *const carol[] = { "--name", "carol", NULL };
	static const char *const bad[] = {
		"--name", "dave", "--birth", "1990-13-01", NULL
	};

	tap_is((uint64_t)fixture_mkpki(bob), 0, "a card");
	tap_is((uint64_t)fixture_mkpki(carol), 0, "and another");
	tap_is((uint64_t)fixture_mkpki(bad), 2, "but none without birth");
	test_auth();
	test_sign();
	test_generations();
	tap_is((uint64_t)listed("ca/auth-2019.crl", "ca/auth-2019.crt",
				"bob/auth.crt"), 1, "bob is revoked");
	tap_is((uint64_t)listed("ca/auth-2023.crl", "ca/auth-2023.crt",
				"carol/auth.crt"), 0, "carol is not");
	test_dates();
	return tap_done();
}
