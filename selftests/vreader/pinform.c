// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The forms of PC_to_RDR_Secure: what a PIN has to look like, and where in an
 * APDU it goes.
 */
#include "pinform.h"

#include <string.h>

#include "message.h"

#define VERIFY_HEAD	12	/* bytes before the T=1 prologue */
#define MODIFY_HEAD	15	/* the same, with one message index */
#define TEO		3
#define NUMBER_DEFAULT	0xff

#define FORMAT_BYTES	0x80	/* positions are in bytes, not in bits */
#define FORMAT_RIGHT	0x04
#define FORMAT_CODE	0x03
#define CODE_BCD	1
#define CODE_ASCII	2
#define LENGTH_BYTES	0x10

#define CONFIRM_NEW	0x01
#define CONFIRM_CURRENT	0x02
#define VALID_MAXIMUM	0x01

/* Bytes that digits take. */
static size_t coded_len(const struct pinform *f, size_t digits)
{
	return (f->format & FORMAT_CODE) == CODE_BCD ? (digits + 1) / 2 :
	       digits;
}

static size_t lc_of(const struct pinform *f)
{
	return f->template_len > 4 ? f->template[4] : 0;
}

/* The APDU is whole, and the blocks are inside or right behind its data. */
static bool fits_template(const struct pinform *f)
{
	size_t lc, last = f->offset[f->modify];

	if (f->template_len < 4 || f->template_len > PINFORM_APDU)
		return false;
	lc = lc_of(f);
	if (f->template_len > 4 && f->template_len != 5 + lc)
		return false;
	if (!f->block)
		return last == lc && lc + f->max <= 255 &&
		       !(f->confirm & CONFIRM_CURRENT);
	return last + f->block <= lc &&
	       f->offset[0] + f->block <= lc &&
	       f->length_at + f->length_bits <= 8 * lc;
}

/* What the two forms have in common begins with bmFormatString. */
static uint8_t parse_format(struct pinform *f, const uint8_t *data)
{
	uint8_t at = data[0] >> 3 & 15;

	f->format = data[0];
	f->block = data[1] & 15;
	f->length_bits = data[1] >> 4;
	f->length_at = data[2] & 15;
	if (data[2] & LENGTH_BYTES)
		f->length_at = (uint8_t)(8 * f->length_at);
	if ((f->format & FORMAT_CODE) == 3 ||
	    (!(f->format & FORMAT_BYTES) && at % 8))
		return MESSAGE_HEADER + 2;
	f->offset[0] = f->format & FORMAT_BYTES ? at : at / 8;
	f->offset[1] = f->offset[0];
	return data[2] & 0xe0 ? MESSAGE_HEADER + 4 : 0;
}

static bool good_digits(const struct pinform *f)
{
	return f->max && f->min <= f->max && f->max <= PINFORM_DIGITS &&
	       (!f->block || coded_len(f, f->max) <= f->block);
}

static uint8_t parse_verify(struct pinform *f, const uint8_t *data)
{
	f->max = data[5];
	f->min = data[6];
	f->validation = data[7];
	if (!good_digits(f))
		return MESSAGE_HEADER + 5;
	if (!f->validation || f->validation > 7)
		return MESSAGE_HEADER + 7;
	if (data[8] > 1 && data[8] != NUMBER_DEFAULT)
		return MESSAGE_HEADER + 8;
	return 0;
}

static uint8_t parse_modify(struct pinform *f, const uint8_t *data)
{
	f->offset[0] += data[5];
	f->offset[1] += data[6];
	f->max = data[7];
	f->min = data[8];
	f->confirm = data[9];
	f->validation = data[10];
	if (!good_digits(f))
		return MESSAGE_HEADER + 7;
	if (f->confirm > (CONFIRM_NEW | CONFIRM_CURRENT))
		return MESSAGE_HEADER + 9;
	if (!f->validation || f->validation > 7)
		return MESSAGE_HEADER + 10;
	if (data[11] > 3 && data[11] != NUMBER_DEFAULT)
		return MESSAGE_HEADER + 11;
	return 0;
}

/* Indices of the second and third message are there if these are shown. */
static size_t head_len(bool modify, const uint8_t *data)
{
	if (!modify)
		return VERIFY_HEAD;
	return (size_t)MODIFY_HEAD + (data[11] != 0) + (data[11] >= 3);
}

uint8_t pinform_parse(struct pinform *ret, const uint8_t *data, size_t len)
{
	struct pinform f = { 0 };
	uint8_t wrong;
	size_t head;

	if (len < VERIFY_HEAD + TEO + 4)
		return ERROR_AT_LENGTH;
	if (data[0] > 1)
		return MESSAGE_HEADER;
	f.modify = data[0];
	f.timeout = data[1];
	head = head_len(f.modify, data);
	if (len < head + TEO + 4)
		return ERROR_AT_LENGTH;
	wrong = parse_format(&f, data + 2);
	if (!wrong)
		wrong = f.modify ? parse_modify(&f, data) :
				   parse_verify(&f, data);
	f.teo = data + head;
	f.template = data + head + TEO;
	f.template_len = len - head - TEO;
	*ret = f;
	if (!wrong && !fits_template(&f))
		wrong = (uint8_t)(MESSAGE_HEADER + head + TEO);
	return wrong;
}

size_t pinform_entries(const struct pinform *f)
{
	if (!f->modify)
		return 1;
	return 1u + (f->confirm & 1) + (f->confirm >> 1);
}

bool pinform_accepts(const struct pinform *f, const char *digits)
{
	size_t len = strlen(digits);

	if (strspn(digits, "0123456789") != len || len < f->min ||
	    len > f->max)
		return false;
	return f->validation != VALID_MAXIMUM || len == f->max;
}

static void put_digits(const struct pinform *f, const char *pin, uint8_t *at)
{
	size_t i;

	for (i = 0; pin[i]; i++) {
		if ((f->format & FORMAT_CODE) == CODE_ASCII)
			at[i] = (uint8_t)pin[i];
		else if ((f->format & FORMAT_CODE) != CODE_BCD)
			at[i] = (uint8_t)(pin[i] - '0');
		else if (i % 2)
			at[i / 2] = (uint8_t)((at[i / 2] & 0xf0) |
					      (pin[i] - '0'));
		else
			at[i / 2] = (uint8_t)((at[i / 2] & 0x0f) |
					      (pin[i] - '0') << 4);
	}
}

static void put_length(const struct pinform *f, size_t digits, uint8_t *data)
{
	size_t i, at;
	uint8_t bit;

	for (i = 0; i < f->length_bits; i++) {
		at = f->length_at + i;
		bit = (uint8_t)(0x80 >> at % 8);
		data[at / 8] &= (uint8_t)~bit;
		if (digits >> (f->length_bits - 1 - i) & 1)
			data[at / 8] |= bit;
	}
}

size_t pinform_fill(const struct pinform *f, const char *const pin[2],
		    uint8_t *ret)
{
	size_t lc = lc_of(f), i, len, at;

	memset(ret, 0, PINFORM_APDU);
	memcpy(ret, f->template, f->template_len);
	for (i = 0; i < 2; i++) {
		if (!pin[i])
			continue;
		len = coded_len(f, strlen(pin[i]));
		at = f->offset[i];
		if (!f->block)
			lc += len;
		else if (f->format & FORMAT_RIGHT)
			at += f->block - len;
		put_digits(f, pin[i], ret + 5 + at);
		put_length(f, strlen(pin[i]), ret + 5);
	}
	ret[4] = (uint8_t)lc;
	return 5 + lc;
}
