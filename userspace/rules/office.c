// SPDX-License-Identifier: LGPL-2.1-or-later
/* When a desk is open (rules OFF-1 and OFF-2). Hours are the profile's. */
#include "rules.h"

#include "calendar.h"
#include "profile.h"

#define YEARS_AHEAD	(2 * 366)	/* with no holiday in them, enough */

static unsigned int day_kinds(const struct jpki_facts *facts,
			      struct jpki_date day)
{
	int weekday = jpki_weekday(day);
	unsigned int kinds = 0;

	if (jpki_is_business_day(facts, day))
		kinds |= DAY_WEEKDAY;
	if (weekday == 6)
		kinds |= DAY_SATURDAY;
	if (weekday == 0)
		kinds |= DAY_SUNDAY |
			 1U << (DAY_SUNDAY_NTH + (day.day - 1) / 7);
	if (jpki_is_holiday(facts, day))
		kinds |= DAY_HOLIDAY;
	return kinds;
}

static bool within(struct jpki_date day, struct jpki_date from,
		   struct jpki_date to)
{
	return jpki_date_cmp(day, from) >= 0 && jpki_date_cmp(day, to) <= 0;
}

/* From 29 December to 3 January goes over the end of the year. */
static bool is_closed_by(struct jpki_closed closed, struct jpki_date day)
{
	bool over = jpki_date_cmp(closed.from, closed.to) > 0;

	if (!closed.from.year)
		day.year = 0;
	if (over)
		return jpki_date_cmp(day, closed.from) >= 0 ||
		       jpki_date_cmp(day, closed.to) <= 0;
	return within(day, closed.from, closed.to);
}

static bool is_closed(const struct jpki_desk *desk, struct jpki_date day)
{
	int i;

	for (i = 0; i < desk->closed_count; i++)
		if (is_closed_by(desk->closed[i], day))
			return true;
	return false;
}

/*
 * The first second of @day, from @second on, at which the desk is open; -1 when
 * there is none.
 */
static int open_from(const struct jpki_facts *facts,
		     const struct jpki_desk *desk, struct jpki_date day,
		     int second)
{
	unsigned int kinds = day_kinds(facts, day);
	int i, from, first = -1;

	if (is_closed(desk, day))
		return -1;
	for (i = 0; i < desk->hour_count; i++) {
		const struct jpki_hours *hours = &desk->hours[i];

		if (!(hours->days & kinds) || second > hours->to)
			continue;
		from = second > hours->from ? second : hours->from;
		if (first < 0 || from < first)
			first = from;
	}
	return first;
}

/* How many days can all be closed, so that looking further is no use. */
static int days_to_look(const struct jpki_facts *facts)
{
	if (!jpki_has(facts, KEY_HOLIDAYS))
		return YEARS_AHEAD;
	return YEARS_AHEAD +
		(int)(facts->v[KEY_HOLIDAYS].text.len / JPKI_DATE_SIZE);
}

static void put_next(const struct jpki_facts *facts, struct jpki_finding *f,
		     const struct jpki_desk *desk, struct jpki_date day,
		     int second)
{
	int i, from;

	for (i = days_to_look(facts); i; i--) {
		from = open_from(facts, desk, day, second);
		if (from >= 0) {
			jpki_put_time(f, "next", jpki_date_instant(day, from));
			return;
		}
		day = jpki_days_later(day, 1);
		second = 0;
	}
}

static const struct jpki_desk *desk_of(const struct jpki_facts *facts)
{
	return jpki_profile_desk(facts->v[KEY_PROFILE].profile,
				 facts->v[KEY_DESK].text);
}

bool jpki_check_office(const struct jpki_facts *facts, struct jpki_finding *f)
{
	if (!jpki_has(facts, KEY_PROFILE) || !jpki_has(facts, KEY_DESK) ||
	    desk_of(facts))
		return true;
	return jpki_fault(f, JPKI_RULES_FAULT_NO_DESK, "desk", "profile");
}

static void name_desk(const struct jpki_facts *facts, struct jpki_finding *f,
		      const struct jpki_desk *desk)
{
	if (!*desk->telephone) {
		jpki_mean_office(f, facts);
		return;
	}
	f->office = desk->title;
	f->telephone = desk->telephone;
	jpki_mean(f, MEANING_OFFICE);
}

void jpki_rule_office_open(const struct jpki_facts *facts,
			   struct jpki_finding *f)
{
	const struct jpki_desk *desk = desk_of(facts);
	int64_t at = facts->v[KEY_AT].instant;
	struct jpki_date day = jpki_date_of_instant(at);
	int second = (int)(at - jpki_date_instant(day, 0));
	bool open = open_from(facts, desk, day, second) == second;

	f->rule = "OFF-2";
	if (!desk->hour_count) {
		f->result = JPKI_RULES_UNKNOWN;
		jpki_put_word(f, "unknown:hours");
		jpki_mean(f, MEANING_HOURS_UNKNOWN);
	} else {
		jpki_put_yes(f, "open", open);
		if (!open)
			put_next(facts, f, desk, day, second);
		jpki_mean(f, open ? MEANING_OPEN : MEANING_CLOSED);
	}
	name_desk(facts, f, desk);
}
