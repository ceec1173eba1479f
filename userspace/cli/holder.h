/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who holds the card: asks for its PIN, then reads it. */
#ifndef JPKICTL_HOLDER_H
#define JPKICTL_HOLDER_H

#include "cli.h"

/*
 * Of the card with @generation, 0 for whichever is there. @ret_state may be
 * NULL. Returns an exit status, and has told the error when that is not 0.
 */
int holder_read(struct cli *cli, struct jpki_reader *reader,
		uint32_t generation, struct jpki_attributes *ret,
		struct jpki_reader_state *ret_state);

#endif /* JPKICTL_HOLDER_H */
