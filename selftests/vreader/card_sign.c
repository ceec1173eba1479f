// SPDX-License-Identifier: GPL-2.0-or-later
/* COMPUTE DIGITAL SIGNATURE: RSA with the padding of PKCS #1, type 1. */
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "card_cmd.h"

static uint16_t rsa(EVP_PKEY *key, const struct apdu *a, struct reply *r)
{
	size_t room = (size_t)EVP_PKEY_get_size(key);
	EVP_PKEY_CTX *ctx;
	uint16_t sw = SW_INTERNAL;

	if (a->lc > room - RSA_PKCS1_PADDING_SIZE || a->le < room)
		return SW_LENGTH;
	ctx = EVP_PKEY_CTX_new(key, NULL);
	if (ctx && EVP_PKEY_sign_init(ctx) > 0 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) > 0 &&
	    EVP_PKEY_sign(ctx, r->data, &room, a->data, a->lc) > 0) {
		r->len = room;
		sw = SW_OK;
	}
	EVP_PKEY_CTX_free(ctx);
	return sw;
}

uint16_t card_sign(struct card *c, const struct apdu *a, struct reply *r)
{
	const struct ef *ef = card_reference(c, a->p2);

	if (a->p1)
		return SW_P1P2;
	if (!ef || ef->kind != EF_KEY || !ef->key)
		return SW_NO_REFERENCE;
	if (!card_may_use(c, ef))
		return SW_SECURITY;
	if (!a->lc)
		return SW_LENGTH;
	return rsa(ef->key, a, r);
}
