/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The library's inner side of <jpki/cert.h>: the certificate as OpenSSL's. */
#ifndef JPKI_LIB_CERT_H
#define JPKI_LIB_CERT_H

#include <openssl/x509.h>

#include <jpki/cert.h>

struct jpki_cert {
	X509 *x509;
	char *subject;
	char *issuer;
	char *serial;
	uint8_t *der;
	size_t der_len;
	struct jpki_cert_facts facts;
};

/* An instant of 1900 to 2199 from an ASN.1 time. */
enum jpki_error jpki_instant_of_asn1(const ASN1_TIME *time, int64_t *ret);

/* Lowercase hexadecimal; empty for NULL or more than 32 bytes. */
void jpki_key_id(const ASN1_OCTET_STRING *id, char ret[JPKI_KEY_ID_SIZE]);

#endif /* JPKI_LIB_CERT_H */
