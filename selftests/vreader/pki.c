// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Certificates of the shape that Japan's public personal authentication
 * service issues, under CAs of our own. Makes objects; stores nothing.
 */
#include "pki.h"

#include <stdio.h>
#include <string.h>

#include <openssl/asn1t.h>
#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define HOLDER_ARC	"1.2.392.200149.8.5.5."
#define SERIAL_LEN	8
#define AGENCY	"Japan Agency for Local Authority Information Systems"
#define PLACE		"Tokyo-to Chiyoda-ku"

static const struct {
	const char *name, *unit, *policy, *key_usage;
} kinds[] = {
	[PKI_AUTH] = {
		"auth", "JPKI for user authentication",
		"1.2.392.200149.8.5.1.3.30", "critical,digitalSignature",
	},
	[PKI_SIGN] = {
		"sign", "JPKI for digital signature",
		"1.2.392.200149.8.5.1.1.20",
		"critical,digitalSignature,nonRepudiation",
	},
};

const char *pki_name(enum pki_kind kind)
{
	return kinds[kind].name;
}

static int add_name(X509_NAME *name, const char *field, const char *value,
		    int type)
{
	return X509_NAME_add_entry_by_txt(name, field, type,
					  (const unsigned char *)value, -1,
					  -1, 0);
}

static int set_ca_name(X509_NAME *name, enum pki_kind kind)
{
	return add_name(name, "C", "JP", MBSTRING_ASC) &&
	       add_name(name, "O", "JPKI", V_ASN1_UTF8STRING) &&
	       add_name(name, "OU", kinds[kind].unit, V_ASN1_UTF8STRING) &&
	       add_name(name, "OU", AGENCY, V_ASN1_UTF8STRING);
}

static int add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	CONF *conf = NCONF_new(NULL);	/* empty, but policies insist */
	X509_EXTENSION *ext;
	X509V3_CTX ctx;
	int ok;

	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	X509V3_set_nconf(&ctx, conf);
	ext = X509V3_EXT_nconf_nid(conf, &ctx, nid, value);
	ok = ext && X509_add_ext(cert, ext, -1);
	X509_EXTENSION_free(ext);
	NCONF_free(conf);
	return ok;
}

static int set_serial(X509 *cert, unsigned long serial)
{
	ASN1_INTEGER *number = X509_get_serialNumber(cert);
	unsigned char bytes[SERIAL_LEN];
	BIGNUM *bn;
	int ok;

	if (serial)
		return ASN1_INTEGER_set_uint64(number, serial);
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return 0;
	bytes[0] = (bytes[0] & 0x3f) | 0x40;
	bn = BN_bin2bn(bytes, sizeof(bytes), NULL);
	ok = bn && BN_to_ASN1_INTEGER(bn, number);
	BN_free(bn);
	return ok;
}

static X509 *start(EVP_PKEY *key, unsigned long serial, time_t from,
		   time_t until)
{
	X509 *cert = X509_new();

	if (cert && X509_set_version(cert, X509_VERSION_3) &&
	    set_serial(cert, serial) &&
	    ASN1_TIME_set(X509_getm_notBefore(cert), from) &&
	    ASN1_TIME_set(X509_getm_notAfter(cert), until) &&
	    X509_set_pubkey(cert, key))
		return cert;
	X509_free(cert);
	return NULL;
}

static X509 *finish(X509 *cert, int ok, EVP_PKEY *signer)
{
	if (ok && X509_sign(cert, signer, EVP_sha256()))
		return cert;
	ERR_print_errors_fp(stderr);
	X509_free(cert);
	return NULL;
}

X509 *pki_make_ca(enum pki_kind kind, EVP_PKEY *key, time_t from,
		  time_t until)
{
	X509 *cert = start(key, 0, from, until);
	int ok;

	ok = cert && set_ca_name(X509_get_subject_name(cert), kind) &&
	     set_ca_name(X509_get_issuer_name(cert), kind) &&
	     add_extension(cert, cert, NID_basic_constraints,
			   "critical,CA:TRUE") &&
	     add_extension(cert, cert, NID_key_usage,
			   "critical,keyCertSign,cRLSign") &&
	     add_extension(cert, cert, NID_subject_key_identifier, "hash") &&
	     add_extension(cert, cert, NID_authority_key_identifier,
			   "keyid:always");
	return finish(cert, ok, key);
}

/* The holder's number in the register: digits first, and no name. */
static int set_subject(X509 *cert, const struct pki_order *order)
{
	X509_NAME *name = X509_get_subject_name(cert);
	unsigned char random[8];
	char common[32];
	struct date day = date_of(order->from);
	int i, n;

	if (RAND_bytes(random, sizeof(random)) != 1)
		return 0;
	n = snprintf(common, sizeof(common), "%04u%02u%02u",
		     (unsigned int)day.year % 10000,
		     (unsigned int)day.month % 100,
		     (unsigned int)day.day % 100);
	for (i = 0; i < 8; i++)
		common[n++] = (char)('A' + random[i] % 26);
	common[n] = '\0';
	return add_name(name, "C", "JP", MBSTRING_ASC) &&
	       (order->kind == PKI_AUTH ||
		add_name(name, "L", PLACE, V_ASN1_UTF8STRING)) &&
	       add_name(name, "CN", common, V_ASN1_UTF8STRING);
}

static int add_other_name(GENERAL_NAMES *names, int arc, const char *value)
{
	GENERAL_NAME *name = GENERAL_NAME_new();
	ASN1_TYPE *type = ASN1_TYPE_new();
	char oid[64];

	snprintf(oid, sizeof(oid), HOLDER_ARC "%d", arc);
	if (type)
		ASN1_TYPE_set(type, V_ASN1_UTF8STRING, ASN1_UTF8STRING_new());
	if (name && type && type->value.utf8string &&
	    ASN1_STRING_set(type->value.utf8string, value, -1) &&
	    GENERAL_NAME_set0_othername(name, OBJ_txt2obj(oid, 1), type) &&
	    sk_GENERAL_NAME_push(names, name))
		return 1;
	GENERAL_NAME_free(name);
	return 0;
}

/* Who the holder is, in the order of the cards in use: 1 4 3 5 2 6. */
static int add_holder(X509 *cert, const struct profile *p)
{
	GENERAL_NAMES *names = GENERAL_NAMES_new();
	char birth[16];
	int ok;

	snprintf(birth, sizeof(birth), "%d%04u%02u%02u", date_era(&p->birth),
		 (unsigned int)p->birth.year % 10000,
		 (unsigned int)p->birth.month % 100,
		 (unsigned int)p->birth.day % 100);
	ok = names && add_other_name(names, 1, p->name) &&
	     add_other_name(names, 4, birth) &&
	     add_other_name(names, 3, p->sex) &&
	     add_other_name(names, 5, p->address) &&
	     add_other_name(names, 2, "0000000000000000") &&
	     add_other_name(names, 6, "0000000000000000") &&
	     X509_add1_ext_i2d(cert, NID_subject_alt_name, names, 0, 0) > 0;
	GENERAL_NAMES_free(names);
	return ok;
}

static int add_crl_point(X509 *cert, X509 *issuer, const char *uri)
{
	char value[512];

	if (!uri)
		return 1;
	snprintf(value, sizeof(value), "URI:%s", uri);
	return add_extension(cert, issuer, NID_crl_distribution_points, value);
}

X509 *pki_make_card(const struct pki_order *order, const struct pki_ca *ca,
		    EVP_PKEY *key)
{
	X509 *cert = start(key, order->serial, order->from, order->until);
	int ok;

	ok = cert && set_subject(cert, order) &&
	     X509_set_issuer_name(cert, X509_get_subject_name(ca->cert)) &&
	     add_extension(cert, ca->cert, NID_key_usage,
			   kinds[order->kind].key_usage) &&
	     add_extension(cert, ca->cert, NID_certificate_policies,
			   kinds[order->kind].policy) &&
	     (order->kind == PKI_AUTH || add_holder(cert, order->holder)) &&
	     add_crl_point(cert, ca->cert, order->crl_uri) &&
	     add_extension(cert, ca->cert, NID_authority_key_identifier,
			   "keyid:always") &&
	     add_extension(cert, ca->cert, NID_subject_key_identifier, "hash");
	return finish(cert, ok, ca->key);
}

X509_CRL *pki_new_crl(const struct pki_ca *ca, time_t from, time_t until)
{
	ASN1_TIME *last = ASN1_TIME_set(NULL, from);
	ASN1_TIME *next = ASN1_TIME_set(NULL, until);
	X509_CRL *crl = X509_CRL_new();
	int ok;

	ok = last && next && crl && X509_CRL_set_version(crl, 1) &&
	     X509_CRL_set_issuer_name(crl, X509_get_subject_name(ca->cert)) &&
	     X509_CRL_set1_lastUpdate(crl, last) &&
	     X509_CRL_set1_nextUpdate(crl, next);
	ASN1_TIME_free(last);
	ASN1_TIME_free(next);
	if (ok)
		return crl;
	X509_CRL_free(crl);
	return NULL;
}

int pki_crl_add(X509_CRL *crl, const char *serial_hex, time_t when)
{
	X509_REVOKED *entry = X509_REVOKED_new();
	ASN1_TIME *date = ASN1_TIME_set(NULL, when);
	ASN1_INTEGER *serial = NULL;
	BIGNUM *bn = NULL;
	int ok;

	ok = entry && date && BN_hex2bn(&bn, serial_hex) &&
	     (serial = BN_to_ASN1_INTEGER(bn, NULL)) &&
	     X509_REVOKED_set_serialNumber(entry, serial) &&
	     X509_REVOKED_set_revocationDate(entry, date) &&
	     X509_CRL_add0_revoked(crl, entry);
	BN_free(bn);
	ASN1_INTEGER_free(serial);
	ASN1_TIME_free(date);
	if (!ok)
		X509_REVOKED_free(entry);
	return ok ? 0 : -1;
}

int pki_crl_sign(X509_CRL *crl, const struct pki_ca *ca)
{
	X509_EXTENSION *ext;
	X509V3_CTX ctx;
	int ok;

	X509V3_set_ctx(&ctx, ca->cert, NULL, NULL, crl, 0);
	ext = X509V3_EXT_nconf_nid(NULL, &ctx, NID_authority_key_identifier,
				   "keyid:always");
	ok = ext && X509_CRL_add_ext(crl, ext, -1) && X509_CRL_sort(crl) &&
	     X509_CRL_sign(crl, ca->key, EVP_sha256());
	X509_EXTENSION_free(ext);
	return ok ? 0 : -1;
}
