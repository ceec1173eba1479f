/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PKI_H
#define VREADER_PKI_H

#include <time.h>

#include <openssl/types.h>

#include "date.h"
#include "profile.h"

enum pki_kind { PKI_AUTH, PKI_SIGN };

/* "auth" and "sign". */
const char *pki_name(enum pki_kind kind);

struct pki_ca {
	EVP_PKEY *key;
	X509 *cert;
};

/**
 * struct pki_order - an end-entity certificate to be made
 * @from, @until: both inclusive instants
 * @serial: 0: a random one
 * @crl_uri: NULL: without distribution point
 */
struct pki_order {
	enum pki_kind kind;
	time_t from, until;
	unsigned long serial;
	const char *crl_uri;
	const struct profile *holder;
};

/* A self-signed CA; NULL, as everywhere here, after OpenSSL's own words. */
X509 *pki_make_ca(enum pki_kind kind, EVP_PKEY *key, time_t from,
		  time_t until);

X509 *pki_make_card(const struct pki_order *order, const struct pki_ca *ca,
		    EVP_PKEY *key);

/* An empty list that is good between the two instants. */
X509_CRL *pki_new_crl(const struct pki_ca *ca, time_t from, time_t until);
int pki_crl_add(X509_CRL *crl, const char *serial_hex, time_t when);
int pki_crl_sign(X509_CRL *crl, const struct pki_ca *ca);

#endif
