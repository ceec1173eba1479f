/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state of a certificate on a day (rule STAT-1). */
#ifndef JPKI_RULES_STATE_H
#define JPKI_RULES_STATE_H

#include <jpki/date.h>
#include <jpki/status.h>

/* @revoked_on: NULL when it is not known to be revoked. */
enum jpki_state jpki_rules_state(struct jpki_date on,
				 struct jpki_date not_before,
				 struct jpki_date expiry,
				 const struct jpki_date *revoked_on);

#endif /* JPKI_RULES_STATE_H */
