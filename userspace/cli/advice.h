/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the holder can do next, as sentences. */
#ifndef JPKICTL_ADVICE_H
#define JPKICTL_ADVICE_H

#include <jpki/status.h>

#define ADVICE_SIZE 512

/* @buf has ADVICE_SIZE bytes. Both return @buf. */
const char *advice_text(const struct jpki_status *status,
			enum jpki_action action, char *buf);

const char *remark_text(const struct jpki_status *status,
			enum jpki_remark remark, char *buf);

/* Where a PIN is reset that is locked. */
const char *advice_locked(enum jpki_pin pin);
/* Where else, for who knows the other PIN; NULL when nowhere. */
const char *advice_store(enum jpki_pin pin);
/* Whether to enter one that has one try left. */
const char *advice_last_try(enum jpki_pin pin);

#endif /* JPKICTL_ADVICE_H */
