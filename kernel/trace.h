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
#include "xfer.h"

#include <linux/tracepoint.h>

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

#endif /* CCID_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
