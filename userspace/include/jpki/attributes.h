/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The holder of a card: name, address, date of birth and sex, which it shows
 * only after the PIN for card data. To be wiped by whoever has read them.
 */
#ifndef JPKI_ATTRIBUTES_H
#define JPKI_ATTRIBUTES_H

#include <jpki/card.h>
#include <jpki/date.h>
#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JPKI_NAME_SIZE		1024
#define JPKI_ADDRESS_SIZE	2048

/* X(constant, stable name) */
#define JPKI_SEXES(X)							\
	X(UNKNOWN, "")							\
	X(MALE, "male")							\
	X(FEMALE, "female")						\
	X(OTHER, "other")

#define JPKI_SEX_CONSTANT(constant, name) JPKI_SEX_##constant,
enum jpki_sex { JPKI_SEXES(JPKI_SEX_CONSTANT) };
#undef JPKI_SEX_CONSTANT

/* The texts are as the card gives them: not trusted, perhaps not UTF-8. */
struct jpki_attributes {
	char name[JPKI_NAME_SIZE];
	char address[JPKI_ADDRESS_SIZE];	/* empty when not told */
	struct jpki_date birth;			/* year 0 when it is no day */
	enum jpki_sex sex;
};

/* JPKI_PIN_NEEDED before jpki_card_verify() of JPKI_PIN_CARD,
 * JPKI_BAD_ATTRIBUTES when the file is damaged.
 */
enum jpki_error jpki_card_attributes(struct jpki_card *card,
				     struct jpki_attributes *ret);
void jpki_attributes_wipe(struct jpki_attributes *attributes);

/* Stable name; an empty string for an unknown one. */
const char *jpki_sex_name(enum jpki_sex sex);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_ATTRIBUTES_H */
