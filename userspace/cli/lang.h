/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The language that the command speaks. */
#ifndef JPKICTL_LANG_H
#define JPKICTL_LANG_H

#include <libintl.h>

#define _(text) gettext(text)

/* @lang: "ja", "en", or NULL for what the locale says. */
void lang_setup(const char *lang);

#endif /* JPKICTL_LANG_H */
