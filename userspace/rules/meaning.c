// SPDX-License-Identifier: LGPL-2.1-or-later
/* The sentences of findings, by number. */
#include "meaning.h"

static const char *const texts[] = {
#define ROW(constant, text) [MEANING_##constant] = text,
	JPKI_MEANINGS(ROW)
#undef ROW
};

const char *jpki_meaning_text(enum jpki_meaning meaning)
{
	return texts[meaning];
}
