// SPDX-License-Identifier: GPL-2.0-only
/*
 * Command APDUs (ISO 7816-4, 5.1).
 *
 * Pure. The bytes of a command are never changed; this only reads them.
 */
#include "apdu.h"

#include <linux/ccid.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/unaligned.h>

static int ccid_apdu_short(struct ccid_apdu_view *v, const u8 *apdu, u32 len)
{
	if (len == 5) {				/* case 2 */
		v->ne = apdu[4] ? apdu[4] : 256;
		return 0;
	}
	v->nc = apdu[4];
	v->data = apdu + 5;
	if (len == 5 + v->nc)			/* case 3 */
		return 0;
	if (len != 6 + v->nc)
		return -EINVAL;
	v->ne = apdu[len - 1] ? apdu[len - 1] : 256;	/* case 4 */
	return 0;
}

static u32 ccid_apdu_long_ne(const u8 *le)
{
	u32 ne = get_unaligned_be16(le);

	return ne ? ne : 65536;
}

static int ccid_apdu_long(struct ccid_apdu_view *v, const u8 *apdu, u32 len)
{
	v->extended = true;
	if (len < 7)
		return -EINVAL;
	if (len == 7) {				/* case 2 */
		v->ne = ccid_apdu_long_ne(apdu + 5);
		return 0;
	}
	v->nc = get_unaligned_be16(apdu + 5);
	if (!v->nc)
		return -EINVAL;
	v->data = apdu + 7;
	if (len == 7 + v->nc)			/* case 3 */
		return 0;
	if (len != 9 + v->nc)
		return -EINVAL;
	v->ne = ccid_apdu_long_ne(apdu + 7 + v->nc);	/* case 4 */
	return 0;
}

/**
 * ccid_apdu_parse() - take a command APDU apart
 * @ret: the parts, written on success only; @ret->data points into @apdu
 * @apdu: the command
 * @len: its length, bytes
 *
 * Return: 0, or -EINVAL when the lengths inside do not add up to @len, or
 * @len is under 4 or over CCID_APDU_COMMAND_MAX.
 */
int ccid_apdu_parse(struct ccid_apdu_view *ret, const u8 *apdu, u32 len)
{
	struct ccid_apdu_view v = {};
	int err = 0;

	if (len < 4 || len > CCID_APDU_COMMAND_MAX)
		return -EINVAL;
	v.cla = apdu[0];
	v.ins = apdu[1];
	v.p1 = apdu[2];
	v.p2 = apdu[3];
	if (len > 5 && !apdu[4])
		err = ccid_apdu_long(&v, apdu, len);
	else if (len > 4)
		err = ccid_apdu_short(&v, apdu, len);
	if (err)
		return err;
	*ret = v;
	return 0;
}

/**
 * ccid_apdu_room() - the longest response that a command can have
 * @v: the command
 *
 * Readers answer their own pseudo-APDUs with up to 256 bytes whatever Le says,
 * so the form of the lengths decides and not their values.
 *
 * Return: bytes, SW1 SW2 included.
 */
u32 ccid_apdu_room(const struct ccid_apdu_view *v)
{
	return v->extended ? CCID_APDU_RESPONSE_MAX : 256 + 2;
}

/**
 * ccid_apdu_secret() - may the command carry a PIN?
 * @ins: instruction
 *
 * Return: true when not even the length may be told: VERIFY, CHANGE REFERENCE
 * DATA, RESET RETRY COUNTER, each with its BER-TLV twin (odd INS).
 */
bool ccid_apdu_secret(u8 ins)
{
	ins &= ~1;
	return ins == CCID_INS_VERIFY || ins == CCID_INS_CHANGE ||
	       ins == CCID_INS_RESET_RETRY;
}

/**
 * ccid_apdu_opens() - may success of the command grant rights on the card?
 * @v: the command
 *
 * Return: true for the PIN commands and EXTERNAL and GENERAL AUTHENTICATE, when
 * they carry data, and for data in any form that hides what it does: ENVELOPE,
 * proprietary classes, secure messaging, chaining.
 */
bool ccid_apdu_opens(const struct ccid_apdu_view *v)
{
	u8 ins = v->ins & ~1;

	if (!v->nc)
		return false;
	return !ccid_apdu_plain(v->cla) || ccid_apdu_secret(v->ins) ||
	       v->ins == CCID_INS_EXT_AUTH || ins == CCID_INS_GEN_AUTH ||
	       ins == CCID_INS_ENVELOPE;
}

/**
 * ccid_apdu_refused() - does the status word say that nothing was granted?
 * @v: the command
 * @sw: SW1 SW2
 *
 * Return: true for a wrong PIN and for the checking errors of ISO 7816-4, 5.6,
 * unless they may be about what another command was wrapped in.
 */
bool ccid_apdu_refused(const struct ccid_apdu_view *v, u16 sw)
{
	u8 sw1 = sw >> 8;

	if (!ccid_apdu_plain(v->cla) || (v->ins & ~1) == CCID_INS_ENVELOPE)
		return false;
	return sw1 == 0x63 || (sw1 >= 0x67 && sw1 <= 0x6e);
}

/**
 * ccid_apdu_presents() - does the command hold a PIN for the card to compare?
 * @v: the command, in whatever class
 *
 * CHANGE REFERENCE DATA with P1 01 and RESET RETRY COUNTER with P1 02 hold the
 * new PIN only (ISO 7816-4, 11.6.7 and 11.6.10).
 *
 * Return: true when a try may be spent.
 */
bool ccid_apdu_presents(const struct ccid_apdu_view *v)
{
	if (!v->nc)
		return false;
	switch (v->ins & ~1) {
	case CCID_INS_VERIFY:
		return true;
	case CCID_INS_CHANGE:
		return v->p1 != 1;
	case CCID_INS_RESET_RETRY:
		return v->p1 != 2;
	default:
		return false;
	}
}

/**
 * ccid_apdu_channel() - the logical channel of a command (ISO 7816-4, 5.4.1)
 * @cla: class byte
 *
 * Return: 0 to 19; 0 for a proprietary class.
 */
u8 ccid_apdu_channel(u8 cla)
{
	if (cla & 0x80)
		return 0;
	if (cla & 0x40)
		return 4 + (cla & 0x0f);
	return cla & 3;
}

/**
 * ccid_apdu_has_channel() - does the class say which channel is meant?
 * @cla: class byte (ISO 7816-4, 5.4.1)
 *
 * Return: false for a class that is proprietary, where cards put the channel
 * each as it likes, or reserved.
 */
bool ccid_apdu_has_channel(u8 cla)
{
	return !(cla & 0x80) && (cla & 0xe0) != 0x20;
}

/**
 * ccid_apdu_chained() - is the command a part of one, and not the last?
 * @cla: class byte (ISO 7816-4, 5.3.3)
 *
 * Cards know the bit in proprietary classes as well.
 *
 * Return: true also where the bit means something else, as it may there; false
 * for what the reader itself answers.
 */
bool ccid_apdu_chained(u8 cla)
{
	return cla & 0x10 && cla != CCID_CLA_READER;
}

/**
 * ccid_apdu_plain() - is the command one of ISO 7816-4, whole and in clear?
 * @cla: class byte
 *
 * Return: false for a class that is proprietary or reserved, for secure
 * messaging and for a chained command.
 */
bool ccid_apdu_plain(u8 cla)
{
	return !(cla & (cla & 0x40 ? 0xb0 : 0xfc));
}
