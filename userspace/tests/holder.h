/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a card that tells who holds it, for tests. */
#ifndef JPKI_TEST_HOLDER_H
#define JPKI_TEST_HOLDER_H

#include "mock.h"

struct holder {
	const char *name;
	const char *address;
	const char *birth;
	const char *sex;
};

/* Denshi Taro of Chiyoda. */
extern const struct holder holder_taro;

/* Fields that are NULL are left out. */
void holder_file(const struct holder *holder, struct mock_file *ret);

#endif /* JPKI_TEST_HOLDER_H */
