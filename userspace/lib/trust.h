/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CA certificates and revocation lists in files of the machine. */
#ifndef JPKI_TRUST_H
#define JPKI_TRUST_H

#include <openssl/x509.h>

#include <jpki/verify.h>

/*
 * The CA in @dir whose subjectKeyIdentifier is that @key_id; several
 * generations of CA share one name, so the name does not tell. *@ret is NULL
 * when there is none, to be given to X509_free() otherwise.
 */
enum jpki_error jpki_trust_find_ca(struct jpki_ctx *ctx, const char *dir,
				   const char *key_id, X509 **ret);

/*
 * What the revocation lists of @trust that @ca has signed say about @cert, the
 * gravest first.
 */
enum jpki_error jpki_trust_revocation(struct jpki_ctx *ctx,
				      const struct jpki_trust *trust, X509 *ca,
				      X509 *cert, int64_t now,
				      struct jpki_verification *ret);

#endif /* JPKI_TRUST_H */
