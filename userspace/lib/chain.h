/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One step of a certificate chain, judged by OpenSSL. */
#ifndef JPKI_CHAIN_H
#define JPKI_CHAIN_H

#include <stdint.h>

#include <openssl/x509_vfy.h>

#include <jpki/error.h>

/*
 * Did @ca issue @cert? Signature, names, CA flags and critical extensions;
 * without @crl no times, with it also what that list says at @now, and that it
 * is meant for this certificate. *@ret is OpenSSL's X509_V_*; of several
 * faults one of the list's comes before one of a certificate's time.
 */
enum jpki_error jpki_chain_check(X509 *ca, X509 *cert, X509_CRL *crl,
				 int64_t now, int *ret);

#endif /* JPKI_CHAIN_H */
