// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The state of a certificate on a day. Pure: days in, state out.
 */
#include "state.h"

#include "rules.h"

enum jpki_state jpki_rules_state(struct jpki_date on,
				 struct jpki_date not_before,
				 struct jpki_date expiry,
				 const struct jpki_date *revoked_on)
{
	/* a revocation dated after the expiry changes nothing */
	if (revoked_on && jpki_date_cmp(on, *revoked_on) >= 0 &&
	    jpki_date_cmp(*revoked_on, expiry) <= 0)
		return JPKI_STATE_REVOKED;
	if (jpki_date_cmp(on, expiry) > 0)
		return JPKI_STATE_EXPIRED;
	if (jpki_date_cmp(on, not_before) < 0)
		return JPKI_STATE_NOT_YET_VALID;
	if (jpki_date_cmp(on, jpki_date_renewal_opens(expiry)) >= 0)
		return JPKI_STATE_RENEWABLE;
	return JPKI_STATE_VALID;
}

uint64_t jpki_missing_cert_state(const struct jpki_facts *facts)
{
	struct jpki_date on = facts->v[KEY_ON].date;
	uint64_t missing = KEY_BIT(EXPIRY);

	if (jpki_yes(facts, KEY_ABSENT))
		return 0;
	/* revoked or expired by then: its beginning changes nothing */
	if (!(jpki_has(facts, KEY_REVOKED_ON) &&
	      !jpki_after(facts, KEY_REVOKED_ON, on)) &&
	    !jpki_before(facts, KEY_EXPIRY, on))
		missing |= KEY_BIT(NOT_BEFORE);
	return jpki_lacks(facts, missing);
}

static enum jpki_state state_of(const struct jpki_facts *facts)
{
	struct jpki_date on = facts->v[KEY_ON].date;
	struct jpki_date not_before = jpki_has(facts, KEY_NOT_BEFORE) ?
		facts->v[KEY_NOT_BEFORE].date : on;

	if (jpki_yes(facts, KEY_ABSENT))
		return JPKI_STATE_ABSENT;
	return jpki_rules_state(on, not_before, facts->v[KEY_EXPIRY].date,
				jpki_has(facts, KEY_REVOKED_ON) ?
				&facts->v[KEY_REVOKED_ON].date : NULL);
}

void jpki_rule_cert_state(const struct jpki_facts *facts,
			  struct jpki_finding *f)
{
	static const enum jpki_meaning meanings[] = {
		[JPKI_STATE_ABSENT] = MEANING_STATE_ABSENT,
		[JPKI_STATE_REVOKED] = MEANING_STATE_REVOKED,
		[JPKI_STATE_EXPIRED] = MEANING_STATE_EXPIRED,
		[JPKI_STATE_NOT_YET_VALID] = MEANING_STATE_NOT_YET_VALID,
		[JPKI_STATE_RENEWABLE] = MEANING_STATE_RENEWABLE,
		[JPKI_STATE_VALID] = MEANING_STATE_VALID,
	};
	enum jpki_state state = state_of(facts);

	f->rule = "STAT-1";
	jpki_put(f, "state", jpki_state_name(state));
	if (state != JPKI_STATE_ABSENT && state != JPKI_STATE_REVOKED &&
	    state != JPKI_STATE_EXPIRED)
		jpki_put_date(f, "opens",
			      jpki_date_renewal_opens(facts->v[KEY_EXPIRY]
						      .date));
	jpki_mean(f, meanings[state]);
}
