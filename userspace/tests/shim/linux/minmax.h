/* SPDX-License-Identifier: GPL-2.0-or-later */
/* min(), max() and clamp(); like the kernel's, they refuse mixed types. */
#ifndef SHIM_LINUX_MINMAX_H
#define SHIM_LINUX_MINMAX_H

#define shim_same(a, b) \
	_Static_assert(__builtin_types_compatible_p(__typeof__(a), \
						    __typeof__(b)), \
		       "operands of different types")

#define min(a, b) ({ \
	__typeof__(a) min_a = (a); \
	__typeof__(b) min_b = (b); \
	shim_same(min_a, min_b); \
	min_a < min_b ? min_a : min_b; })

#define max(a, b) ({ \
	__typeof__(a) max_a = (a); \
	__typeof__(b) max_b = (b); \
	shim_same(max_a, max_b); \
	max_a > max_b ? max_a : max_b; })

#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))

#define clamp(value, low, high) min(max(value, low), high)

#endif
