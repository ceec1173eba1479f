// SPDX-License-Identifier: GPL-2.0-only
/* The suites as one module, for kernels with KUnit. */
#include <linux/module.h>

MODULE_DESCRIPTION("Unit tests of the CCID driver's pure code");
MODULE_LICENSE("GPL");
