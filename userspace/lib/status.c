// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What an inserted card tells without a PIN: reads it in one turn, then applies
 * the rules. States of one reading: reader known, turn taken, card read, turn
 * given back; the rules run after that, so that the card is free again.
 */
#include <stdio.h>
#include <string.h>

#include "cert.h"
#include "context.h"
#include "judge.h"
#include "reader.h"
#include "state.h"

#define USAGE_AUTH JPKI_USAGE_DIGITAL_SIGNATURE

static void fill_unknown(struct jpki_cert_status *status, const char *missing)
{
	*status = (struct jpki_cert_status){
		.state = JPKI_STATE_UNKNOWN,
		.missing = missing,
	};
}

/* The auth certificate, or NULL with its state told in @status. */
static enum jpki_error read_auth(struct jpki_card *card,
				 struct jpki_status *status,
				 struct jpki_cert **ret)
{
	enum jpki_error err;

	/* phone tokens want the PIN first */
	err = status->kind == JPKI_KIND_PHONE ?
		JPKI_PIN_NEEDED : jpki_card_cert(card, JPKI_SLOT_AUTH, ret);
	if (err == JPKI_PIN_NEEDED) {
		fill_unknown(&status->auth, "auth_pin");
		return JPKI_OK;
	}
	if (err == JPKI_NO_CERTIFICATE) {
		status->auth.state = JPKI_STATE_ABSENT;
		return JPKI_OK;
	}
	return err;
}

static enum jpki_error read_jpki(struct jpki_card *card,
				 struct jpki_status *status,
				 struct jpki_cert **ret)
{
	enum jpki_error err;

	status->jpki = true;
	fill_unknown(&status->sign, "sign_pin");
	err = read_auth(card, status, ret);
	if (err)
		return err;
	/* the application alone does not make a My Number Card */
	if (*ret && status->kind == JPKI_KIND_UNKNOWN)
		status->kind = JPKI_KIND_MYNUMBER;
	if (status->auth.state == JPKI_STATE_ABSENT)
		status->kind = JPKI_KIND_UNKNOWN;
	err = jpki_card_tries(card, JPKI_PIN_AUTH, &status->auth_tries);
	if (err)
		return err;
	return jpki_card_tries(card, JPKI_PIN_SIGN, &status->sign_tries);
}

static enum jpki_error read_card(struct jpki_card *card,
				 struct jpki_status *status,
				 struct jpki_cert **ret)
{
	enum jpki_error err;

	status->card = *jpki_card_state(card);
	fill_unknown(&status->auth, NULL);
	fill_unknown(&status->sign, NULL);
	err = jpki_card_kind(card, &status->kind);
	if (err == JPKI_NO_APPLICATION) {
		status->auth.state = JPKI_STATE_ABSENT;
		status->sign.state = JPKI_STATE_ABSENT;
		return JPKI_OK;
	}
	return err ? err : read_jpki(card, status, ret);
}

static void fill_dates(struct jpki_cert_status *status,
		       const struct jpki_cert_facts *facts,
		       const struct jpki_verification *verdict, int64_t now)
{
	struct jpki_date today = jpki_date_of_instant(now);
	struct jpki_date revoked = jpki_date_of_instant(verdict->revoked_on);
	bool listed = verdict->revocation == JPKI_REVOCATION_LISTED;

	status->dated = true;
	status->not_before = facts->not_before;
	status->not_after = facts->not_after;
	status->expiry = jpki_date_of_instant(facts->not_after);
	status->renewal_opens = jpki_date_renewal_opens(status->expiry);
	status->days_left = jpki_date_days_between(today, status->expiry);
	status->state =
		jpki_rules_state(today, jpki_date_of_instant(facts->not_before),
				 status->expiry, listed ? &revoked : NULL);
	snprintf(status->serial, sizeof(status->serial), "%s", facts->serial);
	snprintf(status->issuer, sizeof(status->issuer), "%s", facts->issuer);
}

static enum jpki_error judge_auth(struct jpki_ctx *ctx,
				  const struct jpki_cert *cert,
				  const struct jpki_trust *trust, int64_t now,
				  struct jpki_status *status)
{
	struct jpki_verification verdict = { .verified = false };
	enum jpki_error err = JPKI_OK;

	if (trust)
		err = jpki_cert_verify(ctx, cert, USAGE_AUTH, trust, now,
				       &verdict);
	if (err)
		return err;
	status->revocation = verdict.revocation;
	fill_dates(&status->auth, &cert->facts, &verdict, now);
	return JPKI_OK;
}

static enum jpki_error read_once(struct jpki_reader *reader,
				 uint32_t generation,
				 struct jpki_status *status,
				 struct jpki_cert **ret)
{
	struct jpki_card *card = NULL;
	enum jpki_error err;

	err = jpki_card_begin(reader, generation, &card);
	if (!err)
		err = read_card(card, status, ret);
	jpki_card_end(&card);
	return err;
}

static void start(struct jpki_status *status, const struct jpki_reader *reader,
		  int64_t now)
{
	memset(status, 0, sizeof(*status));
	status->time = now;
	status->reader = reader->info;
	fill_unknown(&status->auth, "card");
	fill_unknown(&status->sign, "card");
}

enum jpki_error jpki_status_read(struct jpki_ctx *ctx,
				 struct jpki_reader *reader,
				 uint32_t generation,
				 const struct jpki_trust *trust, int64_t now,
				 struct jpki_status *ret)
{
	struct jpki_status status;
	struct jpki_cert *cert = NULL;
	enum jpki_error err;

	start(&status, reader, now);
	err = read_once(reader, generation, &status, &cert);
	if (err == JPKI_CARD_CHANGED && !generation) {
		jpki_cert_free(&cert);
		start(&status, reader, now);
		err = read_once(reader, 0, &status, &cert);
	}
	if (err == JPKI_NO_CARD)
		start(ret, reader, now);
	if (!err && cert)
		err = judge_auth(ctx, cert, trust, now, &status);
	jpki_cert_free(&cert);
	if (err)
		return err;
	jpki_judge(&status, NULL);
	*ret = status;
	return JPKI_OK;
}

enum jpki_error jpki_status_add_birth(struct jpki_ctx *ctx,
				      struct jpki_date birth,
				      struct jpki_status *status)
{
	struct jpki_date latest = jpki_date_of_instant(status->time);
	struct jpki_date issued;

	if (status->auth.dated) {
		issued = jpki_date_of_instant(status->auth.not_before);
		if (jpki_date_cmp(issued, latest) < 0)
			latest = issued;
	}
	if (!jpki_date_ok(birth) || jpki_date_cmp(birth, latest) > 0)
		return jpki_fail(ctx, JPKI_INVALID,
				 "a date of birth after %04d-%02d-%02d",
				 latest.year, latest.month, latest.day);
	jpki_judge(status, &birth);
	return JPKI_OK;
}

bool jpki_status_is_no(const struct jpki_status *status)
{
	return status->auth.state == JPKI_STATE_EXPIRED ||
	       status->auth.state == JPKI_STATE_REVOKED ||
	       status->auth_tries.locked || status->sign_tries.locked;
}
