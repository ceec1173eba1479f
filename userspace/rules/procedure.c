// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Who goes to the desk, how often and with what proof (rules PROC-1 to PROC-8).
 * Where municipalities differ, their profiles say how.
 */
#include "rules.h"

#include "calendar.h"
#include "profile.h"

static const struct jpki_profile *profile_of(const struct jpki_facts *facts)
{
	return jpki_has(facts, KEY_PROFILE) ?
		facts->v[KEY_PROFILE].profile : NULL;
}

static bool is_proxy(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_APPLICANT, APPLICANT_PROXY) ||
	       jpki_is(facts, KEY_APPLICANT, APPLICANT_HOUSEHOLD_PROXY);
}

static bool is_household_move(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_APPLICANT, APPLICANT_HOUSEHOLD_PROXY) &&
	       jpki_is(facts, KEY_OCCASION, OCCASION_MOVE);
}

uint64_t jpki_missing_procedure(const struct jpki_facts *facts)
{
	const struct jpki_profile *profile = profile_of(facts);
	uint64_t missing = 0;

	if (!is_household_move(facts))
		return 0;
	if (!jpki_is(facts, KEY_SAME_DAY, ANSWER_NO))
		missing |= KEY_BIT(PROFILE);
	if (!profile || profile->household_move)
		missing |= KEY_BIT(SAME_DAY);
	return jpki_lacks(facts, missing);
}

/* The rule that refuses, or NULL; PROC-8 gives the order. */
static const char *refusal(const struct jpki_facts *facts,
			   enum jpki_meaning *ret)
{
	bool represented = jpki_is_represented(facts);
	int adult = jpki_adult_age(facts->v[KEY_ON].date);

	*ret = MEANING_NO_PROXY;
	if (is_proxy(facts) && represented)
		return "PROC-6";
	*ret = MEANING_LEGAL_REP_NEEDED;
	if (jpki_is(facts, KEY_APPLICANT, APPLICANT_SELF) && represented)
		return "PROC-2";
	*ret = MEANING_NO_LEGAL_REP;
	if (jpki_is(facts, KEY_APPLICANT, APPLICANT_LEGAL_REP) &&
	    !jpki_yes(facts, KEY_ADULT_WARD) &&
	    jpki_age_on(facts->v[KEY_BIRTH].date,
			facts->v[KEY_ON].date) >= adult)
		return "PROC-2";
	*ret = MEANING_NO_SIGN_YET;
	if (jpki_is(facts, KEY_KIND, KIND_SIGN) && represented &&
	    !jpki_is(facts, KEY_OCCASION, OCCASION_UNLOCK))
		return "ELIG-2";
	return NULL;
}

static void allow(struct jpki_finding *f, unsigned int visits,
		  const char *rule, enum jpki_meaning meaning)
{
	jpki_put_yes(f, "allowed", true);
	jpki_put_count(f, "visits", visits);
	jpki_put_rule(f, rule);
	jpki_mean(f, meaning);
}

static void allow_two_visits(const struct jpki_facts *facts,
			     struct jpki_finding *f)
{
	static const enum jpki_meaning first[] = {
		[FIRST_UNSTATED] = MEANING_FIRST_UNSTATED,
		[FIRST_APPLICATION_ID] = MEANING_FIRST_APPLICATION_ID,
		[FIRST_CARD_ID] = MEANING_FIRST_CARD_ID,
		[FIRST_CARD_APPLICATION] = MEANING_FIRST_CARD_APPLICATION,
	};
	const struct jpki_profile *profile = profile_of(facts);

	allow(f, 2, "PROC-3",
	      first[profile ? profile->first_visit : FIRST_UNSTATED]);
	jpki_mean(f, profile && profile->lists ?
		  MEANING_SECOND_VISIT_A_B : MEANING_SECOND_VISIT);
}

static void allow_proxy(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	const struct jpki_profile *profile = profile_of(facts);

	if (is_household_move(facts) && jpki_yes(facts, KEY_SAME_DAY) &&
	    profile->household_move)
		allow(f, 1, "PROC-5", MEANING_HOUSEHOLD_MOVE);
	else if (jpki_is(facts, KEY_OCCASION, OCCASION_RENEWAL) &&
		 jpki_yes(facts, KEY_NOTICE_FORM))
		allow(f, 1, "PROC-4", MEANING_NOTICE_FORM);
	else
		allow_two_visits(facts, f);
}

static void allow_legal_rep(const struct jpki_facts *facts,
			    struct jpki_finding *f)
{
	const struct jpki_profile *profile = profile_of(facts);

	allow(f, 1, "PROC-2", MEANING_LEGAL_REP);
	if (profile && profile->holder_along)
		jpki_mean(f, MEANING_HOLDER_ALONG);
}

void jpki_rule_procedure(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	enum jpki_meaning meaning;
	const char *rule = refusal(facts, &meaning);

	if (rule) {
		jpki_put_yes(f, "allowed", false);
		jpki_put_rule(f, rule);
		jpki_mean(f, meaning);
	} else if (is_proxy(facts)) {
		allow_proxy(facts, f);
	} else if (jpki_is(facts, KEY_APPLICANT, APPLICANT_SELF)) {
		allow(f, 1, "PROC-1", MEANING_SELF);
	} else {
		allow_legal_rep(facts, f);
	}
	jpki_mean_office(f, facts);
}

void jpki_rule_answer_until(const struct jpki_facts *facts,
			    struct jpki_finding *f)
{
	unsigned int months = profile_of(facts)->answer_months;

	f->rule = "PROC-3";
	if (months)
		jpki_put_date(f, "until",
			      jpki_date_add_months(facts->v[KEY_LETTER].date,
						   (int)months));
	else
		jpki_put_word(f, "none");
	jpki_mean(f, months ? MEANING_ANSWER_UNTIL : MEANING_ANSWER_ANY_DAY);
	jpki_mean_office(f, facts);
}

/* Does the office see by itself who the parent is? */
static bool office_sees(const struct jpki_facts *facts)
{
	const struct jpki_profile *profile = profile_of(facts);

	if (!jpki_is(facts, KEY_RELATION, RELATION_PARENT))
		return false;
	if (profile->register_here && jpki_yes(facts, KEY_REGISTER_HERE))
		return true;
	if (profile->parent == PARENT_PROVES ||
	    !jpki_yes(facts, KEY_ONE_HOUSEHOLD))
		return false;
	return profile->parent == PARENT_SHARES || jpki_yes(facts, KEY_HEAD);
}

void jpki_rule_proof(const struct jpki_facts *facts, struct jpki_finding *f)
{
	bool sees = office_sees(facts);

	f->rule = "PROC-2";
	jpki_put_yes(f, "proof", !sees);
	jpki_mean(f, sees ? MEANING_NO_PROOF : MEANING_PROOF);
	jpki_mean_office(f, facts);
}
