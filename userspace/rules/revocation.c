// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What voids a certificate before its expiry, and from when (rules REV-1 to
 * REV-4): one table of events.
 */
#include "rules.h"

#include "calendar.h"
#include "value.h"

/* From VOID on there is no valid certificate any more. */
enum effect { NONE, STAYS, VOID, EXPIRED, ASKED };

static const struct {
	enum effect auth;
	enum effect sign;
	enum jpki_meaning meaning;
} events[] = {
	[EVENT_ADDRESS_CHANGE] = { STAYS, VOID, MEANING_SIGN_VOID },
	[EVENT_NAME_CHANGE] = { STAYS, VOID, MEANING_SIGN_VOID },
	[EVENT_ALIAS_CHANGE] = { STAYS, VOID, MEANING_SIGN_VOID },
	[EVENT_BIRTH_DATE_CHANGE] = { STAYS, VOID, MEANING_SIGN_VOID },
	[EVENT_SEX_CHANGE] = { STAYS, VOID, MEANING_SIGN_VOID },
	[EVENT_RESIDENCE_CODE_CHANGE] = { VOID, VOID, MEANING_BOTH_VOID },
	[EVENT_VOLUNTARY] = { ASKED, ASKED, MEANING_VOLUNTARY },
	[EVENT_CARD_VOID] = { VOID, VOID, MEANING_CARD_VOID },
	[EVENT_DEATH] = { VOID, VOID, MEANING_DEATH },
	[EVENT_NOT_RENEWED] = { EXPIRED, EXPIRED, MEANING_STATE_EXPIRED },
};

static bool is_carried(const struct jpki_facts *facts, int kind)
{
	return !jpki_is(facts, KEY_CARD, kind == KIND_AUTH ? CARD_JUKI :
			CARD_FACIAL);
}

static bool is_asked_for(const struct jpki_facts *facts, int kind)
{
	return jpki_is(facts, KEY_KINDS, KINDS_BOTH) ||
	       jpki_is(facts, KEY_KINDS, kind);
}

/* @on is looked at for a voluntary request on a juki card alone. */
static enum effect effect_of(const struct jpki_facts *facts, int event,
			     int kind, struct jpki_date on)
{
	enum effect effect = kind == KIND_AUTH ? events[event].auth :
		events[event].sign;

	if (!is_carried(facts, kind))
		return NONE;
	if (effect != ASKED)
		return effect;
	if (!is_asked_for(facts, kind))
		return STAYS;
	if (jpki_is(facts, KEY_CARD, CARD_JUKI) &&
	    jpki_date_cmp(on, LAST_JUKI_DAY) > 0)
		return STAYS;
	return VOID;
}

/* What is void on a juki card is not issued again. */
static void mean_void(const struct jpki_facts *facts, struct jpki_finding *f,
		      bool any_void, enum jpki_meaning meaning)
{
	if (!any_void)
		meaning = MEANING_NOTHING_VOID;
	else if (jpki_is(facts, KEY_CARD, CARD_JUKI))
		meaning = MEANING_JUKI_VOID;
	jpki_mean(f, meaning);
}

uint64_t jpki_missing_revoked_by(const struct jpki_facts *facts)
{
	if (!jpki_is(facts, KEY_EVENT, EVENT_VOLUNTARY))
		return 0;
	if (jpki_is(facts, KEY_CARD, CARD_JUKI))
		return jpki_lacks(facts, KEY_BIT(KINDS) | KEY_BIT(ON));
	return jpki_lacks(facts, KEY_BIT(KINDS));
}

void jpki_rule_revoked_by(const struct jpki_facts *facts,
			  struct jpki_finding *f)
{
	static const char *const names[] = {
		[NONE] = "none", [STAYS] = "stays", [VOID] = "void",
		[EXPIRED] = "expired",
	};
	struct jpki_date on = jpki_has(facts, KEY_ON) ?
		facts->v[KEY_ON].date : LAST_JUKI_DAY;
	int event = facts->v[KEY_EVENT].choice;
	enum effect auth = effect_of(facts, event, KIND_AUTH, on);
	enum effect sign = effect_of(facts, event, KIND_SIGN, on);

	f->rule = jpki_is(facts, KEY_CARD, CARD_MYNUMBER) ? "REV-1" : "REV-3";
	jpki_put(f, "auth", names[auth]);
	jpki_put(f, "sign", names[sign]);
	mean_void(facts, f, auth >= VOID || sign >= VOID,
		  events[event].meaning);
}

uint64_t jpki_missing_void_from(const struct jpki_facts *facts)
{
	struct jpki_span rest = facts->v[KEY_EVENTS].text;
	struct jpki_date date;
	int event;

	while (jpki_event_take(&rest, &event, &date))
		if (event == EVENT_VOLUNTARY)
			return jpki_lacks(facts, KEY_BIT(KINDS));
	return 0;
}

/* Is there such a day? */
static bool put_earliest(struct jpki_finding *f, const char *key,
			 const struct jpki_facts *facts, int kind)
{
	struct jpki_span rest = facts->v[KEY_EVENTS].text;
	struct jpki_date date, first = { 0, 0, 0 };
	int event;

	while (jpki_event_take(&rest, &event, &date))
		if (effect_of(facts, event, kind, date) == VOID &&
		    (!first.year || jpki_date_cmp(date, first) < 0))
			first = date;
	if (first.year)
		jpki_put_date(f, key, first);
	else
		jpki_put(f, key, "none");
	return first.year;
}

void jpki_rule_void_from(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	bool auth = put_earliest(f, "auth", facts, KIND_AUTH);
	bool sign = put_earliest(f, "sign", facts, KIND_SIGN);

	f->rule = "REV-4";
	mean_void(facts, f, auth || sign, MEANING_VOID_FROM);
}
