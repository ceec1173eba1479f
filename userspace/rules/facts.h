/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The facts of one question: every key that any question takes, the form of its
 * value, and the values given. Keys are in the order of the alphabet, since
 * missing ones are listed so; one key may have two forms in two questions.
 */
#ifndef JPKI_RULES_FACTS_H
#define JPKI_RULES_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jpki/date.h>
#include <jpki/rules.h>
#include <jpki/status.h>

struct jpki_profile;

/* X(constant, key, form) */
#define RULES_KEYS(X)							\
	X(ABSENT, "absent", YES_NO)					\
	X(ADULT_WARD, "adult_ward", YES_NO)				\
	X(APP_DONE, "app_done", TIME)					\
	X(APPLICANT, "applicant", APPLICANT)				\
	X(APPLIED, "applied", DATE)					\
	X(AT, "at", TIME)						\
	X(AUTH_EXPIRY, "auth_expiry", DATE_OR_NONE)			\
	X(AUTH_STATE, "auth_state", STATE)				\
	X(BIRTH, "birth", DATE)						\
	X(BIRTH_SHOWN, "birth_shown", YES_NO)				\
	X(CARD, "card", CARD)						\
	X(CARD_EXPIRY, "card_expiry", DATE)				\
	X(COPY, "copy", YES_NO)						\
	X(DESK, "desk", DESK)						\
	X(EVENT, "event", EVENT)					\
	X(EVENTS, "events", EVENTS)					\
	X(EXPIRES, "expires", DATE)					\
	X(EXPIRY, "expiry", DATE)					\
	X(FACE_FAILURES, "face_failures", COUNT)			\
	X(HEAD, "head", YES_NO)						\
	X(HOLIDAYS, "holidays", DATES)					\
	X(ISSUED, "issued", DATE)					\
	X(KIND, "kind", KIND)						\
	X(KINDS, "kinds", KINDS)					\
	X(LETTER, "letter", DATE)					\
	X(NOT_BEFORE, "not_before", DATE)				\
	X(NOTICE_FORM, "notice_form", YES_NO)				\
	X(NOW, "now", TIME)						\
	X(FEE_OCCASION, "occasion", FEE_OCCASION)			\
	X(OCCASION, "occasion", OCCASION)				\
	X(ON, "on", DATE)						\
	X(ONE_HOUSEHOLD, "one_household", YES_NO)			\
	X(OTHER_KNOWN, "other_known", YES_NO)				\
	X(OTHER_LOCKED, "other_locked", YES_NO)				\
	X(OUTDATED, "outdated", YES_NO)					\
	X(PAPER, "paper", PAPER)					\
	X(PHOTO, "photo", YES_NO)					\
	X(PIN, "pin", PIN)						\
	X(PIN_KIND, "pin_kind", PIN_KIND)				\
	X(PROFILE, "profile", PROFILE)					\
	X(REGISTER_HERE, "register_here", YES_NO)			\
	X(RELATION, "relation", RELATION)				\
	X(RENEWED, "renewed", YES_NO)					\
	X(RESIDENT, "resident", YES_NO)					\
	X(REVOKED_ON, "revoked_on", DATE)				\
	X(SAME_DAY, "same_day", YES_NO)					\
	X(SERVICE, "service", SERVICE)					\
	X(SIGN_STATE, "sign_state", STATE)				\
	X(STATE, "state", STATE)					\
	X(STAY_UNTIL, "stay_until", DATE)				\
	X(TAMPER_PROOF, "tamper_proof", YES_NO)				\
	X(WHAT, "what", WHAT)						\
	X(WRONG, "wrong", COUNT)

#define KEY_CONSTANT(constant, name, form) KEY_##constant,
enum jpki_key { RULES_KEYS(KEY_CONSTANT) KEY_COUNT };
#undef KEY_CONSTANT

#define KEY_BIT(constant) (UINT64_C(1) << KEY_##constant)

/* The choices, in the order of their names in value.c. */
enum { ANSWER_NO, ANSWER_YES };
enum { APPLICANT_SELF, APPLICANT_LEGAL_REP, APPLICANT_PROXY,
       APPLICANT_HOUSEHOLD_PROXY };
enum { CARD_MYNUMBER, CARD_FACIAL, CARD_JUKI };
enum { EVENT_ADDRESS_CHANGE, EVENT_NAME_CHANGE, EVENT_ALIAS_CHANGE,
       EVENT_BIRTH_DATE_CHANGE, EVENT_SEX_CHANGE, EVENT_RESIDENCE_CODE_CHANGE,
       EVENT_VOLUNTARY, EVENT_CARD_VOID, EVENT_DEATH, EVENT_NOT_RENEWED };
enum { FEE_FIRST, FEE_REISSUE_FAULT, FEE_REISSUE_NOFAULT, FEE_RENEWAL,
       FEE_LATER_FIRST, FEE_OCCASIONS };
enum { OCCASION_ISSUE, OCCASION_RENEWAL, OCCASION_UNLOCK, OCCASION_MOVE };
enum { KIND_AUTH, KIND_SIGN, KIND_CARD };	/* the last for PINs alone */
enum { KINDS_AUTH, KINDS_SIGN, KINDS_BOTH };	/* as KIND_* */
enum { RELATION_PARENT, RELATION_GUARDIAN };
enum { SERVICE_CONVENIENCE_STORE, SERVICE_MYNAPORTAL, SERVICE_HEALTH_INSURANCE,
       SERVICE_ETAX_SIGN, SERVICE_PRIVATE_CONTRACT, SERVICE_FACE_TO_FACE_ID };
enum { WHAT_CERT, WHAT_CARD, WHAT_BOTH };

struct jpki_span {
	const char *p;
	size_t len;
};

union jpki_value {
	struct jpki_date date;	/* the year is 0 for "none" */
	int64_t instant;
	int choice;
	unsigned int count;
	const struct jpki_profile *profile;
	struct jpki_span text;
};

struct jpki_facts {
	uint64_t given;		/* only these values are set */
	union jpki_value v[KEY_COUNT];
};

static inline struct jpki_span jpki_span(const char *text)
{
	return (struct jpki_span){ text, strlen(text) };
}

static inline bool jpki_span_is(struct jpki_span span, const char *text)
{
	return strlen(text) == span.len && !memcmp(span.p, text, span.len);
}

/* Splits @rest at the first @separator; false when there is nothing left. */
bool jpki_span_take(struct jpki_span *rest, char separator,
		    struct jpki_span *ret);

static inline bool jpki_has(const struct jpki_facts *facts, enum jpki_key key)
{
	return facts->given >> key & 1;
}

/* Those of @keys that are not given. */
static inline uint64_t jpki_lacks(const struct jpki_facts *facts,
				  uint64_t keys)
{
	return keys & ~facts->given;
}

/* Is it given, and this choice? */
static inline bool jpki_is(const struct jpki_facts *facts, enum jpki_key key,
			   int choice)
{
	return jpki_has(facts, key) && facts->v[key].choice == choice;
}

static inline bool jpki_yes(const struct jpki_facts *facts, enum jpki_key key)
{
	return jpki_is(facts, key, ANSWER_YES);
}

static inline bool jpki_dated(const struct jpki_facts *facts,
			      enum jpki_key key)
{
	return jpki_has(facts, key) && facts->v[key].date.year;
}

/* Is the day given, and before (after) @day? */
static inline bool jpki_before(const struct jpki_facts *facts,
			       enum jpki_key key, struct jpki_date day)
{
	return jpki_dated(facts, key) &&
	       jpki_date_cmp(facts->v[key].date, day) < 0;
}

static inline bool jpki_after(const struct jpki_facts *facts,
			      enum jpki_key key, struct jpki_date day)
{
	return jpki_dated(facts, key) &&
	       jpki_date_cmp(facts->v[key].date, day) > 0;
}

/* Are both given, and @late before @early? */
static inline bool jpki_turned(const struct jpki_facts *facts,
			       enum jpki_key early, enum jpki_key late)
{
	return jpki_dated(facts, early) &&
	       jpki_before(facts, late, facts->v[early].date);
}

#endif /* JPKI_RULES_FACTS_H */
