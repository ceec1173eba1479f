// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A turn on a card: taken with CCID_IOC_LOCK, every call meant for the one
 * generation that was there, given back with CCID_IOC_UNLOCK. Knows ISO 7816
 * commands, no application.
 */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "apdu.h"
#include "context.h"
#include "reader.h"

#define TURN_SECONDS	10
#define CALL_SECONDS	30

static enum jpki_error check_state(struct jpki_reader *reader,
				   uint32_t generation,
				   const struct jpki_reader_state *state)
{
	if (state->presence == JPKI_PRESENCE_ABSENT)
		return jpki_fail(reader->ctx, JPKI_NO_CARD, "%s",
				 reader->info.name);
	if (generation && state->generation != generation)
		return jpki_fail(reader->ctx, JPKI_CARD_CHANGED,
				 "%s: generation %u", reader->info.name,
				 state->generation);
	if (state->presence == JPKI_PRESENCE_MUTE)
		return jpki_fail(reader->ctx, JPKI_CARD_MUTE, "%s",
				 reader->info.name);
	return JPKI_OK;
}

static enum jpki_error lock(struct jpki_card *card)
{
	struct ccid_lock lock = {
		.size = sizeof(lock),
		.deadline_ns = jpki_reader_deadline(card->reader, TURN_SECONDS),
		.generation = card->state.generation,
	};

	return jpki_reader_call(card->reader, CCID_IOC_LOCK, &lock);
}

/* Somebody may have left the card without power. */
static enum jpki_error power_on(struct jpki_card *card)
{
	struct ccid_power power = {
		.size = sizeof(power),
		.action = CCID_POWER_COLD,
		.generation = card->state.generation,
		.deadline_ns = jpki_reader_deadline(card->reader, CALL_SECONDS),
	};

	return jpki_reader_call(card->reader, CCID_IOC_POWER, &power);
}

static void unlock(struct jpki_card *card)
{
	struct ccid_unlock unlock = { .size = sizeof(unlock) };

	/* nothing to be done when it fails: the reader or the card is gone */
	(void)jpki_reader_call(card->reader, CCID_IOC_UNLOCK, &unlock);
}

/*
 * With the turn taken: make the card ready and learn its ATR. The driver may
 * have powered it while the turn was waited for.
 */
static enum jpki_error settle(struct jpki_card *card)
{
	enum jpki_error err;

	err = jpki_reader_state(card->reader, &card->state);
	if (err || card->state.presence != JPKI_PRESENCE_UNPOWERED)
		return err;
	err = power_on(card);
	return err ? err : jpki_reader_state(card->reader, &card->state);
}

enum jpki_error jpki_card_begin(struct jpki_reader *reader,
				uint32_t generation, struct jpki_card **ret)
{
	struct jpki_card *card = calloc(1, sizeof(*card));
	enum jpki_error err;

	if (!card)
		return JPKI_NO_MEMORY;
	card->reader = reader;
	err = jpki_reader_state(reader, &card->state);
	if (err)
		goto fail;
	err = check_state(reader, generation, &card->state);
	if (err)
		goto fail;
	generation = card->state.generation;
	err = lock(card);
	if (err)
		goto fail;
	err = settle(card);
	if (!err)
		err = check_state(reader, generation, &card->state);
	if (err) {
		unlock(card);
		goto fail;
	}
	*ret = card;
	return JPKI_OK;
fail:
	free(card);
	return err;
}

void jpki_card_end(struct jpki_card **card)
{
	if (*card)
		unlock(*card);
	free(*card);
	*card = NULL;
}

const struct jpki_reader_state *jpki_card_state(const struct jpki_card *card)
{
	return &card->state;
}

static enum jpki_error transmit(struct jpki_card *card, uint32_t flags,
				const uint8_t *command, size_t command_len,
				uint8_t *response, size_t room, size_t *ret_len)
{
	struct ccid_apdu apdu = {
		.size = sizeof(apdu),
		.flags = flags,
		.command = (uintptr_t)command,
		.response = (uintptr_t)response,
		.deadline_ns = jpki_reader_deadline(card->reader, CALL_SECONDS),
		.generation = card->state.generation,
	};
	enum jpki_error err;

	if (command_len < 4 || command_len > CCID_APDU_COMMAND_MAX ||
	    room < 2 || room > CCID_APDU_RESPONSE_MAX)
		return jpki_fail(card->reader->ctx, JPKI_INVALID,
				 "APDU of %zu bytes, room for %zu",
				 command_len, room);
	apdu.command_len = (uint32_t)command_len;
	apdu.response_len = (uint32_t)room;
	err = jpki_reader_call(card->reader, CCID_IOC_APDU, &apdu);
	if (err) {
		card->selected = NULL;	/* it may have been powered off */
		return err;
	}
	if (apdu.response_len < 2 || apdu.response_len > room)
		return jpki_fail(card->reader->ctx, JPKI_DRIVER_MISMATCH,
				 "response_len %u", apdu.response_len);
	*ret_len = apdu.response_len;
	return JPKI_OK;
}

enum jpki_error jpki_card_transmit(struct jpki_card *card,
				   const uint8_t *command, size_t command_len,
				   uint8_t *response, size_t room,
				   size_t *ret_len)
{
	card->selected = NULL;
	return transmit(card, 0, command, command_len, response, room, ret_len);
}

static unsigned int status_word(const uint8_t *response, size_t len)
{
	return (unsigned int)response[len - 2] << 8 | response[len - 1];
}

enum jpki_error jpki_card_order(struct jpki_card *card, uint32_t flags,
				const uint8_t *command, size_t len,
				unsigned int *ret_sw)
{
	uint8_t response[JPKI_READ_MAX + 2];
	enum jpki_error err;
	size_t got;

	err = transmit(card, flags, command, len, response, sizeof(response),
		       &got);
	if (!err)
		*ret_sw = status_word(response, got);
	explicit_bzero(response, sizeof(response));
	return err;
}

static enum jpki_error refused(struct jpki_card *card, enum jpki_error err,
			       const char *what, unsigned int sw)
{
	return jpki_fail(card->reader->ctx, err, "%s: SW %04X", what, sw);
}

enum jpki_error jpki_card_select(struct jpki_card *card,
				 const struct jpki_aid *aid)
{
	uint8_t command[JPKI_APDU_ROOM];
	size_t len = jpki_apdu_select_aid(aid->bytes, aid->len, command);
	unsigned int sw;
	enum jpki_error err;

	if (card->selected == aid)
		return JPKI_OK;
	card->selected = NULL;
	err = jpki_card_order(card, 0, command, len, &sw);
	/* some cards fail the very first command once */
	if (!err && sw == JPKI_SW_NOT_AWAKE && !card->awake)
		err = jpki_card_order(card, 0, command, len, &sw);
	if (err)
		return err;
	card->awake = true;
	if (sw == JPKI_SW_NOT_FOUND)
		return refused(card, JPKI_NO_APPLICATION, "SELECT by name", sw);
	if (sw != JPKI_SW_OK)
		return refused(card, JPKI_CARD_REFUSED, "SELECT by name", sw);
	card->selected = aid;
	return JPKI_OK;
}

enum jpki_error jpki_card_select_ef(struct jpki_card *card, uint16_t ef)
{
	uint8_t command[JPKI_APDU_ROOM];
	size_t len = jpki_apdu_select_ef(ef, command);
	unsigned int sw;
	enum jpki_error err;

	err = jpki_card_order(card, 0, command, len, &sw);
	if (err)
		return err;
	if (sw == JPKI_SW_NOT_FOUND)
		return refused(card, JPKI_NO_CERTIFICATE, "SELECT file", sw);
	if (sw != JPKI_SW_OK)
		return refused(card, JPKI_CARD_REFUSED, "SELECT file", sw);
	return JPKI_OK;
}

/* Is that an answer to READ BINARY of @len bytes? */
static enum jpki_error check_read(struct jpki_card *card, unsigned int sw,
				  size_t got, size_t len)
{
	static const char what[] = "READ BINARY";

	if (sw == JPKI_SW_NEEDS_PIN)
		return refused(card, JPKI_PIN_NEEDED, what, sw);
	if (sw != JPKI_SW_OK && sw != JPKI_SW_END_OF_FILE &&
	    sw != JPKI_SW_PAST_END)
		return refused(card, JPKI_CARD_REFUSED, what, sw);
	if (got > len)
		return refused(card, JPKI_RESPONSE_TOO_LONG, what, sw);
	return JPKI_OK;
}

/* One READ BINARY; *@ret_len bytes were appended, fewer at the file's end. */
static enum jpki_error read_piece(struct jpki_card *card, size_t offset,
				  size_t len, struct jpki_buf *buf,
				  size_t *ret_len)
{
	uint8_t command[JPKI_APDU_ROOM];
	uint8_t response[JPKI_READ_MAX + 2];
	size_t command_len, got = 0;
	enum jpki_error err;
	unsigned int sw;

	command_len = jpki_apdu_read((uint16_t)offset, (uint16_t)len, command);
	err = transmit(card, 0, command, command_len, response,
		       sizeof(response), &got);
	if (err)
		goto out;
	sw = status_word(response, got);
	got -= 2;
	err = check_read(card, sw, got, len);
	if (err)
		goto out;
	if (sw == JPKI_SW_PAST_END)
		got = 0;
	memcpy(buf->p + buf->len, response, got);
	buf->len += got;
	*ret_len = got;
out:
	explicit_bzero(response, sizeof(response));
	return err;
}

enum jpki_error jpki_card_read(struct jpki_card *card, size_t offset,
			       size_t len, struct jpki_buf *buf)
{
	size_t piece, got;
	enum jpki_error err;

	if (len > buf->room - buf->len || offset > JPKI_READ_OFFSET_MAX ||
	    len > JPKI_READ_OFFSET_MAX - offset)
		return jpki_fail(card->reader->ctx, JPKI_INVALID,
				 "reading %zu bytes at %zu", len, offset);
	for (; len; len -= got, offset += got) {
		piece = len < JPKI_READ_MAX ? len : JPKI_READ_MAX;
		err = read_piece(card, offset, piece, buf, &got);
		if (err)
			return err;
		if (!got)
			break;
	}
	return JPKI_OK;
}

enum jpki_error jpki_card_ask_tries(struct jpki_card *card,
				    const struct jpki_aid *aid, uint16_t ef,
				    struct jpki_tries *ret)
{
	struct ccid_pin pin = {
		.size = sizeof(pin),
		.flags = CCID_PIN_ASK,
		.deadline_ns = jpki_reader_deadline(card->reader, CALL_SECONDS),
		.generation = card->state.generation,
		.ef = ef,
		.aid_len = aid->len,
	};
	struct jpki_tries tries = { .known = true, .left = -1, .max = 0 };
	enum jpki_error err;

	memcpy(pin.aid, aid->bytes, aid->len);
	card->selected = NULL;	/* the driver selects for itself */
	err = jpki_reader_call(card->reader, CCID_IOC_PIN, &pin);
	if (err)
		return err;
	tries.locked = pin.state & CCID_PIN_BLOCKED;
	if (pin.source != CCID_PIN_UNKNOWN &&
	    pin.tries_left != CCID_PIN_NO_COUNT)
		tries.left = pin.tries_left;
	if (pin.tries_max != CCID_PIN_NO_COUNT)
		tries.max = pin.tries_max;
	*ret = tries;
	return JPKI_OK;
}
