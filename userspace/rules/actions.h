/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the holder of a card can do next (rules STAT-2, RST-1, PIN-2). */
#ifndef JPKI_RULES_ACTIONS_H
#define JPKI_RULES_ACTIONS_H

#include <jpki/status.h>

/* Fills action[] and action_count from the other facts, most urgent first. */
void jpki_rules_actions(struct jpki_status *status);

#endif /* JPKI_RULES_ACTIONS_H */
