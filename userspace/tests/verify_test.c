// SPDX-License-Identifier: GPL-2.0-or-later
/* Verification of a certificate against CAs and revocation lists in files. */
#include <stdio.h>
#include <string.h>

#include <jpki/jpki.h>

#include "pki.h"
#include "tap.h"

#define NOW		"2025-01-15T12:00:00+09:00"
#define USAGE		JPKI_USAGE_DIGITAL_SIGNATURE

/* Two generations that share one name. */
static struct pki_ca old_ca, new_ca;
static char dir[64];
static char crl[96];

static struct jpki_verification verify_as(const struct mock_file *file,
					  const char *now, unsigned int usage,
					  const struct jpki_trust *trust)
{
	struct jpki_verification verdict = { .verified = false };
	struct jpki_cert *cert = NULL;
	struct jpki_ctx *ctx = NULL;

	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_cert_parse(file->bytes, file->len, &cert), JPKI_OK);
	CHECK_LONG(jpki_cert_verify(ctx, cert, usage, trust, pki_time(now),
				    &verdict), JPKI_OK);
	jpki_cert_free(&cert);
	jpki_ctx_free(&ctx);
	return verdict;
}

static struct jpki_verification verify(const struct pki_ca *ca, const char *now)
{
	struct jpki_trust trust = { .ca_dir = dir };
	struct mock_file file;

	pki_issue(ca, &pki_auth, &file);
	return verify_as(&file, now, USAGE, &trust);
}

/* The outcome of a CRL of that CA; the certificate is the new CA's. */
static struct jpki_verification verify_crl(void)
{
	struct jpki_trust trust = { .ca_dir = dir, .crl_file = crl };
	struct mock_file file;

	pki_issue(&new_ca, &pki_auth, &file);
	return verify_as(&file, NOW, USAGE, &trust);
}

static void begin(void)
{
	pki_make_dir(dir);
	snprintf(crl, sizeof(crl), "%s/list.crl", dir);
	pki_write_ca(&old_ca, dir, "a-old.crt");
	pki_write_ca(&new_ca, dir, "b-new.crt");
}

static void end(void)
{
	pki_remove_dir(dir);
}

static void each_generation_verifies_with_its_own_ca(void)
{
	begin();
	CHECK(verify(&old_ca, NOW).verified);
	CHECK(verify(&new_ca, NOW).verified);
	end();
}

static void another_generation_of_the_same_name_is_no_issuer(void)
{
	struct jpki_verification verdict;

	pki_make_dir(dir);
	pki_write_ca(&old_ca, dir, "old.crt");
	verdict = verify(&new_ca, NOW);
	CHECK(!verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_ISSUER], JPKI_FAILED);
	CHECK_LONG(verdict.check[JPKI_CHECK_CHAIN], JPKI_NOT_CHECKED);
	CHECK_LONG(strlen(verdict.wanted_key_id), 40);
	end();
}

static void without_a_directory_there_is_no_issuer(void)
{
	strcpy(dir, "/nonexistent/jpki");
	CHECK(!verify(&new_ca, NOW).verified);
}

static void other_files_in_the_directory_do_no_harm(void)
{
	char path[96];
	FILE *file;

	begin();
	snprintf(path, sizeof(path), "%s/0-README", dir);
	file = fopen(path, "w");
	fputs("not a certificate\n", file);
	fclose(file);
	CHECK(verify(&new_ca, NOW).verified);
	end();
}

static void a_forged_signature_does_not_verify(void)
{
	struct jpki_trust trust = { .ca_dir = dir };
	struct jpki_verification verdict;
	struct mock_file file;

	begin();
	pki_issue(&new_ca, &pki_auth, &file);
	file.bytes[file.len - 1] ^= 1;
	verdict = verify_as(&file, NOW, USAGE, &trust);
	CHECK(!verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_ISSUER], JPKI_PASSED);
	CHECK_LONG(verdict.check[JPKI_CHECK_CHAIN], JPKI_FAILED);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_NOT_CHECKED);
	end();
}

static void validity_ends_with_the_last_second_of_the_day(void)
{
	begin();
	CHECK(!verify(&new_ca, "2023-06-30T23:59:59+09:00").verified);
	CHECK(verify(&new_ca, "2023-07-01T00:00:00+09:00").verified);
	CHECK(verify(&new_ca, "2028-05-10T23:59:59+09:00").verified);
	CHECK(!verify(&new_ca, "2028-05-11T00:00:00+09:00").verified);
	end();
}

static void an_expired_ca_fails_its_own_check(void)
{
	struct jpki_verification verdict;
	struct pki_ca ca;

	pki_make_dir(dir);
	pki_ca_make(&ca, "2015-01-01T00:00:00+09:00",
		    "2024-12-31T23:59:59+09:00");
	pki_write_ca(&ca, dir, "ca.crt");
	verdict = verify(&ca, NOW);
	CHECK(!verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_CHAIN], JPKI_PASSED);
	CHECK_LONG(verdict.check[JPKI_CHECK_VALIDITY], JPKI_PASSED);
	CHECK_LONG(verdict.check[JPKI_CHECK_CA_VALIDITY], JPKI_FAILED);
	pki_ca_free(&ca);
	end();
}

static void a_certificate_of_another_kind_fails_its_usage(void)
{
	struct jpki_trust trust = { .ca_dir = dir };
	struct pki_profile profile = pki_auth;
	struct jpki_verification verdict;
	struct mock_file file;

	begin();
	profile.usage = "critical,digitalSignature,nonRepudiation";
	pki_issue(&new_ca, &profile, &file);
	verdict = verify_as(&file, NOW, USAGE, &trust);
	CHECK(!verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_KEY_USAGE], JPKI_FAILED);
	verdict = verify_as(&file, NOW, USAGE | JPKI_USAGE_NON_REPUDIATION,
			    &trust);
	CHECK(verdict.verified);
	end();
}

static void without_a_list_revocation_is_not_checked(void)
{
	struct jpki_verification verdict;

	begin();
	verdict = verify(&new_ca, NOW);
	CHECK(verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_NOT_CHECKED);
	CHECK_LONG(verdict.revocation, JPKI_REVOCATION_NO_CRL);
	end();
}

static void a_current_list_without_it_passes(void)
{
	struct jpki_verification verdict;

	begin();
	pki_write_crl(&new_ca, crl, "2025-01-14T00:00:00+09:00",
		      "2025-01-16T00:00:00+09:00", 99,
		      "2024-06-01T00:00:00+09:00");
	verdict = verify_crl();
	CHECK(verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_PASSED);
	CHECK_LONG(verdict.revocation, JPKI_REVOCATION_NOT_LISTED);
	end();
}

static void a_listed_certificate_is_revoked(void)
{
	struct jpki_verification verdict;

	begin();
	pki_write_crl(&new_ca, crl, "2025-01-14T00:00:00+09:00",
		      "2025-01-16T00:00:00+09:00", pki_auth.serial,
		      "2024-06-01T00:00:00+09:00");
	verdict = verify_crl();
	CHECK(!verdict.verified);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_FAILED);
	CHECK_LONG(verdict.revoked_on, pki_time("2024-06-01T00:00:00+09:00"));
	end();
}

static void a_stale_list_proves_only_what_it_lists(void)
{
	struct jpki_verification verdict;

	begin();
	pki_write_crl(&new_ca, crl, "2024-12-01T00:00:00+09:00",
		      "2024-12-03T00:00:00+09:00", 0, NULL);
	verdict = verify_crl();
	CHECK_LONG(verdict.revocation, JPKI_REVOCATION_STALE);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_NOT_CHECKED);
	CHECK_LONG(verdict.next_update, pki_time("2024-12-03T00:00:00+09:00"));
	pki_write_crl(&new_ca, crl, "2024-12-01T00:00:00+09:00",
		      "2024-12-03T00:00:00+09:00", pki_auth.serial,
		      "2024-06-01T00:00:00+09:00");
	verdict = verify_crl();
	CHECK_LONG(verdict.revocation, JPKI_REVOCATION_LISTED);
	CHECK(!verdict.verified);
	end();
}

static void a_list_of_another_generation_says_nothing(void)
{
	struct jpki_verification verdict;

	begin();
	pki_write_crl(&old_ca, crl, "2025-01-14T00:00:00+09:00",
		      "2025-01-16T00:00:00+09:00", pki_auth.serial,
		      "2024-06-01T00:00:00+09:00");
	verdict = verify_crl();
	CHECK(verdict.verified);
	CHECK_LONG(verdict.revocation, JPKI_REVOCATION_BAD_CRL);
	CHECK_LONG(verdict.check[JPKI_CHECK_REVOCATION], JPKI_NOT_CHECKED);
	end();
}

static void a_list_from_the_future_is_not_in_force(void)
{
	begin();
	pki_write_crl(&new_ca, crl, "2025-01-16T00:00:00+09:00",
		      "2025-01-18T00:00:00+09:00", 0, NULL);
	CHECK_LONG(verify_crl().revocation, JPKI_REVOCATION_BAD_CRL);
	end();
}

static void a_list_for_other_certificates_says_nothing(void)
{
	begin();
	pki_write_ca_crl(&new_ca, crl, "2025-01-14T00:00:00+09:00",
			 "2025-01-16T00:00:00+09:00");
	CHECK_LONG(verify_crl().revocation, JPKI_REVOCATION_BAD_CRL);
	end();
}

static void a_list_that_is_named_must_be_there(void)
{
	struct jpki_trust trust = { .ca_dir = dir, .crl_file = crl };
	struct jpki_verification verdict;
	struct jpki_cert *cert = NULL;
	struct jpki_ctx *ctx = NULL;
	struct mock_file file;

	begin();
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	pki_issue(&new_ca, &pki_auth, &file);
	CHECK_LONG(jpki_cert_parse(file.bytes, file.len, &cert), JPKI_OK);
	CHECK_LONG(jpki_cert_verify(ctx, cert, USAGE, &trust, pki_time(NOW),
				    &verdict), JPKI_FILE);
	jpki_cert_free(&cert);
	jpki_ctx_free(&ctx);
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(each_generation_verifies_with_its_own_ca),
		TAP_CASE(another_generation_of_the_same_name_is_no_issuer),
		TAP_CASE(without_a_directory_there_is_no_issuer),
		TAP_CASE(other_files_in_the_directory_do_no_harm),
		TAP_CASE(a_forged_signature_does_not_verify),
		TAP_CASE(validity_ends_with_the_last_second_of_the_day),
		TAP_CASE(an_expired_ca_fails_its_own_check),
		TAP_CASE(a_certificate_of_another_kind_fails_its_usage),
		TAP_CASE(without_a_list_revocation_is_not_checked),
		TAP_CASE(a_current_list_without_it_passes),
		TAP_CASE(a_listed_certificate_is_revoked),
		TAP_CASE(a_stale_list_proves_only_what_it_lists),
		TAP_CASE(a_list_of_another_generation_says_nothing),
		TAP_CASE(a_list_from_the_future_is_not_in_force),
		TAP_CASE(a_list_for_other_certificates_says_nothing),
		TAP_CASE(a_list_that_is_named_must_be_there),
	};
	int failed;

	pki_ca_make(&old_ca, "2019-09-01T00:00:00+09:00",
		    "2029-08-31T23:59:59+09:00");
	pki_ca_make(&new_ca, "2023-01-01T00:00:00+09:00",
		    "2032-12-31T23:59:59+09:00");
	failed = TAP_RUN(cases);
	pki_ca_free(&old_ca);
	pki_ca_free(&new_ca);
	return failed;
}
