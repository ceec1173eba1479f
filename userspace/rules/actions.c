// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the holder of a card can do next. Pure: facts in, actions out.
 */
#include "actions.h"

static void add(struct jpki_status *status, enum jpki_action action)
{
	status->action[status->action_count++] = action;
}

static void add_pin(struct jpki_status *status, const struct jpki_tries *tries,
		    enum jpki_action unlock, enum jpki_action last_try)
{
	if (!tries->known)
		return;
	if (tries->locked)
		add(status, unlock);
	else if (tries->left == 1)
		add(status, last_try);
}

static void add_auth(struct jpki_status *status)
{
	switch (status->auth.state) {
	case JPKI_STATE_RENEWABLE:
		add(status, JPKI_ACTION_RENEW);
		break;
	case JPKI_STATE_EXPIRED:
		add(status, JPKI_ACTION_RENEW_EXPIRED);
		break;
	case JPKI_STATE_REVOKED:
		add(status, JPKI_ACTION_REISSUE);
		break;
	case JPKI_STATE_ABSENT:
		if (status->jpki)
			add(status, JPKI_ACTION_ISSUE);
		break;
	default:
		break;
	}
}

static bool counts_as_valid(enum jpki_state state)
{
	return state == JPKI_STATE_VALID || state == JPKI_STATE_RENEWABLE;
}

void jpki_rules_actions(struct jpki_status *status)
{
	status->action_count = 0;
	add_pin(status, &status->auth_tries, JPKI_ACTION_UNLOCK_AUTH,
		JPKI_ACTION_LAST_TRY_AUTH);
	add_pin(status, &status->sign_tries, JPKI_ACTION_UNLOCK_SIGN,
		JPKI_ACTION_LAST_TRY_SIGN);
	add_auth(status);
	if (counts_as_valid(status->auth.state) &&
	    status->revocation != JPKI_REVOCATION_NOT_LISTED &&
	    status->revocation != JPKI_REVOCATION_LISTED)
		add(status, JPKI_ACTION_REVOCATION_NOT_CHECKED);
}
