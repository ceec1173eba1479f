// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A certification authority for tests: names and extensions as the service's,
 * elliptic keys since they are made quickly.
 */
#include "pki.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <jpki/date.h>

const struct pki_profile pki_auth = {
	.cn = "123456789012345ABC",
	.from = "2023-07-01T00:00:00+09:00",
	.until = "2028-05-10T23:59:59+09:00",
	.usage = "critical,digitalSignature",
	.serial = 0x1a2b3c,
};

/* A test that cannot be set up must not go on. */
static void must(int good, const char *what)
{
	if (good)
		return;
	printf("Bail out! %s\n", what);
	exit(99);
}

int64_t pki_time(const char *text)
{
	int64_t at = 0;

	must(jpki_instant_parse(text, &at) == JPKI_OK, text);
	return at;
}

static X509_NAME *make_name(const char *cn)
{
	X509_NAME *name = X509_NAME_new();
	size_t i;
	static const char *const parts[][2] = {
		{ "C", "JP" }, { "O", "JPKI" },
		{ "OU", "JPKI for user authentication" },
		{ "OU", "Japan Agency for Local Authority Information "
			"Systems" },
	};

	for (i = 0; i < (cn ? 1 : sizeof(parts) / sizeof(parts[0])); i++)
		must(X509_NAME_add_entry_by_txt(
			     name, parts[i][0], MBSTRING_UTF8,
			     (const unsigned char *)parts[i][1], -1, -1, 0),
		     "name");
	if (cn)
		must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
						(const unsigned char *)cn, -1,
						-1, 0), "common name");
	return name;
}

static void extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	must(extension && X509_add_ext(cert, extension, -1), value);
	X509_EXTENSION_free(extension);
}

static X509 *begin(const char *cn, long serial, const char *from,
		   const char *until, EVP_PKEY *key)
{
	X509 *cert = X509_new();
	X509_NAME *subject = make_name(cn);
	X509_NAME *issuer = make_name(NULL);

	must(X509_set_version(cert, X509_VERSION_3) &&
	     ASN1_INTEGER_set(X509_get_serialNumber(cert), serial) &&
	     ASN1_TIME_set(X509_getm_notBefore(cert), pki_time(from)) &&
	     ASN1_TIME_set(X509_getm_notAfter(cert), pki_time(until)) &&
	     X509_set_subject_name(cert, subject) &&
	     X509_set_issuer_name(cert, issuer) &&
	     X509_set_pubkey(cert, key), "certificate");
	X509_NAME_free(subject);
	X509_NAME_free(issuer);
	return cert;
}

void pki_ca_make(struct pki_ca *ca, const char *from, const char *until)
{
	ca->key = EVP_EC_gen("P-256");
	must(ca->key != NULL, "key");
	ca->cert = begin(NULL, 1, from, until, ca->key);
	extend(ca->cert, ca->cert, NID_basic_constraints, "critical,CA:TRUE");
	extend(ca->cert, ca->cert, NID_key_usage,
	       "critical,keyCertSign,cRLSign");
	extend(ca->cert, ca->cert, NID_subject_key_identifier, "hash");
	must(X509_sign(ca->cert, ca->key, EVP_sha256()), "signature");
}

void pki_ca_free(struct pki_ca *ca)
{
	EVP_PKEY_free(ca->key);
	X509_free(ca->cert);
}

static void to_file(X509 *cert, struct mock_file *ret)
{
	unsigned char *p = ret->bytes;
	int len = i2d_X509(cert, NULL);

	must(len > 0 && (size_t)len <= sizeof(ret->bytes), "length");
	ret->len = (size_t)i2d_X509(cert, &p);
}

void pki_issue(const struct pki_ca *ca, const struct pki_profile *profile,
	       struct mock_file *ret)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *cert = begin(profile->cn, profile->serial, profile->from,
			   profile->until, key);

	extend(cert, ca->cert, NID_key_usage, profile->usage);
	extend(cert, ca->cert, NID_subject_key_identifier, "hash");
	extend(cert, ca->cert, NID_authority_key_identifier, "keyid:always");
	must(X509_sign(cert, ca->key, EVP_sha256()), "signature");
	to_file(cert, ret);
	X509_free(cert);
	EVP_PKEY_free(key);
}

void pki_ca_file(const struct pki_ca *ca, struct mock_file *ret)
{
	to_file(ca->cert, ret);
}

void pki_write_ca(const struct pki_ca *ca, const char *dir, const char *name)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	must(file && PEM_write_X509(file, ca->cert), path);
	fclose(file);
}

static void add_revoked(X509_CRL *crl, long serial, const char *on)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_INTEGER *number = ASN1_INTEGER_new();
	ASN1_TIME *time = ASN1_TIME_set(NULL, pki_time(on));

	must(ASN1_INTEGER_set(number, serial) &&
	     X509_REVOKED_set_serialNumber(entry, number) &&
	     X509_REVOKED_set_revocationDate(entry, time) &&
	     X509_CRL_add0_revoked(crl, entry), "revocation");
	ASN1_INTEGER_free(number);
	ASN1_TIME_free(time);
}

static X509_CRL *begin_crl(const char *from, const char *until)
{
	X509_CRL *crl = X509_CRL_new();
	ASN1_TIME *last = ASN1_TIME_set(NULL, pki_time(from));
	ASN1_TIME *next = ASN1_TIME_set(NULL, pki_time(until));
	X509_NAME *issuer = make_name(NULL);

	must(X509_CRL_set_version(crl, X509_CRL_VERSION_2) &&
	     X509_CRL_set_issuer_name(crl, issuer) &&
	     X509_CRL_set1_lastUpdate(crl, last) &&
	     X509_CRL_set1_nextUpdate(crl, next), "revocation list");
	X509_NAME_free(issuer);
	ASN1_TIME_free(last);
	ASN1_TIME_free(next);
	return crl;
}

/* Sign, write and free. */
static void end_crl(const struct pki_ca *ca, X509_CRL *crl, const char *path)
{
	FILE *file = fopen(path, "w");

	must(X509_CRL_sign(crl, ca->key, EVP_sha256()) && file &&
	     i2d_X509_CRL_fp(file, crl), path);
	fclose(file);
	X509_CRL_free(crl);
}

void pki_write_crl(const struct pki_ca *ca, const char *path, const char *from,
		   const char *until, long revoked, const char *revoked_on)
{
	X509_CRL *crl = begin_crl(from, until);

	if (revoked)
		add_revoked(crl, revoked, revoked_on);
	end_crl(ca, crl, path);
}

void pki_write_ca_crl(const struct pki_ca *ca, const char *path,
		      const char *from, const char *until)
{
	X509_CRL *crl = begin_crl(from, until);
	ISSUING_DIST_POINT *scope = ISSUING_DIST_POINT_new();

	scope->onlyCA = 0xff;
	must(X509_CRL_add1_ext_i2d(crl, NID_issuing_distribution_point, scope,
				   1, 0), "scope");
	ISSUING_DIST_POINT_free(scope);
	end_crl(ca, crl, path);
}

void pki_make_dir(char path[static 64])
{
	const char *tmp = getenv("TMPDIR");

	snprintf(path, 64, "%.40s/jpki-test-XXXXXX", tmp ? tmp : "/tmp");
	must(mkdtemp(path) != NULL, path);
}

void pki_remove_dir(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	while ((entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(path);
}
