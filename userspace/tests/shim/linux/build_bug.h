/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Promises that the compiler checks. */
#ifndef SHIM_LINUX_BUILD_BUG_H
#define SHIM_LINUX_BUILD_BUG_H

#undef static_assert
#define static_assert(promise)	_Static_assert(promise, #promise)

#endif
