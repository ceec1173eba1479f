/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asking the person for a PIN. */
#ifndef JPKICTL_PIN_H
#define JPKICTL_PIN_H

#include "cli.h"

/*
 * From --pin-fd, the terminal, or systemd's password agent, in this order; the
 * prompt says how many tries are left. *@ret is to be freed. Returns an exit
 * status, and has told the error when that is not 0.
 */
int pin_ask(struct cli *cli, enum jpki_pin pin, const struct jpki_tries *tries,
	    struct jpki_secret **ret);

/* Tell why a PIN was not taken, and how many tries are left. */
int pin_fail(struct cli *cli, enum jpki_error err,
	     const struct jpki_tries *tries);

#endif /* JPKICTL_PIN_H */
