// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Until when a card or a certificate is valid (rules CARD-1, CARD-2 and EXP-1
 * to EXP-4): the earliest of its limits.
 */
#include "rules.h"

#include "calendar.h"

#define CERT_BIRTHDAYS		5
#define RENEWED_BIRTHDAYS	6
#define JUKI_YEARS		3

/* A limit that may become the expiry. On a tie the first one stays. */
struct limit {
	const char *name;
	const char *rule;
	enum jpki_meaning meaning;
	struct jpki_date day;
};

static const struct jpki_date no_day;	/* that of the fact is meant */

static void consider(struct limit *least, struct limit limit)
{
	if (!least->name || jpki_date_cmp(limit.day, least->day) < 0)
		*least = limit;
}

static void consider_key(struct limit *least, const struct jpki_facts *facts,
			 enum jpki_key key, struct limit limit)
{
	if (!jpki_dated(facts, key))
		return;
	limit.day = facts->v[key].date;
	consider(least, limit);
}

void jpki_rule_card_expiry(const struct jpki_facts *facts,
			   struct jpki_finding *f)
{
	struct jpki_date birth = facts->v[KEY_BIRTH].date;
	struct jpki_date issued = facts->v[KEY_ISSUED].date;
	struct jpki_date applied = jpki_has(facts, KEY_APPLIED) ?
		facts->v[KEY_APPLIED].date : issued;
	bool adult = jpki_age_on(birth, issued) >= jpki_adult_age(applied);
	struct limit least = {
		"birthday", "CARD-1",
		adult ? MEANING_CARD_ADULT : MEANING_CARD_MINOR,
		jpki_birthday_after(birth, issued, adult ? 10 : 5)
	};

	consider_key(&least, facts, KEY_STAY_UNTIL,
		     (struct limit){ "stay", "CARD-2", MEANING_CARD_STAY,
				     no_day });
	f->rule = least.rule;
	jpki_put_date(f, "expiry", least.day);
	jpki_mean(f, least.meaning);
}

/* The day before the third anniversary; that of 29 February is 28 February. */
static struct jpki_date juki_end(struct jpki_date issued)
{
	struct jpki_date end = jpki_date_add_months(issued, 12 * JUKI_YEARS);

	return end.day == issued.day ? jpki_days_later(end, -1) : end;
}

static struct limit birthday_limit(const struct jpki_facts *facts)
{
	bool renewed = jpki_yes(facts, KEY_RENEWED);

	return (struct limit){
		.name = renewed ? "birthday6" : "birthday5",
		.rule = renewed ? "EXP-3" :
			jpki_is(facts, KEY_KIND, KIND_AUTH) ? "EXP-1" : "EXP-2",
		.meaning = MEANING_CERT_BIRTHDAY,
		.day = jpki_birthday_after(facts->v[KEY_BIRTH].date,
					   facts->v[KEY_ISSUED].date,
					   renewed ? RENEWED_BIRTHDAYS :
					   CERT_BIRTHDAYS),
	};
}

/* In the order that decides ties. */
static struct limit mynumber_limit(const struct jpki_facts *facts)
{
	bool sign = jpki_is(facts, KEY_KIND, KIND_SIGN);
	const char *rule = sign ? "EXP-2" : "EXP-1";
	struct limit least = birthday_limit(facts);

	consider_key(&least, facts, KEY_CARD_EXPIRY,
		     (struct limit){ "card", rule, MEANING_CERT_CARD, no_day });
	if (sign)
		consider_key(&least, facts, KEY_AUTH_EXPIRY,
			     (struct limit){ "auth", rule, MEANING_CERT_AUTH,
					     no_day });
	consider_key(&least, facts, KEY_STAY_UNTIL,
		     (struct limit){ "stay", rule, MEANING_CERT_STAY, no_day });
	return least;
}

static struct limit juki_limit(const struct jpki_facts *facts)
{
	struct limit least = { .name = NULL };

	consider_key(&least, facts, KEY_STAY_UNTIL,
		     (struct limit){ "stay", "EXP-4", MEANING_JUKI_CERT,
				     no_day });
	consider(&least,
		 (struct limit){ "juki3y", "EXP-4", MEANING_JUKI_CERT,
				 juki_end(facts->v[KEY_ISSUED].date) });
	return least;
}

uint64_t jpki_missing_cert_expiry(const struct jpki_facts *facts)
{
	if (jpki_is(facts, KEY_CARD, CARD_JUKI))
		return 0;
	if (jpki_is(facts, KEY_KIND, KIND_SIGN))
		return jpki_lacks(facts, KEY_BIT(CARD_EXPIRY) |
				  KEY_BIT(AUTH_EXPIRY));
	return jpki_lacks(facts, KEY_BIT(CARD_EXPIRY));
}

void jpki_rule_cert_expiry(const struct jpki_facts *facts,
			   struct jpki_finding *f)
{
	struct limit least = jpki_is(facts, KEY_CARD, CARD_JUKI) ?
		juki_limit(facts) : mynumber_limit(facts);

	f->rule = least.rule;
	jpki_put_date(f, "expiry", least.day);
	jpki_put(f, "limit", least.name);
	jpki_mean(f, least.meaning);
}
