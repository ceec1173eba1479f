/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integers in byte strings, little endian for USB and big for ISO 7816. */
#ifndef VREADER_BYTES_H
#define VREADER_BYTES_H

#include <stdint.h>

static inline uint16_t get16le(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t get32le(const uint8_t *p)
{
	return get16le(p) | (uint32_t)get16le(p + 2) << 16;
}

static inline uint16_t get16be(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static inline uint32_t get32be(const uint8_t *p)
{
	return (uint32_t)get16be(p) << 16 | get16be(p + 2);
}

static inline void put16le(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)value;
	p[1] = (uint8_t)(value >> 8);
}

static inline void put32le(uint8_t *p, uint32_t value)
{
	put16le(p, value);
	put16le(p + 2, value >> 16);
}

static inline void put16be(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static inline void put32be(uint8_t *p, uint32_t value)
{
	put16be(p, value >> 16);
	put16be(p + 2, value);
}

#endif
