/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One entry of a PIN: for which card it is, and what tries are left there. */
#ifndef JPKICTL_ENTRY_H
#define JPKICTL_ENTRY_H

#include "cli.h"

struct entry {
	enum jpki_pin pin;
	bool last_try;			/* as in jpki_tries_allow() */
	bool other_open;		/* a PIN that could reset this one */
	struct jpki_reader *reader;
	uint32_t generation;		/* the card meant; 0: whichever */
	struct jpki_reader_state state;
	struct jpki_tries tries;
};

/*
 * Before the PIN is asked for: learns @state, @tries and @other_open, and means
 * that card from now on. An error when no try may be spent.
 */
enum jpki_error entry_learn(struct entry *entry);

/*
 * Enter the PIN, which is wiped, in a turn on that same card. *@ret_card is to
 * be ended, also after an error.
 */
enum jpki_error entry_verify(struct entry *entry, struct jpki_secret *secret,
			     struct jpki_card **ret_card);

#endif /* JPKICTL_ENTRY_H */
