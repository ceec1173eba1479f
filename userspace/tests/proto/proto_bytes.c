// SPDX-License-Identifier: GPL-2.0-or-later
/* Bytes of exact size for the tests of kernel/proto. */
#include "proto_bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A copy of its own allocation. */
struct bytes bytes_copy(const void *from, u32 len)
{
	struct bytes b = { malloc(len), len };

	assert_non_null(b.p);
	if (len)
		memcpy(b.p, from, len);
	return b;
}

/* From pairs of hex digits; blanks between pairs are passed over. */
struct bytes bytes_hex(const char *hex)
{
	u8 buf[1024];
	u32 len = 0;
	int used;

	for (; sscanf(hex, " %2hhx%n", &buf[len], &used) == 1; hex += used)
		assert_true(++len < sizeof(buf));
	assert_int_equal(strspn(hex, " "), strlen(hex));
	return bytes_copy(buf, len);
}

void bytes_free(struct bytes *b)
{
	free(b->p);
	*b = (struct bytes){ 0 };
}
