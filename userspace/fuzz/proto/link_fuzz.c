// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The link to a card, at any level, with a reader and a card that mean no good.
 *
 * The input: seven bytes of setup; then APDUs, each a length and as many bytes
 * of command, and what is left answers it. An answer is a length, a byte of
 * flags, and as many bytes; FF instead of a length is a failure of the reader.
 */
#include "../fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "link.h"

#define ROOM		40
#define EDC		0x80	/* of an answer's flags: give it a right EDC */

struct input {
	const uint8_t *p;
	size_t left;
};

static uint8_t byte(struct input *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->p++;
}

/* The next bytes, in memory of their own; the caller frees. */
static uint8_t *bytes(struct input *in, uint32_t *len)
{
	uint8_t *p;

	if (*len > in->left)
		*len = (uint32_t)in->left;
	p = malloc(*len);
	if (!p)
		abort();
	if (*len)
		memcpy(p, in->p, *len);
	in->p += *len;
	in->left -= *len;
	return p;
}

static void setup(struct ccid_link *l, struct input *in)
{
	uint8_t kind = byte(in);
	const struct ccid_link_setup s = {
		.level = kind & 3,
		.protocol = kind >> 2 & 1,
		.crc = kind >> 3 & 1,
		.ifsc = (uint8_t)(1 + byte(in) % 254),
		.ifsd = (uint8_t)(byte(in) % 255),
		.get_response = byte(in),
		.envelope = byte(in),
		.piece = CCID_LINK_PIECE_MIN + byte(in) * byte(in),
	};

	ccid_link_reset(l, &s);
}

static void seal(const struct ccid_link *l, uint8_t *p, uint32_t len)
{
	uint8_t block[CCID_BLOCK_MAX];
	struct ccid_block b;

	if (len < CCID_BLOCK_PROLOGUE + ccid_block_edc(l->setup.crc) ||
	    len > CCID_BLOCK_MAX)
		return;
	b.pcb = p[1];
	b.len = (uint8_t)(len - CCID_BLOCK_PROLOGUE -
			  ccid_block_edc(l->setup.crc));
	b.inf = p + CCID_BLOCK_PROLOGUE;
	memcpy(p, block, ccid_block_put(block, &b, l->setup.crc));
}

static int answer(struct ccid_link *l, struct input *in)
{
	uint32_t len = byte(in);
	uint8_t flags, *p;
	int err;

	if (len == 0xff)
		return ccid_link_fail(l, byte(in));
	flags = byte(in);
	len += (flags & 0x40) * 4;
	p = bytes(in, &len);
	if (flags & EDC)
		seal(l, p, len);
	err = ccid_link_take(l, flags & 0x1f, p, len);
	free(p);
	return err;
}

static void check_piece(const struct ccid_link *l)
{
	const struct ccid_run *run = &l->run;

	if (run->total > run->max || l->t1.sent > run->cmd_len)
		abort();
}

/* One APDU, for as long as there are answers. */
static void apdu(struct ccid_link *l, struct input *in)
{
	uint32_t len = byte(in), rounds = 0;
	uint8_t *cmd, *rsp = malloc(ROOM);
	struct ccid_apdu_view v;
	struct ccid_piece piece;
	volatile uint8_t seen = 0;
	int err = 0;
	uint32_t i;

	len += len & 1 ? 256 * (len >> 5) : 0;
	cmd = bytes(in, &len);
	if (!rsp)
		abort();
	if (ccid_apdu_parse(&v, cmd, len) ||
	    ccid_link_begin(l, &v, cmd, len, rsp, ROOM))
		goto out;
	while (!err && !l->run.done && (in->left || rounds < 20000)) {
		ccid_link_next(l, &piece);
		for (i = 0; i < piece.len; i++)
			seen ^= piece.data[i];
		if (!piece.wait || ++rounds > 400000)
			abort();
		err = answer(l, in);
		check_piece(l);
	}
	if (!err && !l->run.done)
		abort();	/* empty answers did not end it */
	ccid_link_wipe(l);
out:
	free(cmd);
	free(rsp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct ccid_link l;

	setup(&l, &in);
	while (in.left && !l.dead)
		apdu(&l, &in);
	return 0;
}
