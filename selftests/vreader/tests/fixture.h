/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TESTS_FIXTURE_H
#define VREADER_TESTS_FIXTURE_H

#include "card.h"

/* A directory for mkpki that is gone with the program. */
const char *fixture_dir(void);

/* Runs mkpki --out DIR --reuse-keys with these options, up to NULL. */
int fixture_mkpki(const char *const options[]);

/* The path of a file below the directory; good until the next call. */
const char *fixture_path(const char *name);

/* A fresh card of a holder made with no options but the name. */
struct card *fixture_card(const char *name);

#endif
