// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Issuing a card: from a directory with a profile, certificates and keys to
 * the applications and files of a My Number Card.
 */
#include "issue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>

#include "array.h"
#include "contents.h"
#include "hex.h"
#include "profile.h"

#define PIN(name)	(1u << PIN_##name)
#define FILLER		0xff

/* Where the contents of a data file come from. */
enum source { FILLED, CERTIFICATE, MADE, BYTES };

typedef size_t (*make_fn)(uint8_t *ret, const struct profile *p);

/**
 * struct plan - one file of the card as issued
 * @size: of the file, if the contents need no more; the rest is filler
 * @name: CERTIFICATE, EF_KEY: file in the card's directory; BYTES: contents
 */
struct plan {
	uint16_t id;
	enum ef_kind kind;
	enum source source;
	enum card_pin pin;
	unsigned int opened_by;
	size_t size;
	const char *name;
	make_fn make;
};

#define DATA(id, lock, size, fn) \
	{ id, EF_DATA, MADE, 0, lock, size, NULL, fn }
#define FILLER_FILE(id, size) \
	{ id, EF_DATA, FILLED, 0, 0, size, NULL, NULL }
#define FIXED(id, bytes) \
	{ id, EF_DATA, BYTES, 0, 0, sizeof(bytes) - 1, bytes, NULL }
#define CERT(id, lock, file) \
	{ id, EF_DATA, CERTIFICATE, 0, lock, 2560, file, NULL }
#define KEY(id, lock, file) \
	{ id, EF_KEY, FILLED, 0, lock, 0, file, NULL }
#define PIN_FILE(id, which) \
	{ id, EF_PIN, FILLED, PIN_##which, 0, 0, NULL, NULL }

static const struct plan jpki[] = {
	CERT(0x0001, PIN(SIGN), "sign.crt"),
	CERT(0x0002, 0, "sign-ca.crt"),
	DATA(0x0006, 0, 160, contents_token_info),
	FIXED(0x0008, "\x8f\x8f\x00"),
	CERT(0x000a, 0, "auth.crt"),
	CERT(0x000b, 0, "auth-ca.crt"),
	FILLER_FILE(0x0016, 256),
	KEY(0x0017, PIN(AUTH), "auth.key"),
	PIN_FILE(0x0018, AUTH),
	KEY(0x001a, PIN(SIGN), "sign.key"),
	PIN_FILE(0x001b, SIGN),
};

static const struct plan text[] = {
	DATA(0x0001, PIN(CARD) | PIN(CODE_A), 32, contents_my_number),
	DATA(0x0002, PIN(CARD) | PIN(CODE_B), 768, contents_attributes),
	FILLER_FILE(0x0003, 384),
	FILLER_FILE(0x0004, 512),
	FIXED(0x0005, "\x54\x02\x02\x00"),
	FILLER_FILE(0x0006, 256),
	FILLER_FILE(0x0007, 256),
	FILLER_FILE(0x0008, 64),
	PIN_FILE(0x0011, CARD),
	PIN_FILE(0x0012, OTHER),
	PIN_FILE(0x0014, CODE_A),
	PIN_FILE(0x0015, CODE_B),
};

static const struct plan visual[] = {
	DATA(0x0001, PIN(FACE_BIRTH), 64, contents_age),
	DATA(0x0002, PIN(FACE_A) | PIN(FACE_B), 6144, contents_face),
	FIXED(0x0003, "\x54\x02\x02\x00"),
	FILLER_FILE(0x0004, 512),
	{ 0x0005, EF_DATA, FILLED, 0, PIN(FACE_A), 1024, NULL, NULL },
	PIN_FILE(0x0011, FACE_BIRTH),
	PIN_FILE(0x0012, FACE_B),
	PIN_FILE(0x0013, FACE_A),
};

static const struct plan common[] = {
	{ 0x0001, EF_RECORD, MADE, 0, 0, 16, NULL, contents_issuer_record },
};

#define AID_LEN 10

static const struct {
	uint8_t aid[AID_LEN];
	const struct plan *plan;
	size_t files;
} apps[CARD_APPS] = {
	{ "\xd3\x92\xf0\x00\x26\x01\x00\x00\x00\x01",
	  jpki, ARRAY_SIZE(jpki) },
	{ "\xd3\x92\x10\x00\x31\x00\x01\x01\x04\x08",
	  text, ARRAY_SIZE(text) },
	{ "\xd3\x92\x10\x00\x31\x00\x01\x01\x04\x02",
	  visual, ARRAY_SIZE(visual) },
	{ "\xd3\x92\x10\x00\x31\x00\x01\x01\x01\x00",
	  common, ARRAY_SIZE(common) },
};

/* NULL with errno ENOENT: the card has none, which is no error. */
static FILE *open_in(const char *dir, const char *name)
{
	char path[4096];
	FILE *in;

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return NULL;
	}
	in = fopen(path, "re");
	if (!in && errno != ENOENT)
		perror(path);
	return in;
}

static int load_key(struct ef *ef, const char *dir, const char *name)
{
	FILE *in = open_in(dir, name);

	if (!in)
		return errno == ENOENT ? 0 : -1;
	ef->key = PEM_read_PrivateKey(in, NULL, NULL, NULL);
	fclose(in);
	if (ef->key && EVP_PKEY_is_a(ef->key, "RSA"))
		return 0;
	fprintf(stderr, "%s/%s: no RSA key in PEM form\n", dir, name);
	return -1;
}

static int load_certificate(uint8_t *ret, size_t *len, const char *dir,
			    const char *name)
{
	FILE *in = open_in(dir, name);

	*len = 0;
	if (!in)
		return errno == ENOENT ? 0 : -1;
	*len = fread(ret, 1, CONTENTS_MAX, in);
	fclose(in);
	return 0;
}

static int contents(uint8_t *ret, size_t *len, const struct plan *plan,
		    const char *dir, const struct profile *p)
{
	*len = 0;
	switch (plan->source) {
	case CERTIFICATE:
		return load_certificate(ret, len, dir, plan->name);
	case MADE:
		*len = plan->make(ret, p);
		return 0;
	case BYTES:
		*len = plan->size;
		memcpy(ret, plan->name, plan->size);
		return 0;
	case FILLED:
		return 0;
	}
	return -1;
}

static int issue_file(struct ef *ef, const struct plan *plan, const char *dir,
		      const struct profile *p)
{
	uint8_t bytes[CONTENTS_MAX];
	size_t len;

	*ef = (struct ef){
		.id = plan->id, .kind = plan->kind, .pin = plan->pin,
		.opened_by = plan->opened_by,
	};
	if (plan->kind == EF_KEY)
		return load_key(ef, dir, plan->name);
	if (plan->kind == EF_PIN)
		return 0;
	if (contents(bytes, &len, plan, dir, p))
		return -1;
	ef->len = len > plan->size ? len : plan->size;
	ef->data = malloc(ef->len);
	if (!ef->data)
		return -1;
	memset(ef->data, FILLER, ef->len);
	memcpy(ef->data, bytes, len);
	return 0;
}

static void set_pin(struct card *card, enum card_pin which, const char *value,
		    int tries)
{
	struct pin *pin = &card->pin[which];

	pin->len = strnlen(value, CARD_PIN_LEN);
	memcpy(pin->value, value, pin->len);
	pin->max = (uint8_t)tries;
	pin->left = pin->max;
}

static void set_pins(struct card *card, const struct profile *p)
{
	char birth[CARD_PIN_LEN + 1], code_b[CARD_PIN_LEN + 1];

	profile_birth_digits(p, birth);
	snprintf(code_b, sizeof(code_b), "%.6s%04u%.4s", birth,
		 (unsigned int)p->until.year % 10000, p->security_code);
	set_pin(card, PIN_AUTH, p->auth_pin, p->auth_tries);
	set_pin(card, PIN_SIGN, p->sign_pin, p->sign_tries);
	set_pin(card, PIN_CARD, p->card_pin, p->card_tries);
	set_pin(card, PIN_OTHER, "", 0);
	set_pin(card, PIN_CODE_A, p->mynumber, 10);
	set_pin(card, PIN_CODE_B, code_b, 10);
	set_pin(card, PIN_FACE_BIRTH, birth, 10);
	set_pin(card, PIN_FACE_A, p->mynumber, 10);
	set_pin(card, PIN_FACE_B, code_b, 10);
	explicit_bzero(code_b, sizeof(code_b));
}

/* The keys of a phone guard its auth certificate too. */
static void lock_phone(struct card *card, const struct profile *p)
{
	size_t i;

	if (strncmp(p->label, "JPKIAPGPSE", 10) &&
	    strncmp(p->label, "JPKIAPIOS", 9))
		return;
	for (i = 0; i < card->app[0].files; i++)
		if (card->app[0].ef[i].id == 0x000a)
			card->app[0].ef[i].opened_by = PIN(AUTH);
}

static int issue_app(struct card *card, size_t which, const char *dir,
		     const struct profile *p)
{
	struct app *app = &card->app[which];
	size_t i;

	memcpy(app->aid, apps[which].aid, AID_LEN);
	app->aid_len = AID_LEN;
	for (i = 0; i < apps[which].files; i++) {
		app->files++;
		if (issue_file(&app->ef[i], &apps[which].plan[i], dir, p))
			return -1;
	}
	return 0;
}

static int set_atr(struct card *card, const struct profile *p)
{
	long len = hex_parse(card->atr, sizeof(card->atr), p->atr);

	card->atr_len = (size_t)len;
	if (len >= 2)
		return 0;
	fprintf(stderr, "profile: atr: not 2 to 33 bytes of hexadecimal\n");
	return -1;
}

struct card *card_issue(const char *dir)
{
	struct card *card = calloc(1, sizeof(*card));
	struct profile p;
	char path[4096];
	size_t i;
	int err = 0;

	profile_default(&p);
	if (!card ||
	    snprintf(path, sizeof(path), "%s/profile", dir) >=
	    (int)sizeof(path) || profile_read(&p, path) || set_atr(card, &p))
		goto fail;
	set_pins(card, &p);
	for (i = 0; i < CARD_APPS && !err; i++)
		err = issue_app(card, i, dir, &p);
	if (err)
		goto fail;
	lock_phone(card, &p);
	explicit_bzero(&p, sizeof(p));
	return card;
fail:
	explicit_bzero(&p, sizeof(p));
	card_free(card);
	return NULL;
}
