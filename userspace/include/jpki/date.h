/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Japanese calendar days (UTC+9) and the arithmetic of the service's rules on
 * them. Pure: no clock, no time zone database.
 *
 * An instant is a count of seconds since 1970-01-01T00:00:00Z.
 */
#ifndef JPKI_DATE_H
#define JPKI_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Room for "2027-02-20" and "2027-02-20T12:00:00+09:00", with the zero. */
#define JPKI_DATE_SIZE		11
#define JPKI_INSTANT_SIZE	26

/* A day of the Gregorian calendar in Japan. */
struct jpki_date {
	int year;
	int month;	/* 1 to 12 */
	int day;	/* 1 to 31 */
};

/* Does the day exist, and lie in 1900 to 2199? */
bool jpki_date_ok(struct jpki_date date);

/* Less than, equal to or greater than 0, as strcmp(). */
int jpki_date_cmp(struct jpki_date a, struct jpki_date b);

/* Days since 1970-01-01, and back. */
int64_t jpki_date_to_days(struct jpki_date date);
struct jpki_date jpki_date_from_days(int64_t days);

/* How many days @to lies after @from; negative when before. */
int64_t jpki_date_days_between(struct jpki_date from, struct jpki_date to);

/* The same day number @months later (earlier when negative); where that month
 * lacks the day, its last one.
 */
struct jpki_date jpki_date_add_months(struct jpki_date date, int months);

/* The first day on which a certificate that expires on @expiry may be renewed:
 * the day after "three months before the expiry".
 */
struct jpki_date jpki_date_renewal_opens(struct jpki_date expiry);

/* The day in Japan at an instant, and the instant of a time on that day. */
struct jpki_date jpki_date_of_instant(int64_t instant);
int64_t jpki_date_instant(struct jpki_date date, int second_of_day);

/* "2027-02-20", and nothing else. */
enum jpki_error jpki_date_parse(const char *text, struct jpki_date *ret);

/* RFC 3339 with whole seconds, capital T and Z, and an offset. */
enum jpki_error jpki_instant_parse(const char *text, int64_t *ret);

/* @size is the room at @buf: JPKI_DATE_SIZE and JPKI_INSTANT_SIZE suffice for
 * days from 1900 to 2199. Instants are written in Japan's time.
 */
void jpki_date_format(struct jpki_date date, char *buf, size_t size);
void jpki_instant_format(int64_t instant, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_DATE_H */
