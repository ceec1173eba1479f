/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A municipality: desks and hours, fees, and where its procedures differ. The
 * parser is pure: text in, struct out.
 */
#ifndef JPKI_RULES_PROFILE_H
#define JPKI_RULES_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include <jpki/date.h>

#include "facts.h"

#define PROFILE_NAME_SIZE	32
#define PROFILE_TITLE_SIZE	64
#define PROFILE_PHONE_SIZE	24
#define PROFILE_DESKS		16
#define PROFILE_HOURS		8
#define PROFILE_CLOSED		16

/* Kinds of days; one day may be of several. */
#define DAY_WEEKDAY	(1U << 0)	/* Monday to Friday, no holiday */
#define DAY_SATURDAY	(1U << 1)
#define DAY_SUNDAY	(1U << 2)
#define DAY_HOLIDAY	(1U << 3)
#define DAY_SUNDAY_NTH	4		/* the first Sunday is 1U << 4 */

struct jpki_hours {
	unsigned int days;	/* DAY_* */
	int from;		/* seconds of the day, both included */
	int to;
};

/* Closed on a day, or each year (year 0) from one to another, included. */
struct jpki_closed {
	struct jpki_date from;
	struct jpki_date to;
};

struct jpki_desk {
	char name[PROFILE_NAME_SIZE];
	char title[PROFILE_TITLE_SIZE];
	char telephone[PROFILE_PHONE_SIZE];
	int hour_count;		/* 0: not stated */
	int closed_count;
	struct jpki_hours hours[PROFILE_HOURS];
	struct jpki_closed closed[PROFILE_CLOSED];
};

/* Who shares the holder's household, so that a parent need not prove. */
enum jpki_parent_proof { PARENT_PROVES, PARENT_HEADS, PARENT_SHARES };

/* What a proxy shows at the first of two visits. */
enum jpki_first_visit { FIRST_UNSTATED, FIRST_APPLICATION_ID, FIRST_CARD_ID,
			FIRST_CARD_APPLICATION };

struct jpki_profile {
	char name[PROFILE_NAME_SIZE];
	char title[PROFILE_TITLE_SIZE];
	char telephone[PROFILE_PHONE_SIZE];
	struct jpki_date store_start;	/* year 0: not stated */
	unsigned int store_delay;	/* business days after the issue */
	unsigned int answer_months;	/* 0: no limit */
	unsigned int household_move;	/* ANSWER_*: PROC-5 */
	unsigned int holder_along;	/* ANSWER_*: with the legal_rep */
	unsigned int register_here;	/* ANSWER_*: it replaces a proof */
	unsigned int parent;	/* enum jpki_parent_proof */
	unsigned int first_visit;	/* enum jpki_first_visit */
	unsigned int lists;	/* of identity papers: 0 A, 1 A and B */
	unsigned int fee_cert[FEE_OCCASIONS];
	unsigned int fee_card[FEE_OCCASIONS];
	int desk_count;
	struct jpki_desk desk[PROFILE_DESKS];
};

struct jpki_profiles {
	struct jpki_ctx *ctx;
	size_t count;
	struct jpki_profile *profile;
};

/* Where a file is wrong, and what was expected there. */
struct jpki_profile_fault {
	int line;
	char key[PROFILE_NAME_SIZE];	/* "" for no key */
	const char *expected;
};

/* The whole file; the name comes with the file's. */
bool jpki_profile_parse(struct jpki_span name, struct jpki_span text,
			struct jpki_profile *ret,
			struct jpki_profile_fault *ret_fault);

const struct jpki_profile *jpki_profile_find(const struct jpki_profiles *set,
					     struct jpki_span name);
const struct jpki_desk *jpki_profile_desk(const struct jpki_profile *profile,
					  struct jpki_span name);

/* Has any of them such a desk? */
bool jpki_profile_any_desk(const struct jpki_profiles *set,
			   struct jpki_span name);

/* The fee of a certificate or card, with or without a profile. */
unsigned int jpki_profile_fee(const struct jpki_profile *profile, int occasion,
		     int what);

#endif /* JPKI_RULES_PROFILE_H */
