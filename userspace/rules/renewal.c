// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From when a certificate may be renewed, and when the notice is sent (rules
 * DATE-4, STAT-2 and STAT-3).
 */
#include "rules.h"

#include "calendar.h"

static void put_opens(struct jpki_finding *f, struct jpki_date expiry)
{
	jpki_put_date(f, "opens", jpki_date_renewal_opens(expiry));
}

void jpki_rule_renewal_opens(const struct jpki_facts *facts,
			     struct jpki_finding *f)
{
	f->rule = "DATE-4";
	put_opens(f, facts->v[KEY_EXPIRY].date);
	jpki_mean(f, MEANING_RENEWAL_OPENS);
}

void jpki_rule_can_renew(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	struct jpki_date on = facts->v[KEY_ON].date;
	struct jpki_date expiry = facts->v[KEY_EXPIRY].date;
	bool past = jpki_date_cmp(on, expiry) > 0;
	bool open = jpki_date_cmp(on, jpki_date_renewal_opens(expiry)) >= 0;

	if (jpki_is(facts, KEY_CARD, CARD_JUKI) &&
	    jpki_after(facts, KEY_ON, LAST_JUKI_DAY)) {
		jpki_put_yes(f, "allowed", false);
		jpki_put_rule(f, "EXP-4");
		jpki_mean(f, MEANING_JUKI_OVER);
		return;
	}
	jpki_put_yes(f, "allowed", open);
	if (open)
		jpki_put(f, "as", past ? "issue" : "renewal");
	put_opens(f, expiry);
	jpki_put_rule(f, "STAT-2");
	jpki_mean(f, past ? MEANING_RENEW_LATE : open ? MEANING_RENEW_NOW :
		  MEANING_RENEWAL_OPENS);
}

static bool no_notice(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_STATE, JPKI_STATE_ABSENT) ||
	       jpki_is(facts, KEY_STATE, JPKI_STATE_REVOKED) ||
	       jpki_is(facts, KEY_STATE, JPKI_STATE_EXPIRED);
}

uint64_t jpki_idle_notice_window(const struct jpki_facts *facts)
{
	return no_notice(facts) ? KEY_BIT(EXPIRY) : 0;
}

/* A state that is said to be unknown is a missing one. */
uint64_t jpki_missing_notice_window(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_STATE, JPKI_STATE_UNKNOWN) ?
		KEY_BIT(STATE) : 0;
}

void jpki_rule_notice_window(const struct jpki_facts *facts,
			     struct jpki_finding *f)
{
	struct jpki_date expiry = facts->v[KEY_EXPIRY].date;

	f->rule = "STAT-3";
	if (no_notice(facts)) {
		jpki_put_word(f, "none");
		jpki_mean(f, MEANING_NO_NOTICE);
		return;
	}
	jpki_put_date(f, "from", jpki_date_add_months(expiry, -3));
	jpki_put_date(f, "to", jpki_date_add_months(expiry, -2));
	jpki_mean(f, MEANING_NOTICE);
}
