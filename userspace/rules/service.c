// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a card opens, and from when (rules SVC-1 to SVC-4). */
#include "rules.h"

#include "calendar.h"
#include "profile.h"

enum certificate { NO_CERTIFICATE, AUTH, SIGN };

static const struct {
	enum certificate asks;
	bool facial;		/* asks for no PIN */
	bool juki;
	struct jpki_date start;
} services[] = {
	[SERVICE_CONVENIENCE_STORE] = { AUTH, false, false, { 0, 0, 0 } },
	[SERVICE_MYNAPORTAL] = { AUTH, false, false, { 2017, 11, 13 } },
	[SERVICE_HEALTH_INSURANCE] = { AUTH, true, false, { 0, 0, 0 } },
	[SERVICE_ETAX_SIGN] = { SIGN, false, true, { 0, 0, 0 } },
	[SERVICE_PRIVATE_CONTRACT] = { SIGN, false, false, { 0, 0, 0 } },
	[SERVICE_FACE_TO_FACE_ID] = { NO_CERTIFICATE, true, true, { 0, 0, 0 } },
};

static bool is_store(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_SERVICE, SERVICE_CONVENIENCE_STORE);
}

/* The rule by which the kind of card alone refuses, or NULL. */
static const char *kind_refuses(const struct jpki_facts *facts)
{
	int service = facts->v[KEY_SERVICE].choice;

	if (jpki_is(facts, KEY_CARD, CARD_FACIAL) && !services[service].facial)
		return "SVC-2";
	if (jpki_is(facts, KEY_CARD, CARD_JUKI) && !services[service].juki)
		return "SVC-3";
	return NULL;
}

static unsigned int store_delay(const struct jpki_facts *facts)
{
	return jpki_has(facts, KEY_PROFILE) ?
		facts->v[KEY_PROFILE].profile->store_delay : 0;
}

static uint64_t missing_of_store(const struct jpki_facts *facts)
{
	uint64_t needed = KEY_BIT(AUTH_STATE) | KEY_BIT(BIRTH);

	if (store_delay(facts))
		needed |= KEY_BIT(ISSUED);
	return jpki_lacks(facts, needed);
}

uint64_t jpki_missing_service(const struct jpki_facts *facts)
{
	if (kind_refuses(facts))
		return 0;
	if (is_store(facts))
		return missing_of_store(facts);
	switch (services[facts->v[KEY_SERVICE].choice].asks) {
	case AUTH:
		return jpki_lacks(facts, KEY_BIT(AUTH_STATE));
	case SIGN:
		return jpki_lacks(facts, KEY_BIT(SIGN_STATE));
	default:
		return jpki_lacks(facts, KEY_BIT(CARD_EXPIRY) |
				  (jpki_is(facts, KEY_CARD, CARD_JUKI) ?
				   KEY_BIT(PHOTO) : 0));
	}
}

static bool counts_as_valid(const struct jpki_facts *facts, enum jpki_key key)
{
	return jpki_is(facts, key, JPKI_STATE_VALID) ||
	       jpki_is(facts, key, JPKI_STATE_RENEWABLE);
}

static bool must_be_issued(const struct jpki_facts *facts)
{
	return counts_as_valid(facts, KEY_AUTH_STATE) ||
	       jpki_is(facts, KEY_AUTH_STATE, JPKI_STATE_EXPIRED) ||
	       jpki_is(facts, KEY_AUTH_STATE, JPKI_STATE_REVOKED);
}

bool jpki_check_service(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	/* a juki card's expiry does not shorten its certificate */
	if (jpki_has(facts, KEY_CARD) &&
	    !jpki_is(facts, KEY_CARD, CARD_JUKI) &&
	    jpki_turned(facts, KEY_ON, KEY_CARD_EXPIRY)) {
		if (counts_as_valid(facts, KEY_AUTH_STATE))
			return jpki_fault(f, JPKI_RULES_FAULT_CARD_EXPIRED,
					  "auth_state", "card_expiry");
		if (counts_as_valid(facts, KEY_SIGN_STATE))
			return jpki_fault(f, JPKI_RULES_FAULT_CARD_EXPIRED,
					  "sign_state", "card_expiry");
	}
	if (must_be_issued(facts) && jpki_turned(facts, KEY_ISSUED, KEY_ON))
		return jpki_fault(f, JPKI_RULES_FAULT_ORDER, "issued", "on");
	return true;
}

static struct jpki_date later(struct jpki_date a, struct jpki_date b)
{
	return jpki_date_cmp(a, b) < 0 ? b : a;
}

static struct jpki_date after_business_days(const struct jpki_facts *facts,
					    struct jpki_date day,
					    unsigned int count)
{
	while (count) {
		day = jpki_days_later(day, 1);
		count -= jpki_is_business_day(facts, day);
	}
	return day;
}

/* The first day for this holder, certificate and place; year 0: always. */
static struct jpki_date first_day(const struct jpki_facts *facts)
{
	struct jpki_date first =
		services[facts->v[KEY_SERVICE].choice].start;

	if (!is_store(facts))
		return first;
	first = later(first, jpki_birthday_at_age(facts->v[KEY_BIRTH].date,
						  REPRESENTED_AGE));
	if (jpki_has(facts, KEY_PROFILE))
		first = later(first,
			      facts->v[KEY_PROFILE].profile->store_start);
	if (store_delay(facts))
		first = later(first, after_business_days(facts,
				facts->v[KEY_ISSUED].date, store_delay(facts)));
	return first;
}

static void put(struct jpki_finding *f, const char *usable,
		const struct jpki_date *from, const char *rule,
		enum jpki_meaning meaning)
{
	jpki_put(f, "usable", usable);
	if (from)
		jpki_put_date(f, "from", *from);
	jpki_put_rule(f, rule);
	jpki_mean(f, meaning);
}

static void rule_face_to_face(const struct jpki_facts *facts,
			      struct jpki_finding *f)
{
	bool photo = !jpki_is(facts, KEY_CARD, CARD_JUKI) ||
		jpki_yes(facts, KEY_PHOTO);

	if (photo && !jpki_turned(facts, KEY_ON, KEY_CARD_EXPIRY))
		put(f, "yes", NULL, "SVC-1", MEANING_FACE_TO_FACE);
	else
		put(f, "no", NULL, "SVC-1", MEANING_NO_FACE_TO_FACE);
}

static void rule_certificate(const struct jpki_facts *facts, enum jpki_key key,
			     struct jpki_finding *f)
{
	struct jpki_date first = first_day(facts);

	if (jpki_is(facts, key, JPKI_STATE_UNKNOWN)) {
		f->result = JPKI_RULES_UNKNOWN;
		put(f, "unknown", NULL, "SVC-1", MEANING_SERVICE_UNKNOWN);
	} else if (!counts_as_valid(facts, key)) {
		put(f, "no", NULL, "SVC-1", MEANING_SERVICE_INVALID);
	} else if (jpki_before(facts, KEY_ON, first)) {
		put(f, "no", &first, "SVC-1", MEANING_SERVICE_LATER);
	} else {
		put(f, "yes", NULL, "SVC-1", MEANING_SERVICE);
	}
}

void jpki_rule_service(const struct jpki_facts *facts, struct jpki_finding *f)
{
	enum certificate asks = services[facts->v[KEY_SERVICE].choice].asks;
	const char *rule = kind_refuses(facts);

	if (rule)
		put(f, "no", NULL, rule, MEANING_SERVICE_KIND);
	else if (asks == NO_CERTIFICATE)
		rule_face_to_face(facts, f);
	else
		rule_certificate(facts, asks == AUTH ? KEY_AUTH_STATE :
				 KEY_SIGN_STATE, f);
}
