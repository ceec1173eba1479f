// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The language that the command speaks. gettext looks at LANGUAGE, but not in
 * the locale "C"; and the Japanese locale may be missing on a small machine, as
 * may every variable under systemd. So the locale is the C.UTF-8 that every
 * system has, unless the Japanese one is there, and LANGUAGE chooses.
 */
#include "lang.h"

#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DOMAIN "jpki"

/* What the environment asks for, in the order of setlocale(3). */
static bool wants_japanese(void)
{
	static const char *const variables[] = {
		"LC_ALL", "LC_MESSAGES", "LANG"
	};
	size_t i;

	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		const char *value = getenv(variables[i]);

		if (value && *value)
			return !strncmp(value, "ja", 2);
	}
	return false;
}

static void bind_catalogue(void)
{
	const char *dir = secure_getenv("JPKI_LOCALEDIR");

	bindtextdomain(DOMAIN, dir ? dir : JPKI_LOCALEDIR);
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

void lang_setup(const char *lang)
{
	bool japanese = lang ? !strcmp(lang, "ja") : wants_japanese();

	/* numbers stay as in C: nothing here has a decimal point */
	if (!japanese)
		setlocale(LC_MESSAGES, "C");
	else if (!setlocale(LC_MESSAGES, "ja_JP.UTF-8"))
		setlocale(LC_MESSAGES, "C.UTF-8");
	setenv("LANGUAGE", japanese ? "ja" : "en", 1);
	bind_catalogue();
}
