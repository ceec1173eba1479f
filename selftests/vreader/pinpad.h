/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PINPAD_H
#define VREADER_PINPAD_H

#include "pinform.h"

struct answer;
struct message;
struct reader;
struct slot;

#define PINPAD_KEYS 64

/**
 * struct pinpad - what a slot waits for
 * @form: the PIN data structure of the command in flight, @len bytes; 0: none
 */
struct pinpad {
	size_t len;
	uint8_t form[PINFORM_MAX];
};

/* PC_to_RDR_Secure. */
void pinpad_ask(struct reader *r, struct slot *s, const struct message *m,
		struct answer *a);

/*
 * What a person does at the keys, now or as soon as asked: "type" and one
 * word for each entry, "cancel", or "timeout"; "clear" forgets it again. NULL,
 * or what is wrong with it.
 */
const char *pinpad_keys(struct reader *r, const char *keys);

#endif
