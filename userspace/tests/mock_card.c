// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The card in a mock reader: selection, READ BINARY, its PIN and counters.
 */
#include "mock_card.h"

#include <errno.h>
#include <string.h>

enum { APP_NONE, APP_JPKI, APP_TEXT };

static const uint8_t jpki_aid[] = {
	0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01
};

static const uint8_t text_aid[] = {
	0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08
};

static int find_app(const struct mock_card *card, const uint8_t *aid,
		    size_t len)
{
	if (len != sizeof(jpki_aid))
		return APP_NONE;
	if (!memcmp(aid, jpki_aid, len) && !card->no_jpki)
		return APP_JPKI;
	if (!memcmp(aid, text_aid, len) && !card->no_text)
		return APP_TEXT;
	return APP_NONE;
}

static void fill_label(const struct mock_card *card, struct mock_file *file)
{
	memset(file, 0, sizeof(*file));
	file->absent = !card->label;
	file->len = 32;
	file->padding = 128;
	if (card->label)
		strncpy((char *)file->bytes, card->label, 32);
}

static void find_text_file(const struct mock_card *card,
			   const struct mock_session *session,
			   struct mock_file *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->absent = session->ef != 0x0011;
	if (session->ef != 0x0002)
		return;
	*ret = card->attributes;
	ret->needs_pin &= !session->opened;
}

/* A copy of the selected file; not there when it is absent. */
static void find_file(const struct mock_card *card,
		      const struct mock_session *session,
		      struct mock_file *ret)
{
	static const struct mock_file none = { .absent = true };
	static const struct mock_file closed = { .needs_pin = true };

	if (session->app == APP_TEXT)
		find_text_file(card, session, ret);
	else if (session->app != APP_JPKI)
		*ret = none;
	else if (session->ef == 0x0006)
		fill_label(card, ret);
	else if (session->ef == 0x000a)
		*ret = card->auth;
	else if (session->ef == 0x000b)
		*ret = card->auth_ca;
	else if (session->ef == 0x0001 || session->ef == 0x0018 ||
		 session->ef == 0x001b)
		*ret = closed;
	else
		*ret = none;
}

static uint16_t select(struct mock_card *card, struct mock_session *session,
		       const uint8_t *command, size_t len)
{
	struct mock_file file;

	if (card->asleep) {
		card->asleep = false;
		return 0x6f00;
	}
	if (command[2] == 0x04) {
		int app = find_app(card, command + 5, len - 5);

		if (!app)
			return 0x6a82;
		*session = (struct mock_session){ .app = app };
		return 0x9000;
	}
	session->ef = (uint16_t)(command[5] << 8 | command[6]);
	find_file(card, session, &file);
	return file.absent ? 0x6a82 : 0x9000;
}

/* READ BINARY; *@ret_len bytes of data were put into @response. */
static uint16_t read_binary(struct mock_reader *reader,
			    const struct mock_session *session,
			    const uint8_t *command, uint8_t *response,
			    size_t *ret_len)
{
	size_t offset = (size_t)command[2] << 8 | command[3];
	size_t i, want = command[4] ? command[4] : 256;
	struct mock_file file;
	size_t size;

	find_file(reader->card, session, &file);
	if (file.absent)
		return 0x6986;
	if (file.needs_pin)
		return 0x6982;
	if (reader->read_sw)
		return reader->read_sw;
	size = file.len + file.padding;
	if (offset >= size)
		return 0x6b00;
	for (i = 0; i < want && offset + i < size; i++)
		response[i] = offset + i < file.len ? file.bytes[offset + i] :
						      0xff;
	*ret_len = i + reader->read_extra;
	memset(response + i, 0x5a, reader->read_extra);
	return i < want ? 0x6282 : 0x9000;
}

void mock_set_pin(struct mock_card *card, const char *pin)
{
	size_t i;

	card->pin_len = strlen(pin);
	for (i = 0; i < card->pin_len; i++)
		card->pin[i] = (uint8_t)~pin[i];
}

static bool is_pin(const struct mock_card *card, const uint8_t *pin, size_t len)
{
	size_t i;

	if (len != card->pin_len)
		return false;
	for (i = 0; i < len; i++)
		if ((pin[i] ^ card->pin[i]) != 0xff)
			return false;
	return true;
}

/* The counter of the PIN that is selected, or NULL. */
static uint8_t *counter(struct mock_card *card,
			const struct mock_session *session)
{
	if (session->app == APP_TEXT && session->ef == 0x0011)
		return &card->card_left;
	if (session->app == APP_JPKI && session->ef == 0x0018)
		return &card->auth_left;
	if (session->app == APP_JPKI && session->ef == 0x001b)
		return &card->sign_left;
	return NULL;
}

uint8_t mock_card_left(struct mock_card *card,
		       const struct mock_session *session)
{
	const uint8_t *left = counter(card, session);

	return left ? *left : 0;
}

/* VERIFY with a PIN. */
static uint16_t verify(struct mock_card *card, struct mock_session *session,
		       const uint8_t *command, size_t len)
{
	uint8_t *left = counter(card, session);

	mock.verifies++;
	if (card->verify_sw)
		return card->verify_sw;
	if (!left)
		return 0x6a88;
	if (!*left)
		return 0x6984;
	if (!is_pin(card, command + 5, len - 5))
		return (uint16_t)(0x63c0 | --*left);
	*left = left == &card->sign_left ? 5 : 3;
	session->opened = session->app == APP_TEXT;
	session->verified = session->ef;
	return 0x9000;
}

/* CHANGE REFERENCE DATA with the new PIN alone. */
static uint16_t change(struct mock_card *card,
		       const struct mock_session *session,
		       const uint8_t *command, size_t len)
{
	size_t i;

	mock.changes++;
	if (card->change_sw)
		return card->change_sw;
	if (command[2] != 0x01 || command[3] != 0x80 ||
	    command[4] != len - 5 || len - 5 > MOCK_PIN_MAX)
		return 0x6a80;
	if (!counter(card, session) || session->verified != session->ef)
		return 0x6982;
	card->pin_len = len - 5;
	for (i = 0; i < card->pin_len; i++)
		card->pin[i] = (uint8_t)~command[5 + i];
	return 0x9000;
}

size_t mock_card_apdu(struct mock_reader *reader, struct mock_session *session,
		      const uint8_t *command, size_t len, uint8_t *response)
{
	size_t got = 0;
	uint16_t sw = 0x6d00;

	if (command[1] == 0xa4)
		sw = select(reader->card, session, command, len);
	else if (command[1] == 0xb0)
		sw = read_binary(reader, session, command, response, &got);
	else if (command[1] == 0x20 && len > 5)
		sw = verify(reader->card, session, command, len);
	else if (command[1] == 0x20)
		sw = 0x63c3;
	else if (command[1] == 0x24)
		sw = change(reader->card, session, command, len);
	response[got] = (uint8_t)(sw >> 8);
	response[got + 1] = (uint8_t)sw;
	return got + 2;
}

static void fill_tries(struct ccid_pin *pin, uint8_t left, uint8_t max)
{
	pin->tries_left = left;
	pin->tries_max = max ? max : CCID_PIN_NO_COUNT;
	pin->source = CCID_PIN_ASKED;
	pin->state = left ? 0 : CCID_PIN_BLOCKED;
	pin->sw = (uint16_t)(0x63c0 | left);
}

int mock_card_pin(const struct mock_card *card, struct ccid_pin *pin)
{
	int app = find_app(card, pin->aid, pin->aid_len);

	if (app == APP_JPKI && pin->ef == 0x0018)
		fill_tries(pin, card->auth_left, card->auth_max);
	else if (app == APP_JPKI && pin->ef == 0x001b)
		fill_tries(pin, card->sign_left, 0);
	else if (app == APP_TEXT && pin->ef == 0x0011)
		fill_tries(pin, card->card_left, 0);
	else
		return -ENOENT;
	return 0;
}
