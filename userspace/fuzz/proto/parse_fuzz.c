// SPDX-License-Identifier: GPL-2.0-or-later
/* What a reader says of itself and of its card: descriptor, messages, ATR. */
#include "../fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "desc.h"
#include "msg.h"
#include "param.h"

#include <linux/ccid.h>

static void check_param(const struct ccid_param *p)
{
	if (p->protocol > 1 || p->pps_len > CCID_PPS_MAX ||
	    p->set_len > CCID_PARAM_MAX || !p->ifsc || p->ifsc > 254 ||
	    p->base_ms < 1000 || p->base_ms > 300000)
		abort();
}

/* The card's parameters, then what it or the reader answers to ours. */
static void choose(const struct ccid_desc *d, const uint8_t *p, uint32_t len)
{
	const struct ccid_param_limits limits = {
		.rates = p, .rates_len = len,
	};
	uint32_t half = len / 2;
	struct ccid_param param;
	struct ccid_atr atr;

	if (ccid_atr_parse(&atr, p, half > CCID_ATR_MAX ? CCID_ATR_MAX : half))
		return;
	ccid_param_choose(&param, d, &atr, &limits);
	check_param(&param);
	(void)ccid_param_read(&param, len & 1, p + half, len & 1 ? 7 : 5);
	check_param(&param);
	if (ccid_param_pps(&param, p + half, len - half))
		ccid_param_refused(&param);
	check_param(&param);
}

static void messages(const uint8_t *p, uint32_t len)
{
	struct ccid_msg cmd = { .type = CCID_CMD_XFR, .seq = 7 }, rsp;
	bool present, changed;
	uint8_t slot;

	if (ccid_msg_total(p, len, len) > 0) {
		ccid_msg_get(&rsp, p);
		(void)ccid_msg_judge(&cmd, &rsp);
		(void)ccid_msg_errno(&rsp);
	}
	for (slot = 0; slot < 16; slot++)
		(void)ccid_notify_get(p, len, slot, &present, &changed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *raw;
	struct ccid_desc d;

	if (size > 4096)
		return 0;
	messages(data, (uint32_t)size);
	raw = ccid_desc_find(data, (uint32_t)size, CCID_DESC_TYPE);
	if (raw && !ccid_desc_parse(&d, raw) &&
	    data + size - raw >= CCID_DESC_LEN + 16)
		choose(&d, raw + CCID_DESC_LEN,
		       (uint32_t)(data + size - raw) - CCID_DESC_LEN);
	return 0;
}
