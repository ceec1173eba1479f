// SPDX-License-Identifier: GPL-2.0-or-later
/* Readers and cards through the library, faithful ones and hostile ones. */
#include <errno.h>
#include <string.h>

#include <jpki/jpki.h>

#include "mock.h"
#include "pki.h"
#include "tap.h"

static struct pki_ca ca;
static struct mock_card card;
static struct jpki_ctx *ctx;
static struct jpki_reader *reader;

static void begin(void)
{
	mock_reset(&card);
	pki_issue(&ca, &pki_auth, &card.auth);
	card.auth.padding = 500;
	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &reader), JPKI_OK);
}

static void end(void)
{
	jpki_reader_close(&reader);
	jpki_ctx_free(&ctx);
	CHECK_LONG(mock.open, 0);
	CHECK_LONG(mock.locked, 0);
	CHECK_LONG(mock.unpinned, 0);
	CHECK_LONG(mock.unlocked, 0);
	CHECK_LONG(mock.no_deadline, 0);
}

/* Read the auth certificate in a turn of its own. */
static enum jpki_error read_auth(struct jpki_cert **ret)
{
	struct jpki_card *turn = NULL;
	enum jpki_error err;

	err = jpki_card_begin(reader, 0, &turn);
	if (!err)
		err = jpki_card_cert(turn, JPKI_SLOT_AUTH, ret);
	jpki_card_end(&turn);
	return err;
}

static void check_auth(enum jpki_error want)
{
	struct jpki_cert *cert = NULL;

	CHECK_TEXT(jpki_error_name(read_auth(&cert)), jpki_error_name(want));
	CHECK(!cert == (want != JPKI_OK));
	jpki_cert_free(&cert);
}

static void a_certificate_is_read_whole(void)
{
	struct jpki_cert *cert = NULL;
	const uint8_t *der;
	size_t len;

	begin();
	CHECK_LONG(read_auth(&cert), JPKI_OK);
	der = jpki_cert_der(cert, &len);
	CHECK_LONG(len, card.auth.len);
	CHECK(!memcmp(der, card.auth.bytes, len));
	jpki_cert_free(&cert);
	end();
}

static void its_facts_are_told(void)
{
	const struct jpki_cert_facts *facts;
	struct jpki_cert *cert = NULL;

	begin();
	CHECK_LONG(read_auth(&cert), JPKI_OK);
	facts = jpki_cert_facts(cert);
	CHECK_TEXT(facts->subject, "CN=123456789012345ABC,C=JP");
	CHECK_TEXT(facts->issuer,
		   "OU=Japan Agency for Local Authority Information Systems,"
		   "OU=JPKI for user authentication,O=JPKI,C=JP");
	CHECK_TEXT(facts->serial, "1a2b3c");
	CHECK_LONG(facts->key_usage, JPKI_USAGE_DIGITAL_SIGNATURE);
	CHECK_LONG(facts->not_before, pki_time(pki_auth.from));
	CHECK_LONG(facts->not_after, pki_time(pki_auth.until));
	CHECK_LONG(strlen(facts->key_id), 40);
	CHECK_LONG(strlen(facts->authority_key_id), 40);
	CHECK_LONG(strlen(facts->sha256), 64);
	jpki_cert_free(&cert);
	end();
}

static void a_file_that_ends_with_the_certificate_is_read_too(void)
{
	begin();
	card.auth.padding = 0;
	check_auth(JPKI_OK);
	end();
}

static void an_empty_file_holds_no_certificate(void)
{
	begin();
	card.auth.len = 0;
	check_auth(JPKI_NO_CERTIFICATE);
	card.auth.padding = 0;
	check_auth(JPKI_NO_CERTIFICATE);
	card.auth.len = 300;
	memset(card.auth.bytes, 0, 300);
	check_auth(JPKI_NO_CERTIFICATE);
	end();
}

static void a_certificate_cut_short_is_damaged(void)
{
	begin();
	card.auth.padding = 0;
	card.auth.len -= 1;
	check_auth(JPKI_BAD_CERTIFICATE);
	card.auth.len = 4;
	check_auth(JPKI_BAD_CERTIFICATE);
	card.auth.len = 3;
	check_auth(JPKI_BAD_CERTIFICATE);
	end();
}

static void hostile_lengths_are_refused(void)
{
	static const uint8_t lengths[][4] = {
		{ 0x30, 0x82, 0xff, 0xff },	/* past any bound */
		{ 0x30, 0x82, 0x1f, 0xfd },	/* one past 8 KiB */
		{ 0x30, 0x82, 0x00, 0x00 },	/* nothing */
		{ 0x30, 0x82, 0x00, 0x05 },	/* garbage inside */
		{ 0x30, 0x80, 0x02, 0x01 },	/* indefinite */
		{ 0x30, 0x84, 0x00, 0x00 },
		{ 0x31, 0x82, 0x02, 0x00 },	/* no SEQUENCE */
	};
	size_t i;

	begin();
	card.auth.len = MOCK_FILE_MAX;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		memcpy(card.auth.bytes, lengths[i], 4);
		check_auth(JPKI_BAD_CERTIFICATE);
	}
	end();
}

static void garbage_inside_is_damaged(void)
{
	size_t at;

	begin();
	for (at = 4; at < 60; at++) {
		struct jpki_cert *cert = NULL;
		uint8_t good = card.auth.bytes[at];
		enum jpki_error err;

		card.auth.bytes[at] = 0xff;
		err = read_auth(&cert);
		if (err && err != JPKI_BAD_CERTIFICATE)
			CHECK_TEXT(jpki_error_name(err), "bad_certificate");
		jpki_cert_free(&cert);
		card.auth.bytes[at] = good;
	}
	card.auth.bytes[4] = 0xff;
	check_auth(JPKI_BAD_CERTIFICATE);
	end();
}

static void bytes_behind_a_certificate_are_refused(void)
{
	struct jpki_cert *cert = NULL;

	begin();
	CHECK_LONG(jpki_cert_parse(card.auth.bytes, card.auth.len + 1, &cert),
		   JPKI_BAD_CERTIFICATE);
	end();
}

static void an_answer_longer_than_asked_for_is_refused(void)
{
	begin();
	mock.reader[0].read_extra = 1;
	check_auth(JPKI_RESPONSE_TOO_LONG);
	mock.reader[0].read_extra = 300;
	check_auth(JPKI_RESPONSE_TOO_LONG);
	end();
}

static void a_closed_file_needs_the_pin(void)
{
	begin();
	card.auth.needs_pin = true;
	check_auth(JPKI_PIN_NEEDED);
	end();
}

static void other_status_words_are_refusals(void)
{
	begin();
	mock.reader[0].read_sw = 0x6f00;
	check_auth(JPKI_CARD_REFUSED);
	CHECK_TEXT(jpki_ctx_detail(ctx, JPKI_CARD_REFUSED),
		   "READ BINARY: SW 6F00");
	end();
}

static void a_card_half_asleep_is_asked_once_more(void)
{
	begin();
	card.asleep = true;
	check_auth(JPKI_OK);
	end();
}

static void a_card_without_power_gets_some(void)
{
	begin();
	mock.reader[0].presence = CCID_CARD_PRESENT;
	check_auth(JPKI_OK);
	CHECK_LONG(mock.powers, 1);
	end();
}

static void every_errno_of_the_driver_has_its_error(void)
{
	static const struct {
		int number;
		const char *name;
		int status;
	} rows[] = {
		{ ENODEV, "reader_gone", 3 }, { ENOMEDIUM, "no_card", 4 },
		{ ESTALE, "card_changed", 4 }, { EHOSTDOWN, "card_mute", 7 },
		{ EBUSY, "reader_busy", 7 }, { EAGAIN, "reader_busy", 7 },
		{ EINTR, "canceled", 7 }, { ECANCELED, "canceled", 7 },
		{ ETIMEDOUT, "timeout", 7 }, { EPROTO, "reader_protocol", 7 },
		{ EMSGSIZE, "response_too_long", 7 },
		{ EKEYREJECTED, "pin_floor", 5 },
		{ EOPNOTSUPP, "not_supported", 7 },
		{ EINVAL, "driver_mismatch", 7 },
		{ E2BIG, "driver_mismatch", 7 },
		{ ENOTTY, "driver_mismatch", 7 }, { EBADF, "permission", 8 },
		{ EPERM, "permission", 8 }, { EACCES, "permission", 8 },
		{ ENOMEM, "no_memory", 7 }, { EFAULT, "driver", 7 },
		{ EIO, "driver", 7 }, { ENOSPC, "driver", 7 },
	};
	struct jpki_cert *cert = NULL;
	enum jpki_error err;
	size_t i;

	begin();
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		mock.reader[0].fail_request = CCID_IOC_APDU;
		mock.reader[0].fail_errno = rows[i].number;
		err = read_auth(&cert);
		CHECK_TEXT(jpki_error_name(err), rows[i].name);
		CHECK_LONG(jpki_error_exit(err), rows[i].status);
	}
	end();
}

static void a_turn_that_cannot_be_had_is_told(void)
{
	begin();
	mock.reader[0].fail_request = CCID_IOC_LOCK;
	mock.reader[0].fail_errno = EBUSY;
	check_auth(JPKI_READER_BUSY);
	end();
}

static void a_turn_is_waited_for_ten_seconds(void)
{
	begin();
	mock.reader[0].held_ns = 9999999999;
	check_auth(JPKI_OK);
	mock.waited_ns = 0;
	mock.reader[0].held_ns = 60000000000;
	check_auth(JPKI_READER_BUSY);
	CHECK_LONG(mock.waited_ns, 10000000000);
	end();
}

static void an_empty_or_mute_reader_is_told(void)
{
	begin();
	mock.reader[0].presence = CCID_CARD_ABSENT;
	check_auth(JPKI_NO_CARD);
	mock.reader[0].presence = CCID_CARD_MUTE;
	check_auth(JPKI_CARD_MUTE);
	CHECK_LONG(mock.apdus, 0);
	end();
}

static void a_swapped_card_is_never_spoken_to(void)
{
	struct jpki_card *turn = NULL;
	struct jpki_cert *cert = NULL;

	begin();
	CHECK_LONG(jpki_card_begin(reader, 6, &turn), JPKI_CARD_CHANGED);
	CHECK(!turn);
	CHECK_LONG(jpki_card_begin(reader, 7, &turn), JPKI_OK);
	mock.reader[0].generation = 8;
	CHECK_LONG(jpki_card_cert(turn, JPKI_SLOT_AUTH, &cert),
		   JPKI_CARD_CHANGED);
	CHECK_LONG(mock.apdus, 0);
	jpki_card_end(&turn);
	end();
}

static enum jpki_kind kind_with(const char *label)
{
	enum jpki_kind kind = JPKI_KIND_UNKNOWN;
	struct jpki_card *turn = NULL;

	card.label = label;
	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	CHECK_LONG(jpki_card_kind(turn, &kind), JPKI_OK);
	jpki_card_end(&turn);
	return kind;
}

static void tokens_are_known_by_their_label(void)
{
	begin();
	CHECK_LONG(kind_with("JPKIAPICCTOKEN"), JPKI_KIND_MYNUMBER);
	CHECK_LONG(kind_with("JPKIAPICCTOKEN2"), JPKI_KIND_MYNUMBER);
	CHECK_LONG(kind_with("JPKIAPICCTOKEN2      "), JPKI_KIND_MYNUMBER);
	CHECK_LONG(kind_with("JPKIAPGPSETOKEN"), JPKI_KIND_PHONE);
	CHECK_LONG(kind_with("JPKIAPIOSTOKEN"), JPKI_KIND_PHONE);
	CHECK_LONG(kind_with("JPKIAPIOSTOKEN2"), JPKI_KIND_UNKNOWN);
	CHECK_LONG(kind_with(""), JPKI_KIND_UNKNOWN);
	CHECK_LONG(kind_with(NULL), JPKI_KIND_UNKNOWN);
	end();
}

static struct jpki_tries tries_of(enum jpki_pin pin)
{
	struct jpki_tries tries = { .known = false };
	struct jpki_card *turn = NULL;

	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	CHECK_LONG(jpki_card_tries(turn, pin, &tries), JPKI_OK);
	jpki_card_end(&turn);
	return tries;
}

static void tries_are_asked_of_the_driver(void)
{
	struct jpki_tries tries;

	begin();
	card.auth_left = 2;
	tries = tries_of(JPKI_PIN_AUTH);
	CHECK(tries.known && !tries.locked);
	CHECK_LONG(tries.left, 2);
	CHECK_LONG(tries.max, 3);
	card.auth_max = 10;
	CHECK_LONG(tries_of(JPKI_PIN_AUTH).max, 10);
	card.sign_left = 0;
	tries = tries_of(JPKI_PIN_SIGN);
	CHECK(tries.locked);
	CHECK_LONG(tries.left, 0);
	CHECK_LONG(tries.max, 5);
	CHECK_LONG(tries_of(JPKI_PIN_CARD).left, 3);
	card.no_text = true;
	CHECK(!tries_of(JPKI_PIN_CARD).known);
	CHECK_LONG(mock.apdus, 0);
	end();
}

static void readers_are_listed_in_the_order_of_their_numbers(void)
{
	static const char *const names[] = { "ccid10", "ccid2", "hidraw0",
					     "ccid0" };
	struct jpki_readers *readers = NULL;
	size_t i;

	begin();
	for (i = 0; i < MOCK_READERS; i++)
		mock.reader[i].name = names[i];
	mock.readers = MOCK_READERS;
	CHECK_LONG(jpki_readers_new(ctx, &readers), JPKI_OK);
	CHECK_LONG(jpki_readers_count(readers), 3);
	CHECK_TEXT(jpki_readers_name(readers, 0), "ccid0");
	CHECK_TEXT(jpki_readers_name(readers, 1), "ccid2");
	CHECK_TEXT(jpki_readers_name(readers, 2), "ccid10");
	CHECK(!jpki_readers_name(readers, 3));
	jpki_readers_free(&readers);
	end();
}

static void names_of_readers_are_checked(void)
{
	static const char *const bad[] = {
		"", "ccid", "ccidx", "ccid0x", "ccid0@", "ccid0@0", "ccid0@x",
		"ccid0@1x", "ccid-1", "/dev/../ccid0", "../ccid0", "sda",
		"ccid1234567890", "ccid0@1234567890"
	};
	char name[JPKI_READER_NAME_SIZE];
	uint32_t generation;
	size_t i;

	CHECK_LONG(jpki_reader_parse("ccid3", name, &generation), JPKI_OK);
	CHECK_TEXT(name, "ccid3");
	CHECK_LONG(generation, 0);
	CHECK_LONG(jpki_reader_parse("/dev/ccid12@7", name, &generation),
		   JPKI_OK);
	CHECK_TEXT(name, "ccid12");
	CHECK_LONG(generation, 7);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (jpki_reader_parse(bad[i], name, &generation) !=
		    JPKI_INVALID)
			CHECK_TEXT(bad[i], "a name that is refused");
}

static void a_reader_that_cannot_be_opened_says_why(void)
{
	struct jpki_reader *other = NULL;

	begin();
	CHECK_LONG(jpki_reader_open(ctx, "ccid9", &other), JPKI_NO_READER);
	mock.reader[0].open_errno = EACCES;
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &other), JPKI_PERMISSION);
	CHECK(!other);
	end();
}

static void apdus_of_wrong_length_are_not_sent(void)
{
	static const uint8_t command[4] = { 0x00, 0x20, 0x00, 0x80 };
	struct jpki_card *turn = NULL;
	uint8_t response[2];
	size_t len = 0;

	begin();
	CHECK_LONG(jpki_card_begin(reader, 0, &turn), JPKI_OK);
	CHECK_LONG(jpki_card_transmit(turn, command, 3, response, 2, &len),
		   JPKI_INVALID);
	CHECK_LONG(jpki_card_transmit(turn, command, 4, response, 1, &len),
		   JPKI_INVALID);
	CHECK_LONG(mock.apdus, 0);
	CHECK_LONG(jpki_card_transmit(turn, command, 4, response, 2, &len),
		   JPKI_OK);
	CHECK_LONG(len, 2);
	CHECK_LONG(response[0], 0x63);
	jpki_card_end(&turn);
	end();
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(a_certificate_is_read_whole),
		TAP_CASE(its_facts_are_told),
		TAP_CASE(a_file_that_ends_with_the_certificate_is_read_too),
		TAP_CASE(an_empty_file_holds_no_certificate),
		TAP_CASE(a_certificate_cut_short_is_damaged),
		TAP_CASE(hostile_lengths_are_refused),
		TAP_CASE(garbage_inside_is_damaged),
		TAP_CASE(bytes_behind_a_certificate_are_refused),
		TAP_CASE(an_answer_longer_than_asked_for_is_refused),
		TAP_CASE(a_closed_file_needs_the_pin),
		TAP_CASE(other_status_words_are_refusals),
		TAP_CASE(a_card_half_asleep_is_asked_once_more),
		TAP_CASE(a_card_without_power_gets_some),
		TAP_CASE(every_errno_of_the_driver_has_its_error),
		TAP_CASE(a_turn_that_cannot_be_had_is_told),
		TAP_CASE(a_turn_is_waited_for_ten_seconds),
		TAP_CASE(an_empty_or_mute_reader_is_told),
		TAP_CASE(a_swapped_card_is_never_spoken_to),
		TAP_CASE(tokens_are_known_by_their_label),
		TAP_CASE(tries_are_asked_of_the_driver),
		TAP_CASE(readers_are_listed_in_the_order_of_their_numbers),
		TAP_CASE(names_of_readers_are_checked),
		TAP_CASE(a_reader_that_cannot_be_opened_says_why),
		TAP_CASE(apdus_of_wrong_length_are_not_sent),
	};
	int failed;

	pki_ca_make(&ca, "2019-09-01T00:00:00+09:00",
		    "2029-08-31T23:59:59+09:00");
	failed = TAP_RUN(cases);
	pki_ca_free(&ca);
	return failed;
}
