// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The state of a certificate on a day. Pure: days in, state out.
 */
#include "state.h"

enum jpki_state jpki_rules_state(struct jpki_date on,
				 struct jpki_date not_before,
				 struct jpki_date expiry,
				 const struct jpki_date *revoked_on)
{
	/* a revocation dated after the expiry changes nothing */
	if (revoked_on && jpki_date_cmp(on, *revoked_on) >= 0 &&
	    jpki_date_cmp(*revoked_on, expiry) <= 0)
		return JPKI_STATE_REVOKED;
	if (jpki_date_cmp(on, expiry) > 0)
		return JPKI_STATE_EXPIRED;
	if (jpki_date_cmp(on, not_before) < 0)
		return JPKI_STATE_NOT_YET_VALID;
	if (jpki_date_cmp(on, jpki_date_renewal_opens(expiry)) >= 0)
		return JPKI_STATE_RENEWABLE;
	return JPKI_STATE_VALID;
}
