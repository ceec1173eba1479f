/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_CONTENTS_H
#define VREADER_CONTENTS_H

#include <stddef.h>
#include <stdint.h>

#include "profile.h"

#define CONTENTS_MAX 8192

/* Each fills @ret (CONTENTS_MAX bytes) and returns how many it used. */
size_t contents_my_number(uint8_t *ret, const struct profile *p);
size_t contents_attributes(uint8_t *ret, const struct profile *p);
size_t contents_face(uint8_t *ret, const struct profile *p);
size_t contents_age(uint8_t *ret, const struct profile *p);
size_t contents_token_info(uint8_t *ret, const struct profile *p);
size_t contents_issuer_record(uint8_t *ret, const struct profile *p);

#endif
