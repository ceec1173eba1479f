// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Ways to unlock or reset a PIN: the desk, and the telephone application
 * followed by a store's terminal (rules RST-1 to RST-5).
 */
#include "rules.h"

#define DAY		(24 * 3600)
#define STORE_OPENS	(6 * 3600 + 30 * 60)
#define STORE_CLOSES	(23 * 3600)
#define FACE_TRIES	5

static bool store_serves(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_CARD, CARD_MYNUMBER) &&
	       !jpki_is(facts, KEY_PIN_KIND, KIND_CARD) &&
	       jpki_yes(facts, KEY_OTHER_KNOWN) &&
	       !jpki_yes(facts, KEY_OTHER_LOCKED);
}

/* To reset auth no face is compared. */
static bool face_shuts(const struct jpki_facts *facts)
{
	return jpki_is(facts, KEY_PIN_KIND, KIND_SIGN) &&
	       jpki_has(facts, KEY_FACE_FAILURES) &&
	       facts->v[KEY_FACE_FAILURES].count >= FACE_TRIES;
}

void jpki_rule_unlock(const struct jpki_facts *facts, struct jpki_finding *f)
{
	bool serves = store_serves(facts);
	bool shut = serves && face_shuts(facts);

	if (jpki_not_applicable(facts, f))
		return;
	jpki_put_yes(f, "desk", true);
	jpki_put_yes(f, "store", serves && !shut);
	jpki_put_rule(f, shut ? "RST-3" : "RST-2");
	jpki_mean(f, serves && !shut ? MEANING_UNLOCK_STORE :
		  MEANING_UNLOCK_DESK);
}

static int second_of_day(int64_t instant)
{
	return (int)(instant -
		     jpki_date_instant(jpki_date_of_instant(instant), 0));
}

static bool store_is_open(int64_t instant)
{
	int second = second_of_day(instant);

	return second >= STORE_OPENS && second <= STORE_CLOSES;
}

/* The last instant up to @end at which terminals serve. */
static int64_t last_service(int64_t end)
{
	int64_t midnight = end - second_of_day(end);

	if (store_is_open(end))
		return end;
	if (end < midnight + STORE_OPENS)
		midnight -= DAY;
	return midnight + STORE_CLOSES;
}

/* The first instant from @from, when they are closed, at which they serve. */
static int64_t next_service(int64_t from)
{
	int64_t midnight = from - second_of_day(from);

	if (from > midnight + STORE_CLOSES)
		midnight += DAY;
	return midnight + STORE_OPENS;
}

void jpki_rule_store_until(const struct jpki_facts *facts,
			   struct jpki_finding *f)
{
	int64_t now = facts->v[KEY_NOW].instant;
	int64_t end = facts->v[KEY_APP_DONE].instant + DAY;
	bool open = store_is_open(now);
	bool usable = open && now <= end;
	int64_t next = open ? now : next_service(now);

	f->rule = "RST-4";
	jpki_put_yes(f, "usable", usable);
	if (next > end) {
		jpki_put(f, "next", "redo");
		jpki_mean(f, MEANING_STORE_REDO);
		return;
	}
	jpki_put_time(f, "until", last_service(end));
	if (!usable)
		jpki_put_time(f, "next", next);
	jpki_mean(f, usable ? MEANING_STORE_NOW : MEANING_STORE_LATER);
}
