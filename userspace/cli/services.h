/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the card opens, shown. */
#ifndef JPKICTL_SERVICES_H
#define JPKICTL_SERVICES_H

#include <jpki/status.h>

#include "out.h"

void services_json(struct out *out, const struct jpki_status *status);
void services_lines(struct out *out, const struct jpki_status *status);

#endif /* JPKICTL_SERVICES_H */
