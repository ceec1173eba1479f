/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_CARD_H
#define VREADER_CARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/types.h>

#define CARD_APPS	4
#define CARD_FILES	16
#define CARD_PIN_LEN	16
#define CARD_ATR_MAX	33

enum card_pin {
	PIN_AUTH,		/* JPKI 0018 */
	PIN_SIGN,		/* JPKI 001B */
	PIN_CARD,		/* text 0011 */
	PIN_OTHER,		/* text 0012: blocked from birth */
	PIN_CODE_A,		/* text 0014: the my number */
	PIN_CODE_B,		/* text 0015: birth, expiry, security code */
	PIN_FACE_BIRTH,		/* visual 0011 */
	PIN_FACE_B,		/* visual 0012 */
	PIN_FACE_A,		/* visual 0013 */
	PIN_COUNT
};

enum ef_kind { EF_DATA, EF_RECORD, EF_PIN, EF_KEY };

/**
 * struct ef - one elementary file
 * @opened_by: bits of enum card_pin, any of which opens it; 0: free
 * @pin: EF_PIN: which
 * @data: EF_DATA, EF_RECORD: the contents, owned
 * @key: EF_KEY: owned; NULL when the card carries no such key
 */
struct ef {
	uint16_t id;
	enum ef_kind kind;
	enum card_pin pin;
	unsigned int opened_by;
	uint8_t *data;
	size_t len;
	EVP_PKEY *key;
};

struct app {
	uint8_t aid[16];
	size_t aid_len;
	struct ef ef[CARD_FILES];
	size_t files;
};

/**
 * struct pin - a PIN with its counter
 * @tried: how often it was presented with data, right or wrong
 */
struct pin {
	uint8_t value[CARD_PIN_LEN];
	size_t len;
	uint8_t max;
	uint8_t left;
	bool verified;
	unsigned int tried;
};

struct card {
	struct app app[CARD_APPS];
	struct pin pin[PIN_COUNT];
	uint8_t atr[CARD_ATR_MAX];
	size_t atr_len;
	const struct app *selected;
	const struct ef *current;
	unsigned int apdus;
};

/* Runs one command; the response, at most APDU_RESPONSE_MAX, goes to @rsp. */
size_t card_apdu(struct card *card, const uint8_t *cmd, size_t len,
		 uint8_t *rsp);

/* Cold or warm: nothing is selected any more; what is verified stays so. */
void card_reset(struct card *card);

/* Only the loss of power forgets the PINs. */
void card_power_off(struct card *card);

/* Takes NULL. */
void card_free(struct card *card);

#endif
