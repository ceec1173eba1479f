// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Japanese calendar days. Owns the calendar arithmetic and the text forms of
 * days and instants; knows no clock and no certificate.
 */
#include <jpki/date.h>

#include <stdio.h>

#define FIRST_YEAR	1900
#define LAST_YEAR	2199
#define JAPAN_OFFSET	(9 * 3600)
#define DAY_SECONDS	86400

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	if (month == 2 && is_leap(year))
		return 29;
	return days[month - 1];
}

bool jpki_date_ok(struct jpki_date date)
{
	return date.year >= FIRST_YEAR && date.year <= LAST_YEAR &&
	       date.month >= 1 && date.month <= 12 && date.day >= 1 &&
	       date.day <= days_in_month(date.year, date.month);
}

int jpki_date_cmp(struct jpki_date a, struct jpki_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

/* Division that rounds down, also for what lies before the epoch. */
static int64_t floor_div(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

/*
 * The calendar repeats every 400 years of 146097 days. Years are counted from
 * March, so that the leap day is the last one of its year and the months
 * before a given one always have the same length.
 */
int64_t jpki_date_to_days(struct jpki_date date)
{
	int64_t year = (int64_t)date.year - (date.month <= 2);
	int64_t era = floor_div(year, 400);
	int64_t year_of_era = year - era * 400;
	int month = (date.month + 9) % 12;
	int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 -
	       year_of_era / 100 + day_of_year - 719468;
}

struct jpki_date jpki_date_from_days(int64_t days)
{
	int64_t since = days + 719468;		/* from 0000-03-01 */
	int64_t era = floor_div(since, 146097);
	int64_t day_of_era = since - era * 146097;
	int64_t year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			day_of_era / 146096) / 365;
	int64_t day = day_of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day + 2) / 153;	/* 0 is March */

	return (struct jpki_date){
		.year = (int)(era * 400 + year + (month >= 10)),
		.month = (int)(month < 10 ? month + 3 : month - 9),
		.day = (int)(day - (153 * month + 2) / 5 + 1),
	};
}

int64_t jpki_date_days_between(struct jpki_date from, struct jpki_date to)
{
	return jpki_date_to_days(to) - jpki_date_to_days(from);
}

struct jpki_date jpki_date_add_months(struct jpki_date date, int months)
{
	int64_t count = (int64_t)date.year * 12 + date.month - 1 + months;
	int last;

	date.year = (int)floor_div(count, 12);
	date.month = (int)(count - (int64_t)date.year * 12) + 1;
	last = days_in_month(date.year, date.month);
	if (date.day > last)
		date.day = last;
	return date;
}

struct jpki_date jpki_date_renewal_opens(struct jpki_date expiry)
{
	struct jpki_date before = jpki_date_add_months(expiry, -3);

	return jpki_date_from_days(jpki_date_to_days(before) + 1);
}

struct jpki_date jpki_date_of_instant(int64_t instant)
{
	return jpki_date_from_days(floor_div(instant + JAPAN_OFFSET,
					     DAY_SECONDS));
}

int64_t jpki_date_instant(struct jpki_date date, int second_of_day)
{
	return jpki_date_to_days(date) * DAY_SECONDS + second_of_day -
	       JAPAN_OFFSET;
}

/* @count digits at *@text, which moves behind them; -1 when there are none. */
static int take_digits(const char **text, int count)
{
	int value = 0;

	for (; count; count--, (*text)++) {
		if (**text < '0' || **text > '9')
			return -1;
		value = value * 10 + (**text - '0');
	}
	return value;
}

static bool take_char(const char **text, char c)
{
	if (**text != c)
		return false;
	(*text)++;
	return true;
}

static bool take_date(const char **text, struct jpki_date *ret)
{
	ret->year = take_digits(text, 4);
	if (ret->year < 0 || !take_char(text, '-'))
		return false;
	ret->month = take_digits(text, 2);
	if (ret->month < 0 || !take_char(text, '-'))
		return false;
	ret->day = take_digits(text, 2);
	return jpki_date_ok(*ret);
}

/* "12:00" as minutes. */
static bool take_minutes(const char **text, int *ret)
{
	int hours = take_digits(text, 2);
	int minutes;

	if (hours < 0 || hours > 23 || !take_char(text, ':'))
		return false;
	minutes = take_digits(text, 2);
	if (minutes < 0 || minutes > 59)
		return false;
	*ret = hours * 60 + minutes;
	return true;
}

/* "Z", "+09:00", "-03:30", in seconds. */
static bool take_offset(const char **text, int *ret)
{
	int sign = **text == '-' ? -1 : 1;
	int minutes = 0;

	if (!take_char(text, 'Z')) {
		if (!take_char(text, '+') && !take_char(text, '-'))
			return false;
		if (!take_minutes(text, &minutes))
			return false;
	}
	*ret = sign * minutes * 60;
	return true;
}

enum jpki_error jpki_date_parse(const char *text, struct jpki_date *ret)
{
	struct jpki_date date;

	if (!take_date(&text, &date) || *text)
		return JPKI_INVALID;
	*ret = date;
	return JPKI_OK;
}

enum jpki_error jpki_instant_parse(const char *text, int64_t *ret)
{
	struct jpki_date date;
	int minutes, seconds, offset;

	if (!take_date(&text, &date) || !take_char(&text, 'T') ||
	    !take_minutes(&text, &minutes) || !take_char(&text, ':'))
		return JPKI_INVALID;
	seconds = take_digits(&text, 2);
	if (seconds < 0 || seconds > 59 || !take_offset(&text, &offset) ||
	    *text)
		return JPKI_INVALID;
	*ret = jpki_date_to_days(date) * DAY_SECONDS + minutes * 60 + seconds -
	       offset;
	return JPKI_OK;
}

void jpki_date_format(struct jpki_date date, char *buf, size_t size)
{
	snprintf(buf, size, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void jpki_instant_format(int64_t instant, char *buf, size_t size)
{
	struct jpki_date date = jpki_date_of_instant(instant);
	int second = (int)(instant - jpki_date_instant(date, 0));

	snprintf(buf, size, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", date.year,
		 date.month, date.day, second / 3600, second / 60 % 60,
		 second % 60);
}
