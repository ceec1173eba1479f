/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms of values: their text, read strictly (rule ASK-2). */
#ifndef JPKI_RULES_VALUE_H
#define JPKI_RULES_VALUE_H

#include "facts.h"

const char *jpki_key_name(enum jpki_key key);

/* What a value of the key looks like: an English message, or names with '|'
 * between them.
 */
const char *jpki_key_expected(enum jpki_key key);

bool jpki_value_parse(enum jpki_key key, struct jpki_span text,
		      const struct jpki_profiles *profiles,
		      union jpki_value *ret);

/* The next item of a list of events, which was parsed before. */
bool jpki_event_take(struct jpki_span *rest, int *ret_event,
		     struct jpki_date *ret_date);

#endif /* JPKI_RULES_VALUE_H */
