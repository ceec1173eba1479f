/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything that an inserted card tells without a PIN, with the rules of the
 * service applied to it: plain facts, for programs to show.
 */
#ifndef JPKI_STATUS_H
#define JPKI_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jpki/card.h>
#include <jpki/date.h>
#include <jpki/error.h>
#include <jpki/verify.h>

#ifdef __cplusplus
extern "C" {
#endif

/* X(constant, stable name) */
#define JPKI_STATES(X)							\
	X(UNKNOWN, "unknown")						\
	X(ABSENT, "absent")						\
	X(REVOKED, "revoked")						\
	X(EXPIRED, "expired")						\
	X(NOT_YET_VALID, "not_yet_valid")				\
	X(RENEWABLE, "renewable")					\
	X(VALID, "valid")

#define JPKI_STATE_CONSTANT(constant, name) JPKI_STATE_##constant,
enum jpki_state { JPKI_STATES(JPKI_STATE_CONSTANT) };
#undef JPKI_STATE_CONSTANT

/* X(constant, stable name, rule): what the holder can do next */
#define JPKI_ACTIONS(X)							\
	X(UNLOCK_AUTH, "unlock_auth", "RST-1")				\
	X(UNLOCK_SIGN, "unlock_sign", "RST-1")				\
	X(LAST_TRY_AUTH, "last_try_auth", "PIN-2")			\
	X(LAST_TRY_SIGN, "last_try_sign", "PIN-2")			\
	X(RENEW, "renew", "STAT-2")		/* inside the window */	\
	X(RENEW_EXPIRED, "renew_expired", "STAT-2") /* past the expiry */ \
	X(REISSUE, "reissue", "ELIG-1")		/* revoked */		\
	X(ISSUE, "issue", "ELIG-1")		/* there is none */	\
	X(REVOCATION_NOT_CHECKED, "revocation_not_checked", "STAT-1")

#define JPKI_ACTION_CONSTANT(constant, name, rule) JPKI_ACTION_##constant,
enum jpki_action { JPKI_ACTIONS(JPKI_ACTION_CONSTANT) JPKI_ACTION_COUNT };
#undef JPKI_ACTION_CONSTANT

/* One certificate on a day. */
struct jpki_cert_status {
	enum jpki_state state;
	const char *missing;	/* the fact that would settle it, or NULL */
	bool dated;		/* the members below are known */
	int64_t not_before;	/* instants */
	int64_t not_after;
	struct jpki_date expiry;
	struct jpki_date renewal_opens;
	int64_t days_left;	/* 0 on the last day, negative afterwards */
	char serial[64];	/* lowercase hexadecimal */
	char issuer[512];
};

struct jpki_status {
	int64_t time;		/* the instant that it is about */
	struct jpki_reader_info reader;
	struct jpki_reader_state card;
	enum jpki_kind kind;
	bool jpki;		/* the card has the JPKI application */
	struct jpki_tries auth_tries;
	struct jpki_tries sign_tries;
	struct jpki_cert_status auth;
	struct jpki_cert_status sign;
	enum jpki_revocation revocation;	/* of auth */
	size_t action_count;
	enum jpki_action action[JPKI_ACTION_COUNT];
};

/* Read the card in @reader. When it is swapped meanwhile the new one is read,
 * unless @generation names the one meant. @trust may be NULL. Without a card
 * the error is JPKI_NO_CARD, and the reader's facts are in @ret all the same.
 */
enum jpki_error jpki_status_read(struct jpki_ctx *ctx,
				 struct jpki_reader *reader,
				 uint32_t generation,
				 const struct jpki_trust *trust, int64_t now,
				 struct jpki_status *ret);

/* Is the card's answer a no: expired, revoked or a locked PIN? */
bool jpki_status_is_no(const struct jpki_status *status);

/* Stable names, for programs; an empty string for an unknown number. */
const char *jpki_state_name(enum jpki_state state);
const char *jpki_action_name(enum jpki_action action);
const char *jpki_action_rule(enum jpki_action action);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_STATUS_H */
