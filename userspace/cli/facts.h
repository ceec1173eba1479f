/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts that several verbs show: readers, cards, PINs, days. */
#ifndef JPKICTL_FACTS_H
#define JPKICTL_FACTS_H

#include "cli.h"

#define DAY_TEXT_SIZE 64
#define PIN_TEXT_SIZE 256

/* The beginning of a JSON object: what happened, to which card of which reader;
 * either may be none (NULL, 0).
 */
void facts_event(struct out *out, int64_t time, const char *event,
		 const char *reader, uint32_t generation);

/* The same: what went wrong with the card of a reader; @detail may be NULL. */
void facts_error(struct out *out, enum jpki_error err, const char *detail,
		 const char *reader, uint32_t generation);

/* JSON objects of these keys. */
void facts_reader(struct out *out, const char *key,
		  const struct jpki_reader_info *info);
void facts_card(struct out *out, const char *key,
		const struct jpki_reader_state *state, enum jpki_kind kind);
void facts_tries(struct out *out, const char *key,
		 const struct jpki_tries *tries);

/* A day as people write it; @buf has DAY_TEXT_SIZE bytes. Returns @buf. */
const char *facts_day(struct jpki_date date, char *buf);

/* A sentence that says how many tries a PIN has left; @buf has PIN_TEXT_SIZE
 * bytes.
 */
void facts_pin_text(enum jpki_pin pin, const struct jpki_tries *tries,
		    char *buf);

/* Lines that say how many tries a PIN has left. */
void facts_pin_line(struct out *out, enum jpki_pin pin,
		    const struct jpki_tries *tries);

#endif /* JPKICTL_FACTS_H */
