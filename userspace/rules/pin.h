/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form of PINs. */
#ifndef JPKI_RULES_PIN_H
#define JPKI_RULES_PIN_H

#include "facts.h"

/* Is it UTF-8, so that it has a length in characters? */
bool jpki_pin_is_text(struct jpki_span pin);

#endif /* JPKI_RULES_PIN_H */
