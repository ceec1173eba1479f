/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PKI_STORE_H
#define VREADER_PKI_STORE_H

#include <stdbool.h>

#include "pki.h"

#define STORE_PATH 4096

/* The path @format below @dir; false, after saying so, if it is too long. */
__attribute__((format(printf, 3, 4)))
bool store_path(char ret[static STORE_PATH], const char *dir,
		const char *format, ...);

/* Makes a directory unless there is one. 0 or -1, here as below. */
int store_mkdir(const char *path);

/* PEM keys; the file is readable by its owner only. */
EVP_PKEY *store_read_key(const char *path);
int store_write_key(const char *path, EVP_PKEY *key);

/* DER certificates and revocation lists. */
X509 *store_read_cert(const char *path);
int store_write_cert(const char *path, X509 *cert);
int store_write_crl(const char *path, X509_CRL *crl);

/* The key in the file; if there is none or @anew, a new one put there. */
EVP_PKEY *store_key(const char *path, bool anew);

#endif
