/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Every difference between the kernels that the driver builds on, but for
 * headers that have moved: those are below compat/.
 */
#ifndef CCID_COMPAT_H
#define CCID_COMPAT_H

#include <linux/version.h>

/* The source of a trace string is given once since 6.10. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define ccid_assign_str(dst, src)	__assign_str(dst, src)
#else
#define ccid_assign_str(dst, src)	__assign_str(dst)
#endif

#endif
