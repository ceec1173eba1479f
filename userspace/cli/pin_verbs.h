/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of jpkictl pin. */
#ifndef JPKICTL_PIN_VERBS_H
#define JPKICTL_PIN_VERBS_H

#include "entry.h"

/* Tries left of all PINs. */
int pin_status(struct cli *cli);

/* On one PIN, of which nothing has been learnt yet. */
typedef int pin_fn(struct cli *cli, struct entry *entry);

pin_fn pin_verify;
pin_fn pin_change;

/*
 * What an entry came to: @done ("verified") and a sentence for people, or why
 * not. Returns the exit status.
 */
int pin_result(struct cli *cli, const struct entry *entry, enum jpki_error err,
	       const char *done, const char *text);

#endif /* JPKICTL_PIN_VERBS_H */
