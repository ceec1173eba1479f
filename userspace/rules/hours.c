// SPDX-License-Identifier: LGPL-2.1-or-later
/* When a desk of a profile is open: the rows of its hours and closed days. */
#include "hours.h"

static const struct {
	const char *name;
	unsigned int days;
} days[] = {
	{ "weekday", DAY_WEEKDAY },
	{ "saturday", DAY_SATURDAY },
	{ "sunday", DAY_SUNDAY },
	{ "holiday", DAY_HOLIDAY },
	{ "sunday-1", 1U << DAY_SUNDAY_NTH },
	{ "sunday-2", 2U << DAY_SUNDAY_NTH },
	{ "sunday-3", 4U << DAY_SUNDAY_NTH },
	{ "sunday-4", 8U << DAY_SUNDAY_NTH },
	{ "sunday-5", 16U << DAY_SUNDAY_NTH },
};

#define DAY_COUNT (sizeof(days) / sizeof(days[0]))

static unsigned int day_of(struct jpki_span name)
{
	size_t i;

	for (i = 0; i < DAY_COUNT; i++)
		if (jpki_span_is(name, days[i].name))
			return days[i].days;
	return 0;
}

static bool parse_days(struct jpki_span text, unsigned int *ret)
{
	struct jpki_span name;
	unsigned int day;

	*ret = 0;
	while (jpki_span_take(&text, ',', &name)) {
		day = day_of(name);
		if (!day)
			return false;
		*ret |= day;
	}
	return true;
}

/* "17:15" as seconds, -1 for another form. */
static int parse_clock(struct jpki_span text)
{
	char time[] = "2000-01-01T00:00:00Z";
	int64_t at, midnight;

	if (text.len != 5)
		return -1;
	(void)jpki_instant_parse(time, &midnight);
	memcpy(time + 11, text.p, 5);
	return jpki_instant_parse(time, &at) ? -1 : (int)(at - midnight);
}

bool jpki_hours_parse(struct jpki_desk *desk, struct jpki_span text)
{
	struct jpki_hours *hours = &desk->hours[desk->hour_count];
	struct jpki_span kinds, from;

	if (desk->hour_count == PROFILE_HOURS)
		return false;
	if (!jpki_span_take(&text, ' ', &kinds) || !text.p ||
	    !jpki_span_take(&text, '-', &from) || !text.p)
		return false;
	if (!parse_days(kinds, &hours->days))
		return false;
	hours->from = parse_clock(from);
	hours->to = parse_clock(text);
	if (hours->from < 0 || hours->to < hours->from)
		return false;
	desk->hour_count++;
	return true;
}

/* "12-29" of no year; 2000 has every day. */
static bool parse_month_day(struct jpki_span text, struct jpki_date *ret)
{
	char day[JPKI_DATE_SIZE] = "2000-";

	if (text.len != 5)
		return false;
	memcpy(day + 5, text.p, 5);
	if (jpki_date_parse(day, ret))
		return false;
	ret->year = 0;
	return true;
}

static bool parse_day(struct jpki_span text, struct jpki_date *ret)
{
	char day[JPKI_DATE_SIZE] = "";

	if (text.len != sizeof(day) - 1)
		return false;
	memcpy(day, text.p, text.len);
	return !jpki_date_parse(day, ret);
}

bool jpki_closed_parse(struct jpki_desk *desk, struct jpki_span text)
{
	struct jpki_closed *closed = &desk->closed[desk->closed_count];
	struct jpki_span from;

	if (desk->closed_count == PROFILE_CLOSED)
		return false;
	if (parse_day(text, &closed->from)) {
		closed->to = closed->from;
	} else {
		if (!jpki_span_take(&text, '.', &from) || !text.len ||
		    *text.p != '.')
			return false;
		text.p++;
		text.len--;
		if (!parse_month_day(from, &closed->from) ||
		    !parse_month_day(text, &closed->to))
			return false;
	}
	desk->closed_count++;
	return true;
}
