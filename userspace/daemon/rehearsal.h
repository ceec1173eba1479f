/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a first card would wait for, done before there is one. */
#ifndef JPKI_REHEARSAL_H
#define JPKI_REHEARSAL_H

#include <stdbool.h>

#include "cli.h"

/* Have OpenSSL, json-c and gettext find and load what reading a card takes,
 * with the options of @cli. Nothing is printed. False: some of it was not done,
 * and the card will wait for it.
 */
bool rehearse(const struct cli *cli);

#endif /* JPKI_REHEARSAL_H */
