/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Identity papers by their Japanese names. */
#ifndef JPKI_RULES_PAPER_H
#define JPKI_RULES_PAPER_H

#include "facts.h"

/* The number of the paper, -1 when there is none of that name. */
int jpki_paper_find(struct jpki_span name);

#endif /* JPKI_RULES_PAPER_H */
