/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the journal is told of a card. */
#ifndef JPKID_JOURNAL_H
#define JPKID_JOURNAL_H

#include <jpki/jpki.h>

#include "config.h"

/* The states of a card that was read, and as much as @detail allows. */
void journal_status(const struct jpki_status *status,
		    enum config_journal detail);

/* A card that could not be read. */
void journal_error(enum jpki_error err, const char *reader,
		   uint32_t generation);

#endif /* JPKID_JOURNAL_H */
