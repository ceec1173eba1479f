// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * X.509 to plain facts, with OpenSSL's parser. Nothing here trusts what the
 * certificate says.
 */
#include "cert.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <jpki/date.h>

#include "buf.h"

#define NAME_FLAGS ((XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) | \
		    ASN1_STRFLGS_UTF8_CONVERT)
#define SERIAL_MAX 31	/* bytes; RFC 5280 allows 20 */

enum jpki_error jpki_instant_of_asn1(const ASN1_TIME *time, int64_t *ret)
{
	struct jpki_date date;
	struct tm tm;
	int64_t instant;

	/* NULL would mean the present to OpenSSL */
	if (!time || !ASN1_TIME_to_tm(time, &tm))
		return JPKI_BAD_CERTIFICATE;
	date.year = tm.tm_year + 1900;
	date.month = tm.tm_mon + 1;
	date.day = tm.tm_mday;
	/* those are days in Greenwich, which begin nine hours later */
	instant = jpki_date_instant(date, tm.tm_hour * 3600 + tm.tm_min * 60 +
					  tm.tm_sec) + 9 * 3600;
	if (!jpki_date_ok(date) || !jpki_date_ok(jpki_date_of_instant(instant)))
		return JPKI_BAD_CERTIFICATE;
	*ret = instant;
	return JPKI_OK;
}

/* What a BIO in memory holds, as a string to be given to free(). */
static char *bio_text(BIO *bio)
{
	char *data;
	long len = BIO_get_mem_data(bio, &data);

	return len < 0 ? NULL : strndup(data, (size_t)len);
}

static char *name_text(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;

	if (bio && name && X509_NAME_print_ex(bio, name, 0, NAME_FLAGS) >= 0)
		text = bio_text(bio);
	BIO_free(bio);
	return text;
}

static char *serial_text(const X509 *x509)
{
	const ASN1_INTEGER *serial = X509_get0_serialNumber(x509);
	size_t len = (size_t)ASN1_STRING_length(serial);
	char *text;

	if (len > SERIAL_MAX)
		return NULL;
	text = malloc(2 * len + 1);
	if (text)
		jpki_hex(ASN1_STRING_get0_data(serial), len, text);
	return text;
}

void jpki_key_id(const ASN1_OCTET_STRING *id, char ret[JPKI_KEY_ID_SIZE])
{
	size_t len = id ? (size_t)ASN1_STRING_length(id) : 0;

	ret[0] = '\0';
	if (len && len <= (JPKI_KEY_ID_SIZE - 1) / 2)
		jpki_hex(ASN1_STRING_get0_data(id), len, ret);
}

static unsigned int key_usage(X509 *x509)
{
	static const struct {
		uint32_t theirs;
		unsigned int ours;
	} bits[] = {
		{ KU_DIGITAL_SIGNATURE, JPKI_USAGE_DIGITAL_SIGNATURE },
		{ KU_NON_REPUDIATION, JPKI_USAGE_NON_REPUDIATION },
		{ KU_KEY_ENCIPHERMENT, JPKI_USAGE_KEY_ENCIPHERMENT },
		{ KU_DATA_ENCIPHERMENT, JPKI_USAGE_DATA_ENCIPHERMENT },
		{ KU_KEY_AGREEMENT, JPKI_USAGE_KEY_AGREEMENT },
		{ KU_KEY_CERT_SIGN, JPKI_USAGE_CERT_SIGN },
		{ KU_CRL_SIGN, JPKI_USAGE_CRL_SIGN },
	};
	uint32_t usage = X509_get_key_usage(x509);
	unsigned int ours = 0;
	size_t i;

	if (usage == UINT32_MAX)	/* not stated */
		return 0;
	for (i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		if (usage & bits[i].theirs)
			ours |= bits[i].ours;
	return ours;
}

static enum jpki_error fingerprint(const struct jpki_cert *cert, char *ret)
{
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned int len;

	if (!X509_digest(cert->x509, EVP_sha256(), digest, &len))
		return JPKI_NO_MEMORY;
	jpki_hex(digest, len, ret);
	return JPKI_OK;
}

static enum jpki_error fill_facts(struct jpki_cert *cert)
{
	struct jpki_cert_facts *facts = &cert->facts;
	enum jpki_error err;

	cert->subject = name_text(X509_get_subject_name(cert->x509));
	cert->issuer = name_text(X509_get_issuer_name(cert->x509));
	cert->serial = serial_text(cert->x509);
	if (!cert->subject || !cert->issuer || !cert->serial)
		return JPKI_BAD_CERTIFICATE;
	facts->subject = cert->subject;
	facts->issuer = cert->issuer;
	facts->serial = cert->serial;
	facts->key_usage = key_usage(cert->x509);
	jpki_key_id(X509_get0_subject_key_id(cert->x509), facts->key_id);
	jpki_key_id(X509_get0_authority_key_id(cert->x509),
		    facts->authority_key_id);
	err = jpki_instant_of_asn1(X509_get0_notBefore(cert->x509),
				   &facts->not_before);
	if (!err)
		err = jpki_instant_of_asn1(X509_get0_notAfter(cert->x509),
					   &facts->not_after);
	if (!err && facts->not_after < facts->not_before)
		err = JPKI_BAD_CERTIFICATE;
	return err ? err : fingerprint(cert, facts->sha256);
}

static enum jpki_error parse(struct jpki_cert *cert, const uint8_t *der,
			     size_t len)
{
	const uint8_t *p = der;

	cert->x509 = d2i_X509(NULL, &p, (long)len);
	if (!cert->x509 || p != der + len)
		return JPKI_BAD_CERTIFICATE;
	cert->der = malloc(len);
	if (!cert->der)
		return JPKI_NO_MEMORY;
	memcpy(cert->der, der, len);
	cert->der_len = len;
	return fill_facts(cert);
}

enum jpki_error jpki_cert_parse(const uint8_t *der, size_t len,
				struct jpki_cert **ret)
{
	struct jpki_cert *cert;
	enum jpki_error err;

	if (len > JPKI_CERT_MAX)
		return JPKI_BAD_CERTIFICATE;
	cert = calloc(1, sizeof(*cert));
	if (!cert)
		return JPKI_NO_MEMORY;
	err = parse(cert, der, len);
	ERR_clear_error();
	if (err)
		jpki_cert_free(&cert);
	else
		*ret = cert;
	return err;
}

static void wipe_text(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

void jpki_cert_free(struct jpki_cert **cert)
{
	struct jpki_cert *old = *cert;

	*cert = NULL;
	if (!old)
		return;
	if (old->der)
		explicit_bzero(old->der, old->der_len);
	free(old->der);
	wipe_text(old->subject);
	wipe_text(old->issuer);
	wipe_text(old->serial);
	X509_free(old->x509);
	explicit_bzero(old, sizeof(*old));
	free(old);
}

const struct jpki_cert_facts *jpki_cert_facts(const struct jpki_cert *cert)
{
	return &cert->facts;
}

const uint8_t *jpki_cert_der(const struct jpki_cert *cert, size_t *ret_len)
{
	*ret_len = cert->der_len;
	return cert->der;
}

enum jpki_error jpki_cert_pem(const struct jpki_cert *cert, char **ret)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;

	if (bio && PEM_write_bio_X509(bio, cert->x509))
		text = bio_text(bio);
	BIO_free(bio);
	ERR_clear_error();
	if (!text)
		return JPKI_NO_MEMORY;
	*ret = text;
	return JPKI_OK;
}
