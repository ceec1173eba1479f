/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the CA certificates and revocation lists are. */
#ifndef JPKICTL_TRUST_H
#define JPKICTL_TRUST_H

#include "cli.h"

/* What the options name, else the directories of the administrator. */
struct jpki_trust trust_of(const struct cli_options *opt);

#endif /* JPKICTL_TRUST_H */
