// SPDX-License-Identifier: GPL-2.0-or-later
/* What a card tells of its holder, faithful cards and hostile ones. */
#include <string.h>

#include <jpki/jpki.h>

#include "holder.h"
#include "mock.h"
#include "tap.h"

static struct mock_card card;
static struct jpki_attributes got;

static void begin(const struct holder *holder)
{
	mock_reset(&card);
	holder_file(holder, &card.attributes);
	card.attributes.needs_pin = false;
}

static enum jpki_error read_holder(void)
{
	struct jpki_reader *reader = NULL;
	struct jpki_card *turn = NULL;
	struct jpki_ctx *ctx = NULL;
	enum jpki_error err;

	memset(&got, 0x55, sizeof(got));
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &reader), JPKI_OK);
	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	err = jpki_card_attributes(turn, &got);
	jpki_card_end(&turn);
	jpki_reader_close(&reader);
	jpki_ctx_free(&ctx);
	return err;
}

static void check(const struct holder *holder, enum jpki_error want)
{
	begin(holder);
	CHECK_TEXT(jpki_error_name(read_holder()), jpki_error_name(want));
}

static void all_of_them_are_told(void)
{
	check(&holder_taro, JPKI_OK);
	CHECK_TEXT(got.name, holder_taro.name);
	CHECK_TEXT(got.address, holder_taro.address);
	CHECK_LONG(got.birth.year, 1990);
	CHECK_LONG(got.birth.month, 5);
	CHECK_LONG(got.birth.day, 10);
	CHECK_TEXT(jpki_sex_name(got.sex), "male");
	jpki_attributes_wipe(&got);
	CHECK(!*got.name && !*got.address && !got.birth.year && !got.sex);
}

static void a_long_address_takes_several_reads(void)
{
	char address[1500];
	struct holder holder = holder_taro;

	memset(address, 'A', sizeof(address) - 1);
	address[sizeof(address) - 1] = '\0';
	holder.address = address;
	check(&holder, JPKI_OK);
	CHECK_TEXT(got.address, address);
}

static void what_is_left_out_is_not_known(void)
{
	check(&(struct holder){ .name = "A" }, JPKI_OK);
	CHECK_TEXT(got.address, "");
	CHECK_LONG(got.birth.year, 0);
	CHECK_TEXT(jpki_sex_name(got.sex), "");
	check(&(struct holder){ .birth = "19900510" }, JPKI_BAD_ATTRIBUTES);
	check(&(struct holder){ .name = "" }, JPKI_BAD_ATTRIBUTES);
}

static void births_that_are_no_day(void)
{
	static const char *const births[] = {
		"", "1990051", "199005100", "19900230", "00000000", "19900000",
		"1990-5-1", "        ", "２０",
	};
	struct holder holder = holder_taro;
	size_t i;

	for (i = 0; i < sizeof(births) / sizeof(births[0]); i++) {
		holder.birth = births[i];
		check(&holder, JPKI_OK);
		CHECK_LONG(got.birth.year, 0);
	}
}

static void every_sex_has_its_name(void)
{
	static const char *const rows[][2] = {
		{ "1", "male" }, { "2", "female" }, { "9", "other" },
		{ "0", "" }, { "", "" }, { "11", "" },
	};
	struct holder holder = holder_taro;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		holder.sex = rows[i][0];
		check(&holder, JPKI_OK);
		CHECK_TEXT(jpki_sex_name(got.sex), rows[i][1]);
	}
}

static void a_text_too_long_is_refused(void)
{
	char name[JPKI_NAME_SIZE + 1], address[4200];
	struct holder holder = { .name = name };

	memset(name, 'A', sizeof(name));
	name[JPKI_NAME_SIZE - 1] = '\0';
	check(&holder, JPKI_OK);
	CHECK_TEXT(got.name, name);
	name[JPKI_NAME_SIZE - 1] = 'A';
	name[JPKI_NAME_SIZE] = '\0';
	check(&holder, JPKI_BAD_ATTRIBUTES);
	memset(address, 'A', sizeof(address) - 1);
	address[sizeof(address) - 1] = '\0';
	holder = (struct holder){ .name = "A", .address = address };
	check(&holder, JPKI_BAD_ATTRIBUTES);
}

static void a_zero_in_a_text_is_refused(void)
{
	begin(&holder_taro);
	*(uint8_t *)memmem(card.attributes.bytes, card.attributes.len,
			   "電", 3) = 0;
	CHECK_LONG(read_holder(), JPKI_BAD_ATTRIBUTES);
	CHECK_LONG(got.name[0], 0x55);	/* nothing of it is given out */
}

static void a_file_cut_short_is_damaged(void)
{
	size_t len, whole;

	begin(&holder_taro);
	whole = card.attributes.len;
	card.attributes.padding = 0;
	CHECK_LONG(read_holder(), JPKI_OK);
	for (len = 0; len < whole; len++) {
		card.attributes.len = len;
		CHECK_LONG(read_holder(), JPKI_BAD_ATTRIBUTES);
	}
}

/* Any byte may lie; what comes of it is an answer or the one error. */
static void any_byte_may_be_damaged(void)
{
	static const uint8_t values[] = { 0x00, 0x7f, 0x80, 0x81, 0x82, 0xff };
	enum jpki_error err;
	size_t at, i;

	for (at = 0; at < 90; at++) {
		for (i = 0; i < sizeof(values); i++) {
			begin(&holder_taro);
			card.attributes.bytes[at] = values[i];
			err = read_holder();
			if (err)
				CHECK_LONG(err, JPKI_BAD_ATTRIBUTES);
		}
	}
}

static void other_files_are_told_apart(void)
{
	begin(&holder_taro);
	card.attributes.needs_pin = true;
	CHECK_LONG(read_holder(), JPKI_PIN_NEEDED);
	card.attributes.absent = true;
	CHECK_LONG(read_holder(), JPKI_NO_APPLICATION);
	card.no_text = true;
	CHECK_LONG(read_holder(), JPKI_NO_APPLICATION);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(all_of_them_are_told),
		TAP_CASE(a_long_address_takes_several_reads),
		TAP_CASE(what_is_left_out_is_not_known),
		TAP_CASE(births_that_are_no_day),
		TAP_CASE(every_sex_has_its_name),
		TAP_CASE(a_text_too_long_is_refused),
		TAP_CASE(a_zero_in_a_text_is_refused),
		TAP_CASE(a_file_cut_short_is_damaged),
		TAP_CASE(any_byte_may_be_damaged),
		TAP_CASE(other_files_are_told_apart),
	};

	return TAP_RUN(cases);
}
