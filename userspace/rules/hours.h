/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When a desk of a profile is open, as text. */
#ifndef JPKI_RULES_HOURS_H
#define JPKI_RULES_HOURS_H

#include "profile.h"

#define HOURS_EXPECTED							\
	"kinds of days and hours, such as "				\
	   "weekday,saturday 08:30-17:00"
#define CLOSED_EXPECTED							\
	"a day such as 2027-02-20, or each year from a day to "	\
	   "another, such as 12-29..01-03"

/* One more row of hours (of closed days) of the desk; false for another form
 * or too many.
 */
bool jpki_hours_parse(struct jpki_desk *desk, struct jpki_span text);
bool jpki_closed_parse(struct jpki_desk *desk, struct jpki_span text);

#endif /* JPKI_RULES_HOURS_H */
