/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Division of 64-bit numbers, which not every CPU of the kernel has. */
#ifndef SHIM_LINUX_MATH64_H
#define SHIM_LINUX_MATH64_H

#include <linux/types.h>

static inline u64 div_u64(u64 dividend, u32 divisor)
{
	return dividend / divisor;
}

#endif
