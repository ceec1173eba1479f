// SPDX-License-Identifier: GPL-2.0-or-later
/* The driver's protocol engines as a host; see engine.h. */
#include "engine.h"

#include "link.h"
#include "param.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX	20000
#define XFR_BLOCK	0x6f
#define SET_PARAMETERS	0x61

static struct ccid_desc desc;
static struct ccid_param param;
static struct ccid_link link_state;
static engine_send carry;

static int send_pps(void)
{
	struct engine_message m = {
		.type = XFR_BLOCK, .data = param.pps, .len = param.pps_len,
	};

	if (!param.pps_len)
		return 0;
	if (desc.level == 0)
		m.arg[1] = param.pps_len;
	carry(&m);
	return m.error >= 0 ? -EPROTO :
	       ccid_param_pps(&param, m.answer, (u32)m.answer_len);
}

static int set_parameters(void)
{
	struct engine_message m = {
		.type = SET_PARAMETERS, .arg = { param.protocol },
		.data = param.set, .len = param.set_len,
	};

	if (!param.set_len)
		return 0;
	carry(&m);
	return m.error >= 0 ? -EIO : 0;
}

static int agree(void)
{
	struct ccid_link_setup setup = {
		.level = desc.level,
		.get_response = desc.get_response,
		.envelope = desc.envelope,
		.piece = desc.max_message - 10,
	};
	int err = send_pps();

	if (err)
		return err;
	err = set_parameters();
	setup.protocol = param.protocol;
	setup.ifsc = param.ifsc;
	setup.ifsd = param.ifsd;
	setup.crc = param.crc;
	ccid_link_reset(&link_state, &setup);
	return err;
}

int engine_power(engine_send send, const uint8_t *class, const uint8_t *atr,
		 size_t len)
{
	const struct ccid_param_limits limits = { 0 };
	struct ccid_atr parsed;

	carry = send;
	if (ccid_desc_parse(&desc, class) ||
	    ccid_atr_parse(&parsed, atr, (u32)len))
		return -EINVAL;
	ccid_param_choose(&param, &desc, &parsed, &limits);
	return agree();
}

int engine_power_again(void)
{
	ccid_param_refused(&param);
	return agree();
}

static int step(void)
{
	struct engine_message m = { .type = XFR_BLOCK };
	struct ccid_piece piece;

	ccid_link_next(&link_state, &piece);
	m.arg[0] = piece.bwi;
	m.arg[1] = (uint8_t)piece.level;
	m.arg[2] = (uint8_t)(piece.level >> 8);
	m.data = piece.data;
	m.len = piece.len;
	carry(&m);
	if (m.error >= 0)
		return ccid_link_fail(&link_state, (u8)m.error);
	return ccid_link_take(&link_state, m.extra, m.answer,
			      (u32)m.answer_len);
}

long engine_apdu(const uint8_t *cmd, size_t len, uint8_t *rsp, size_t room)
{
	struct ccid_apdu_view view;
	unsigned int rounds = 0;
	int err = ccid_apdu_parse(&view, cmd, (u32)len);

	if (!err)
		err = ccid_link_begin(&link_state, &view, cmd, (u32)len, rsp,
				      (u32)room);
	while (!err && !link_state.run.done)
		err = rounds++ < ROUNDS_MAX ? step() : -ELOOP;
	ccid_link_wipe(&link_state);
	return err ? err : (long)link_state.run.total;
}
