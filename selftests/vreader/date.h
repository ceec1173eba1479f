/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_DATE_H
#define VREADER_DATE_H

#include <stdbool.h>
#include <time.h>

struct date {
	int year, month, day;
};

/* YYYY-MM-DD; false when it is no such day. */
bool date_parse(struct date *ret, const char *text);

/* The instant of a Japanese wall clock (UTC+9). */
time_t date_instant(const struct date *d, int hour, int minute, int second);

/* The Japanese calendar day of an instant. */
struct date date_of(time_t instant);

/* The first digit of a My Number Card's birth date: 1 Meiji to 5 Reiwa. */
int date_era(const struct date *d);

/* The year within its era, from 1. */
int date_era_year(const struct date *d);

/* The fifth of the birthdays after @day. */
struct date date_fifth_birthday(const struct date *birth,
				const struct date *day);

#endif
