/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Birthdays, ages and business days (rules DATE-1, DATE-2, OFF-1). */
#ifndef JPKI_RULES_CALENDAR_H
#define JPKI_RULES_CALENDAR_H

#include <jpki/date.h>

#include "facts.h"

/* The last day on which anything was done for juki cards' certificates, and
 * the first day of My Number cards.
 */
#define LAST_JUKI_DAY	((struct jpki_date){ 2015, 12, 22 })
#define FIRST_CARD_DAY	((struct jpki_date){ 2016, 1, 1 })

#define REPRESENTED_AGE	15	/* below, a representative acts */

struct jpki_date jpki_birthday_at_age(struct jpki_date birth, int age);
int jpki_age_on(struct jpki_date birth, struct jpki_date day);

/* The @nth birthday strictly later than @day. */
struct jpki_date jpki_birthday_after(struct jpki_date birth,
				     struct jpki_date day, int nth);

/* The age from which one is an adult, by the law of @day. */
int jpki_adult_age(struct jpki_date day);

/* Under 15 or an adult ward on the day "on". */
bool jpki_is_represented(const struct jpki_facts *facts);

struct jpki_date jpki_days_later(struct jpki_date day, int days);
int jpki_weekday(struct jpki_date day);		/* 0 is Sunday */
bool jpki_is_holiday(const struct jpki_facts *facts, struct jpki_date day);
/* Monday to Friday and no holiday. */
bool jpki_is_business_day(const struct jpki_facts *facts,
			  struct jpki_date day);

#endif /* JPKI_RULES_CALENDAR_H */
