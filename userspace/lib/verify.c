// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Does a certificate verify? Each check is made and told apart, so that who
 * reads the answer knows what to do about it.
 */
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "cert.h"
#include "chain.h"
#include "context.h"
#include "trust.h"

static const char *const check_names[] = {
#define ROW(constant, name) [JPKI_CHECK_##constant] = name,
	JPKI_CHECKS(ROW)
#undef ROW
};

const char *jpki_check_name(enum jpki_check check)
{
	return (size_t)check < JPKI_CHECK_COUNT ? check_names[check] : "";
}

const char *jpki_outcome_name(enum jpki_outcome outcome)
{
	switch (outcome) {
	case JPKI_PASSED:
		return "passed";
	case JPKI_FAILED:
		return "failed";
	default:
		return "not_checked";
	}
}

const char *jpki_revocation_name(enum jpki_revocation revocation)
{
	switch (revocation) {
	case JPKI_REVOCATION_BAD_CRL:
		return "bad_crl";
	case JPKI_REVOCATION_STALE:
		return "stale";
	case JPKI_REVOCATION_NOT_LISTED:
		return "not_listed";
	case JPKI_REVOCATION_LISTED:
		return "listed";
	default:
		return "no_crl";
	}
}

static enum jpki_outcome outcome(bool good)
{
	return good ? JPKI_PASSED : JPKI_FAILED;
}

static bool is_within(const X509 *x509, int64_t now)
{
	int64_t from, until;

	if (jpki_instant_of_asn1(X509_get0_notBefore(x509), &from) ||
	    jpki_instant_of_asn1(X509_get0_notAfter(x509), &until))
		return false;
	return from <= now && now <= until;
}

static enum jpki_error check_revocation(struct jpki_ctx *ctx,
					const struct jpki_trust *trust,
					X509 *ca, X509 *cert, int64_t now,
					struct jpki_verification *ret)
{
	enum jpki_error err;

	err = jpki_trust_revocation(ctx, trust, ca, cert, now, ret);
	if (err)
		return err;
	if (ret->revocation == JPKI_REVOCATION_LISTED)
		ret->check[JPKI_CHECK_REVOCATION] =
			outcome(ret->revoked_on > now);
	else if (ret->revocation == JPKI_REVOCATION_NOT_LISTED)
		ret->check[JPKI_CHECK_REVOCATION] = JPKI_PASSED;
	return JPKI_OK;
}

static bool is_verified(const struct jpki_verification *verdict)
{
	int i;

	for (i = 0; i < JPKI_CHECK_REVOCATION; i++)
		if (verdict->check[i] != JPKI_PASSED)
			return false;
	return verdict->check[JPKI_CHECK_REVOCATION] != JPKI_FAILED;
}

static enum jpki_error check_issuer(struct jpki_ctx *ctx, X509 *cert,
				    const struct jpki_trust *trust,
				    int64_t now, X509 *ca,
				    struct jpki_verification *ret)
{
	enum jpki_error err;
	int fault;

	ret->check[JPKI_CHECK_ISSUER] = outcome(ca);
	if (!ca)
		return JPKI_OK;
	ret->check[JPKI_CHECK_CA_VALIDITY] = outcome(is_within(ca, now));
	err = jpki_chain_check(ca, cert, NULL, now, &fault);
	if (err)
		return err;
	ret->check[JPKI_CHECK_CHAIN] = outcome(fault == X509_V_OK);
	if (fault != X509_V_OK)
		return JPKI_OK;
	return check_revocation(ctx, trust, ca, cert, now, ret);
}

/* The CA's key; a root need not name its own once more. */
static const char *issuer_key_id(const struct jpki_cert *cert)
{
	const struct jpki_cert_facts *facts = &cert->facts;

	if (!facts->authority_key_id[0] &&
	    X509_check_issued(cert->x509, cert->x509) == X509_V_OK)
		return facts->key_id;
	return facts->authority_key_id;
}

enum jpki_error jpki_cert_verify(struct jpki_ctx *ctx,
				 const struct jpki_cert *cert,
				 unsigned int usage,
				 const struct jpki_trust *trust, int64_t now,
				 struct jpki_verification *ret)
{
	const struct jpki_cert_facts *facts = &cert->facts;
	struct jpki_verification verdict = { .verified = false };
	enum jpki_error err;
	X509 *ca = NULL;

	memcpy(verdict.wanted_key_id, issuer_key_id(cert),
	       sizeof(verdict.wanted_key_id));
	verdict.check[JPKI_CHECK_VALIDITY] = outcome(facts->not_before <= now &&
						     now <= facts->not_after);
	verdict.check[JPKI_CHECK_KEY_USAGE] =
		outcome(facts->key_usage == usage);
	err = jpki_trust_find_ca(ctx, trust->ca_dir, verdict.wanted_key_id,
				 &ca);
	if (!err)
		err = check_issuer(ctx, cert->x509, trust, now, ca, &verdict);
	X509_free(ca);
	ERR_clear_error();
	if (err)
		return err;
	verdict.verified = is_verified(&verdict);
	*ret = verdict;
	return JPKI_OK;
}
