/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which reader and card are meant. */
#ifndef JPKICTL_PICK_H
#define JPKICTL_PICK_H

#include "cli.h"

/*
 * The reader of --reader; else the only one, or the only one with a card.
 * Returns an exit status, and has told the error when that is not 0.
 * *@ret_generation is 0 unless --reader names one.
 */
int pick_reader(struct cli *cli, struct jpki_reader **ret,
		uint32_t *ret_generation);

/* The same with a turn on its card; both to be ended by the caller. */
int pick_card(struct cli *cli, struct jpki_reader **ret_reader,
	      struct jpki_card **ret_card);

#endif /* JPKICTL_PICK_H */
