/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Does a certificate verify, against the CA certificates and revocation lists
 * that the administrator has put on the machine?
 */
#ifndef JPKI_VERIFY_H
#define JPKI_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include <jpki/cert.h>
#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jpki_ctx;

/* X(constant, stable name): what is looked at, in this order */
#define JPKI_CHECKS(X)							\
	X(ISSUER, "issuer")		/* a CA with the wanted key id */ \
	X(CHAIN, "chain")		/* that CA signed it */		\
	X(CA_VALIDITY, "ca_validity")	/* the CA is valid at the time */ \
	X(VALIDITY, "validity")		/* so is the certificate */	\
	X(KEY_USAGE, "key_usage")	/* it is of the kind expected */ \
	X(REVOCATION, "revocation")	/* no revocation list names it */

#define JPKI_CHECK_CONSTANT(constant, name) JPKI_CHECK_##constant,
enum jpki_check { JPKI_CHECKS(JPKI_CHECK_CONSTANT) JPKI_CHECK_COUNT };
#undef JPKI_CHECK_CONSTANT

enum jpki_outcome {
	JPKI_NOT_CHECKED,
	JPKI_PASSED,
	JPKI_FAILED,
};

/* What the revocation lists say. */
enum jpki_revocation {
	JPKI_REVOCATION_NO_CRL,		/* none of this CA, or no CA */
	JPKI_REVOCATION_BAD_CRL,	/* forged, not in force, out of scope */
	JPKI_REVOCATION_STALE,		/* older than its next update */
	JPKI_REVOCATION_NOT_LISTED,
	JPKI_REVOCATION_LISTED,		/* revoked, from revoked_on */
};

struct jpki_trust {
	const char *ca_dir;	/* CA certificates, DER or PEM; NULL: none */
	const char *crl_dir;	/* revocation lists, DER or PEM; NULL: none */
	const char *crl_file;	/* one more; NULL: none */
};

struct jpki_verification {
	bool verified;		/* no check failed, and all but the
				 * revocation were made
				 */
	enum jpki_outcome check[JPKI_CHECK_COUNT];
	char wanted_key_id[JPKI_KEY_ID_SIZE];
	enum jpki_revocation revocation;
	int64_t revoked_on;	/* instant; when listed */
	int64_t next_update;	/* instant; when stale */
};

/* Stable names, for programs. */
const char *jpki_check_name(enum jpki_check check);
const char *jpki_outcome_name(enum jpki_outcome outcome);
const char *jpki_revocation_name(enum jpki_revocation revocation);

/* @usage: the JPKI_USAGE_* bits that the certificate must have, and no other.
 * JPKI_FILE when the trust cannot be read; a directory that does not exist is
 * an empty one.
 */
enum jpki_error jpki_cert_verify(struct jpki_ctx *ctx,
				 const struct jpki_cert *cert,
				 unsigned int usage,
				 const struct jpki_trust *trust, int64_t now,
				 struct jpki_verification *ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_VERIFY_H */
