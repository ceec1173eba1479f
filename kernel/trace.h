/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tracepoints: types, lengths and states, never a byte of an APDU. The length
 * of a command that may carry a PIN is told as 0, as is that of its answer.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ccid

#if !defined(CCID_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define CCID_TRACE_H

#include "ccid.h"
#include "compat.h"
#include "exchange.h"
#include "xfer.h"

#include <linux/tracepoint.h>

#define ccid_trace_card(card) \
	__print_symbolic(card, \
			 { CCID_CARD_ABSENT, "absent" }, \
			 { CCID_CARD_PRESENT, "present" }, \
			 { CCID_CARD_MUTE, "mute" }, \
			 { CCID_CARD_POWERED, "powered" })

TRACE_EVENT(ccid_command,
	TP_PROTO(const struct ccid_reader *rd, const struct ccid_call *call,
		 int err, u64 took_ns),
	TP_ARGS(rd, call, err, took_ns),
	TP_STRUCT__entry(
		__string(reader, dev_name(&rd->intf->dev))
		__field(u8, slot)
		__field(u8, seq)
		__field(u8, type)
		__field(u8, status)
		__field(u8, error)
		__field(u32, out)
		__field(u32, in)
		__field(int, err)
		__field(u64, took_ns)
	),
	TP_fast_assign(
		ccid_assign_str(reader, dev_name(&rd->intf->dev));
		__entry->slot = call->cmd.slot;
		__entry->seq = call->cmd.seq;
		__entry->type = call->cmd.type;
		__entry->status = err ? 0 : call->rsp.param[0];
		__entry->error = err ? 0 : call->rsp.param[1];
		__entry->out = call->secret ? 0 : call->cmd.len;
		__entry->in = call->secret || err ? 0 : call->rsp.len;
		__entry->err = err;
		__entry->took_ns = took_ns;
	),
	TP_printk("%s slot=%u seq=%u type=%02x out=%u in=%u status=%02x error=%02x err=%d took=%lluns",
		  __get_str(reader), __entry->slot, __entry->seq,
		  __entry->type, __entry->out, __entry->in, __entry->status,
		  __entry->error, __entry->err, __entry->took_ns)
);

/* An APDU from its first message to its last; @secret hides the lengths. */
TRACE_EVENT(ccid_apdu,
	TP_PROTO(const struct ccid_slot *slot, const struct ccid_exchange *x,
		 bool secret, int err, u64 took_ns),
	TP_ARGS(slot, x, secret, err, took_ns),
	TP_STRUCT__entry(
		__string(slot, dev_name(&slot->dev))
		__field(u32, out)
		__field(u32, in)
		__field(int, err)
		__field(u64, took_ns)
	),
	TP_fast_assign(
		ccid_assign_str(slot, dev_name(&slot->dev));
		__entry->out = secret ? 0 : x->cmd_len;
		__entry->in = secret || err ? 0 : x->len;
		__entry->err = err;
		__entry->took_ns = took_ns;
	),
	TP_printk("%s out=%u in=%u err=%d took=%lluns", __get_str(slot),
		  __entry->out, __entry->in, __entry->err, __entry->took_ns)
);

/* The card's state moves; called before it does. */
TRACE_EVENT(ccid_card,
	TP_PROTO(const struct ccid_slot *slot, u32 card, u32 generation),
	TP_ARGS(slot, card, generation),
	TP_STRUCT__entry(
		__string(slot, dev_name(&slot->dev))
		__field(u32, from)
		__field(u32, to)
		__field(u32, generation)
	),
	TP_fast_assign(
		ccid_assign_str(slot, dev_name(&slot->dev));
		__entry->from = slot->card;
		__entry->to = card;
		__entry->generation = generation;
	),
	TP_printk("%s from=%s to=%s generation=%u", __get_str(slot),
		  ccid_trace_card(__entry->from), ccid_trace_card(__entry->to),
		  __entry->generation)
);

TRACE_EVENT(ccid_fault,
	TP_PROTO(const struct ccid_slot *slot, int err),
	TP_ARGS(slot, err),
	TP_STRUCT__entry(
		__string(slot, dev_name(&slot->dev))
		__field(int, err)
	),
	TP_fast_assign(
		ccid_assign_str(slot, dev_name(&slot->dev));
		__entry->err = err;
	),
	TP_printk("%s err=%d", __get_str(slot), __entry->err)
);

/* The attempt to bring a reader back into step is over. */
TRACE_EVENT(ccid_resync,
	TP_PROTO(const struct ccid_reader *rd, int err),
	TP_ARGS(rd, err),
	TP_STRUCT__entry(
		__string(reader, dev_name(&rd->intf->dev))
		__field(u8, slot)
		__field(u8, seq)
		__field(int, err)
	),
	TP_fast_assign(
		ccid_assign_str(reader, dev_name(&rd->intf->dev));
		__entry->slot = rd->broken_slot;
		__entry->seq = rd->broken_seq;
		__entry->err = err;
	),
	TP_printk("%s slot=%u seq=%u err=%d", __get_str(reader), __entry->slot,
		  __entry->seq, __entry->err)
);

#endif /* CCID_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
