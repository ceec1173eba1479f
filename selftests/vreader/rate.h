/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_RATE_H
#define VREADER_RATE_H

#include "atr.h"
#include "desc.h"

/* Bits a second at the reader's default clock; 0: a reserved code. */
uint32_t rate_of(const struct desc *d, uint8_t fidi);

/* A rate that a card may be asked for: TA1, the same slower, the default. */
bool rate_offered(const struct atr *atr, uint8_t fidi);

/* One that the reader can do. */
bool rate_possible(const struct desc *d, uint32_t rate);

#endif
