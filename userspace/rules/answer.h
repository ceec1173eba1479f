/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Building a finding: the text of its answer, its rule and its meanings. */
#ifndef JPKI_RULES_ANSWER_H
#define JPKI_RULES_ANSWER_H

#include "facts.h"
#include "meaning.h"

/* "key=value", behind what is there. */
void jpki_put(struct jpki_finding *f, const char *key, const char *value);
void jpki_put_yes(struct jpki_finding *f, const char *key, bool yes);
void jpki_put_count(struct jpki_finding *f, const char *key, unsigned int n);
void jpki_put_date(struct jpki_finding *f, const char *key,
		   struct jpki_date date);
void jpki_put_time(struct jpki_finding *f, const char *key, int64_t instant);

/* The whole answer in one word. */
void jpki_put_word(struct jpki_finding *f, const char *word);

/* The rule, and also in the text as "rule=". */
void jpki_put_rule(struct jpki_finding *f, const char *rule);

/* The facts that would settle it, behind @prefix. */
void jpki_put_missing(struct jpki_finding *f, const char *prefix,
		      uint64_t missing);

void jpki_mean(struct jpki_finding *f, enum jpki_meaning meaning);

/* The profile, if there is one: who is to be asked. */
void jpki_mean_office(struct jpki_finding *f, const struct jpki_facts *facts);

/* Something is wrong with the inputs; false, for callers that return so. */
bool jpki_fault(struct jpki_finding *f, enum jpki_rules_fault fault,
		const char *key, const char *other);

#endif /* JPKI_RULES_ANSWER_H */
