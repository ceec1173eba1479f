// SPDX-License-Identifier: GPL-2.0-or-later
/* Japanese calendar days, as far as cards and their certificates need them. */
#include "date.h"

#include <stdio.h>
#include <string.h>

#define JST (9 * 3600)

static const struct date eras[] = {
	{ 1868, 1, 25 }, { 1912, 7, 30 }, { 1926, 12, 25 },
	{ 1989, 1, 8 }, { 2019, 5, 1 },
};

static int compare(const struct date *a, const struct date *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return (a->day > b->day) - (a->day < b->day);
}

bool date_parse(struct date *ret, const char *text)
{
	struct date back;
	int end = 0;

	if (strlen(text) != 10 ||
	    sscanf(text, "%4d-%2d-%2d%n", &ret->year, &ret->month, &ret->day,
		   &end) != 3 || end != 10)
		return false;
	back = date_of(date_instant(ret, 0, 0, 0));
	return !compare(&back, ret);
}

time_t date_instant(const struct date *d, int hour, int minute, int second)
{
	struct tm tm = {
		.tm_year = d->year - 1900, .tm_mon = d->month - 1,
		.tm_mday = d->day, .tm_hour = hour, .tm_min = minute,
		.tm_sec = second,
	};

	return timegm(&tm) - JST;
}

struct date date_of(time_t instant)
{
	struct tm tm;

	instant += JST;
	gmtime_r(&instant, &tm);
	return (struct date){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday };
}

int date_era(const struct date *d)
{
	int era = 5;

	while (era > 1 && compare(d, &eras[era - 1]) < 0)
		era--;
	return era;
}

int date_era_year(const struct date *d)
{
	return d->year - eras[date_era(d) - 1].year + 1;
}

static bool leap(int year)
{
	return (!(year % 4) && year % 100) || !(year % 400);
}

struct date date_fifth_birthday(const struct date *birth,
				const struct date *day)
{
	struct date first = *birth;

	first.year = day->year;
	if (first.month == 2 && first.day == 29 && !leap(first.year))
		first.day = 28;
	first.year += compare(&first, day) > 0 ? 4 : 5;
	first.day = birth->day;
	if (first.month == 2 && first.day == 29 && !leap(first.year))
		first.day = 28;
	return first;
}
