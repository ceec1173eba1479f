// SPDX-License-Identifier: GPL-2.0-only
/*
 * Protocol and speed (ISO 7816-3, sections 8 and 9; CCID 1.1, 6.1.7).
 *
 * Pure. From the ATR and what the reader can do: which protocol, how fast, what
 * has to be said to card and reader before the first APDU, how long to wait.
 * Who does what, by dwFeatures:
 *
 *	AUTO_ALL	the reader does everything
 *	AUTO_PPS	SetParameters; the reader tells the card
 *	neither		PPS by XfrBlock, below APDU level, then SetParameters
 *
 * The caller sends what ccid_param_choose() says, in this order: the PPS
 * request, whose answer goes to ccid_param_pps(); SetParameters; S(IFS), which
 * is the link's part. A card that refuses the PPS is powered off and on, after
 * ccid_param_refused(). When the reader refuses SetParameters, its answer to
 * GetParameters goes to ccid_param_read().
 */
#include "param.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#define PARAM_PPSS		0xff
#define PARAM_PPS1		0x10	/* PPS0: PPS1 follows */
#define PARAM_INVERSE		0x02	/* bmTCCKST */
#define PARAM_CRC		0x01
#define PARAM_T1		0x10

#define PARAM_UNKNOWN_MS	60000
#define PARAM_T0_MIN_MS		3000
#define PARAM_MAX_MS		300000	/* as long as any APDU may take */

static const u16 param_f[16] = {
	372, 372, 558, 744, 1116, 1488, 1860, 0,
	0, 512, 768, 1024, 1536, 2048, 0, 0,
};

static const u8 param_d[16] = { 0, 1, 2, 4, 8, 16, 32, 64, 12, 20 };

static u16 ccid_param_f(u8 fd)
{
	return param_f[fd >> 4];
}

static u8 ccid_param_d(u8 fd)
{
	return param_d[fd & 0x0f];
}

static bool ccid_param_known(u8 fd)
{
	return ccid_param_f(fd) && ccid_param_d(fd);
}

/* Is the rate one of the reader's? A list without a rate binds nothing. */
static bool ccid_param_listed(const struct ccid_param_limits *limits, u32 rate)
{
	bool empty = true;
	u32 at, has;

	for (at = 0; at + 4 <= limits->rates_len; at += 4) {
		has = get_unaligned_le32(limits->rates + at);
		if (!has)
			continue;
		if (has - 1 <= rate && rate - 1 <= has)
			return true;
		empty = false;
	}
	return empty;
}

static bool ccid_param_bearable(const struct ccid_desc *d,
				const struct ccid_param_limits *limits, u8 fd)
{
	u32 rate = 1000 * d->clock * ccid_param_d(fd) / ccid_param_f(fd);

	return rate <= d->max_rate && ccid_param_listed(limits, rate);
}

/* What is not faster than after reset is not worth the asking. */
static bool ccid_param_faster(u8 fd)
{
	return ccid_param_d(fd) * 372 > ccid_param_f(fd);
}

/*
 * The fastest speed that card and reader can agree upon. The card takes any D
 * up to its own; of those only the powers of two, codes 1 to 7, are common.
 */
static u8 ccid_param_fastest(const struct ccid_desc *d,
			     const struct ccid_param_limits *limits, u8 fd)
{
	u8 code, slower;

	if (ccid_param_faster(fd) && ccid_param_bearable(d, limits, fd))
		return fd;
	for (code = 7; code; code--) {
		slower = (fd & 0xf0) | code;
		if (ccid_param_d(slower) < ccid_param_d(fd) &&
		    ccid_param_faster(slower) &&
		    ccid_param_bearable(d, limits, slower))
			return slower;
	}
	return CCID_PARAM_FD;
}

/* Does the host send the PPS request? */
static bool ccid_param_asks(const struct ccid_desc *d, const struct ccid_atr *a)
{
	return !a->contactless && !a->specific &&
	       !(d->features & (CCID_FEAT_AUTO_ALL | CCID_FEAT_AUTO_PPS)) &&
	       (d->level == CCID_LEVEL_TPDU ||
		d->level == CCID_LEVEL_CHARACTER);
}

static u8 ccid_param_speed(const struct ccid_desc *d, const struct ccid_atr *a,
			   const struct ccid_param_limits *limits)
{
	if (a->contactless || !ccid_param_known(a->fd))
		return CCID_PARAM_FD;
	if (a->specific)
		return a->implicit ? CCID_PARAM_FD : a->fd;
	if (d->features & CCID_FEAT_AUTO_ALL ||
	    !(d->features & CCID_FEAT_AUTO_BAUD))
		return CCID_PARAM_FD;
	if (!(d->features & CCID_FEAT_AUTO_PPS) && !ccid_param_asks(d, a))
		return CCID_PARAM_FD;
	return ccid_param_fastest(d, limits, a->fd);
}

/*
 * The first protocol that the card offers and the reader speaks. Behind an
 * antenna there is neither; a reader that wants one wants T=1, which leaves the
 * APDU whole.
 */
static u8 ccid_param_protocol(const struct ccid_desc *d,
			      const struct ccid_atr *a)
{
	u32 common = a->protocols & d->protocols & 3;

	if (a->specific && a->specific_protocol <= 1)
		return a->specific_protocol;
	if (a->contactless && common & 2)
		return 1;
	if (!common || common & 1 << a->protocol)
		return a->protocol;
	return common & 1 ? 0 : 1;
}

static u8 ccid_param_ifsd(const struct ccid_desc *d, const struct ccid_atr *a,
			  const struct ccid_param_limits *limits)
{
	if (a->contactless || limits->no_ifs || d->max_ifsd <= 32)
		return 0;
	if (d->features & (CCID_FEAT_AUTO_ALL | CCID_FEAT_AUTO_IFSD))
		return 0;
	return min(d->max_ifsd, 254U);
}

/* Cycles of the card's clock before it has to answer, and in all. */
static void ccid_param_cycles(const struct ccid_param *p, u64 *ret_answer,
			      u64 *ret_all)
{
	u32 etu = (ccid_param_f(p->fd) + ccid_param_d(p->fd) - 1) /
		  ccid_param_d(p->fd);
	u64 egt, cwt, wwt;

	if (p->protocol == 1) {
		egt = (p->guard == 255 ? 11 : 12 + p->guard) * (u64)etu;
		cwt = (11 + (1 << p->cwi)) * (u64)etu;
		*ret_answer = 11 * etu + (960U * 372 << p->bwi);
		*ret_all = 260 * egt + *ret_answer + 260 * cwt;
		return;
	}
	egt = (p->guard == 255 ? 12 : 12 + p->guard) * (u64)etu;
	wwt = 960ULL * p->wi * ccid_param_f(p->fd);
	*ret_answer = 6 * wwt;
	*ret_all = max(261 * egt + 6 * wwt, 5 * egt + 260 * wwt);
}

static u32 ccid_param_ms(const struct ccid_param *p, u64 cycles)
{
	return min(div_u64(cycles, p->clock) + 1, (u64)PARAM_MAX_MS);
}

/*
 * How long an answer may take. A reader that runs the card's protocol asks for
 * more time by itself; where we run it, the answer may trickle in at the
 * slowest that the card may be.
 */
static u32 ccid_param_base(const struct ccid_param *p)
{
	u64 answer, all;

	if (p->contactless)
		return CCID_PARAM_BASE_MS;
	if (!ccid_param_known(p->fd))
		return PARAM_UNKNOWN_MS;
	ccid_param_cycles(p, &answer, &all);
	if (p->bridged)
		return max_t(u32, ccid_param_ms(p, answer), CCID_PARAM_BASE_MS);
	if (p->protocol == 1)
		return ccid_param_ms(p, all + 1000ULL * p->clock);
	return max_t(u32, ccid_param_ms(p, all), PARAM_T0_MIN_MS);
}

static void ccid_param_fill_set(struct ccid_param *p)
{
	u8 kind = p->inverse ? PARAM_INVERSE : 0;

	memset(p->set, 0, sizeof(p->set));
	p->set[0] = p->fd;
	p->set[1] = kind;
	p->set[2] = p->guard;
	p->set[3] = p->wi;
	p->set_len = CCID_PARAM_T0_LEN;
	if (p->protocol == 0)
		return;
	p->set[1] = PARAM_T1 | kind | (p->crc ? PARAM_CRC : 0);
	p->set[3] = p->bwi << 4 | p->cwi;
	p->set[5] = p->ifsc;
	p->set_len = CCID_PARAM_T1_LEN;
}

/* Protocol and speed are known now: what follows from them. */
static void ccid_param_settle(struct ccid_param *p)
{
	if (p->set_len)
		ccid_param_fill_set(p);
	p->base_ms = ccid_param_base(p);
}

static void ccid_param_fill_pps(struct ccid_param *p)
{
	u8 at = 0, i;

	if (p->protocol == p->first && p->fd == CCID_PARAM_FD)
		return;
	p->pps[at++] = PARAM_PPSS;
	p->pps[at++] = p->protocol;
	if (p->fd != CCID_PARAM_FD) {
		p->pps[1] |= PARAM_PPS1;
		p->pps[at++] = p->fd;
	}
	p->pps[at] = 0;
	for (i = 0; i < at; i++)
		p->pps[at] ^= p->pps[i];
	p->pps_len = at + 1;
}

/**
 * ccid_param_choose() - choose protocol and speed after power-on
 * @ret: the choice
 * @d: the reader
 * @a: the card
 * @limits: what else binds the choice
 */
void ccid_param_choose(struct ccid_param *ret, const struct ccid_desc *d,
		       const struct ccid_atr *a,
		       const struct ccid_param_limits *limits)
{
	bool apdus = d->level == CCID_LEVEL_SHORT ||
		     d->level == CCID_LEVEL_EXTENDED;
	bool sets = !(d->features & CCID_FEAT_AUTO_ALL) &&
		    !(a->contactless && apdus);

	*ret = (struct ccid_param){
		.protocol = ccid_param_protocol(d, a),
		.first = a->protocol,
		.inverse = a->inverse,
		.fd = ccid_param_speed(d, a, limits),
		.guard = a->guard,
		.wi = a->wi,
		.bwi = a->bwi,
		.cwi = a->cwi,
		.ifsc = a->ifsc,
		.crc = a->crc,
		.ifsd = ccid_param_ifsd(d, a, limits),
		.bridged = apdus,
		.contactless = a->contactless,
		.clock = d->clock,
		.set_len = sets,
	};
	if (ccid_param_asks(d, a))
		ccid_param_fill_pps(ret);
	ccid_param_settle(ret);
}

/**
 * ccid_param_pps() - the card's answer to the PPS request
 * @p: the choice; back to the speed after reset where the card wants that
 * @answer: what came
 * @len: how many bytes
 *
 * Return: 0 when card and reader agree, or -EPROTO when the card refused: it
 * has to be powered off and on, after ccid_param_refused().
 */
int ccid_param_pps(struct ccid_param *p, const u8 *answer, u32 len)
{
	if (len == p->pps_len && !memcmp(answer, p->pps, len))
		return 0;
	/* the request without PPS1 */
	if (len != 3 || answer[0] != PARAM_PPSS || answer[1] != p->protocol ||
	    (answer[0] ^ answer[1]) != answer[2])
		return -EPROTO;
	p->fd = CCID_PARAM_FD;
	ccid_param_settle(p);
	return 0;
}

/**
 * ccid_param_refused() - keep to what the card does after reset
 * @p: the choice; no PPS request is left in it
 */
void ccid_param_refused(struct ccid_param *p)
{
	p->protocol = p->first;
	p->fd = CCID_PARAM_FD;
	p->pps_len = 0;
	ccid_param_settle(p);
}

static int ccid_param_read_t1(struct ccid_param *p, const u8 *data)
{
	if (data[3] >> 4 > 9 || data[5] == 0 || data[5] == 255)
		return -EPROTO;
	p->bwi = data[3] >> 4;
	p->cwi = data[3] & 0x0f;
	p->crc = data[1] & PARAM_CRC;
	p->ifsc = data[5];
	return 0;
}

/**
 * ccid_param_read() - take the parameters that the reader says are in force
 * @p: the choice, unchanged unless they make sense
 * @protocol: bProtocolNum of the answer to GetParameters or SetParameters
 * @data: its payload
 * @len: bytes of payload
 *
 * Return: 0, or -EPROTO when the answer makes no sense.
 */
int ccid_param_read(struct ccid_param *p, u8 protocol, const u8 *data, u32 len)
{
	if (protocol > 1 ||
	    len != (protocol ? CCID_PARAM_T1_LEN : CCID_PARAM_T0_LEN))
		return -EPROTO;
	if (protocol == 1 && ccid_param_read_t1(p, data))
		return -EPROTO;
	if (protocol == 0)
		p->wi = data[3];
	p->protocol = protocol;
	p->fd = data[0];
	p->inverse = data[1] & PARAM_INVERSE;
	p->guard = data[2];
	ccid_param_settle(p);
	return 0;
}
