// SPDX-License-Identifier: LGPL-2.1-or-later
/* Who may have a certificate (rules ELIG-1 to ELIG-6). */
#include "rules.h"

#include "calendar.h"

/* The rule that refuses, or NULL; ELIG-6 gives the order. */
static const char *refusal(const struct jpki_facts *facts,
			   enum jpki_meaning *ret)
{
	bool sign = jpki_is(facts, KEY_KIND, KIND_SIGN);

	*ret = MEANING_JUKI_OVER;
	if (jpki_is(facts, KEY_CARD, CARD_JUKI) &&
	    (!sign || jpki_after(facts, KEY_ON, LAST_JUKI_DAY)))
		return "ELIG-5";
	*ret = MEANING_FACIAL_NO_SIGN;
	if (jpki_is(facts, KEY_CARD, CARD_FACIAL) && sign)
		return "ELIG-3";
	*ret = MEANING_CARD_EXPIRED;
	if (jpki_turned(facts, KEY_ON, KEY_CARD_EXPIRY))
		return "ELIG-1";
	*ret = MEANING_NOT_RESIDENT;
	if (jpki_is(facts, KEY_RESIDENT, ANSWER_NO))
		return "ELIG-4";
	*ret = MEANING_NO_SIGN_YET;
	if (sign && jpki_is_represented(facts))
		return "ELIG-2";
	return NULL;
}

static const char *permission(const struct jpki_facts *facts)
{
	if (jpki_is(facts, KEY_CARD, CARD_JUKI))
		return "ELIG-5";
	return jpki_is(facts, KEY_KIND, KIND_AUTH) ? "ELIG-1" : "ELIG-2";
}

void jpki_rule_eligible(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	enum jpki_meaning meaning;
	const char *rule = refusal(facts, &meaning);

	jpki_put_yes(f, "eligible", !rule);
	jpki_put_rule(f, rule ? rule : permission(facts));
	if (!rule)
		meaning = jpki_is_represented(facts) ?
			MEANING_ELIGIBLE_REPRESENTED : MEANING_ELIGIBLE;
	jpki_mean(f, meaning);
}
