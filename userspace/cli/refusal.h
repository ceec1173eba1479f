/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a PIN was not taken, and what its holder can do about it. */
#ifndef JPKICTL_REFUSAL_H
#define JPKICTL_REFUSAL_H

#include "entry.h"

#define REFUSAL_SIZE 1280

struct refusal {
	char text[REFUSAL_SIZE];	/* for the holder */
	char detail[320];		/* for experts; may be empty */
};

void refusal_of(const struct cli *cli, const struct entry *entry,
		enum jpki_error err, struct refusal *ret);

/* Tell it as cli_fail() does; returns the exit status. */
int refusal_fail(struct cli *cli, const struct entry *entry,
		 enum jpki_error err);

#endif /* JPKICTL_REFUSAL_H */
