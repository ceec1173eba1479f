// SPDX-License-Identifier: GPL-2.0-only
/* Bytes of exact size for the suites. */
#include "bytes.h"

#include <linux/string.h>

/* A copy of its own allocation. */
struct bytes bytes_copy(struct kunit *test, const void *from, u32 len)
{
	struct bytes b = { kunit_kmalloc(test, len, GFP_KERNEL), len };

	KUNIT_ASSERT_NOT_NULL(test, b.p);
	if (len)
		memcpy(b.p, from, len);
	return b;
}

static u8 digit(struct kunit *test, char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = strchr(digits, c);

	KUNIT_ASSERT_TRUE(test, c && at);
	return at - digits;
}

/* From pairs of hex digits; blanks between pairs are passed over. */
struct bytes bytes_hex(struct kunit *test, const char *hex)
{
	u8 buf[300];
	u32 len = 0;

	while (*hex) {
		if (*hex == ' ') {
			hex++;
			continue;
		}
		KUNIT_ASSERT_LT(test, len, sizeof(buf));
		buf[len] = digit(test, hex[0]) << 4;
		buf[len++] |= digit(test, hex[1]);
		hex += 2;
	}
	return bytes_copy(test, buf, len);
}

void bytes_free(struct kunit *test, struct bytes *b)
{
	kunit_kfree(test, b->p);
	*b = (struct bytes){};
}
