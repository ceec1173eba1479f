/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_HEX_H
#define VREADER_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Bytes read into @ret, or -1: not hexadecimal, odd, or longer than @max. */
long hex_parse(uint8_t *ret, size_t max, const char *text);

#endif
