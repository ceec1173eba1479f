// SPDX-License-Identifier: GPL-2.0-only
/*
 * T=0 (ISO 7816-3, section 12.2): an APDU as command TPDUs and back.
 *
 * Pure. The TPDUs of one APDU:
 *
 *	COMMAND		the command itself, up to 255 bytes of data
 *	ENVELOPE	or else its pieces, in order; 9000 asks for the next one
 *	GET RESPONSE	after 61xx, or 9000 to a command that has data and
 *			wants some back; again while 61xx says that more waits
 *
 * 6Cxx has the same header sent again with the right P3, once, and only where
 * no data went: a TPDU that carries data is never repeated, as tries of a PIN
 * are finite.
 *
 * A command that was accepted stays so: when the first GET RESPONSE brings no
 * data, the answer is what the command itself was answered. Each one after it
 * has to bring some, so a card cannot keep this going for ever.
 */
#include "t0.h"

#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>

#define T0_INS_GET_RESPONSE	0xc0
#define T0_BACK_MAX		256	/* data bytes that answer one TPDU */
#define T0_DONE			0x9000
#define T0_SW1_MORE		0x61
#define T0_SW1_LENGTH		0x6c
#define T0_CLASS_ECHO		0xff

/* The class that the reader gives says nothing of the logical channel. */
static u8 ccid_t0_class(u8 given, u8 cla)
{
	return given == T0_CLASS_ECHO || ccid_apdu_channel(cla) ? cla : given;
}

static void ccid_t0_outgoing(struct ccid_t0 *t, const u8 *data, u32 len)
{
	t->data = data;
	t->len = len;
	t->back = 0;
	t->header[4] = len;
}

static void ccid_t0_incoming(struct ccid_t0 *t, u32 back)
{
	t->data = NULL;
	t->len = 0;
	t->back = min_t(u32, back, T0_BACK_MAX);
	t->header[4] = t->back;		/* 256 is 0 */
}

static void ccid_t0_header(struct ccid_t0 *t, enum ccid_t0_state state, u8 cla,
			   u8 ins)
{
	t->state = state;
	t->came = 0;
	t->repeated = false;
	memset(t->header, 0, sizeof(t->header));
	t->header[0] = cla;
	t->header[1] = ins;
}

/*
 * The card sees by the lengths inside where the command ends, but not that an
 * Le is still to come: its two bytes never stand alone or apart.
 */
static void ccid_t0_envelope(struct ccid_t0 *t, const struct ccid_run *run)
{
	u32 len = min_t(u32, t->left, CCID_T0_DATA_MAX);

	if (t->left - len == 1 || t->left - len == 2)
		len = t->left - 3;
	ccid_t0_header(t, CCID_T0_ENVELOPE,
		       ccid_t0_class(t->envelope, run->apdu.cla),
		       CCID_INS_ENVELOPE);
	ccid_t0_outgoing(t, run->cmd + run->cmd_len - t->left, len);
	t->left -= len;
}

static void ccid_t0_get_response(struct ccid_t0 *t, const struct ccid_run *run,
				 u32 back)
{
	ccid_t0_header(t, CCID_T0_GET_RESPONSE,
		       ccid_t0_class(t->get_response, run->apdu.cla),
		       T0_INS_GET_RESPONSE);
	ccid_t0_incoming(t, back);
}

/**
 * ccid_t0_begin() - a new APDU
 * @t: the engine, @t->get_response and @t->envelope set
 * @run: the APDU
 */
void ccid_t0_begin(struct ccid_t0 *t, const struct ccid_run *run)
{
	const struct ccid_apdu_view *v = &run->apdu;

	t->got = 0;
	t->left = 0;
	t->sw = 0;
	if (v->nc > CCID_T0_DATA_MAX) {
		t->left = run->cmd_len;
		ccid_t0_envelope(t, run);
		return;
	}
	ccid_t0_header(t, CCID_T0_COMMAND, v->cla, v->ins);
	t->header[2] = v->p1;
	t->header[3] = v->p2;
	if (v->ne && !v->nc)
		ccid_t0_incoming(t, v->ne);
	else
		ccid_t0_outgoing(t, v->data, v->nc);
}

/**
 * ccid_t0_next() - the TPDU to send now
 * @t: the engine
 * @tpdu: where the TPDU goes
 *
 * Return: its length, bytes; at least CCID_T0_HEADER in all cases.
 */
u32 ccid_t0_next(const struct ccid_t0 *t, u8 tpdu[CCID_T0_MAX])
{
	memcpy(tpdu, t->header, CCID_T0_HEADER);
	if (t->len)
		memcpy(tpdu + CCID_T0_HEADER, t->data, t->len);
	return CCID_T0_HEADER + t->len;
}

/* How much to ask for by GET RESPONSE: 0 when all has come that was wanted. */
static u32 ccid_t0_more(const struct ccid_t0 *t, const struct ccid_run *run,
			u16 sw)
{
	u32 waits = sw & 0xff ? sw & 0xff : T0_BACK_MAX;
	u32 wanted = run->apdu.ne > t->got ? run->apdu.ne - t->got : 0;

	if (sw >> 8 == T0_SW1_MORE)
		return min(waits, wanted);
	if (sw == T0_DONE && t->len && !t->came)
		return wanted;
	return 0;
}

static int ccid_t0_end(struct ccid_run *run, u16 sw)
{
	const u8 bytes[] = { sw >> 8, sw & 0xff };

	if (ccid_run_store(run, bytes, sizeof(bytes)))
		return -EPROTO;
	return ccid_run_finish(run);
}

/**
 * ccid_t0_data() - response data of the TPDU under way
 * @t: the engine
 * @run: the APDU
 * @data: the bytes
 * @len: how many, 0 is fine
 *
 * Return: 0, or -EPROTO when it is more than any TPDU or this APDU may have.
 */
int ccid_t0_data(struct ccid_t0 *t, struct ccid_run *run, const u8 *data,
		 u32 len)
{
	if (len > T0_BACK_MAX - t->came)
		return -EPROTO;
	t->came += len;
	t->got += len;
	return ccid_run_store(run, data, len);
}

/**
 * ccid_t0_status() - SW1 SW2 of the TPDU under way, after its data
 * @t: the engine
 * @run: the APDU
 * @sw: SW1 SW2
 *
 * Return: 0 with @run->done, or to go on with ccid_t0_next(); -EPROTO when the
 * card promised more than it has.
 */
int ccid_t0_status(struct ccid_t0 *t, struct ccid_run *run, u16 sw)
{
	u32 more;

	if (sw >> 8 == T0_SW1_LENGTH && t->back && !t->came && !t->repeated) {
		ccid_t0_incoming(t, sw & 0xff ? sw & 0xff : T0_BACK_MAX);
		t->repeated = true;
		return 0;
	}
	if (t->state == CCID_T0_GET_RESPONSE && !t->came)
		return t->got ? -EPROTO : ccid_t0_end(run, t->sw);
	if (t->left && sw == T0_DONE && !t->came) {
		ccid_t0_envelope(t, run);
		return 0;
	}
	more = t->left ? 0 : ccid_t0_more(t, run, sw);
	if (!more)
		return ccid_t0_end(run, sw);
	t->sw = sw;
	ccid_t0_get_response(t, run, more);
	return 0;
}

/**
 * ccid_t0_take() - the answer to a TPDU
 * @t: the engine
 * @run: the APDU
 * @data: data and SW1 SW2
 * @len: bytes of both
 *
 * Return: as ccid_t0_status(); also -EPROTO when SW1 SW2 is missing.
 */
int ccid_t0_take(struct ccid_t0 *t, struct ccid_run *run, const u8 *data,
		 u32 len)
{
	if (len < 2 || ccid_t0_data(t, run, data, len - 2))
		return -EPROTO;
	return ccid_t0_status(t, run, data[len - 2] << 8 | data[len - 1]);
}
