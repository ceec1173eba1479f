// SPDX-License-Identifier: LGPL-2.1-or-later
/* What is paid at the desk (rules FEE-1 to FEE-4). */
#include "rules.h"

#include "answer.h"
#include "profile.h"

void jpki_rule_fee(const struct jpki_facts *facts, struct jpki_finding *f)
{
	static const char *const rules[] = {
		[FEE_FIRST] = "FEE-1", [FEE_REISSUE_FAULT] = "FEE-2",
		[FEE_REISSUE_NOFAULT] = "FEE-3", [FEE_RENEWAL] = "FEE-3",
		[FEE_LATER_FIRST] = "FEE-3",
	};
	const struct jpki_profile *profile = jpki_has(facts, KEY_PROFILE) ?
		facts->v[KEY_PROFILE].profile : NULL;
	int occasion = facts->v[KEY_FEE_OCCASION].choice;
	unsigned int yen = jpki_profile_fee(profile, occasion,
					    facts->v[KEY_WHAT].choice);

	f->rule = rules[occasion];
	jpki_put_count(f, "yen", yen);
	jpki_mean(f, yen ? MEANING_FEE : MEANING_NO_FEE);
	jpki_mean_office(f, facts);
}

bool jpki_check_fee(const struct jpki_facts *facts, struct jpki_finding *f)
{
	if (!jpki_is(facts, KEY_FEE_OCCASION, FEE_RENEWAL) &&
	    !jpki_is(facts, KEY_FEE_OCCASION, FEE_LATER_FIRST))
		return true;
	if (!jpki_has(facts, KEY_WHAT) || jpki_is(facts, KEY_WHAT, WHAT_CERT))
		return true;
	return jpki_fault(f, JPKI_RULES_FAULT_CERT_ONLY, "occasion", "what");
}
