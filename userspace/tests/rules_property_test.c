// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What holds for all facts: random ones, the same in each run, are asked about.
 * The facts are those of a holder with a My Number card.
 */
#include "rules_rows.h"

#include <stdint.h>
#include <stdlib.h>

#define ROUNDS		20000
#define INPUTS_SIZE	512

static uint64_t seed;

static unsigned int random_below(unsigned int bound)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned int)(seed >> 33) % bound;
}

static struct jpki_date random_day(int first_year, int years)
{
	struct jpki_date first = { first_year, 1, 1 };

	return jpki_date_from_days(jpki_date_to_days(first) +
				   random_below((unsigned int)years * 365));
}

static struct jpki_date later(struct jpki_date day, int days)
{
	return jpki_date_from_days(jpki_date_to_days(day) + days);
}

static const char *text_of(struct jpki_date day, char text[JPKI_DATE_SIZE])
{
	jpki_date_format(day, text, JPKI_DATE_SIZE);
	return text;
}

/* The day behind "key=" in the answer; year 0 when there is none. */
static struct jpki_date answered_day(const char *answer, const char *key)
{
	struct jpki_date day = { 0, 0, 0 };
	char text[JPKI_DATE_SIZE];
	const char *at = strstr(answer, key);

	if (at) {
		snprintf(text, sizeof(text), "%.10s", at + strlen(key));
		(void)jpki_date_parse(text, &day);
	}
	return day;
}

struct holder {
	struct jpki_date birth;
	struct jpki_date issued;
	struct jpki_date card_expiry;
};

static struct jpki_date ask_day(const char *question, const char *inputs)
{
	return answered_day(rules_answer(question, inputs), "expiry=");
}

static struct holder random_holder(void)
{
	char birth[JPKI_DATE_SIZE], issued[JPKI_DATE_SIZE];
	char inputs[INPUTS_SIZE];
	struct holder holder;

	holder.birth = random_day(1930, 86);
	holder.issued = random_day(2016, 30);
	snprintf(inputs, sizeof(inputs), "birth=%s;issued=%s",
		 text_of(holder.birth, birth), text_of(holder.issued, issued));
	holder.card_expiry = ask_day("card_expiry", inputs);
	return holder;
}

/* A certificate issued some days after the card; auth_expiry may be NULL. */
static struct jpki_date cert_expiry(const struct holder *holder,
				    const char *kind, int days,
				    const struct jpki_date *auth_expiry,
				    bool renewed)
{
	char birth[JPKI_DATE_SIZE], issued[JPKI_DATE_SIZE];
	char card[JPKI_DATE_SIZE], auth[JPKI_DATE_SIZE];
	char inputs[INPUTS_SIZE];

	snprintf(inputs, sizeof(inputs),
		 "card=mynumber;kind=%s;birth=%s;issued=%s;card_expiry=%s;"
		 "auth_expiry=%s;renewed=%s", kind,
		 text_of(holder->birth, birth),
		 text_of(later(holder->issued, days), issued),
		 text_of(holder->card_expiry, card),
		 auth_expiry ? text_of(*auth_expiry, auth) : "none",
		 renewed ? "yes" : "no");
	return ask_day("cert_expiry", inputs);
}

static void nothing_expires_before_its_issue(void)
{
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		struct holder holder = random_holder();
		int days = (int)random_below(1460);
		struct jpki_date end = cert_expiry(&holder, "auth", days, NULL,
						   random_below(2));

		bad += jpki_date_cmp(holder.issued, holder.card_expiry) > 0;
		bad += jpki_date_cmp(later(holder.issued, days), end) > 0;
	}
	CHECK_LONG(bad, 0);
}

static void sign_outlives_neither_auth_nor_card(void)
{
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		struct holder holder = random_holder();
		struct jpki_date auth, sign;

		auth = cert_expiry(&holder, "auth", 0, NULL, false);
		sign = cert_expiry(&holder, "sign",
				   (int)random_below(365), &auth,
				   random_below(2));
		bad += !sign.year;
		bad += jpki_date_cmp(sign, auth) > 0;
		bad += jpki_date_cmp(sign, holder.card_expiry) > 0;
		bad += jpki_date_cmp(auth, holder.card_expiry) > 0;
	}
	CHECK_LONG(bad, 0);
}

static void renewal_opens_within_the_validity(void)
{
	char expiry[JPKI_DATE_SIZE], inputs[INPUTS_SIZE];
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		struct jpki_date day = random_day(1950, 240), opens;
		int64_t before;

		snprintf(inputs, sizeof(inputs), "expiry=%s",
			 text_of(day, expiry));
		opens = answered_day(rules_answer("renewal_opens", inputs),
				     "opens=");
		before = jpki_date_days_between(opens, day);
		bad += before < 88 || before > 91;
	}
	CHECK_LONG(bad, 0);
}

static bool may_sign(struct jpki_date birth, struct jpki_date on)
{
	char birth_text[JPKI_DATE_SIZE], on_text[JPKI_DATE_SIZE];
	char inputs[INPUTS_SIZE];

	snprintf(inputs, sizeof(inputs),
		 "card=mynumber;kind=sign;birth=%s;on=%s",
		 text_of(birth, birth_text), text_of(on, on_text));
	return strstr(rules_answer("eligible", inputs), "eligible=yes");
}

static void age_never_goes_back(void)
{
	int i, bad = 0;

	for (i = 0; i < ROUNDS; i++) {
		struct jpki_date on = random_day(2020, 20);
		struct jpki_date birth = later(on, -15 * 366 +
					       (int)random_below(20));

		/* who is born later is not older, the next day not younger */
		bad += !may_sign(birth, on) && may_sign(later(birth, 1), on);
		bad += may_sign(birth, on) && !may_sign(birth, later(on, 1));
	}
	CHECK_LONG(bad, 0);
}

/* Facts that any question may get, each at most once in an asking. */
static const char *const pool[] = {
	"absent=yes", "absent=no", "adult_ward=yes", "adult_ward=no",
	"app_done=2024-05-01T12:00:00Z", "applicant=self",
	"applicant=legal_rep", "applicant=household_proxy",
	"applied=2019-01-01", "applied=2023-01-01",
	"at=2020-07-12T01:00:00Z", "auth_expiry=none",
	"auth_expiry=2024-05-10", "auth_state=valid", "auth_state=unknown",
	"auth_state=absent", "birth=1990-05-10", "birth=2010-06-15",
	"birth_shown=yes", "birth_shown=no", "card=mynumber",
	"card=mynumber_facial", "card=juki", "card_expiry=2023-05-10",
	"card_expiry=2029-05-10", "copy=no", "copy=yes", "desk=shimin",
	"desk=phone", "event=voluntary", "event=death",
	"events=voluntary@2015-12-23+death@2024-01-01", "expires=2024-01-01",
	"expiry=2024-05-10", "expiry=2029-05-10", "face_failures=5",
	"face_failures=0", "head=yes", "holidays=2020-07-13+2024-01-12",
	"issued=2014-04-01", "issued=2020-03-01", "issued=2024-01-11",
	"kind=auth", "kind=sign", "kinds=auth", "kinds=sign",
	"kinds=auth+sign", "letter=2024-01-31", "not_before=2020-03-01",
	"notice_form=yes", "notice_form=no", "now=2024-05-01T16:00:00Z",
	"now=2024-05-02T04:00:00Z", "occasion=issue", "occasion=renewal",
	"occasion=move", "occasion=first", "on=2015-06-01", "on=2024-01-12",
	"on=2025-06-14", "one_household=yes", "other_known=yes",
	"other_known=no", "other_locked=yes", "outdated=yes", "outdated=no",
	"paper=学生証", "paper=運転経歴証明書", "paper=住民基本台帳カード",
	"photo=yes", "photo=no", "pin=ABC123", "pin=1234", "pin_kind=auth",
	"pin_kind=sign", "profile=adachi", "profile=akitakata",
	"profile=ichihara", "register_here=yes", "relation=parent",
	"relation=guardian", "renewed=yes", "renewed=no", "resident=no",
	"resident=yes", "revoked_on=2021-01-01", "revoked_on=2025-01-01",
	"same_day=yes", "same_day=no", "service=convenience_store",
	"service=etax_sign", "service=face_to_face_id", "service=mynaportal",
	"sign_state=valid", "sign_state=expired", "sign_state=unknown",
	"state=unknown", "state=absent", "stay_until=2024-05-09",
	"tamper_proof=yes", "what=cert", "what=both", "wrong=2", "wrong=9",
};

#define POOL_COUNT (sizeof(pool) / sizeof(pool[0]))
#define FACTS_MAX 16

static bool takes(size_t question, const char *fact)
{
	struct jpki_rules_input input;
	size_t i;

	for (i = 0; jpki_rules_question_input(question, i, &input); i++)
		if (!strncmp(fact, input.key, strlen(input.key)) &&
		    fact[strlen(input.key)] == '=')
			return true;
	return false;
}

static bool same_key(const char *a, const char *b)
{
	size_t len = strcspn(a, "=");

	return !strncmp(a, b, len + 1);
}

static bool is_new(const char *const *facts, size_t count, const char *fact)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (same_key(facts[i], fact))
			return false;
	return true;
}

static size_t random_facts(size_t question, const char **facts)
{
	size_t i, count = 0;

	for (i = 0; i < 300 && count < FACTS_MAX; i++) {
		const char *fact = pool[random_below(POOL_COUNT)];

		if (takes(question, fact) && is_new(facts, count, fact))
			facts[count++] = fact;
	}
	return count;
}

/*
 * Most facts that are not always needed have a value while they are left out
 * (rule ASK-6), so that saying otherwise may change the answer. These have
 * none, or the same.
 */
static bool has_no_default(const char *question, const char *fact)
{
	static const char *const keys[] = {
		"auth_expiry", "auth_state", "birth", "birth_shown",
		"card_expiry", "expiry", "issued", "kinds", "not_before", "on",
		"photo", "sign_state", "tamper_proof"
	};
	size_t i, len = strcspn(fact, "=");

	if (!strcmp(question, "eligible") && !strncmp(fact, "card_", 5))
		return false;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strlen(keys[i]) == len && !strncmp(fact, keys[i], len))
			return true;
	return !strcmp(fact + len, "=no") && strcmp(fact, "resident=no");
}

/* The last of the facts is the one that is added. */
static void check_adding(size_t question, const char *const *facts,
			 size_t count, int *seen)
{
	const char *name = jpki_rules_question(question);
	struct jpki_finding less, more;

	jpki_rules_ask(rules_profiles, name, facts, count - 1, &less);
	jpki_rules_ask(rules_profiles, name, facts, count, &more);
	if (less.result == JPKI_RULES_ERROR) {
		tap_long(name, 0, facts[count - 1], more.result,
			 JPKI_RULES_ERROR);
		return;
	}
	if (less.result != JPKI_RULES_ANSWER ||
	    more.result == JPKI_RULES_ERROR ||
	    !has_no_default(name, facts[count - 1]))
		return;
	(*seen)++;
	tap_text(name, 0, facts[count - 1], more.text, less.text);
}

static void a_fact_more_changes_no_definite_answer(void)
{
	const char *facts[FACTS_MAX];
	size_t question, count;
	int i, seen = 0;

	for (i = 0; i < 5 * ROUNDS; i++) {
		question = (size_t)i % 20;
		count = random_facts(question, facts);
		if (count)
			check_adding(question, facts, count, &seen);
	}
	CHECK(seen > 1000);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(nothing_expires_before_its_issue),
		TAP_CASE(sign_outlives_neither_auth_nor_card),
		TAP_CASE(renewal_opens_within_the_validity),
		TAP_CASE(age_never_goes_back),
		TAP_CASE(a_fact_more_changes_no_definite_answer),
	};
	int failed;

	seed = 20161208;
	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
