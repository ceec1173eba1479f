/* SPDX-License-Identifier: GPL-2.0-only */
/* What is in the messages of the netlink family. */
#ifndef CCID_GENL_PUT_H
#define CCID_GENL_PUT_H

#include "ccid.h"

struct sk_buff;

int ccid_genl_put_slot(struct sk_buff *skb, const struct ccid_slot *slot);
int ccid_genl_put_stamp(struct sk_buff *skb, u32 sequence, u64 time_ns,
			u32 generation);
int ccid_genl_put_state(struct sk_buff *skb, struct ccid_slot *slot);
int ccid_genl_put_event(struct sk_buff *skb, const struct ccid_slot *slot,
			const struct ccid_event *event,
			const struct ccid_pin_entry *pin);

#endif
