// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the holder can do next, as sentences: where to go and what to bring.
 */
#include "advice.h"

#include <stdio.h>

#include "facts.h"
#include "lang.h"

/*
 * The way over a convenience store (rule RST-2) is open for a My Number Card
 * while the other PIN is not locked.
 */
static bool store_opens(const struct jpki_status *status,
			const struct jpki_tries *other)
{
	return status->kind == JPKI_KIND_MYNUMBER && other->known &&
	       !other->locked;
}

static const char *unlock_auth(const struct jpki_status *status)
{
	if (store_opens(status, &status->sign_tries))
		return _("The PIN for user authentication is locked. Have it "
			 "reset at your municipal office; or, if you know the "
			 "password for digital signatures, with the "
			 "smartphone application and a convenience-store "
			 "terminal.");
	return _("The PIN for user authentication is locked. Take the card "
		 "and photo identification to your municipal office to have "
		 "it reset.");
}

static const char *unlock_sign(const struct jpki_status *status)
{
	if (store_opens(status, &status->auth_tries))
		return _("The password for digital signatures is locked. Have "
			 "it reset at your municipal office; or, if you know "
			 "the PIN for user authentication, with the "
			 "smartphone application and a convenience-store "
			 "terminal.");
	return _("The password for digital signatures is locked. Take the "
		 "card and photo identification to your municipal office to "
		 "have it reset.");
}

static const char *plain_text(const struct jpki_status *status,
			      enum jpki_action action)
{
	switch (action) {
	case JPKI_ACTION_UNLOCK_AUTH:
		return unlock_auth(status);
	case JPKI_ACTION_UNLOCK_SIGN:
		return unlock_sign(status);
	case JPKI_ACTION_LAST_TRY_AUTH:
		return _("One try is left for the PIN for user "
			 "authentication. If you are not sure of it, do not "
			 "try: ask your municipal office to reset it.");
	case JPKI_ACTION_LAST_TRY_SIGN:
		return _("One try is left for the password for digital "
			 "signatures. If you are not sure of it, do not try: "
			 "ask your municipal office to reset it.");
	case JPKI_ACTION_RENEW_EXPIRED:
		return _("The certificate has expired. Take the card and its "
			 "PINs to your municipal office to have a new one "
			 "issued.");
	case JPKI_ACTION_REISSUE:
		return _("The certificate has been revoked. Ask your "
			 "municipal office for a new one.");
	case JPKI_ACTION_ISSUE:
		return _("There is no certificate for user authentication on "
			 "this card. Your municipal office can issue one.");
	default:
		return _("Whether the certificate was revoked has not been "
			 "checked: this terminal has no current revocation "
			 "list.");
	}
}

const char *advice_text(const struct jpki_status *status,
			enum jpki_action action, char *buf)
{
	char day[DAY_TEXT_SIZE];

	if (action == JPKI_ACTION_RENEW)
		snprintf(buf, ADVICE_SIZE,
			 _("The certificate can be renewed now. Take the card "
			   "and its PINs to your municipal office by %s."),
			 facts_day(status->auth.expiry, day));
	else
		snprintf(buf, ADVICE_SIZE, "%s",
			 plain_text(status, action));
	return buf;
}
