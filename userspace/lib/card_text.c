// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The application of the card that tells who its holder is. The file is one
 * BER-TLV object, then filler; how long it is, only the object tells.
 */
#include "card.h"

#include <string.h>

#include <jpki/attributes.h>

#include "context.h"
#include "reader.h"
#include "tlv.h"

#define EF_ATTRIBUTES	0x0002
#define FILE_MAX	4096

#define TAG_ATTRIBUTES	0xff20
#define TAG_NAME	0xdf22
#define TAG_ADDRESS	0xdf23
#define TAG_BIRTH	0xdf24
#define TAG_SEX		0xdf25

const struct jpki_aid jpki_text_aid = {
	10, { 0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08 }
};

static const char *const sex_names[] = {
#define ROW(constant, name) [JPKI_SEX_##constant] = name,
	JPKI_SEXES(ROW)
#undef ROW
};

const char *jpki_sex_name(enum jpki_sex sex)
{
	return (size_t)sex <= JPKI_SEX_OTHER ? sex_names[sex] : "";
}

void jpki_attributes_wipe(struct jpki_attributes *attributes)
{
	explicit_bzero(attributes, sizeof(*attributes));
}

static enum jpki_error damaged(struct jpki_card *card, const char *what)
{
	return jpki_fail(card->reader->ctx, JPKI_BAD_ATTRIBUTES, "%s", what);
}

/* A text without a zero in it; false when it does not fit. */
static bool take_text(struct jpki_bytes value, char *ret, size_t size)
{
	if (value.len >= size || memchr(value.p, '\0', value.len))
		return false;
	memcpy(ret, value.p, value.len);
	ret[value.len] = '\0';
	return true;
}

static int number(const uint8_t *digits, size_t len)
{
	int n = 0;

	while (len--) {
		if (*digits < '0' || *digits > '9')
			return -1;
		n = n * 10 + *digits++ - '0';
	}
	return n;
}

/* YYYYMMDD; of some holders the day of birth is not known. */
static struct jpki_date take_birth(struct jpki_bytes value)
{
	static const struct jpki_date none;
	struct jpki_date date;

	if (value.len != 8)
		return none;
	date.year = number(value.p, 4);
	date.month = number(value.p + 4, 2);
	date.day = number(value.p + 6, 2);
	return jpki_date_ok(date) ? date : none;
}

static enum jpki_sex take_sex(struct jpki_bytes value)
{
	if (value.len != 1)
		return JPKI_SEX_UNKNOWN;
	switch (value.p[0]) {
	case '1':
		return JPKI_SEX_MALE;
	case '2':
		return JPKI_SEX_FEMALE;
	case '9':
		return JPKI_SEX_OTHER;
	default:
		return JPKI_SEX_UNKNOWN;
	}
}

static bool take_field(const struct jpki_tlv *field,
		       struct jpki_attributes *ret)
{
	switch (field->tag) {
	case TAG_NAME:
		return take_text(field->value, ret->name, sizeof(ret->name));
	case TAG_ADDRESS:
		return take_text(field->value, ret->address,
				 sizeof(ret->address));
	case TAG_BIRTH:
		ret->birth = take_birth(field->value);
		return true;
	case TAG_SEX:
		ret->sex = take_sex(field->value);
		return true;
	default:	/* where the others begin, and what is not known */
		return true;
	}
}

static enum jpki_error take_fields(struct jpki_card *card,
				   struct jpki_bytes rest,
				   struct jpki_attributes *ret)
{
	struct jpki_tlv field;

	while (rest.len) {
		if (!jpki_tlv_take(&rest, &field))
			return damaged(card, "a field is cut off");
		if (!take_field(&field, ret))
			return damaged(card, "a text is too long or no text");
	}
	return *ret->name ? JPKI_OK : damaged(card, "there is no name");
}

/* The object that the file holds, whole; *@ret points into @buf. */
static enum jpki_error read_object(struct jpki_card *card,
				   struct jpki_buf *buf, struct jpki_tlv *ret)
{
	enum jpki_error err;
	size_t header, len;

	err = jpki_card_read(card, 0, JPKI_TLV_HEADER_MAX, buf);
	if (err)
		return err;
	header = jpki_tlv_header((struct jpki_bytes){ buf->p, buf->len }, ret);
	if (!header || ret->tag != TAG_ATTRIBUTES)
		return damaged(card, "the file is empty or of another kind");
	len = header + ret->value.len;
	if (len > buf->room)
		return damaged(card, "the file is too long");
	if (len > buf->len)
		err = jpki_card_read(card, buf->len, len - buf->len, buf);
	if (!err && buf->len < len)
		return damaged(card, "the file ends too early");
	return err;
}

static enum jpki_error read_attributes(struct jpki_card *card,
				       struct jpki_attributes *ret)
{
	struct jpki_buf buf = JPKI_BUF_INIT;
	struct jpki_tlv object;
	enum jpki_error err;

	err = jpki_buf_alloc(&buf, FILE_MAX);
	if (!err)
		err = read_object(card, &buf, &object);
	if (!err)
		err = take_fields(card, object.value, ret);
	jpki_buf_wipe(&buf);
	return err;
}

enum jpki_error jpki_card_attributes(struct jpki_card *card,
				     struct jpki_attributes *ret)
{
	struct jpki_attributes attributes = { .sex = JPKI_SEX_UNKNOWN };
	enum jpki_error err;

	err = jpki_card_select(card, &jpki_text_aid);
	if (!err)
		err = jpki_card_select_ef(card, EF_ATTRIBUTES);
	if (err == JPKI_NO_CERTIFICATE)
		err = jpki_fail(card->reader->ctx, JPKI_NO_APPLICATION,
				"there is no file of attributes");
	if (!err)
		err = read_attributes(card, &attributes);
	if (!err)
		*ret = attributes;
	jpki_attributes_wipe(&attributes);
	return err;
}
