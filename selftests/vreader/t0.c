// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The card's side of T=0. A command is five bytes and what they announce; the
 * card knows by the instruction which way its data go. A response that the
 * command cannot carry back waits in the slot: 61xx says so, GET RESPONSE
 * fetches it. 6Cxx tells the right length for a wrong one. ENVELOPE collects
 * a command of more than 255 bytes, in the slot too.
 */
#include "t0.h"

#include <string.h>

#include "bytes.h"
#include "card_cmd.h"
#include "message.h"

#define INS_COMPUTE_SIGNATURE	0x2a
#define INS_GET_RESPONSE	0xc0
#define INS_ENVELOPE		0xc2
#define CLASS_ECHO		0xff
#define FILLER			0x55

static const uint8_t to_card[] = {
	0x20, 0x24, 0x2a, 0x2c, 0xa4, 0xc2, 0xd6, 0xda,
};

static const uint8_t from_card[] = { 0xb0, 0xb2, 0xc0, 0xca };

static size_t status(uint8_t *ret, unsigned int sw)
{
	put16be(ret, sw);
	return 2;
}

static size_t more(uint8_t *ret, size_t left)
{
	return status(ret, 0x6100 | (left < 256 ? (unsigned int)left : 0));
}

enum t0_way t0_way(const uint8_t header[static T0_HEADER])
{
	if (memchr(from_card, header[1], sizeof(from_card)))
		return T0_FROM_CARD;
	if (header[4] && memchr(to_card, header[1], sizeof(to_card)))
		return T0_TO_CARD;
	return T0_NO_DATA;
}

static void forget_response(struct slot *s)
{
	explicit_bzero(s->response, s->response_len);
	s->response_len = 0;
	s->response_sent = 0;
}

static size_t run_card(struct slot *s, const uint8_t *apdu, size_t len)
{
	forget_response(s);
	s->line.t0.cla = apdu[0];
	s->response_len = card_apdu(s->card, apdu, len, s->response);
	return s->response_len - 2;
}

/* A response that stays in the slot, or its status word alone. */
static size_t keep_response(struct slot *s, uint8_t *ret)
{
	if (s->response_len > 2)
		return more(ret, s->response_len - 2);
	memcpy(ret, s->response, 2);
	s->response_len = 0;
	return 2;
}

/* The next @len bytes; the status word with the last, 61xx before. */
static size_t give(struct slot *s, size_t len, uint8_t *ret)
{
	size_t left = s->response_len - 2 - s->response_sent - len;

	memcpy(ret, s->response + s->response_sent, len);
	s->response_sent += len;
	if (left)
		return len + more(ret + len, left);
	memcpy(ret + len, s->response + s->response_len - 2, 2);
	forget_response(s);
	return len + 2;
}

static size_t wanted(const uint8_t *header)
{
	return header[4] ? header[4] : 256;
}

static void check_class(struct reader *r, uint8_t cla, uint8_t offered,
			uint8_t echo, const char *reason)
{
	if (cla != (offered == CLASS_ECHO ? echo : offered))
		reader_violation(r, reason);
}

static size_t get_response(struct reader *r, struct slot *s,
			   const uint8_t *header, uint8_t *ret)
{
	size_t left = s->response_len ?
		      s->response_len - 2 - s->response_sent : 0;

	if (!left)
		return status(ret, SW_CONDITIONS);
	check_class(r, header[0], r->desc->class[48], s->line.t0.cla,
		    "GET RESPONSE: class is not bClassGetResponse");
	if (header[2] || header[3])
		return status(ret, SW_P1P2);
	if (wanted(header) > left)
		return status(ret, 0x6c00 | (unsigned int)left);
	return give(s, wanted(header), ret);
}

/* A command that gives data at once: with the right length or not at all. */
static size_t fetch(struct slot *s, const uint8_t *header, uint8_t *ret)
{
	size_t len = run_card(s, header, T0_HEADER);

	if (len && len < wanted(header)) {
		forget_response(s);
		s->card->apdus--;	/* not carried out */
		return status(ret, 0x6c00 | (unsigned int)len);
	}
	return give(s, len, ret);
}

/*
 * The card sees by the lengths inside a command where it ends. It cannot know
 * of an Le that is still to come. An empty piece ends all.
 */
static bool all_there(const struct slot *s, size_t piece)
{
	const uint8_t *cmd = s->command;
	size_t len = s->command_len;

	if (!piece)
		return true;
	if (len < 5)
		return false;
	if (cmd[4])
		return len >= 5u + cmd[4];
	if (len < 7)
		return false;
	return t0_way(cmd) == T0_FROM_CARD || len >= 7u + get16be(cmd + 5);
}

static size_t envelope(struct reader *r, struct slot *s, const uint8_t *header,
		       const uint8_t *data, size_t len, uint8_t *ret)
{
	if (header[2] || header[3])
		return status(ret, SW_P1P2);
	if (len > sizeof(s->command) - s->command_len)
		return status(ret, SW_LENGTH);
	if (len)
		memcpy(s->command + s->command_len, data, len);
	s->command_len += len;
	if (!s->command_len)
		return status(ret, SW_LENGTH);
	check_class(r, header[0], r->desc->class[49], s->command[0],
		    "ENVELOPE: class is not bClassEnvelope");
	if (!all_there(s, len))
		return status(ret, SW_OK);
	run_card(s, s->command, s->command_len);
	explicit_bzero(s->command, s->command_len);
	s->command_len = 0;
	return keep_response(s, ret);
}

/* The card cannot see an Le in T=0; one that has data to give assumes it. */
static size_t take(struct slot *s, const uint8_t *header, const uint8_t *data,
		   size_t len, uint8_t *ret)
{
	uint8_t apdu[T0_HEADER + 255 + 1];
	size_t n = len ? T0_HEADER + len : 4;

	memcpy(apdu, header, T0_HEADER);
	if (len)
		memcpy(apdu + T0_HEADER, data, len);
	if (len && header[1] == INS_COMPUTE_SIGNATURE)
		apdu[n++] = 0;
	run_card(s, apdu, n);
	explicit_bzero(apdu, sizeof(apdu));
	return keep_response(s, ret);
}

/* Faults of the status word; 0: none was ordered. */
static size_t spoilt(struct reader *r, const uint8_t *header, uint8_t *ret)
{
	struct fault fault;
	size_t len = 0;

	if (faults_take(&r->faults, FAULT_T0_6C, MSG_XFR_BLOCK, &fault))
		return status(ret, 0x6c00 | (header[4] % 255 + 1u));
	if (!faults_take(&r->faults, FAULT_T0_61, MSG_XFR_BLOCK, &fault))
		return 0;
	if (fault.arg[0] && t0_way(header) == T0_FROM_CARD)
		len = wanted(header);
	memset(ret, FILLER, len);
	return len + status(ret + len, 0x6110);
}

size_t t0_run(struct reader *r, struct slot *s,
	      const uint8_t header[static T0_HEADER], const uint8_t *data,
	      size_t len, uint8_t *ret)
{
	size_t n = spoilt(r, header, ret);

	if (n)
		return n;
	if (header[1] == INS_GET_RESPONSE)
		return get_response(r, s, header, ret);
	if (header[1] == INS_ENVELOPE)
		return envelope(r, s, header, data, len, ret);
	explicit_bzero(s->command, s->command_len);
	s->command_len = 0;
	if (t0_way(header) == T0_FROM_CARD)
		return len ? status(ret, SW_LENGTH) : fetch(s, header, ret);
	return take(s, header, data, len, ret);
}

size_t t0_tpdu(struct reader *r, struct slot *s, const uint8_t *tpdu,
	       size_t len, uint8_t *ret)
{
	size_t data = len - T0_HEADER;

	if (len < T0_HEADER || (data && data != tpdu[4])) {
		reader_violation(r, "T=0: not a header and what P3 announces");
		return 0;
	}
	/* The card asks for data that the host did not send. */
	if (!data && t0_way(tpdu) == T0_TO_CARD)
		return 0;
	return t0_run(r, s, tpdu, tpdu + T0_HEADER, data, ret);
}
