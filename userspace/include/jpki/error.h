/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The errors of libjpki: one list makes the constants, the stable names (for
 * JSON and logs) and the sentences (English; gettext domain "jpki").
 */
#ifndef JPKI_ERROR_H
#define JPKI_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

#ifndef JPKI_N_
/* marks a sentence for xgettext */
#define JPKI_N_(text) text
#endif

/* X(constant, stable name, exit status of a command, sentence) */
#define JPKI_ERRORS(X)							\
	X(OK, "ok", 0, JPKI_N_("Done."))				\
	X(PIN_LOCKED, "pin_locked", 1,					\
	  JPKI_N_("The PIN is locked; take the card and photo "		\
		  "identification to your municipal office to have it "	\
		  "reset."))						\
	X(INVALID, "invalid", 2,					\
	  JPKI_N_("An argument is not valid; see jpkictl(1)."))		\
	X(SEVERAL_READERS, "several_readers", 2,			\
	  JPKI_N_("There are several readers; "				\
		  "choose one with --reader NAME."))			\
	X(FILE, "file", 2,						\
	  JPKI_N_("A file cannot be read or written; "			\
		  "check its name and permissions."))			\
	X(BAD_FILE, "bad_file", 2,					\
	  JPKI_N_("A file has a mistake; correct what is named here."))	\
	X(NO_PIN, "no_pin", 2,						\
	  JPKI_N_("No PIN was entered; enter it on a terminal or with "	\
		  "--pin-fd. Nothing was sent to the card."))		\
	X(PIN_FORM, "pin_form", 2,					\
	  JPKI_N_("What was entered has not the form of this PIN; "	\
		  "nothing was sent to the card and no try was "	\
		  "spent."))						\
	X(PIN_SAME, "pin_same", 2,					\
	  JPKI_N_("The new PIN is the old one; choose another. "	\
		  "Nothing was sent to the card."))			\
	X(PIN_UNLIKE, "pin_unlike", 2,					\
	  JPKI_N_("The new PIN was not entered the same way twice; "	\
		  "start again. Nothing was sent to the card."))	\
	X(NO_PIN_PAD, "no_pin_pad", 2,					\
	  JPKI_N_("This PIN cannot be typed on this reader; enter it "	\
		  "without --pinpad. Nothing was sent to the card."))	\
	X(NO_READER, "no_reader", 3,					\
	  JPKI_N_("No such card reader; plug it in and check that "	\
		  "the ccid module is loaded."))			\
	X(READER_GONE, "reader_gone", 3,				\
	  JPKI_N_("The card reader was unplugged; plug it in again."))	\
	X(NO_CARD, "no_card", 4,					\
	  JPKI_N_("There is no card on the reader; put one on it."))	\
	X(CARD_CHANGED, "card_changed", 4,				\
	  JPKI_N_("The card was exchanged or taken away; "		\
		  "put it back and start again."))			\
	X(PIN_FLOOR, "pin_floor", 5,					\
	  JPKI_N_("Refused to spend the last try of the PIN; nothing "	\
		  "was sent to the card. If you are sure of the PIN, "	\
		  "use --last-try."))					\
	X(WRONG_PIN, "wrong_pin", 6,					\
	  JPKI_N_("The PIN is wrong; after too many wrong ones it "	\
		  "is locked."))					\
	X(CARD_MUTE, "card_mute", 7,					\
	  JPKI_N_("The card does not answer; take it away and put it "	\
		  "on the reader again."))				\
	X(READER_BUSY, "reader_busy", 7,				\
	  JPKI_N_("Another program is using the reader; "		\
		  "try again when it has finished."))			\
	X(TIMEOUT, "timeout", 7,					\
	  JPKI_N_("The card did not answer in time; "			\
		  "leave it still on the reader and try again."))	\
	X(READER_PROTOCOL, "reader_protocol", 7,			\
	  JPKI_N_("The reader broke the protocol; try again, "		\
		  "and if it persists plug the reader in anew."))	\
	X(RESPONSE_TOO_LONG, "response_too_long", 7,			\
	  JPKI_N_("The card answered with more than was asked for; "	\
		  "it may not be a My Number Card."))			\
	X(CANCELED, "canceled", 7,					\
	  JPKI_N_("The command was interrupted; start it again."))	\
	X(NOT_SUPPORTED, "not_supported", 7,				\
	  JPKI_N_("The reader cannot carry this command; "		\
		  "use another reader."))				\
	X(DRIVER_MISMATCH, "driver_mismatch", 7,			\
	  JPKI_N_("The ccid module does not know this request; "	\
		  "install module and library of the same version."))	\
	X(DRIVER, "driver", 7,						\
	  JPKI_N_("The ccid module reported an unexpected error; "	\
		  "see the kernel log."))				\
	X(NO_APPLICATION, "no_application", 7,				\
	  JPKI_N_("The card does not carry this application; "		\
		  "use a My Number Card."))				\
	X(NO_CERTIFICATE, "no_certificate", 7,				\
	  JPKI_N_("The card does not carry this certificate; "		\
		  "the municipal office can issue one."))		\
	X(CARD_REFUSED, "card_refused", 7,				\
	  JPKI_N_("The card refused a command; take it away, put it "	\
		  "on the reader again and repeat."))			\
	X(PIN_NOT_CHANGED, "pin_not_changed", 7,			\
	  JPKI_N_("The PIN was not changed: the old one is still in "	\
		  "force. Start again."))				\
	X(PIN_UNSURE, "pin_unsure", 7,					\
	  JPKI_N_("The PIN may have been changed or not: the card's "	\
		  "answer was lost. Verify the new PIN; if it is "	\
		  "wrong, the old one is still in force."))		\
	X(BAD_CERTIFICATE, "bad_certificate", 7,			\
	  JPKI_N_("The certificate is damaged or not an X.509 "		\
		  "certificate; have the card checked at the "		\
		  "municipal office."))					\
	X(BAD_ATTRIBUTES, "bad_attributes", 7,				\
	  JPKI_N_("What the card tells of its holder is damaged; have "	\
		  "the card checked at the municipal office."))		\
	X(NO_MEMORY, "no_memory", 7,					\
	  JPKI_N_("Out of memory; close other programs."))		\
	X(PERMISSION, "permission", 8,					\
	  JPKI_N_("You may not use the reader; ask the administrator "	\
		  "to add you to the group jpki."))			\
	X(PIN_NEEDED, "pin_needed", 8,					\
	  JPKI_N_("The card shows this only after its PIN has been "	\
		  "entered, which this version cannot do yet."))

#define JPKI_ERROR_CONSTANT(constant, name, status, text) JPKI_##constant,
enum jpki_error { JPKI_ERRORS(JPKI_ERROR_CONSTANT) };
#undef JPKI_ERROR_CONSTANT

/* The stable name, such as "no_card"; "driver" for an unknown number. */
const char *jpki_error_name(enum jpki_error err);

/* The English sentence, which is also the message id of its translation. */
const char *jpki_error_text(enum jpki_error err);

/* The exit status that a command ends with after this error. */
int jpki_error_exit(enum jpki_error err);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_ERROR_H */
