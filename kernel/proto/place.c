// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is selected on a logical channel of the card: application and file.
 *
 * Pure; the ledger of PINs has one for each channel, to know which PIN a
 * command is about. A place that a command may have moved, nobody knows where
 * to, is not known until the next SELECT that says so.
 */
#include "place.h"

#include <linux/string.h>
#include <linux/unaligned.h>

#define SW_OK			0x9000
#define SW_CHAIN_GOES_ON	0x6883	/* last command of it expected */

static bool ccid_sw_selected(u16 sw)
{
	u8 sw1 = sw >> 8;

	return sw == SW_OK || (sw1 >= 0x61 && sw1 <= 0x63);
}

/**
 * ccid_sw_refused() - refused for what it asks, before anything was done?
 * @sw: status word (ISO 7816-4, 5.6)
 *
 * Return: true when the command has left the card as it was.
 */
bool ccid_sw_refused(u16 sw)
{
	u8 sw1 = sw >> 8;

	return sw1 == 0x67 || sw1 == 0x68 || (sw1 >= 0x6a && sw1 <= 0x6e);
}

/**
 * ccid_pin_place_select() - take note of a SELECT
 * @p: the place
 * @v: the command, plain
 * @sw: its status word, or CCID_SW_NONE when the answer was lost
 */
void ccid_pin_place_select(struct ccid_pin_place *p,
			   const struct ccid_apdu_view *v, u16 sw)
{
	bool first = !(v->p2 & 3);

	if (ccid_sw_refused(sw) || sw >> 8 == 0x69)
		return;
	if (!ccid_sw_selected(sw) || !first) {
		p->known = false;
	} else if (v->p1 == 4 && v->nc && v->nc <= CCID_AID_MAX) {
		memset(p, 0, sizeof(*p));
		memcpy(p->aid, v->data, v->nc);
		p->aid_len = v->nc;
		p->known = true;
		p->ef_known = true;
	} else if (v->p1 == 2 && v->nc == 2) {
		p->ef = get_unaligned_be16(v->data);
		p->ef_known = p->ef;
	} else {
		p->known = false;
	}
}

/*
 * A file named by its short identifier may become the current one: in P1 of
 * the commands on binaries, in P2 of those on records, and in P2 80 | n of
 * those that use a PIN or key.
 */
static bool ccid_apdu_moves(const struct ccid_apdu_view *v)
{
	switch (v->ins & ~1) {
	case 0x0e:			/* ERASE, SEARCH, READ, WRITE, UPDATE */
	case 0xa0:
	case 0xb0:
	case 0xd0:
	case 0xd6:
		return v->ins & 1 || v->p1 & 0x80;
	case 0x0c:			/* and APPEND */
	case 0xa2:
	case 0xb2:
	case 0xd2:
	case 0xdc:
	case 0xe2:
		return v->p2 & 0xf8;
	case CCID_INS_VERIFY:
	case CCID_INS_CHANGE:
	case CCID_INS_RESET_RETRY:
	case 0x2a:			/* PERFORM SECURITY OPERATION */
		return v->p2 > CCID_P2_CURRENT;
	default:
		return false;
	}
}

/**
 * ccid_pin_place_leave() - take note of any command that has passed
 * @p: the place
 * @v: the command
 * @sw: its status word, or CCID_SW_NONE when the answer was lost
 *
 * A chain is not at its end when the card may not have had the command, or says
 * so.
 */
void ccid_pin_place_leave(struct ccid_pin_place *p,
			  const struct ccid_apdu_view *v, u16 sw)
{
	if (ccid_apdu_chained(v->cla))
		p->chained = true;
	else if (sw != CCID_SW_NONE && sw != SW_CHAIN_GOES_ON)
		p->chained = false;
	if (ccid_apdu_moves(v))
		p->ef_known = false;
}

/**
 * ccid_pin_place_names() - is it known which PIN is meant there?
 * @p: the place
 * @p2: P2 of VERIFY and its like
 *
 * Return: false when the application, or the file where it is needed, is not
 * known.
 */
bool ccid_pin_place_names(const struct ccid_pin_place *p, u8 p2)
{
	return p->known && (p->ef_known || p2 != CCID_P2_CURRENT);
}
