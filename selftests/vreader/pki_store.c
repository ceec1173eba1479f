// SPDX-License-Identifier: GPL-2.0-or-later
/* Keys, certificates and revocation lists as files. */
#include "pki_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/pem.h>
#include <openssl/rsa.h>

#define KEY_BITS 2048

bool store_path(char ret[static STORE_PATH], const char *dir,
		const char *format, ...)
{
	int used = snprintf(ret, STORE_PATH, "%s/", dir), more;
	va_list args;

	if (used < STORE_PATH) {
		va_start(args, format);
		more = vsnprintf(ret + used, (size_t)(STORE_PATH - used),
				 format, args);
		va_end(args);
		if (more < STORE_PATH - used)
			return true;
	}
	fprintf(stderr, "%s: path too long\n", dir);
	return false;
}

int store_mkdir(const char *path)
{
	if (!mkdir(path, 0755) || errno == EEXIST)
		return 0;
	perror(path);
	return -1;
}

EVP_PKEY *store_read_key(const char *path)
{
	FILE *in = fopen(path, "re");
	EVP_PKEY *key;

	if (!in)
		return NULL;
	key = PEM_read_PrivateKey(in, NULL, NULL, NULL);
	fclose(in);
	return key;
}

static int finish(FILE *out, int ok, const char *path)
{
	if (out && fclose(out))
		ok = 0;
	if (!ok)
		perror(path);
	return ok ? 0 : -1;
}

int store_write_key(const char *path, EVP_PKEY *key)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	return finish(out, out && PEM_write_PrivateKey(out, key, NULL, NULL, 0,
						       NULL, NULL), path);
}

X509 *store_read_cert(const char *path)
{
	FILE *in = fopen(path, "re");
	X509 *cert;

	if (!in)
		return NULL;
	cert = d2i_X509_fp(in, NULL);
	fclose(in);
	return cert;
}

int store_write_cert(const char *path, X509 *cert)
{
	FILE *out = fopen(path, "we");

	return finish(out, out && i2d_X509_fp(out, cert), path);
}

int store_write_crl(const char *path, X509_CRL *crl)
{
	FILE *out = fopen(path, "we");

	return finish(out, out && i2d_X509_CRL_fp(out, crl), path);
}

EVP_PKEY *store_key(const char *path, bool anew)
{
	EVP_PKEY *key = anew ? NULL : store_read_key(path);

	if (key)
		return key;
	key = EVP_RSA_gen(KEY_BITS);
	if (key && !store_write_key(path, key))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}
