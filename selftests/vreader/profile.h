/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PROFILE_H
#define VREADER_PROFILE_H

#include <stdio.h>

#include "card.h"
#include "date.h"

#define PROFILE_TEXT 256

/**
 * struct profile - the holder, and what the issuing office set
 * @label: of the token: card, or one of the phones
 */
struct profile {
	char label[PROFILE_TEXT];
	char serial[PROFILE_TEXT];
	char name[PROFILE_TEXT];
	char address[PROFILE_TEXT];
	struct date birth;
	struct date until;
	char sex[PROFILE_TEXT];
	char mynumber[PROFILE_TEXT];
	char security_code[PROFILE_TEXT];
	char auth_pin[PROFILE_TEXT];
	char sign_pin[PROFILE_TEXT];
	char card_pin[PROFILE_TEXT];
	int auth_tries, sign_tries, card_tries;
	char atr[PROFILE_TEXT];
};

void profile_default(struct profile *p);

/* One field by its key; false: unknown key or bad value. */
bool profile_set(struct profile *p, const char *key, const char *value);

/*
 * Reads lines of key=value over what is there; '#' begins a comment line.
 * 0, or -1 after a line on stderr that names @path, the line and the key.
 */
int profile_read(struct profile *p, const char *path);

void profile_write(const struct profile *p, FILE *out);

/* The birth day as six digits, the year that of the Japanese era. */
void profile_birth_digits(const struct profile *p, char ret[static 7]);

#endif
