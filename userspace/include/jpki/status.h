/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything that an inserted card tells without a PIN, with the rules of the
 * service applied to it: plain facts, for programs to show. The holder's date
 * of birth, when it is known, settles some more of them.
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
	X(UNLOCK_AUTH_STORE, "unlock_auth_store", "RST-2")		\
	X(UNLOCK_SIGN, "unlock_sign", "RST-1")				\
	X(UNLOCK_SIGN_STORE, "unlock_sign_store", "RST-2")		\
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

/* X(constant, stable name): what a card opens (rule SVC-1) */
#define JPKI_SERVICES(X)						\
	X(CONVENIENCE_STORE, "convenience_store")			\
	X(MYNAPORTAL, "mynaportal")					\
	X(HEALTH_INSURANCE, "health_insurance")				\
	X(ETAX_SIGN, "etax_sign")					\
	X(PRIVATE_CONTRACT, "private_contract")				\
	X(FACE_TO_FACE_ID, "face_to_face_id")

#define JPKI_SERVICE_CONSTANT(constant, name) JPKI_SERVICE_##constant,
enum jpki_service { JPKI_SERVICES(JPKI_SERVICE_CONSTANT) JPKI_SERVICE_COUNT };
#undef JPKI_SERVICE_CONSTANT

enum jpki_usable { JPKI_USABLE_UNKNOWN, JPKI_USABLE_NO, JPKI_USABLE_YES };

struct jpki_service_status {
	enum jpki_usable usable;
	struct jpki_date from;	/* if later; else the year is 0 */
	const char *missing[2];	/* facts that would settle it, or NULL */
};

/* X(constant, stable name, rule): all of them need the date of birth */
#define JPKI_REMARKS(X)							\
	X(EXPIRY_DIFFERS, "expiry_differs", "EXP-1") /* computed_expiry */ \
	X(NO_SIGN, "no_sign", "ELIG-2")		/* nor can get one yet */ \
	X(REPRESENTED, "represented", "PROC-2")	/* cannot apply alone */

#define JPKI_REMARK_CONSTANT(constant, name, rule) JPKI_REMARK_##constant,
enum jpki_remark { JPKI_REMARKS(JPKI_REMARK_CONSTANT) JPKI_REMARK_COUNT };
#undef JPKI_REMARK_CONSTANT

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
	size_t service_count;	/* all of them, or 0: they do not apply */
	struct jpki_service_status service[JPKI_SERVICE_COUNT];
	size_t remark_count;
	enum jpki_remark remark[JPKI_REMARK_COUNT];
	struct jpki_date computed_expiry;
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

/*
 * Apply the rules that need the holder's date of birth to what was read.
 * JPKI_INVALID when it lies after the day or the issue of the certificate.
 */
enum jpki_error jpki_status_add_birth(struct jpki_ctx *ctx,
				      struct jpki_date birth,
				      struct jpki_status *status);

/* Is the card's answer a no: expired, revoked or a locked PIN? */
bool jpki_status_is_no(const struct jpki_status *status);

/* Stable names, for programs; an empty string for an unknown number. */
const char *jpki_state_name(enum jpki_state state);
const char *jpki_action_name(enum jpki_action action);
const char *jpki_action_rule(enum jpki_action action);
const char *jpki_service_name(enum jpki_service service);
const char *jpki_usable_name(enum jpki_usable usable);
const char *jpki_remark_name(enum jpki_remark remark);
const char *jpki_remark_rule(enum jpki_remark remark);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_STATUS_H */
