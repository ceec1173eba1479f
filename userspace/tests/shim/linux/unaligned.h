/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Integers at any address, in either byte order. */
#ifndef SHIM_LINUX_UNALIGNED_H
#define SHIM_LINUX_UNALIGNED_H

#include <linux/types.h>

static inline u16 get_unaligned_le16(const void *from)
{
	const u8 *p = from;

	return (u16)(p[0] | p[1] << 8);
}

static inline u16 get_unaligned_be16(const void *from)
{
	const u8 *p = from;

	return (u16)(p[0] << 8 | p[1]);
}

static inline u32 get_unaligned_le32(const void *from)
{
	const u8 *p = from;

	return get_unaligned_le16(p) | (u32)get_unaligned_le16(p + 2) << 16;
}

static inline void put_unaligned_be16(u16 value, void *to)
{
	u8 *p = to;

	p[0] = (u8)(value >> 8);
	p[1] = (u8)value;
}

static inline void put_unaligned_le16(u16 value, void *to)
{
	u8 *p = to;

	p[0] = (u8)value;
	p[1] = (u8)(value >> 8);
}

static inline void put_unaligned_le32(u32 value, void *to)
{
	u8 *p = to;
	int i;

	for (i = 0; i < 4; i++)
		p[i] = (u8)(value >> 8 * i);
}

#endif
