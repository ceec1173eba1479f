/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A certification authority for tests, made anew in each run. */
#ifndef JPKI_TEST_PKI_H
#define JPKI_TEST_PKI_H

#include <stdint.h>

#include <openssl/x509.h>

#include "mock.h"

/* Day and hour in Japan, as --now takes it. */
int64_t pki_time(const char *text);

struct pki_ca {
	EVP_PKEY *key;
	X509 *cert;
};

/* All of them bear the same name, as the service's generations do. */
void pki_ca_make(struct pki_ca *ca, const char *from, const char *until);
void pki_ca_free(struct pki_ca *ca);

struct pki_profile {
	const char *cn;
	const char *from;
	const char *until;
	const char *usage;	/* as OpenSSL's configuration takes it */
	long serial;
};

/* The user authentication certificate that most tests use. */
extern const struct pki_profile pki_auth;

void pki_issue(const struct pki_ca *ca, const struct pki_profile *profile,
	       struct mock_file *ret);
void pki_ca_file(const struct pki_ca *ca, struct mock_file *ret);

/* Write below the directory @dir. @revoked: serial number, 0 for none. */
void pki_write_ca(const struct pki_ca *ca, const char *dir, const char *name);
void pki_write_crl(const struct pki_ca *ca, const char *path, const char *from,
		   const char *until, long revoked, const char *revoked_on);

/* The same without entries, for certificates of CAs only. */
void pki_write_ca_crl(const struct pki_ca *ca, const char *path,
		      const char *from, const char *until);

/* A new directory below $TMPDIR, removed by pki_remove_dir(). */
void pki_make_dir(char path[static 64]);
void pki_remove_dir(const char *path);

#endif /* JPKI_TEST_PKI_H */
