/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A certificate as plain facts.
 */
#ifndef JPKI_CERT_H
#define JPKI_CERT_H

#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JPKI_CERT_MAX		8192	/* bytes of DER */
#define JPKI_KEY_ID_SIZE	65	/* hexadecimal, with the zero */

struct jpki_cert;

/* Bits of jpki_cert_facts.key_usage, in the order of RFC 5280. */
#define JPKI_USAGE_DIGITAL_SIGNATURE	(1U << 0)
#define JPKI_USAGE_NON_REPUDIATION	(1U << 1)
#define JPKI_USAGE_KEY_ENCIPHERMENT	(1U << 2)
#define JPKI_USAGE_DATA_ENCIPHERMENT	(1U << 3)
#define JPKI_USAGE_KEY_AGREEMENT	(1U << 4)
#define JPKI_USAGE_CERT_SIGN		(1U << 5)
#define JPKI_USAGE_CRL_SIGN		(1U << 6)

/* Strings are UTF-8 and belong to the certificate; key identifiers are
 * lowercase hexadecimal, empty when the certificate has none.
 */
struct jpki_cert_facts {
	const char *subject;		/* RFC 2253 */
	const char *issuer;
	const char *serial;		/* lowercase hexadecimal */
	char key_id[JPKI_KEY_ID_SIZE];
	char authority_key_id[JPKI_KEY_ID_SIZE];
	char sha256[65];
	unsigned int key_usage;		/* JPKI_USAGE_*; 0 when not stated */
	int64_t not_before;		/* instants */
	int64_t not_after;
};

/* One DER certificate of at most JPKI_CERT_MAX bytes and nothing behind it. */
enum jpki_error jpki_cert_parse(const uint8_t *der, size_t len,
				struct jpki_cert **ret);
void jpki_cert_free(struct jpki_cert **cert);
const struct jpki_cert_facts *jpki_cert_facts(const struct jpki_cert *cert);
const uint8_t *jpki_cert_der(const struct jpki_cert *cert, size_t *ret_len);

/* PEM text, to be given to free(). */
enum jpki_error jpki_cert_pem(const struct jpki_cert *cert, char **ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_CERT_H */
