/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What cannot be true together, whatever the question (rule ASK-3). */
#ifndef JPKI_RULES_CHECK_H
#define JPKI_RULES_CHECK_H

#include "facts.h"

/* @answers_no: the question answers no where a card cannot carry the kind of
 * certificate. @mynumber: it is about a My Number card without saying so.
 * False when something is wrong, told in @f.
 */
bool jpki_check(const struct jpki_facts *facts, bool answers_no, bool mynumber,
		struct jpki_finding *f);

#endif /* JPKI_RULES_CHECK_H */
