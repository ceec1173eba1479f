// SPDX-License-Identifier: GPL-2.0-or-later
/* What is written in the files of a My Number Card: layouts, no keys. */
#include "contents.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

#define OBJECTS		8
#define PHOTO_LEN	4200

/* The objects inside a container: tags DF22 on, in this order. */
struct object {
	const uint8_t *data;
	size_t len;
};

static size_t put_length(uint8_t *at, size_t len)
{
	if (len < 0x80) {
		at[0] = (uint8_t)len;
		return 1;
	}
	if (len < 0x100) {
		at[0] = 0x81;
		at[1] = (uint8_t)len;
		return 2;
	}
	at[0] = 0x82;
	put16be(at + 1, (uint32_t)len);
	return 3;
}

static size_t length_size(size_t len)
{
	uint8_t scratch[3];

	return put_length(scratch, len);
}

static size_t put_tlv(uint8_t *at, unsigned int tag, const uint8_t *data,
		      size_t len)
{
	size_t head = 2;

	put16be(at, tag);
	head += put_length(at + head, len);
	memcpy(at + head, data, len);
	return head + len;
}

/* FF20 { DF21 offsets from the start of the file | DF22 | DF23 ... } */
static size_t put_container(uint8_t *ret, const struct object *objects,
			    size_t count)
{
	size_t body = 3 + 2 * count, at, i;
	uint8_t offsets[2 * OBJECTS];

	for (i = 0; i < count; i++)
		body += 2 + length_size(objects[i].len) + objects[i].len;
	at = 2 + length_size(body) + 3 + 2 * count;
	for (i = 0; i < count; i++) {
		put16be(offsets + 2 * i, (uint32_t)at);
		at += 2 + length_size(objects[i].len) + objects[i].len;
	}
	put16be(ret, 0xff20);
	at = 2 + put_length(ret + 2, body);
	at += put_tlv(ret + at, 0xdf21, offsets, 2 * count);
	for (i = 0; i < count; i++)
		at += put_tlv(ret + at, 0xdf22 + (unsigned int)i,
			      objects[i].data, objects[i].len);
	return at;
}

static struct object text(const char *s)
{
	return (struct object){ (const uint8_t *)s, strlen(s) };
}

static void put_day(char ret[static 9], const struct date *d)
{
	snprintf(ret, 9, "%04u%02u%02u", (unsigned int)d->year % 10000,
		 (unsigned int)d->month % 100, (unsigned int)d->day % 100);
}

size_t contents_my_number(uint8_t *ret, const struct profile *p)
{
	memcpy(ret, "\xff\x10\x0c", 3);
	memcpy(ret + 3, p->mynumber, 12);
	return 15;
}

size_t contents_attributes(uint8_t *ret, const struct profile *p)
{
	char birth[9];
	struct object objects[] = {
		text(p->name), text(p->address), { NULL, 0 }, text(p->sex),
	};

	put_day(birth, &p->birth);
	objects[2] = text(birth);
	return put_container(ret, objects, 4);
}

/* A picture that no two bytes of which repeat at a distance of 256. */
static void draw(uint8_t *picture, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		picture[i] = (uint8_t)(i * 7 + (i >> 8) * 13);
}

size_t contents_face(uint8_t *ret, const struct profile *p)
{
	uint8_t picture[PHOTO_LEN];
	char birth[9], until[9];
	struct object objects[OBJECTS] = {
		[1] = text(p->sex),
		[2] = { picture, 266 },		/* public key */
		[3] = { picture, 300 },		/* name */
		[4] = { picture, 400 },		/* address */
		[5] = { picture, PHOTO_LEN },	/* photo */
		[6] = { picture, 256 },		/* signature */
	};

	draw(picture, sizeof(picture));
	put_day(birth, &p->birth);
	put_day(until, &p->until);
	objects[0] = text(birth);
	objects[7] = text(until);
	return put_container(ret, objects, OBJECTS);
}

size_t contents_age(uint8_t *ret, const struct profile *p)
{
	char birth[9];
	struct object object;

	put_day(birth, &p->birth);
	object = text(birth);
	return put_container(ret, &object, 1);
}

static void put_padded(uint8_t *at, size_t len, const char *s)
{
	size_t n = strnlen(s, len);

	memset(at, ' ', len);
	memcpy(at, s, n);
}

/* A CK_TOKEN_INFO: label, maker, model, serial, then flags and numbers. */
size_t contents_token_info(uint8_t *ret, const struct profile *p)
{
	memset(ret, 0, 160);
	put_padded(ret, 32, p->label);
	put_padded(ret + 32, 32, "JPKI");
	put_padded(ret + 64, 16, "JPKI");
	put_padded(ret + 80, 16, p->serial);
	return 160;
}

/* Two bytes of header, then the serial number in the issuer's books. */
size_t contents_issuer_record(uint8_t *ret, const struct profile *p)
{
	put16be(ret, 0xc10e);
	put_padded(ret + 2, 14, p->serial);
	return 16;
}
