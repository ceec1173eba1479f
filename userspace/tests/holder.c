// SPDX-License-Identifier: GPL-2.0-or-later
/* Builds the file of attributes as the card has it. */
#include "holder.h"

#include <string.h>

const struct holder holder_taro = {
	.name = "電子　太郎",
	.address = "東京都千代田区霞が関２－１－２",
	.birth = "19900510",
	.sex = "1",
};

static uint8_t *put_header(uint8_t *p, uint16_t tag, size_t len)
{
	*p++ = (uint8_t)(tag >> 8);
	*p++ = (uint8_t)tag;
	if (len > 255) {
		*p++ = 0x82;
		*p++ = (uint8_t)(len >> 8);
	} else if (len > 127) {
		*p++ = 0x81;
	}
	*p++ = (uint8_t)len;
	return p;
}

static uint8_t *put_text(uint8_t *p, uint16_t tag, const char *text)
{
	if (!text)
		return p;
	p = put_header(p, tag, strlen(text));
	memcpy(p, text, strlen(text));
	return p + strlen(text);
}

void holder_file(const struct holder *holder, struct mock_file *ret)
{
	static const uint8_t offsets[8];
	uint8_t fields[MOCK_FILE_MAX - 16];
	uint8_t *p = put_header(fields, 0xdf21, sizeof(offsets));
	size_t len;

	memcpy(p, offsets, sizeof(offsets));
	p = put_text(p + sizeof(offsets), 0xdf22, holder->name);
	p = put_text(p, 0xdf23, holder->address);
	p = put_text(p, 0xdf24, holder->birth);
	p = put_text(p, 0xdf25, holder->sex);
	len = (size_t)(p - fields);
	p = put_header(ret->bytes, 0xff20, len);
	memcpy(p, fields, len);
	ret->len = (size_t)(p + len - ret->bytes);
	ret->padding = 300;
	ret->absent = false;
}
