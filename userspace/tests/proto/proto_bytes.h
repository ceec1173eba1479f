/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of kernel/proto share: cmocka, and bytes written as hex in
 * heap memory of exactly their length, so that reading past them is seen.
 */
#ifndef TESTS_PROTO_BYTES_H
#define TESTS_PROTO_BYTES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <linux/types.h>

struct bytes {
	u8 *p;
	u32 len;
};

struct bytes bytes_copy(const void *from, u32 len);
struct bytes bytes_hex(const char *hex);
void bytes_free(struct bytes *b);

#endif
