/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking the person for a PIN. */
#ifndef JPKICTL_PIN_H
#define JPKICTL_PIN_H

#include "entry.h"

/* "auth", "sign", "card" */
const char *pin_name(enum jpki_pin pin);

/*
 * From --pin-fd, the terminal, or systemd's password agent, in this order; the
 * prompt says how many tries are left. *@ret has the form of that PIN, and is
 * to be freed. Returns an exit status, and has told the error when that is not
 * 0.
 */
int pin_ask(struct cli *cli, const struct entry *entry,
	    struct jpki_secret **ret);

/* One to take its place, which a person has to enter twice. */
int pin_ask_new(struct cli *cli, const struct entry *entry,
		struct jpki_secret **ret);

#endif /* JPKICTL_PIN_H */
