/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What findings mean for the holder of a card and what to do next: sentences,
 * each a message of the gettext domain "jpki". "{key}" in one stands for that
 * value of the answer.
 */
#ifndef JPKI_RULES_MEANING_H
#define JPKI_RULES_MEANING_H

#include <jpki/error.h>

/* X(constant, sentence) */
#define JPKI_MEANINGS(X)						\
	X(MISSING,							\
	  JPKI_N_("More must be known before this can be answered; "	\
		  "add the inputs that are named."))			\
	X(OFFICE,							\
	  JPKI_N_("For questions ask {office}, telephone "		\
		  "{telephone}."))					\
	X(CARD_ADULT,							\
	  JPKI_N_("The card is valid through {expiry}, the tenth "	\
		  "birthday after its issue. Apply for a new card "	\
		  "before that day."))					\
	X(CARD_MINOR,							\
	  JPKI_N_("The card is valid through {expiry}, the fifth "	\
		  "birthday after its issue, since the holder was a "	\
		  "minor then. Apply for a new card before that "	\
		  "day."))						\
	X(CARD_STAY,							\
	  JPKI_N_("The card is valid through {expiry}, the end of "	\
		  "the period of stay. When the stay is prolonged, "	\
		  "take the card and the new residence card to your "	\
		  "municipal office before that day."))			\
	X(CERT_BIRTHDAY,						\
	  JPKI_N_("The certificate is valid through {expiry}, a "	\
		  "birthday of the holder. It can be renewed in the "	\
		  "three months before: take the card and its PINs "	\
		  "to your municipal office."))				\
	X(CERT_CARD,							\
	  JPKI_N_("The certificate is valid through {expiry}, since "	\
		  "the card ends then. Apply for a new card; new "	\
		  "certificates come with it."))			\
	X(CERT_AUTH,							\
	  JPKI_N_("The certificate is valid through {expiry}, since "	\
		  "the one for user authentication ends then. Both "	\
		  "can be renewed together at your municipal "		\
		  "office."))						\
	X(CERT_STAY,							\
	  JPKI_N_("The certificate is valid through {expiry}, the "	\
		  "end of the period of stay. When the stay is "	\
		  "prolonged, have the card prolonged at your "		\
		  "municipal office before that day."))			\
	X(JUKI_CERT,							\
	  JPKI_N_("The certificate on this old card is valid "		\
		  "through {expiry} and cannot be renewed. Apply "	\
		  "for a My Number card to have new ones."))		\
	X(RENEWAL_OPENS,						\
	  JPKI_N_("The certificate can be renewed from {opens}, "	\
		  "with or without the notice: take the card and "	\
		  "its PINs to your municipal office."))		\
	X(JUKI_OVER,							\
	  JPKI_N_("Nothing of this is done any more for the old "	\
		  "resident register card. Apply for a My Number "	\
		  "card."))						\
	X(RENEW_LATE,							\
	  JPKI_N_("The expiry has passed, so a new certificate is "	\
		  "issued: take the card and its PINs to your "		\
		  "municipal office."))					\
	X(RENEW_NOW,							\
	  JPKI_N_("The certificate can be renewed now: take the "	\
		  "card and its PINs to your municipal office "		\
		  "before it expires."))				\
	X(NO_NOTICE,							\
	  JPKI_N_("No notice is sent: there is no valid certificate "	\
		  "to be renewed. Ask your municipal office for a "	\
		  "new one."))						\
	X(NOTICE,							\
	  JPKI_N_("The notice of expiry is sent between {from} and "	\
		  "{to}. It may not arrive after a move, and "		\
		  "renewal does not need it."))				\
	X(STATE_ABSENT,							\
	  JPKI_N_("There is no certificate on the card. Your "		\
		  "municipal office can issue one: bring the card."))	\
	X(STATE_REVOKED,						\
	  JPKI_N_("The certificate is revoked. Take the card to "	\
		  "your municipal office to have a new one issued."))	\
	X(STATE_EXPIRED,						\
	  JPKI_N_("The certificate has expired. Take the card and "	\
		  "its PINs to your municipal office to have a new "	\
		  "one issued."))					\
	X(STATE_NOT_YET_VALID,						\
	  JPKI_N_("The certificate is not valid yet. Check the day; "	\
		  "there is nothing else to do."))			\
	X(STATE_RENEWABLE,						\
	  JPKI_N_("The certificate is valid and can be renewed "	\
		  "since {opens}: take the card and its PINs to "	\
		  "your municipal office."))				\
	X(STATE_VALID,							\
	  JPKI_N_("The certificate is valid as far as known here, "	\
		  "and can be renewed from {opens}."))			\
	X(SIGN_VOID,							\
	  JPKI_N_("The certificate for digital signatures becomes "	\
		  "void on the day of the change; that for user "	\
		  "authentication stays. Take the card to your "	\
		  "municipal office to have a new one issued."))	\
	X(BOTH_VOID,							\
	  JPKI_N_("Both certificates become void on the day of the "	\
		  "change. Take the card to your municipal office "	\
		  "to have new ones issued."))				\
	X(VOLUNTARY,							\
	  JPKI_N_("The certificates asked for become void on the "	\
		  "day of the request. Others stay. Your municipal "	\
		  "office can issue new ones later."))			\
	X(CARD_VOID,							\
	  JPKI_N_("With the card its certificates become void. "	\
		  "Apply for a new card at your municipal office."))	\
	X(DEATH,							\
	  JPKI_N_("The certificates become void on the day of "		\
		  "death. Nothing needs to be done for them."))		\
	X(VOID_FROM,							\
	  JPKI_N_("From the day that is named the certificate can "	\
		  "no longer be used. Take the card to your "		\
		  "municipal office for a new one."))			\
	X(JUKI_VOID,							\
	  JPKI_N_("The certificate on this old card becomes void on "	\
		  "that day and is not issued again. Apply for a My "	\
		  "Number card to have new ones."))			\
	X(NOTHING_VOID,							\
	  JPKI_N_("No certificate on this card becomes void. "		\
		  "Nothing needs to be done."))				\
	X(FACIAL_NO_SIGN,						\
	  JPKI_N_("A card with facial authentication alone carries "	\
		  "no certificate for digital signatures. Ask your "	\
		  "municipal office for a card with PINs."))		\
	X(CARD_EXPIRED,							\
	  JPKI_N_("The card has expired, so no certificate is "		\
		  "issued to it. Apply for a new card at your "		\
		  "municipal office."))					\
	X(NOT_RESIDENT,							\
	  JPKI_N_("Ask the municipality where the holder is "		\
		  "registered as a resident."))				\
	X(NO_SIGN_YET,							\
	  JPKI_N_("As a rule no certificate for digital signatures "	\
		  "is issued to a holder under 15 or an adult ward. "	\
		  "Offices may decide exceptions: ask yours."))		\
	X(ELIGIBLE,							\
	  JPKI_N_("The certificate can be issued: take the card to "	\
		  "your municipal office."))				\
	X(ELIGIBLE_REPRESENTED,						\
	  JPKI_N_("The certificate can be issued at your municipal "	\
		  "office; the legal representative applies and "	\
		  "sets the PIN. Bring the card, the "			\
		  "representative's photo identification and proof "	\
		  "of the power."))					\
	X(NO_PINS,							\
	  JPKI_N_("This card has no PINs: the face is compared "	\
		  "instead. Nothing needs to be entered or "		\
		  "unlocked."))						\
	X(PIN_OK,							\
	  JPKI_N_("The PIN has the form that is asked for."))		\
	X(PIN_SIGN_FORM,						\
	  JPKI_N_("The password for digital signatures has 6 to 16 "	\
		  "characters of A to Z and 0 to 9, with at least "	\
		  "one letter and one digit. Small letters are not "	\
		  "taken: enter capital ones."))			\
	X(PIN_DIGITS_FORM,						\
	  JPKI_N_("The PIN has exactly four digits of 0 to 9, typed "	\
		  "as half-width characters."))				\
	X(PIN_LOCKED,							\
	  JPKI_N_("The PIN is locked. Take the card and "		\
		  "identification to your municipal office to have "	\
		  "it reset."))						\
	X(PIN_LEFT,							\
	  JPKI_N_("Tries left before the PIN locks: {left}. A right "	\
		  "entry brings all of them back."))			\
	X(UNLOCK_STORE,							\
	  JPKI_N_("The PIN can be reset without a visit: with the "	\
		  "smartphone application, and within 24 hours of "	\
		  "it at a convenience-store terminal; or at the "	\
		  "desk of your municipal office, with the card."))	\
	X(UNLOCK_DESK,							\
	  JPKI_N_("The PIN is reset at the desk of your municipal "	\
		  "office alone. Bring the card, and its four-digit "	\
		  "PIN for card data if you know it."))			\
	X(STORE_REDO,							\
	  JPKI_N_("It is too late for the terminal. Do the step on "	\
		  "the smartphone once more, then go to a store "	\
		  "within 24 hours, between 06:30 and 23:00."))		\
	X(STORE_NOW,							\
	  JPKI_N_("The terminal can be used now, with the card, "	\
		  "until {until}."))					\
	X(STORE_LATER,							\
	  JPKI_N_("The terminals are closed now. Take the card to "	\
		  "one from {next} until {until}."))			\
	X(FEE,								\
	  JPKI_N_("The fee is {yen} yen, paid at the desk of the "	\
		  "municipal office."))					\
	X(NO_FEE,							\
	  JPKI_N_("There is no fee."))					\
	X(NO_PROXY,							\
	  JPKI_N_("A proxy cannot do this for a holder under 15 or "	\
		  "an adult ward; the legal representative goes, "	\
		  "and for user authentication alone."))		\
	X(LEGAL_REP_NEEDED,						\
	  JPKI_N_("A holder under 15 or an adult ward cannot apply "	\
		  "alone. The legal representative goes to the "	\
		  "municipal office with the card, photo "		\
		  "identification and proof of the power."))		\
	X(NO_LEGAL_REP,							\
	  JPKI_N_("The holder is of age, so there is no legal "		\
		  "representative. The holder goes, or gives a "	\
		  "proxy a power of attorney."))			\
	X(SELF,								\
	  JPKI_N_("One visit to the municipal office. Bring the "	\
		  "card and the PINs; where an application is used, "	\
		  "it is filled in there."))				\
	X(LEGAL_REP,							\
	  JPKI_N_("One visit of the legal representative to the "	\
		  "municipal office. Bring the holder's card, the "	\
		  "representative's photo identification issued by "	\
		  "an authority, and proof of the power: the family "	\
		  "register or the certificate of guardianship "	\
		  "registration."))					\
	X(HOLDER_ALONG,							\
	  JPKI_N_("The holder comes along."))				\
	X(FIRST_UNSTATED,						\
	  JPKI_N_("Two visits of the proxy to the municipal office. "	\
		  "Ask it what to bring to the first."))		\
	X(FIRST_APPLICATION_ID,						\
	  JPKI_N_("Two visits of the proxy to the municipal office. "	\
		  "Bring the application and the proxy's photo "	\
		  "identification to the first."))			\
	X(FIRST_CARD_ID,						\
	  JPKI_N_("Two visits of the proxy to the municipal office. "	\
		  "Bring the holder's card and the proxy's photo "	\
		  "identification to the first."))			\
	X(FIRST_CARD_APPLICATION,					\
	  JPKI_N_("Two visits of the proxy to the municipal office. "	\
		  "Bring the holder's card and the application to "	\
		  "the first."))					\
	X(SECOND_VISIT,							\
	  JPKI_N_("The office then writes to the holder. Bring to "	\
		  "the second visit the card, the application where "	\
		  "used, the proxy's identification, the power of "	\
		  "attorney, and the answered letter with the PINs "	\
		  "in a sealed envelope."))				\
	X(SECOND_VISIT_A_B,						\
	  JPKI_N_("The office then writes to the holder. Bring to "	\
		  "the second visit the card, the application, two "	\
		  "identity papers of the proxy, one of list A and "	\
		  "one of list B, the power of attorney, and the "	\
		  "answered letter with the PINs in a sealed "		\
		  "envelope."))						\
	X(HOUSEHOLD_MOVE,						\
	  JPKI_N_("One visit, on the day of the notification of the "	\
		  "move itself. Bring the holder's card, the "		\
		  "proxy's photo identification and a power of "	\
		  "attorney."))						\
	X(NOTICE_FORM,							\
	  JPKI_N_("One visit of the proxy to the municipal office. "	\
		  "Bring the holder's card, the proxy's photo "		\
		  "identification, and the form that came with the "	\
		  "notice, filled in by the holder and in a sealed "	\
		  "envelope."))						\
	X(ANSWER_UNTIL,							\
	  JPKI_N_("The second visit is due by {until}. Bring the "	\
		  "answered letter, the card, the application, the "	\
		  "power of attorney and the proxy's photo "		\
		  "identification."))					\
	X(ANSWER_ANY_DAY,						\
	  JPKI_N_("This municipality states no last day for the "	\
		  "second visit; go soon, with the answered letter."))	\
	X(NO_PROOF,							\
	  JPKI_N_("The office sees by itself who the parent is: no "	\
		  "proof needs to be brought, only the card and the "	\
		  "parent's photo identification."))			\
	X(PROOF,							\
	  JPKI_N_("Bring proof of the power to represent: for a "	\
		  "parent the family register, for a guardian the "	\
		  "certificate of guardianship registration; "		\
		  "originals only."))					\
	X(PAPER_REFUSED,						\
	  JPKI_N_("This paper does not count: it is expired, a "	\
		  "copy, out of date or too old. Have it renewed or "	\
		  "corrected, or bring another one."))			\
	X(PAPER_LACKS,							\
	  JPKI_N_("This paper does not count, since it lacks a "	\
		  "photo, protection against tampering or the date "	\
		  "of birth. Bring another one."))			\
	X(PAPER_A,							\
	  JPKI_N_("This paper counts and suffices alone. Bring the "	\
		  "original to the desk."))				\
	X(PAPER_B,							\
	  JPKI_N_("This paper counts as one of list B; bring the "	\
		  "original, together with what else the desk asks "	\
		  "for."))						\
	X(SERVICE_KIND,							\
	  JPKI_N_("A card of this kind does not open this service. "	\
		  "Ask your municipal office for a My Number card "	\
		  "with PINs."))					\
	X(FACE_TO_FACE,							\
	  JPKI_N_("Show the card; it is valid as identification, "	\
		  "whatever its certificates are."))			\
	X(NO_FACE_TO_FACE,						\
	  JPKI_N_("The card does not serve as identification: it "	\
		  "has expired or bears no photo. Bring another "	\
		  "paper, and apply for a new card at your "		\
		  "municipal office."))					\
	X(SERVICE_UNKNOWN,						\
	  JPKI_N_("Whether the service can be used depends on the "	\
		  "certificate, whose state is not known. Enter its "	\
		  "PIN or ask your municipal office."))			\
	X(SERVICE_INVALID,						\
	  JPKI_N_("The service needs a valid certificate. Take the "	\
		  "card and its PINs to your municipal office to "	\
		  "have one issued."))					\
	X(SERVICE_LATER,						\
	  JPKI_N_("The service can be used from {from}; nothing "	\
		  "else needs to be done."))				\
	X(SERVICE,							\
	  JPKI_N_("The service can be used now, with the card. "	\
		  "After a renewal the new certificate may have to "	\
		  "be registered with the service again."))		\
	X(HOURS_UNKNOWN,						\
	  JPKI_N_("The municipality's page states no hours for this "	\
		  "desk. Ask before you go."))				\
	X(OPEN,								\
	  JPKI_N_("The desk is open now."))				\
	X(CLOSED,							\
	  JPKI_N_("The desk is closed now; it opens next at {next}."))

#define MEANING_CONSTANT(constant, text) MEANING_##constant,
enum jpki_meaning { JPKI_MEANINGS(MEANING_CONSTANT) MEANING_COUNT };
#undef MEANING_CONSTANT

const char *jpki_meaning_text(enum jpki_meaning meaning);

#endif /* JPKI_RULES_MEANING_H */
