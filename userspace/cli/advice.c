// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the holder can do next, where to go and what to bring, and what is
 * remarkable, as sentences.
 */
#include "advice.h"

#include <stdio.h>

#include "facts.h"
#include "lang.h"

static const char *plain_text(enum jpki_action action)
{
	switch (action) {
	case JPKI_ACTION_UNLOCK_AUTH:
		return _("The PIN for user authentication is locked. Take the "
			 "card and photo identification to your municipal "
			 "office to have it reset.");
	case JPKI_ACTION_UNLOCK_AUTH_STORE:
		return _("If you know the password for digital signatures, "
			 "the PIN for user authentication can also be reset "
			 "with the smartphone application and, within 24 "
			 "hours, at a convenience-store terminal.");
	case JPKI_ACTION_UNLOCK_SIGN:
		return _("The password for digital signatures is locked. Take "
			 "the card and photo identification to your municipal "
			 "office to have it reset.");
	case JPKI_ACTION_UNLOCK_SIGN_STORE:
		return _("If you know the PIN for user authentication, the "
			 "password for digital signatures can also be reset "
			 "with the smartphone application and, within 24 "
			 "hours, at a convenience-store terminal.");
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
		snprintf(buf, ADVICE_SIZE, "%s", plain_text(action));
	return buf;
}

const char *advice_locked(enum jpki_pin pin)
{
	switch (pin) {
	case JPKI_PIN_AUTH:
		return plain_text(JPKI_ACTION_UNLOCK_AUTH);
	case JPKI_PIN_SIGN:
		return plain_text(JPKI_ACTION_UNLOCK_SIGN);
	default:
		return _("The PIN for card data is locked. Take the card and "
			 "photo identification to your municipal office to "
			 "have it reset.");
	}
}

const char *advice_store(enum jpki_pin pin)
{
	switch (pin) {
	case JPKI_PIN_AUTH:
		return plain_text(JPKI_ACTION_UNLOCK_AUTH_STORE);
	case JPKI_PIN_SIGN:
		return plain_text(JPKI_ACTION_UNLOCK_SIGN_STORE);
	default:
		return NULL;
	}
}

const char *advice_last_try(enum jpki_pin pin)
{
	switch (pin) {
	case JPKI_PIN_AUTH:
		return plain_text(JPKI_ACTION_LAST_TRY_AUTH);
	case JPKI_PIN_SIGN:
		return plain_text(JPKI_ACTION_LAST_TRY_SIGN);
	default:
		return _("One try is left for the PIN for card data. If you "
			 "are not sure of it, do not try: ask your municipal "
			 "office to reset it.");
	}
}

const char *remark_text(const struct jpki_status *status,
			enum jpki_remark remark, char *buf)
{
	char day[DAY_TEXT_SIZE];

	switch (remark) {
	case JPKI_REMARK_EXPIRY_DIFFERS:
		snprintf(buf, ADVICE_SIZE,
			 _("By the date of birth the certificate would end on "
			   "%s. Its own day counts; it differs when the card "
			   "or the period of stay ends before."),
			 facts_day(status->computed_expiry, day));
		break;
	case JPKI_REMARK_NO_SIGN:
		snprintf(buf, ADVICE_SIZE, "%s",
			 _("As a rule the holder gets no certificate for "
			   "digital signatures before the age of 15. Offices "
			   "may decide exceptions: ask yours."));
		break;
	default:
		snprintf(buf, ADVICE_SIZE, "%s",
			 _("For a holder under 15 the legal representative "
			   "goes to the municipal office, with the card, "
			   "photo identification and proof of the power."));
		break;
	}
	return buf;
}
