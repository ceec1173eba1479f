/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's short integer names on top of the UAPI's, so that kernel/proto
 * builds in userspace unchanged. libc and the UAPI see what they always see.
 */
#ifndef SHIM_LINUX_TYPES_H
#define SHIM_LINUX_TYPES_H

#include_next <linux/types.h>

#include <stdbool.h>
#include <stddef.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#endif
