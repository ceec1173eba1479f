// SPDX-License-Identifier: GPL-2.0-or-later
/* What an inserted card tells without a PIN, on which day. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jpki/jpki.h>

#include "mock.h"
#include "pki.h"
#include "tap.h"

#define NOW "2026-11-22T12:00:00+09:00"

static struct pki_ca ca;
static struct mock_card card;

static void begin(void)
{
	mock_reset(&card);
	pki_issue(&ca, &pki_auth, &card.auth);
	card.auth.padding = 100;
}

static enum jpki_error read_trusting(const struct jpki_trust *trust,
				     uint32_t generation, const char *now,
				     struct jpki_status *ret)
{
	struct jpki_reader *reader = NULL;
	struct jpki_ctx *ctx = NULL;
	enum jpki_error err;

	CHECK_LONG(jpki_ctx_new(&ctx), JPKI_OK);
	CHECK_LONG(jpki_reader_open(ctx, "ccid0", &reader), JPKI_OK);
	err = jpki_status_read(ctx, reader, generation, trust, pki_time(now),
			       ret);
	jpki_reader_close(&reader);
	jpki_ctx_free(&ctx);
	CHECK_LONG(mock.open, 0);
	CHECK_LONG(mock.locked, 0);
	CHECK_LONG(mock.unpinned, 0);
	return err;
}

static struct jpki_status status_on(const char *now)
{
	struct jpki_status status;

	memset(&status, 0, sizeof(status));
	CHECK_LONG(read_trusting(NULL, 0, now, &status), JPKI_OK);
	return status;
}

static int has_action(const struct jpki_status *status, enum jpki_action action)
{
	size_t i;

	for (i = 0; i < status->action_count; i++)
		if (status->action[i] == action)
			return 1;
	return 0;
}

static void check_day(const char *now, const char *state, int days_left)
{
	struct jpki_status status = status_on(now);

	CHECK_TEXT(jpki_state_name(status.auth.state), state);
	CHECK_LONG(status.auth.days_left, days_left);
	CHECK_LONG(jpki_status_is_no(&status), !strcmp(state, "expired"));
	CHECK_LONG(has_action(&status, JPKI_ACTION_RENEW),
		   !strcmp(state, "renewable"));
	CHECK_LONG(has_action(&status, JPKI_ACTION_RENEW_EXPIRED),
		   !strcmp(state, "expired"));
}

static void states_change_at_midnight_in_japan(void)
{
	begin();
	check_day("2023-06-30T23:59:59+09:00", "not_yet_valid", 1776);
	check_day("2023-07-01T00:00:00+09:00", "valid", 1775);
	check_day("2028-02-10T23:59:59+09:00", "valid", 90);
	check_day("2028-02-11T00:00:00+09:00", "renewable", 89);
	check_day("2028-05-09T23:59:59+09:00", "renewable", 1);
	check_day("2028-05-10T00:00:00+09:00", "renewable", 0);
	check_day("2028-05-10T23:59:59+09:00", "renewable", 0);
	check_day("2028-05-10T14:59:59Z", "renewable", 0);
	check_day("2028-05-11T00:00:00+09:00", "expired", -1);
	check_day("2028-05-10T15:00:00Z", "expired", -1);
}

static void the_facts_of_a_good_card_are_all_there(void)
{
	struct jpki_status status;

	begin();
	status = status_on(NOW);
	CHECK_LONG(status.kind, JPKI_KIND_MYNUMBER);
	CHECK_LONG(status.card.generation, 7);
	CHECK_LONG(status.card.atr_len, 13);
	CHECK_LONG(status.auth_tries.left, 3);
	CHECK_LONG(status.sign_tries.left, 5);
	CHECK_LONG(status.auth.not_after, pki_time(pki_auth.until));
	CHECK(!status.auth.missing);
	CHECK_LONG(status.sign.state, JPKI_STATE_UNKNOWN);
	CHECK_TEXT(status.sign.missing, "sign_pin");
	CHECK_LONG(status.action_count, 1);
	CHECK(has_action(&status, JPKI_ACTION_REVOCATION_NOT_CHECKED));
}

static void a_nameless_token_with_a_certificate_is_a_card(void)
{
	begin();
	card.label = NULL;
	CHECK_LONG(status_on(NOW).kind, JPKI_KIND_MYNUMBER);
}

static void a_phone_wants_the_pin_first(void)
{
	struct jpki_status status;

	begin();
	card.label = "JPKIAPGPSETOKEN";
	status = status_on(NOW);
	CHECK_LONG(status.kind, JPKI_KIND_PHONE);
	CHECK_LONG(status.auth.state, JPKI_STATE_UNKNOWN);
	CHECK_TEXT(status.auth.missing, "auth_pin");
	CHECK_LONG(status.auth_tries.left, 3);
	CHECK_LONG(status.action_count, 0);
}

static void a_closed_certificate_is_unknown_whatever_the_label(void)
{
	struct jpki_status status;

	begin();
	card.auth.needs_pin = true;
	status = status_on(NOW);
	CHECK_LONG(status.auth.state, JPKI_STATE_UNKNOWN);
	CHECK_TEXT(status.auth.missing, "auth_pin");
}

static void another_card_has_nothing_of_it(void)
{
	struct jpki_status status;

	begin();
	card.no_jpki = true;
	status = status_on(NOW);
	CHECK_LONG(status.kind, JPKI_KIND_UNKNOWN);
	CHECK_LONG(status.auth.state, JPKI_STATE_ABSENT);
	CHECK_LONG(status.sign.state, JPKI_STATE_ABSENT);
	CHECK(!status.auth_tries.known);
	CHECK_LONG(status.action_count, 0);
	CHECK(!jpki_status_is_no(&status));
}

static void a_card_without_its_certificate_may_get_one(void)
{
	struct jpki_status status;

	begin();
	card.auth.absent = true;
	status = status_on(NOW);
	CHECK_LONG(status.auth.state, JPKI_STATE_ABSENT);
	CHECK_LONG(status.kind, JPKI_KIND_UNKNOWN);
	CHECK(has_action(&status, JPKI_ACTION_ISSUE));
}

static void a_damaged_certificate_is_an_error(void)
{
	struct jpki_status status;

	begin();
	card.auth.bytes[0] = 0x31;
	CHECK_LONG(read_trusting(NULL, 0, NOW, &status), JPKI_BAD_CERTIFICATE);
}

static void locked_pins_and_last_tries_are_told(void)
{
	struct jpki_status status;

	begin();
	card.auth_left = 0;
	card.sign_left = 1;
	status = status_on(NOW);
	CHECK(status.auth_tries.locked);
	CHECK(jpki_status_is_no(&status));
	CHECK_LONG(status.action[0], JPKI_ACTION_UNLOCK_AUTH);
	CHECK_LONG(status.action[1], JPKI_ACTION_UNLOCK_AUTH_STORE);
	CHECK_LONG(status.action[2], JPKI_ACTION_LAST_TRY_SIGN);
	card.auth_left = 1;
	card.sign_left = 0;
	status = status_on(NOW);
	CHECK_LONG(status.action[0], JPKI_ACTION_LAST_TRY_AUTH);
	CHECK_LONG(status.action[1], JPKI_ACTION_UNLOCK_SIGN);
	CHECK_LONG(status.action[2], JPKI_ACTION_UNLOCK_SIGN_STORE);
}

static void two_locked_pins_are_a_case_for_the_desk(void)
{
	struct jpki_status status;

	begin();
	card.auth_left = 0;
	card.sign_left = 0;
	status = status_on(NOW);
	CHECK(has_action(&status, JPKI_ACTION_UNLOCK_AUTH));
	CHECK(has_action(&status, JPKI_ACTION_UNLOCK_SIGN));
	CHECK(!has_action(&status, JPKI_ACTION_UNLOCK_AUTH_STORE));
	CHECK(!has_action(&status, JPKI_ACTION_UNLOCK_SIGN_STORE));
}

static void a_card_swapped_while_read_is_read_anew(void)
{
	struct mock_card other;
	struct jpki_status status;
	int after;

	for (after = 0; after < 9; after++) {
		begin();
		other = card;
		other.auth_left = 1;
		mock.reader[0].swap_card = &other;
		mock.reader[0].swap_after = after;
		status = status_on(NOW);
		CHECK_LONG(status.card.generation,
			   mock.reader[0].swap_card ? 7 : 8);
		CHECK_LONG(status.auth_tries.left,
			   mock.reader[0].swap_card ? 3 : 1);
	}
}

static void a_named_card_is_not_replaced_by_another(void)
{
	struct mock_card other;
	struct jpki_status status;

	begin();
	CHECK_LONG(read_trusting(NULL, 7, NOW, &status), JPKI_OK);
	CHECK_LONG(read_trusting(NULL, 8, NOW, &status), JPKI_CARD_CHANGED);
	other = card;
	mock.reader[0].swap_card = &other;
	mock.reader[0].swap_after = mock.apdus + 2;
	CHECK_LONG(read_trusting(NULL, 7, NOW, &status), JPKI_CARD_CHANGED);
}

static void a_card_swapped_twice_is_an_error(void)
{
	struct jpki_status status;

	begin();
	mock.reader[0].fail_request = CCID_IOC_APDU;
	mock.reader[0].fail_errno = ESTALE;
	CHECK_LONG(read_trusting(NULL, 0, NOW, &status), JPKI_CARD_CHANGED);
	mock.reader[0].fail_times = 1;
	CHECK_LONG(read_trusting(NULL, 0, NOW, &status), JPKI_OK);
}

static void an_empty_reader_is_told_with_its_facts(void)
{
	struct jpki_status status;

	begin();
	mock.reader[0].presence = CCID_CARD_ABSENT;
	CHECK_LONG(read_trusting(NULL, 0, NOW, &status), JPKI_NO_CARD);
	CHECK_TEXT(status.reader.device, "/dev/ccid0");
	CHECK_LONG(status.card.presence, JPKI_PRESENCE_ABSENT);
	CHECK_TEXT(status.auth.missing, "card");
}

static void an_error_in_the_middle_leaves_no_turn_behind(void)
{
	static const int numbers[] = { ENODEV, ENOMEDIUM, ETIMEDOUT, EPROTO };
	struct jpki_status status;
	size_t i;
	int after;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		for (after = 0; after < 8; after++) {
			begin();
			mock.reader[0].fail_request = CCID_IOC_APDU;
			mock.reader[0].fail_errno = numbers[i];
			mock.reader[0].fail_after = after;
			CHECK(read_trusting(NULL, 0, NOW, &status) != JPKI_OK ||
			      after > 6);
		}
	}
}

static void a_revocation_list_decides(void)
{
	struct jpki_status status;
	struct jpki_trust trust;
	char dir[64], crl[96];

	begin();
	pki_make_dir(dir);
	snprintf(crl, sizeof(crl), "%s/list.crl", dir);
	trust = (struct jpki_trust){ .ca_dir = dir, .crl_file = crl };
	pki_write_ca(&ca, dir, "ca.crt");
	pki_write_crl(&ca, crl, "2026-11-21T00:00:00+09:00",
		      "2026-11-23T00:00:00+09:00", 0, NULL);
	CHECK_LONG(read_trusting(&trust, 0, NOW, &status), JPKI_OK);
	CHECK_LONG(status.auth.state, JPKI_STATE_VALID);
	CHECK_LONG(status.action_count, 0);
	pki_write_crl(&ca, crl, "2026-11-21T00:00:00+09:00",
		      "2026-11-23T00:00:00+09:00", pki_auth.serial,
		      "2026-11-20T10:00:00+09:00");
	CHECK_LONG(read_trusting(&trust, 0, NOW, &status), JPKI_OK);
	CHECK_LONG(status.auth.state, JPKI_STATE_REVOKED);
	CHECK(jpki_status_is_no(&status));
	CHECK_LONG(status.action_count, 1);
	CHECK(has_action(&status, JPKI_ACTION_REISSUE));
	pki_remove_dir(dir);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(states_change_at_midnight_in_japan),
		TAP_CASE(the_facts_of_a_good_card_are_all_there),
		TAP_CASE(a_nameless_token_with_a_certificate_is_a_card),
		TAP_CASE(a_phone_wants_the_pin_first),
		TAP_CASE(a_closed_certificate_is_unknown_whatever_the_label),
		TAP_CASE(another_card_has_nothing_of_it),
		TAP_CASE(a_card_without_its_certificate_may_get_one),
		TAP_CASE(a_damaged_certificate_is_an_error),
		TAP_CASE(locked_pins_and_last_tries_are_told),
		TAP_CASE(two_locked_pins_are_a_case_for_the_desk),
		TAP_CASE(a_card_swapped_while_read_is_read_anew),
		TAP_CASE(a_named_card_is_not_replaced_by_another),
		TAP_CASE(a_card_swapped_twice_is_an_error),
		TAP_CASE(an_empty_reader_is_told_with_its_facts),
		TAP_CASE(an_error_in_the_middle_leaves_no_turn_behind),
		TAP_CASE(a_revocation_list_decides),
	};
	int failed;

	pki_ca_make(&ca, "2019-09-01T00:00:00+09:00",
		    "2029-08-31T23:59:59+09:00");
	failed = TAP_RUN(cases);
	pki_ca_free(&ca);
	return failed;
}
