// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * One step of a certificate chain, judged by OpenSSL. The store holds nothing
 * but the CA in question, which is trusted as it is, and one revocation list.
 */
#include "chain.h"

static void set_up(X509_STORE_CTX *chain, X509_CRL *crl, int64_t now)
{
	X509_STORE_CTX_set_flags(chain, X509_V_FLAG_PARTIAL_CHAIN);
	if (crl) {
		X509_STORE_CTX_set_flags(chain, X509_V_FLAG_CRL_CHECK);
		X509_STORE_CTX_set_time(chain, 0, now);
	} else {
		X509_STORE_CTX_set_flags(chain, X509_V_FLAG_NO_CHECK_TIME);
	}
}

enum jpki_error jpki_chain_check(X509 *ca, X509 *cert, X509_CRL *crl,
				 int64_t now, int *ret)
{
	X509_STORE *store = X509_STORE_new();
	X509_STORE_CTX *chain = X509_STORE_CTX_new();
	enum jpki_error err = JPKI_NO_MEMORY;

	if (!store || !chain || !X509_STORE_add_cert(store, ca) ||
	    (crl && !X509_STORE_add_crl(store, crl)) ||
	    !X509_STORE_CTX_init(chain, store, cert, NULL))
		goto out;
	set_up(chain, crl, now);
	if (X509_verify_cert(chain) == 1)
		*ret = X509_V_OK;
	else
		*ret = X509_STORE_CTX_get_error(chain);
	err = JPKI_OK;
out:
	X509_STORE_CTX_free(chain);
	X509_STORE_free(store);
	return err;
}
