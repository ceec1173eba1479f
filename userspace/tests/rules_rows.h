/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Questions and the answers that the rule book gives, as rows. */
#ifndef JPKI_RULES_ROWS_H
#define JPKI_RULES_ROWS_H

#include <jpki/jpki.h>

#include "tap.h"


struct rules_row {
	const char *inputs;
	const char *answer;
};

/* The municipalities; made by rules_begin(). */
extern struct jpki_profiles *rules_profiles;

void rules_begin(void);
void rules_end(void);

/* The answer, until the next question. */
const char *rules_answer(const char *question, const char *inputs);

static inline void rules_check(const char *question,
			       const struct rules_row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		tap_text(question, (int)i + 1, rows[i].inputs,
			 rules_answer(question, rows[i].inputs),
			 rows[i].answer);
}

/* Each row is { inputs, answer }. */
#define RULES_CHECK(question, ...)					\
	do {								\
		static const struct rules_row rows_[] = { __VA_ARGS__ };	\
		rules_check(question, rows_,				\
			    sizeof(rows_) / sizeof(rows_[0]));		\
	} while (0)

#endif /* JPKI_RULES_ROWS_H */
