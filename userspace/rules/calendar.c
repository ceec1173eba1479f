// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Birthdays, ages and business days: what the rules count with beyond the
 * calendar itself.
 */
#include "calendar.h"

/* Who is born on 29 February has the birthday on the 28th in common years. */
struct jpki_date jpki_birthday_at_age(struct jpki_date birth, int age)
{
	return jpki_date_add_months(birth, 12 * age);
}

int jpki_age_on(struct jpki_date birth, struct jpki_date day)
{
	int age = day.year - birth.year;

	return age - (jpki_date_cmp(jpki_birthday_at_age(birth, age), day) > 0);
}

struct jpki_date jpki_birthday_after(struct jpki_date birth,
				     struct jpki_date day, int nth)
{
	return jpki_birthday_at_age(birth, jpki_age_on(birth, day) + nth);
}

int jpki_adult_age(struct jpki_date day)
{
	return jpki_date_cmp(day, (struct jpki_date){ 2022, 4, 1 }) < 0 ?
		20 : 18;
}

bool jpki_is_represented(const struct jpki_facts *facts)
{
	return jpki_yes(facts, KEY_ADULT_WARD) ||
	       jpki_age_on(facts->v[KEY_BIRTH].date,
			   facts->v[KEY_ON].date) < REPRESENTED_AGE;
}

struct jpki_date jpki_days_later(struct jpki_date day, int days)
{
	return jpki_date_from_days(jpki_date_to_days(day) + days);
}

int jpki_weekday(struct jpki_date day)
{
	/* 1970-01-01 was a Thursday */
	int64_t since = jpki_date_to_days(day) + 4;

	return (int)((since % 7 + 7) % 7);
}

bool jpki_is_holiday(const struct jpki_facts *facts, struct jpki_date day)
{
	char text[JPKI_DATE_SIZE];
	struct jpki_span rest, item;

	if (!jpki_has(facts, KEY_HOLIDAYS))
		return false;
	jpki_date_format(day, text, sizeof(text));
	rest = facts->v[KEY_HOLIDAYS].text;
	while (jpki_span_take(&rest, '+', &item))
		if (jpki_span_is(item, text))
			return true;
	return false;
}

bool jpki_is_business_day(const struct jpki_facts *facts,
			  struct jpki_date day)
{
	int weekday = jpki_weekday(day);

	return weekday != 0 && weekday != 6 && !jpki_is_holiday(facts, day);
}
