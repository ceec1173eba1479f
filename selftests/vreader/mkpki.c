// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mkpki: test cards, and the authorities that issue them.
 *
 *   DIR/ca/{auth,sign}-{2019,2023}.{crt,key,crl,revoked}
 *   DIR/keys/NAME-{auth,sign}.pem
 *   DIR/NAME/{auth,sign}.{crt,key} {auth,sign}-ca.crt profile
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/bn.h>
#include <openssl/x509.h>

#include "pki_store.h"

static const char help[] =
"usage: mkpki --out DIR --name NAME [options]\n"
"Makes DIR/NAME, a test card for vreader, and once the CAs in DIR/ca.\n"
"\n"
"  --birth DAY           the holder's; 1990-05-10\n"
"  --holder TEXT --address TEXT --sex 1|2|9\n"
"  --profile FILE        more key=value lines for the card's profile\n"
"  --auth-from DAY --auth-until DAY --sign-from DAY --sign-until DAY\n"
"                        from today to the fifth birthday after it\n"
"  --serial N            of both certificates; random\n"
"  --generation 2019|2023   of the CA; 2023\n"
"  --without auth|sign   leave this certificate out\n"
"  --revoked[=DAY]       put both on the revocation lists; from today\n"
"  --crl-uri URI         with a distribution point\n"
"  --reuse-keys          take the keys of an earlier run from DIR/keys\n"
"\n"
"Days are YYYY-MM-DD in Japan; a FROM may be followed by THH:MM:SS.\n";

/* CAs and lists are good this long: tests live at many dates. */
static const struct date world_begin = { 2019, 1, 1 };
static const struct date world_end = { 2049, 12, 31 };

/**
 * struct job - the command line
 * @from, @until: by enum pki_kind; 0: the usual
 */
struct job {
	const char *out, *name, *profile, *crl_uri, *generation;
	time_t from[2], until[2];
	unsigned long serial;
	bool without[2], revoked, reuse;
	time_t revoked_on;
	struct profile holder;
};

static int load_ca(struct pki_ca *ca, const char *out, const char *name)
{
	char key[STORE_PATH], cert[STORE_PATH];

	if (!store_path(key, out, "ca/%s.key", name) ||
	    !store_path(cert, out, "ca/%s.crt", name))
		return -1;
	ca->key = store_key(key, false);
	ca->cert = store_read_cert(cert);
	if (!ca->key || ca->cert)
		return ca->key ? 0 : -1;
	ca->cert = pki_make_ca(*name == 'a' ? PKI_AUTH : PKI_SIGN, ca->key,
			       date_instant(&world_begin, 0, 0, 0),
			       date_instant(&world_end, 23, 59, 59));
	return ca->cert ? store_write_cert(cert, ca->cert) : -1;
}

static void free_ca(struct pki_ca *ca)
{
	EVP_PKEY_free(ca->key);
	X509_free(ca->cert);
}

/* The list of one CA, anew from its file of "SERIAL SECONDS" lines. */
static int write_crl(const struct pki_ca *ca, const char *out,
		     const char *name)
{
	X509_CRL *crl = pki_new_crl(ca, date_instant(&world_begin, 0, 0, 0),
				    date_instant(&world_end, 23, 59, 59));
	char path[STORE_PATH], serial[65];
	long long when;
	FILE *in;
	int err = !crl || !store_path(path, out, "ca/%s.revoked", name);

	in = err ? NULL : fopen(path, "re");
	while (in && !err && fscanf(in, "%64s %lld", serial, &when) == 2)
		err = pki_crl_add(crl, serial, (time_t)when);
	if (in)
		fclose(in);
	err = err || pki_crl_sign(crl, ca) ||
	      !store_path(path, out, "ca/%s.crl", name) ||
	      store_write_crl(path, crl);
	X509_CRL_free(crl);
	return err ? -1 : 0;
}

static int make_cas(const char *out)
{
	static const char *const names[] = {
		"auth-2019", "auth-2023", "sign-2019", "sign-2023",
	};
	struct pki_ca ca;
	size_t i;
	int err = 0;

	for (i = 0; i < 4 && !err; i++) {
		ca = (struct pki_ca){ 0 };
		err = load_ca(&ca, out, names[i]) ||
		      write_crl(&ca, out, names[i]);
		free_ca(&ca);
	}
	return err;
}

static int revoke(const struct job *job, X509 *cert, const char *ca)
{
	char path[STORE_PATH], *hex;
	BIGNUM *bn;
	FILE *out;

	if (!store_path(path, job->out, "ca/%s.revoked", ca))
		return -1;
	bn = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
	hex = bn ? BN_bn2hex(bn) : NULL;
	out = fopen(path, "ae");
	if (hex && out)
		fprintf(out, "%s %lld\n", hex, (long long)job->revoked_on);
	BN_free(bn);
	OPENSSL_free(hex);
	if (!out || fclose(out)) {
		perror(path);
		return -1;
	}
	return 0;
}

static int store_card(const struct job *job, const char *kind, X509 *cert,
		      EVP_PKEY *key, const struct pki_ca *ca)
{
	char path[STORE_PATH];

	return !store_path(path, job->out, "%s/%s.crt", job->name, kind) ||
	       store_write_cert(path, cert) ||
	       !store_path(path, job->out, "%s/%s.key", job->name, kind) ||
	       store_write_key(path, key) ||
	       !store_path(path, job->out, "%s/%s-ca.crt", job->name, kind) ||
	       store_write_cert(path, ca->cert) ? -1 : 0;
}

static int make_certificate(const struct job *job, enum pki_kind kind)
{
	struct pki_order order = {
		.kind = kind, .from = job->from[kind],
		.until = job->until[kind], .serial = job->serial,
		.crl_uri = job->crl_uri, .holder = &job->holder,
	};
	struct pki_ca ca = { 0 };
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	char path[STORE_PATH], name[16];
	int err;

	snprintf(name, sizeof(name), "%s-%s", pki_name(kind),
		 job->generation);
	err = load_ca(&ca, job->out, name) ||
	      !store_path(path, job->out, "keys/%s-%s.pem", job->name,
			  pki_name(kind)) ||
	      !(key = store_key(path, !job->reuse)) ||
	      !(cert = pki_make_card(&order, &ca, key)) ||
	      store_card(job, pki_name(kind), cert, key, &ca) ||
	      (job->revoked && (revoke(job, cert, name) ||
				write_crl(&ca, job->out, name)));
	EVP_PKEY_free(key);
	X509_free(cert);
	free_ca(&ca);
	return err ? -1 : 0;
}

static int write_profile(struct job *job)
{
	char path[STORE_PATH];
	FILE *out;

	if (job->profile && profile_read(&job->holder, job->profile))
		return -1;
	if (!store_path(path, job->out, "%s/profile", job->name))
		return -1;
	out = fopen(path, "we");
	if (out)
		profile_write(&job->holder, out);
	if (!out || fclose(out)) {
		perror(path);
		return -1;
	}
	return 0;
}

static int make_directories(const struct job *job)
{
	static const char *const names[] = { "", "ca", "keys" };
	char path[STORE_PATH];
	size_t i;

	for (i = 0; i < 3; i++)
		if (!store_path(path, job->out, "%s", names[i]) ||
		    store_mkdir(path))
			return -1;
	return !store_path(path, job->out, "%s", job->name) ||
	       store_mkdir(path) ? -1 : 0;
}

static void set_usual_dates(struct job *job)
{
	struct date today = date_of(time(NULL)), from, until;
	int kind;

	for (kind = PKI_AUTH; kind <= PKI_SIGN; kind++) {
		if (!job->from[kind])
			job->from[kind] = date_instant(&today, 0, 0, 0);
		from = date_of(job->from[kind]);
		until = date_fifth_birthday(&job->holder.birth, &from);
		if (!job->until[kind])
			job->until[kind] = date_instant(&until, 23, 59, 59);
	}
	if (!job->revoked_on)
		job->revoked_on = date_instant(&today, 0, 0, 0);
}

/* What an earlier run may have left on a card that is to have none. */
static int leave_out(const struct job *job, const char *kind)
{
	static const char *const suffixes[] = { ".crt", ".key", "-ca.crt" };
	char path[STORE_PATH];
	size_t i;

	for (i = 0; i < 3; i++) {
		if (!store_path(path, job->out, "%s/%s%s", job->name, kind,
				suffixes[i]))
			return -1;
		(void)remove(path);
	}
	return 0;
}

static int make(struct job *job)
{
	int kind, err;

	err = make_directories(job) || write_profile(job);
	set_usual_dates(job);
	err = err || make_cas(job->out);
	for (kind = PKI_AUTH; kind <= PKI_SIGN && !err; kind++)
		err = job->without[kind] ?
			leave_out(job, pki_name((enum pki_kind)kind)) :
			make_certificate(job, (enum pki_kind)kind);
	return err;
}

enum {
	OPT_OUT = 1, OPT_NAME, OPT_BIRTH, OPT_HOLDER, OPT_ADDRESS, OPT_SEX,
	OPT_PROFILE, OPT_AUTH_FROM, OPT_AUTH_UNTIL, OPT_SIGN_FROM,
	OPT_SIGN_UNTIL, OPT_SERIAL, OPT_GENERATION, OPT_WITHOUT, OPT_REVOKED,
	OPT_CRL_URI, OPT_REUSE_KEYS, OPT_HELP,
};

static const struct option longs[] = {
	{ "out", required_argument, NULL, OPT_OUT },
	{ "name", required_argument, NULL, OPT_NAME },
	{ "birth", required_argument, NULL, OPT_BIRTH },
	{ "holder", required_argument, NULL, OPT_HOLDER },
	{ "address", required_argument, NULL, OPT_ADDRESS },
	{ "sex", required_argument, NULL, OPT_SEX },
	{ "profile", required_argument, NULL, OPT_PROFILE },
	{ "auth-from", required_argument, NULL, OPT_AUTH_FROM },
	{ "auth-until", required_argument, NULL, OPT_AUTH_UNTIL },
	{ "sign-from", required_argument, NULL, OPT_SIGN_FROM },
	{ "sign-until", required_argument, NULL, OPT_SIGN_UNTIL },
	{ "serial", required_argument, NULL, OPT_SERIAL },
	{ "generation", required_argument, NULL, OPT_GENERATION },
	{ "without", required_argument, NULL, OPT_WITHOUT },
	{ "revoked", optional_argument, NULL, OPT_REVOKED },
	{ "crl-uri", required_argument, NULL, OPT_CRL_URI },
	{ "reuse-keys", no_argument, NULL, OPT_REUSE_KEYS },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

/* DAY or DAYTHH:MM:SS in Japan. */
static bool parse_instant(time_t *ret, const char *text)
{
	int hour = 0, minute = 0, second = 0, end = 0;
	struct date day;
	char copy[11];

	snprintf(copy, sizeof(copy), "%s", text);
	if (!date_parse(&day, copy))
		return false;
	if (text[10] &&
	    (sscanf(text + 10, "T%2d:%2d:%2d%n", &hour, &minute, &second,
		    &end) != 3 || text[10 + end]))
		return false;
	*ret = date_instant(&day, hour, minute, second);
	return true;
}

static bool parse_last_day(time_t *ret, const char *text)
{
	struct date day;

	if (!date_parse(&day, text))
		return false;
	*ret = date_instant(&day, 23, 59, 59);
	return true;
}

static bool set_serial(struct job *job, const char *text)
{
	char *end;

	job->serial = strtoul(text, &end, 10);
	return *text >= '0' && *text <= '9' && !*end && job->serial;
}

static bool set_without(struct job *job, const char *text)
{
	int kind;

	for (kind = PKI_AUTH; kind <= PKI_SIGN; kind++) {
		if (strcmp(text, pki_name((enum pki_kind)kind)))
			continue;
		job->without[kind] = true;
		return true;
	}
	return false;
}

static bool set_holder(struct profile *p, int option, const char *arg)
{
	switch (option) {
	case OPT_BIRTH:
		return profile_set(p, "birth", arg);
	case OPT_HOLDER:
		return profile_set(p, "name", arg);
	case OPT_ADDRESS:
		return profile_set(p, "address", arg);
	case OPT_SEX:
		return profile_set(p, "sex", arg);
	default:
		return false;
	}
}

static bool set_option(struct job *job, int option, const char *arg)
{
	switch (option) {
	case OPT_OUT:
		job->out = arg;
		return true;
	case OPT_NAME:
		job->name = arg;
		return *arg && *arg != '.' && !strchr(arg, '/') &&
		       strcmp(arg, "ca") && strcmp(arg, "keys");
	case OPT_PROFILE:
		job->profile = arg;
		return true;
	case OPT_AUTH_FROM:
		return parse_instant(&job->from[PKI_AUTH], arg);
	case OPT_AUTH_UNTIL:
		return parse_last_day(&job->until[PKI_AUTH], arg);
	case OPT_SIGN_FROM:
		return parse_instant(&job->from[PKI_SIGN], arg);
	case OPT_SIGN_UNTIL:
		return parse_last_day(&job->until[PKI_SIGN], arg);
	case OPT_SERIAL:
		return set_serial(job, arg);
	case OPT_GENERATION:
		job->generation = arg;
		return !strcmp(arg, "2019") || !strcmp(arg, "2023");
	case OPT_WITHOUT:
		return set_without(job, arg);
	case OPT_REVOKED:
		job->revoked = true;
		return !arg || parse_instant(&job->revoked_on, arg);
	case OPT_CRL_URI:
		job->crl_uri = arg;
		return true;
	case OPT_REUSE_KEYS:
		job->reuse = true;
		return true;
	default:
		return set_holder(&job->holder, option, arg);
	}
}

static int parse(struct job *job, int argc, char **argv)
{
	int option, index = 0;

	while ((option = getopt_long(argc, argv, "", longs, &index)) != -1) {
		if (option == OPT_HELP) {
			fputs(help, stdout);
			exit(0);
		}
		if (option == '?')
			return -1;
		if (!set_option(job, option, optarg)) {
			fprintf(stderr, "mkpki: --%s: bad value: %s\n",
				longs[index].name, optarg);
			return -1;
		}
	}
	if (optind == argc && job->out && job->name)
		return 0;
	fputs(help, stderr);
	return -1;
}

int main(int argc, char **argv)
{
	struct job job = { .generation = "2023" };

	profile_default(&job.holder);
	if (parse(&job, argc, argv))
		return 2;
	return make(&job) ? 1 : 0;
}
