/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PINFORM_H
#define VREADER_PINFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PINFORM_DIGITS	16	/* that a person can type in one go */
#define PINFORM_ENTRIES	3	/* current, new, new again */
#define PINFORM_APDU	(5 + 255)
#define PINFORM_MAX	(20 + PINFORM_APDU)

/**
 * struct pinform - a PIN data structure (CCID 1.1, 6.1.11)
 * @modify: two PINs: the current one, if @confirm has bit 1, and a new one,
 *	twice if it has bit 0
 * @timeout: seconds; 0: the reader's own
 * @block: bytes of a PIN block; 0: as long as the PIN, and Lc grows with it
 * @offset: where the blocks begin in the data: current or only one, new one
 * @teo: T=1 prologue
 * @template: the APDU, @template_len bytes, inside the message
 */
struct pinform {
	bool modify;
	uint8_t timeout;
	uint8_t format;
	uint8_t block;
	uint8_t length_bits;
	uint8_t length_at;	/* bits from the begin of the data */
	size_t offset[2];
	uint8_t min, max;
	uint8_t confirm;
	uint8_t validation;
	const uint8_t *teo;
	const uint8_t *template;
	size_t template_len;
};

/* 0, or the offset in the message of the byte that makes no sense. */
uint8_t pinform_parse(struct pinform *ret, const uint8_t *data, size_t len);

/* How many entries the person has to make. */
size_t pinform_entries(const struct pinform *f);

/* True when such digits end an entry. */
bool pinform_accepts(const struct pinform *f, const char *digits);

/*
 * The template with the PINs in it, PINFORM_APDU bytes at the most; its
 * length. @pin: current or only one, new one; NULL: not entered.
 */
size_t pinform_fill(const struct pinform *f, const char *const pin[2],
		    uint8_t *ret);

#endif
