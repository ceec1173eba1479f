/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The My Number Card: a turn on the card in a reader, what can be asked of it
 * without a PIN, and entering one. While a card is begun nobody else can talk
 * to it, and each call is meant for that one card: JPKI_CARD_CHANGED once it
 * has left.
 */
#ifndef JPKI_CARD_H
#define JPKI_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jpki/cert.h>
#include <jpki/error.h>
#include <jpki/reader.h>
#include <jpki/secret.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JPKI_RESPONSE_MAX	65538	/* extended APDU with its status word */

struct jpki_card;

enum jpki_kind {
	JPKI_KIND_UNKNOWN,	/* no JPKI application, or no telling */
	JPKI_KIND_MYNUMBER,
	JPKI_KIND_PHONE,	/* the service on a smartphone */
};

enum jpki_pin {
	JPKI_PIN_AUTH,		/* four digits, for user authentication */
	JPKI_PIN_SIGN,		/* password for digital signatures */
	JPKI_PIN_CARD,		/* four digits, for reading attributes */
};

enum jpki_slot {
	JPKI_SLOT_AUTH,
	JPKI_SLOT_SIGN,
	JPKI_SLOT_AUTH_CA,
	JPKI_SLOT_SIGN_CA,
};

struct jpki_tries {
	bool known;		/* false: the card has no such PIN */
	bool locked;
	int left;		/* -1 when the card does not tell */
	int max;
};

/* Take the turn on the card, waiting up to ten seconds. @generation: the one
 * card meant, or 0 for whichever is there.
 */
enum jpki_error jpki_card_begin(struct jpki_reader *reader,
				uint32_t generation, struct jpki_card **ret);
void jpki_card_end(struct jpki_card **card);
const struct jpki_reader_state *jpki_card_state(const struct jpki_card *card);

/* One APDU. @ret_len bytes of @response are the answer, its status word
 * included. The caller wipes what it got.
 */
enum jpki_error jpki_card_transmit(struct jpki_card *card,
				   const uint8_t *command, size_t command_len,
				   uint8_t *response, size_t room,
				   size_t *ret_len);

/* JPKI_KIND_UNKNOWN when there is a JPKI application but no telling of what;
 * JPKI_NO_APPLICATION without one.
 */
enum jpki_error jpki_card_kind(struct jpki_card *card, enum jpki_kind *ret);

/* How many tries a PIN has left, asked of the card; costs none. */
enum jpki_error jpki_card_tries(struct jpki_card *card, enum jpki_pin pin,
				struct jpki_tries *ret);

/*
 * May a PIN be entered? JPKI_PIN_LOCKED, or JPKI_PIN_FLOOR when it may be the
 * last try and @last_try does not allow it.
 */
enum jpki_error jpki_tries_allow(const struct jpki_tries *tries,
				 bool last_try);

/* JPKI_PIN_FORM unless it has the form of this PIN. Asks no card. */
enum jpki_error jpki_pin_check(enum jpki_pin pin, struct jpki_secret *secret);

/*
 * Enter a PIN; until jpki_card_end() the card shows what it guards. It is sent
 * at most once: not when it has not the form of one (JPKI_PIN_FORM), nor when
 * jpki_tries_allow() says no. JPKI_WRONG_PIN when it is wrong. @ret gets what
 * is known of the tries, also after an error.
 */
enum jpki_error jpki_card_verify(struct jpki_card *card, enum jpki_pin pin,
				 struct jpki_secret *secret, bool last_try,
				 struct jpki_tries *ret);

/* Can the PIN be typed on the reader's own keys? JPKI_NO_PIN_PAD when it has
 * none, and for JPKI_PIN_SIGN, which has letters.
 */
enum jpki_error jpki_reader_check_pad(const struct jpki_reader *reader,
				      enum jpki_pin pin);

/* As jpki_card_verify(), with a PIN that is typed there within a minute. */
enum jpki_error jpki_card_verify_on_pad(struct jpki_card *card,
					enum jpki_pin pin, bool last_try,
					struct jpki_tries *ret);

/*
 * Set a new PIN in place of the one that jpki_card_verify() has just found
 * right. JPKI_PIN_FORM when it has not the form of one: nothing was sent.
 * JPKI_PIN_NOT_CHANGED when the old one is still in force, JPKI_PIN_UNSURE when
 * either may be, since the card's answer was lost.
 */
enum jpki_error jpki_card_change_pin(struct jpki_card *card, enum jpki_pin pin,
				     struct jpki_secret *secret);

/* JPKI_NO_CERTIFICATE when there is none, JPKI_PIN_NEEDED when it is shown
 * only after a PIN.
 */
enum jpki_error jpki_card_cert(struct jpki_card *card, enum jpki_slot slot,
			       struct jpki_cert **ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_CARD_H */
