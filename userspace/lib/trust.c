// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * CA certificates and revocation lists of the machine's administrator: DER or
 * PEM, one or several to a file. A file that is neither is passed over, with a
 * line in the log.
 */
#include "trust.h"

#include <string.h>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include "cert.h"
#include "chain.h"
#include "context.h"
#include "dir.h"

/* A search through files for what @take makes of each object in them. */
struct search {
	struct jpki_ctx *ctx;
	const char *key_id;		/* of the CA wanted */
	X509 *ca;
	X509 *cert;
	int64_t now;
	struct jpki_verification *verdict;
};

static void take_ca(struct search *search, X509 *x509)
{
	char key_id[JPKI_KEY_ID_SIZE];

	jpki_key_id(X509_get0_subject_key_id(x509), key_id);
	if (search->ca || !key_id[0] || strcmp(key_id, search->key_id)) {
		X509_free(x509);
		return;
	}
	search->ca = x509;
}

/* An empty passphrase, or OpenSSL would ask the terminal for one. */
static X509 *read_pem(BIO *bio)
{
	return PEM_read_bio_X509(bio, NULL, NULL, (void *)"");
}

static X509_CRL *read_pem_crl(BIO *bio)
{
	return PEM_read_bio_X509_CRL(bio, NULL, NULL, (void *)"");
}

static enum jpki_error read_cas(void *data, const char *path,
				const uint8_t *bytes, size_t len)
{
	struct search *search = data;
	const uint8_t *p = bytes;
	X509 *x509 = d2i_X509(NULL, &p, (long)len);
	BIO *bio = NULL;
	int found = 0;

	if (!x509) {
		bio = BIO_new_mem_buf(bytes, (int)len);
		if (bio)
			x509 = read_pem(bio);
	}
	for (; x509; found++) {
		take_ca(search, x509);
		x509 = bio ? read_pem(bio) : NULL;
	}
	BIO_free(bio);
	ERR_clear_error();
	if (!found)
		jpki_log(search->ctx, "%s: no certificate", path);
	return JPKI_OK;
}

enum jpki_error jpki_trust_find_ca(struct jpki_ctx *ctx, const char *dir,
				   const char *key_id, X509 **ret)
{
	struct search search = { .ctx = ctx, .key_id = key_id };
	enum jpki_error err = JPKI_OK;

	if (dir && key_id[0])
		err = jpki_dir_read(ctx, dir, read_cas, &search);
	if (err)
		X509_free(search.ca);
	else
		*ret = search.ca;
	return err;
}

/*
 * Is the list of that CA? By the key id where it names one, else by the name,
 * which other generations share; then the signature decides.
 */
static bool is_of_ca(X509_CRL *crl, X509 *ca)
{
	const X509_NAME *issuer = X509_CRL_get_issuer(crl);
	AUTHORITY_KEYID *key_id;
	bool same = !X509_NAME_cmp(issuer, X509_get_subject_name(ca));

	key_id = X509_CRL_get_ext_d2i(crl, NID_authority_key_identifier, NULL,
				      NULL);
	if (same && key_id && key_id->keyid) {
		const ASN1_OCTET_STRING *ours = X509_get0_subject_key_id(ca);

		same = ours && !ASN1_OCTET_STRING_cmp(key_id->keyid, ours);
	}
	AUTHORITY_KEYID_free(key_id);
	return same;
}

/*
 * A listing stands however old the list is; that nothing is listed is believed
 * of a current list only, and of one that is meant for this certificate.
 */
static enum jpki_revocation judge(X509_CRL *crl, struct search *search,
				  struct jpki_verification *verdict)
{
	X509_REVOKED *entry = NULL;
	int fault;

	if (X509_CRL_verify(crl, X509_get0_pubkey(search->ca)) != 1)
		return JPKI_REVOCATION_BAD_CRL;
	/* 2 means: listed as removed from the list */
	if (X509_CRL_get0_by_cert(crl, &entry, search->cert) == 1 &&
	    !jpki_instant_of_asn1(X509_REVOKED_get0_revocationDate(entry),
				  &verdict->revoked_on))
		return JPKI_REVOCATION_LISTED;
	if (jpki_chain_check(search->ca, search->cert, crl, search->now,
			     &fault))
		return JPKI_REVOCATION_BAD_CRL;
	switch (fault) {
	case X509_V_OK:
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return JPKI_REVOCATION_NOT_LISTED;
	case X509_V_ERR_CRL_HAS_EXPIRED:
		if (jpki_instant_of_asn1(X509_CRL_get0_nextUpdate(crl),
					 &verdict->next_update))
			return JPKI_REVOCATION_BAD_CRL;
		return JPKI_REVOCATION_STALE;
	default:
		return JPKI_REVOCATION_BAD_CRL;
	}
}

static void take_crl(struct search *search, X509_CRL *crl)
{
	struct jpki_verification found = *search->verdict;

	if (is_of_ca(crl, search->ca)) {
		found.revocation = judge(crl, search, &found);
		if (found.revocation > search->verdict->revocation)
			*search->verdict = found;
	}
	X509_CRL_free(crl);
}

static enum jpki_error read_crls(void *data, const char *path,
				 const uint8_t *bytes, size_t len)
{
	struct search *search = data;
	const uint8_t *p = bytes;
	X509_CRL *crl = d2i_X509_CRL(NULL, &p, (long)len);
	BIO *bio = NULL;
	int found = 0;

	if (!crl) {
		bio = BIO_new_mem_buf(bytes, (int)len);
		if (bio)
			crl = read_pem_crl(bio);
	}
	for (; crl; found++) {
		take_crl(search, crl);
		crl = bio ? read_pem_crl(bio) : NULL;
	}
	BIO_free(bio);
	ERR_clear_error();
	if (!found)
		jpki_log(search->ctx, "%s: no revocation list", path);
	return JPKI_OK;
}

enum jpki_error jpki_trust_revocation(struct jpki_ctx *ctx,
				      const struct jpki_trust *trust, X509 *ca,
				      X509 *cert, int64_t now,
				      struct jpki_verification *ret)
{
	struct search search = {
		.ctx = ctx, .ca = ca, .cert = cert, .now = now, .verdict = ret
	};
	enum jpki_error err = JPKI_OK;

	if (trust->crl_dir)
		err = jpki_dir_read(ctx, trust->crl_dir, read_crls, &search);
	if (!err && trust->crl_file)
		err = jpki_file_read(ctx, trust->crl_file, read_crls, &search);
	return err;
}
