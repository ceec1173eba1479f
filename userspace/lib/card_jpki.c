// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The JPKI application of the card: what kind of token it is, and its
 * certificates. Alone knows its files.
 */
#include "card.h"

#include <string.h>

#include "context.h"
#include "reader.h"

#define EF_TOKEN	0x0006
#define LABEL_LEN	32

#define DER_HEADER	4	/* SEQUENCE with a two-byte length */

const struct jpki_aid jpki_jpki_aid = {
	10, { 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01 }
};

static const uint16_t cert_ef[] = {
	[JPKI_SLOT_AUTH] = 0x000a,
	[JPKI_SLOT_SIGN] = 0x0001,
	[JPKI_SLOT_AUTH_CA] = 0x000b,
	[JPKI_SLOT_SIGN_CA] = 0x0002,
};

static const struct {
	const char *label;
	enum jpki_kind kind;
} tokens[] = {
	{ "JPKIAPICCTOKEN", JPKI_KIND_MYNUMBER },
	{ "JPKIAPICCTOKEN2", JPKI_KIND_MYNUMBER },
	{ "JPKIAPGPSETOKEN", JPKI_KIND_PHONE },
	{ "JPKIAPIOSTOKEN", JPKI_KIND_PHONE },
};

/* The label is padded with NUL or space. */
static enum jpki_kind kind_of_label(const uint8_t *label, size_t len)
{
	size_t i;

	while (len && (label[len - 1] == '\0' || label[len - 1] == ' '))
		len--;
	for (i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		if (strlen(tokens[i].label) == len &&
		    !memcmp(tokens[i].label, label, len))
			return tokens[i].kind;
	return JPKI_KIND_UNKNOWN;
}

enum jpki_error jpki_card_kind(struct jpki_card *card, enum jpki_kind *ret)
{
	struct jpki_buf label = JPKI_BUF_INIT;
	enum jpki_error err;

	err = jpki_card_select(card, &jpki_jpki_aid);
	if (err)
		return err;
	err = jpki_card_select_ef(card, EF_TOKEN);
	if (!err)
		err = jpki_buf_alloc(&label, LABEL_LEN);
	if (!err)
		err = jpki_card_read(card, 0, LABEL_LEN, &label);
	if (!err)
		*ret = kind_of_label(label.p, label.len);
	/* a card that does not tell its name is no worse for it */
	if (err == JPKI_NO_CERTIFICATE || err == JPKI_PIN_NEEDED ||
	    err == JPKI_CARD_REFUSED) {
		*ret = JPKI_KIND_UNKNOWN;
		err = JPKI_OK;
	}
	jpki_buf_wipe(&label);
	return err;
}

/*
 * The length of the certificate that begins with @header, from its DER; 0 when
 * that is none. A certificate is longer than 255 bytes and never as long as
 * 64 KiB, so its length takes two bytes.
 */
static size_t der_length(const uint8_t *header)
{
	if (header[0] != 0x30 || header[1] != 0x82)
		return 0;
	return ((size_t)header[2] << 8 | header[3]) + DER_HEADER;
}

static bool is_filler(const struct jpki_buf *buf)
{
	return buf->len == 0 || buf->p[0] == 0xff || buf->p[0] == 0x00;
}

static enum jpki_error read_der(struct jpki_card *card, struct jpki_buf *der)
{
	struct jpki_ctx *ctx = card->reader->ctx;
	enum jpki_error err;
	size_t len;

	err = jpki_card_read(card, 0, DER_HEADER, der);
	if (err)
		return err;
	if (is_filler(der))
		return jpki_fail(ctx, JPKI_NO_CERTIFICATE, "the file is empty");
	len = der->len == DER_HEADER ? der_length(der->p) : 0;
	if (!len || len > der->room)
		return jpki_fail(ctx, JPKI_BAD_CERTIFICATE,
				 "DER length %zu, at most %zu", len, der->room);
	err = jpki_card_read(card, DER_HEADER, len - DER_HEADER, der);
	if (!err && der->len != len)
		return jpki_fail(ctx, JPKI_BAD_CERTIFICATE,
				 "the file ends after %zu of %zu bytes",
				 der->len, len);
	return err;
}

enum jpki_error jpki_card_cert(struct jpki_card *card, enum jpki_slot slot,
			       struct jpki_cert **ret)
{
	struct jpki_buf der = JPKI_BUF_INIT;
	enum jpki_error err;

	if ((size_t)slot >= sizeof(cert_ef) / sizeof(cert_ef[0]))
		return JPKI_INVALID;
	err = jpki_card_select(card, &jpki_jpki_aid);
	if (!err)
		err = jpki_card_select_ef(card, cert_ef[slot]);
	if (!err)
		err = jpki_buf_alloc(&der, JPKI_CERT_MAX);
	if (!err)
		err = read_der(card, &der);
	if (!err)
		err = jpki_cert_parse(der.p, der.len, ret);
	jpki_buf_wipe(&der);
	return err;
}
