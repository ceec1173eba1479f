// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What cannot be true together, whatever the question. Only what is given is
 * looked at, also where the answer does not depend on it.
 */
#include "check.h"

#include "answer.h"
#include "calendar.h"
#include "value.h"

/* The first of each pair is never the later one. */
static const struct {
	enum jpki_key early;
	enum jpki_key late;
} orders[] = {
	{ KEY_BIRTH, KEY_ISSUED },
	{ KEY_BIRTH, KEY_APPLIED },
	{ KEY_BIRTH, KEY_ON },
	{ KEY_APPLIED, KEY_ISSUED },
	{ KEY_ISSUED, KEY_CARD_EXPIRY },
	{ KEY_ISSUED, KEY_AUTH_EXPIRY },
	{ KEY_ISSUED, KEY_STAY_UNTIL },
	{ KEY_ISSUED, KEY_EXPIRES },
	{ KEY_AUTH_EXPIRY, KEY_CARD_EXPIRY },
	{ KEY_NOT_BEFORE, KEY_EXPIRY },
	{ KEY_NOT_BEFORE, KEY_REVOKED_ON },
};

#define ORDER_COUNT (sizeof(orders) / sizeof(orders[0]))

static bool check_orders(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	size_t i;

	for (i = 0; i < ORDER_COUNT; i++)
		if (jpki_turned(facts, orders[i].early, orders[i].late))
			return jpki_fault(f, JPKI_RULES_FAULT_ORDER,
					  jpki_key_name(orders[i].early),
					  jpki_key_name(orders[i].late));
	if (jpki_has(facts, KEY_NOW) && jpki_has(facts, KEY_APP_DONE) &&
	    facts->v[KEY_NOW].instant < facts->v[KEY_APP_DONE].instant)
		return jpki_fault(f, JPKI_RULES_FAULT_ORDER, "app_done", "now");
	return true;
}

/* What is absent has no days. */
static bool check_absent(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	static const enum jpki_key days[] = {
		KEY_NOT_BEFORE, KEY_EXPIRY, KEY_REVOKED_ON
	};
	size_t i;

	if (!jpki_yes(facts, KEY_ABSENT))
		return true;
	for (i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (jpki_has(facts, days[i]))
			return jpki_fault(f, JPKI_RULES_FAULT_ABSENT, "absent",
					  jpki_key_name(days[i]));
	return true;
}

static bool names_kind(const struct jpki_facts *facts, enum jpki_key key,
		       int kind)
{
	return jpki_is(facts, key, kind) ||
	       (key == KEY_KINDS && jpki_is(facts, key, KINDS_BOTH));
}

static bool has_state(const struct jpki_facts *facts, enum jpki_key key)
{
	return jpki_has(facts, key) && !jpki_is(facts, key, JPKI_STATE_ABSENT);
}

/* A key that tells of auth on a juki card, or KEY_COUNT. */
static enum jpki_key auth_on_juki(const struct jpki_facts *facts,
				  bool answers_no)
{
	if (!answers_no && names_kind(facts, KEY_KIND, KIND_AUTH))
		return KEY_KIND;
	if (names_kind(facts, KEY_KINDS, KIND_AUTH))
		return KEY_KINDS;
	if (names_kind(facts, KEY_PIN_KIND, KIND_AUTH))
		return KEY_PIN_KIND;
	if (has_state(facts, KEY_AUTH_STATE))
		return KEY_AUTH_STATE;
	return jpki_dated(facts, KEY_AUTH_EXPIRY) ? KEY_AUTH_EXPIRY : KEY_COUNT;
}

/* As above for sign on a facial card, whose PINs PIN-3 answers. */
static enum jpki_key sign_on_facial(const struct jpki_facts *facts,
				    bool answers_no)
{
	if (!answers_no && names_kind(facts, KEY_KIND, KIND_SIGN))
		return KEY_KIND;
	if (names_kind(facts, KEY_KINDS, KIND_SIGN))
		return KEY_KINDS;
	return has_state(facts, KEY_SIGN_STATE) ? KEY_SIGN_STATE : KEY_COUNT;
}

static bool check_carried(const struct jpki_facts *facts, bool answers_no,
			  struct jpki_finding *f)
{
	enum jpki_key key = KEY_COUNT;

	if (jpki_is(facts, KEY_CARD, CARD_JUKI))
		key = auth_on_juki(facts, answers_no);
	else if (jpki_is(facts, KEY_CARD, CARD_FACIAL))
		key = sign_on_facial(facts, answers_no);
	if (key == KEY_COUNT)
		return true;
	return jpki_fault(f, JPKI_RULES_FAULT_NOT_CARRIED, jpki_key_name(key),
			  "card");
}

static bool check_card_days(const struct jpki_facts *facts, bool mynumber,
			    struct jpki_finding *f)
{
	if (jpki_is(facts, KEY_CARD, CARD_JUKI)) {
		if (jpki_after(facts, KEY_ISSUED, LAST_JUKI_DAY))
			return jpki_fault(f, JPKI_RULES_FAULT_JUKI_ISSUED,
					  "issued", NULL);
		return true;
	}
	if (!mynumber && !jpki_has(facts, KEY_CARD))
		return true;
	if (jpki_before(facts, KEY_ISSUED, FIRST_CARD_DAY))
		return jpki_fault(f, JPKI_RULES_FAULT_CARD_TOO_EARLY, "issued",
				  NULL);
	if (jpki_before(facts, KEY_ON, FIRST_CARD_DAY))
		return jpki_fault(f, JPKI_RULES_FAULT_CARD_TOO_EARLY, "on",
				  NULL);
	return true;
}

bool jpki_check(const struct jpki_facts *facts, bool answers_no, bool mynumber,
		struct jpki_finding *f)
{
	return check_orders(facts, f) && check_absent(facts, f) &&
	       check_carried(facts, answers_no, f) &&
	       check_card_days(facts, mynumber, f);
}
