/* SPDX-License-Identifier: GPL-2.0-only */
/* Found only where the kernel, before 6.12, has none of this name. */
#include <asm/unaligned.h>
