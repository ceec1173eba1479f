// SPDX-License-Identifier: GPL-2.0-only
/*
 * One command on the wire: sequence, time extension, deadline, abort.
 *
 * Owns the two bulk pipes of a reader, under reader->io. A command ends in one
 * of four ways:
 *
 *	answered	the reader is in step
 *	failed		deadline, signal, cancel or a broken rule: resync is
 *			set and the reader brought back into step at once
 *	paused		the reader falls asleep or is reset: resync is set, and
 *			nothing is sent
 *	gone		disconnect has poisoned the URBs
 *
 * Back into step: abort on both pipes, drop what comes until the abort is
 * answered. A reader that cannot abort has its halts cleared and the slot
 * powered off; one that does not answer even that is reset as a USB device.
 * If the task is killed meanwhile resync stays set, and the next command
 * begins with it.
 *
 * No command is ever sent twice.
 */
#include "xfer.h"

#include "ccid.h"
#include "endpoint.h"
#include "io.h"
#include "power.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

#include <linux/hrtimer.h>
#include <linux/sched/signal.h>

#define CCID_LIMIT_NS		(300ULL * NSEC_PER_SEC)
#define CCID_RESYNC_MS		1000	/* each step */
#define CCID_GONE_MS		2000	/* from a dead bus to disconnect */
#define CCID_STRAY_MAX		10	/* messages or empty packets dropped */

#define CCID_REQ_ABORT		0x01	/* CCID 1.1, 5.3.1 */
#define CCID_TO_INTERFACE \
	(USB_DIR_OUT | USB_TYPE_CLASS | USB_RECIP_INTERFACE)

/**
 * ccid_limit() - until when a command that begins now may be extended
 *
 * Return: CLOCK_MONOTONIC instant in nanoseconds.
 */
u64 ccid_limit(void)
{
	return ktime_get_ns() + CCID_LIMIT_NS;
}

static bool ccid_pipe_failed(struct ccid_pipe *p)
{
	return ccid_pipe_done(p) && p->urb->status;
}

/* The bus is dead; most often because the reader is leaving. */
static int ccid_bus_dead(struct ccid_reader *rd)
{
	wait_event_timeout(rd->waitq, ccid_reader_gone(rd),
			   msecs_to_jiffies(CCID_GONE_MS));
	return ccid_reader_gone(rd) ? -ENODEV : -EPROTO;
}

/* What a URB that ended means for the command. */
static int ccid_urb_errno(struct ccid_reader *rd, const struct urb *urb)
{
	switch (urb->status) {
	case 0:
		return 0;
	case -EPIPE:
		rd->stalled = true;
		return -EPROTO;
	case -EOVERFLOW:
		return -EPROTO;
	default:
		return ccid_bus_dead(rd);
	}
}

static bool ccid_given_up(const struct ccid_reader *rd,
			  const struct ccid_call *call)
{
	return ccid_reader_paused(rd) ||
	       (!call->stubborn && ccid_cancelled(&rd->patience));
}

/* Nothing to wait for on @p: it is done, or there is a reason to give up. */
static bool ccid_wait_over(struct ccid_reader *rd, const struct ccid_call *call,
			   struct ccid_pipe *p)
{
	return ccid_pipe_done(p) || ccid_pipe_failed(&rd->out) ||
	       ccid_reader_gone(rd) || ccid_given_up(rd, call);
}

static int ccid_wait_until(struct ccid_reader *rd, const struct ccid_call *call,
			   struct ccid_pipe *p, u64 until_ns)
{
	s64 left = until_ns - ktime_get_ns();

	if (left <= 0)
		return -ETIME;
	if (call->stubborn || !rd->patience.signals)
		return wait_event_killable_timeout(rd->waitq,
						   ccid_wait_over(rd, call, p),
						   nsecs_to_jiffies(left) + 1);
	return wait_event_interruptible_hrtimeout(rd->waitq,
						  ccid_wait_over(rd, call, p),
						  ns_to_ktime(left));
}

/* Sleep until @p is done, or a reason comes to give up before that. */
static int ccid_wait(struct ccid_reader *rd, const struct ccid_call *call,
		     struct ccid_pipe *p, u64 until_ns)
{
	int err = ccid_wait_until(rd, call, p, until_ns);

	if (ccid_pipe_done(p))
		return 0;
	if (ccid_reader_gone(rd))
		return -ENODEV;
	if (err == -ERESTARTSYS || ccid_given_up(rd, call))
		return -ECANCELED;
	if (ccid_pipe_failed(&rd->out))
		return ccid_urb_errno(rd, rd->out.urb);
	return -ETIMEDOUT;
}

/*
 * The bulk-in URB is started before the last part of the command goes out: a
 * fast answer then finds it waiting, and one sleep serves both.
 */
static int ccid_send(struct ccid_reader *rd, struct ccid_call *call, u64 until)
{
	u32 total = CCID_HDR_LEN + call->cmd.len, sent = 0;
	int err;

	ccid_msg_put(rd->out.buf, &call->cmd);
	rd->sent = max(rd->sent, total);
	while (sent < total) {
		u32 head = sent ? 0 : CCID_HDR_LEN;
		u32 n = min(total - sent, rd->out.chunk);

		if (n > head)
			memcpy(rd->out.buf + head,
			       call->data + sent + head - CCID_HDR_LEN,
			       n - head);
		sent += n;
		if (sent == total) {
			err = ccid_pipe_start(&rd->in, rd->in.chunk);
			if (err)
				return err;
			return ccid_pipe_start(&rd->out, n);
		}
		err = ccid_pipe_start(&rd->out, n);
		if (!err)
			err = ccid_wait(rd, call, &rd->out, until);
		if (!err)
			err = ccid_urb_errno(rd, rd->out.urb);
		if (err)
			return err;
	}
	return 0;
}

/* Add what the bulk-in URB brought; the message's length once it is whole. */
static int ccid_gather(struct ccid_reader *rd, u32 have)
{
	u32 n = rd->in.urb->actual_length;
	int total;

	if (have + n > rd->max_in)
		return -EPROTO;
	if (rd->msg != rd->in.buf)
		memcpy(rd->msg + have, rd->in.buf, n);
	rd->received = max(rd->received, have + n);
	total = ccid_msg_total(rd->msg, have + n, rd->max_in);
	if (total < 0 || total == have + n)
		return total;
	return n == rd->in.chunk ? 0 : -EPROTO;
}

/*
 * Wait for one whole message in rd->msg. Readers end a message that fills its
 * last packet with an empty one, or forget to: what has come by the deadline
 * counts if it is a whole message.
 */
static int ccid_receive(struct ccid_reader *rd, const struct ccid_call *call,
			u64 until)
{
	u32 have = 0, stray = 0;
	int total, err;

	for (;;) {
		err = ccid_wait(rd, call, &rd->in, until);
		if (err) {
			ccid_pipe_stop(&rd->in);
			if (err != -ETIMEDOUT || !rd->in.urb->actual_length)
				return err;
		} else {
			err = ccid_urb_errno(rd, rd->in.urb);
			if (err)
				return err;
		}
		if (rd->in.urb->actual_length) {
			total = ccid_gather(rd, have);
			if (total <= 0 && err)
				return err;
			if (total)
				return min(total, 0);
			have += rd->in.urb->actual_length;
		} else if (have || ++stray > CCID_STRAY_MAX) {
			return -EPROTO;
		}
		err = ccid_pipe_start(&rd->in, rd->in.chunk);
		if (err)
			return err;
	}
}

/* Until when to wait for a command that gets @times its time from now on. */
static u64 ccid_until(const struct ccid_reader *rd,
		      const struct ccid_call *call, u32 times)
{
	u64 until = ktime_get_ns() + (u64)times * call->base_ms * NSEC_PER_MSEC;
	u64 deadline = rd->patience.deadline_ns;

	if (deadline && call->caller_time)
		until = deadline;
	else if (deadline)
		until = min(until, deadline);
	return min(until, call->limit_ns);
}

static void ccid_tally(struct ccid_reader *rd, const struct ccid_call *call,
		       enum ccid_stat what)
{
	ccid_count(&rd->slots[call->cmd.slot]->stats, what);
}

static int ccid_await(struct ccid_reader *rd, struct ccid_call *call, u64 until)
{
	u32 stray = 0;
	int err;

	for (;;) {
		err = ccid_receive(rd, call, until);
		if (err)
			return err;
		ccid_msg_get(&call->rsp, rd->msg);
		switch (ccid_msg_judge(&call->cmd, &call->rsp)) {
		case CCID_REPLY:
			call->body = rd->msg + CCID_HDR_LEN;
			return 0;
		case CCID_WAIT:
			ccid_tally(rd, call, CCID_STAT_TIME_EXTENSIONS);
			until = ccid_until(rd, call,
					   max_t(u32, call->rsp.param[1], 1));
			break;
		case CCID_STALE:
			ccid_tally(rd, call, CCID_STAT_STALE_REPLIES);
			if (++stray > CCID_STRAY_MAX)
				return -EPROTO;
			break;
		case CCID_BROKEN:
			return -EPROTO;
		}
		err = ccid_pipe_start(&rd->in, rd->in.chunk);
		if (err)
			return err;
	}
}

/*
 * Send a bare command and drop all that comes until its answer, which goes to
 * @rsp. An error means that there was none.
 */
static int ccid_insist(struct ccid_reader *rd, u8 type, u8 seq,
		       struct ccid_msg *rsp)
{
	struct ccid_call call = {
		.cmd = { .type = type, .slot = rd->broken_slot, .seq = seq },
		.stubborn = true,
	};
	u64 until = ktime_get_ns() + CCID_RESYNC_MS * NSEC_PER_MSEC;
	u32 stray;
	int err;

	rd->received = max(rd->max_in, rd->in.chunk);
	err = ccid_send(rd, &call, until);
	for (stray = 0; !err && stray < CCID_STRAY_MAX; stray++) {
		err = ccid_receive(rd, &call, until);
		if (err == -EPROTO && !rd->in.urb->status)
			err = 0;	/* rubbish is dropped as well */
		else if (!err) {
			ccid_msg_get(&call.rsp, rd->msg);
			if (ccid_msg_judge(&call.cmd, &call.rsp) == CCID_REPLY)
				break;
		}
		if (!err)
			err = ccid_pipe_start(&rd->in, rd->in.chunk);
	}
	ccid_pipe_stop(&rd->in);
	ccid_pipe_stop(&rd->out);
	if (err)
		return err;
	*rsp = call.rsp;
	return stray == CCID_STRAY_MAX ? -EPROTO : 0;
}

/* Answered is aborted, whatever is said of the card. */
static int ccid_abort(struct ccid_reader *rd)
{
	struct ccid_msg rsp;
	int err;

	err = usb_control_msg(rd->udev, usb_sndctrlpipe(rd->udev, 0),
			      CCID_REQ_ABORT, CCID_TO_INTERFACE,
			      rd->broken_seq << 8 | rd->broken_slot,
			      rd->intf->cur_altsetting->desc.bInterfaceNumber,
			      NULL, 0, CCID_RESYNC_MS);
	if (err < 0)
		return err;
	err = ccid_insist(rd, CCID_CMD_ABORT, rd->broken_seq, &rsp);
	if (err)
		return err;
	return ccid_msg_errno(&rsp) == -EOPNOTSUPP ? -EOPNOTSUPP : 0;
}

/* Without power, or without a card, no command runs on. */
static int ccid_cut_power(struct ccid_reader *rd)
{
	struct ccid_msg rsp;
	int err;

	rd->power_lost |= 1 << rd->broken_slot;
	err = ccid_insist(rd, CCID_CMD_POWER_OFF, ++rd->seq, &rsp);
	if (!err)
		err = ccid_msg_errno(&rsp);
	return err == -ENOMEDIUM ? 0 : err;
}

static void ccid_unstall(struct ccid_reader *rd)
{
	if (!rd->stalled)
		return;
	usb_clear_halt(rd->udev, rd->in.urb->pipe);
	usb_clear_halt(rd->udev, rd->out.urb->pipe);
	rd->stalled = false;
}

/* A step towards it failed, but not since the reader is leaving or we are. */
static bool ccid_worth_more(const struct ccid_reader *rd, int err)
{
	return err && err != -ENODEV && err != -ECANCELED &&
	       !ccid_reader_gone(rd);
}

/* Bring the reader back into step; see the top of this file. */
static int ccid_resync(struct ccid_reader *rd)
{
	int err;

	if (ccid_reader_paused(rd))
		return -ECANCELED;
	ccid_unstall(rd);
	err = ccid_abort(rd);
	if (ccid_worth_more(rd, err)) {
		rd->stalled = true;
		ccid_unstall(rd);
		err = ccid_cut_power(rd);
	}
	if (ccid_worth_more(rd, err))
		ccid_power_reset(rd);
	if (!err)
		rd->resync = false;
	trace_ccid_resync(rd, err);
	return ccid_reader_gone(rd) ? -ENODEV : err;
}

/**
 * ccid_xfer_abandon() - abort the last command, or the APDU that it is part of
 * @rd: the reader; reader->io is held
 * @call: the command
 */
void ccid_xfer_abandon(struct ccid_reader *rd, const struct ccid_call *call)
{
	lockdep_assert_held(&rd->io);
	ccid_pipe_stop(&rd->in);
	ccid_pipe_stop(&rd->out);
	rd->received = max(rd->max_in, rd->in.chunk);
	if (ccid_reader_gone(rd))
		return;
	if (rd->out.urb->status == -EPIPE)
		rd->stalled = true;
	ccid_tally(rd, call, CCID_STAT_ABORTS);
	rd->resync = true;
	rd->broken_slot = call->cmd.slot;
	rd->broken_seq = call->cmd.seq;
	ccid_resync(rd);
}

/* Before a command leaves: is there still somebody who wants it? */
static int ccid_wanted(struct ccid_reader *rd, const struct ccid_call *call)
{
	if (ccid_reader_gone(rd))
		return -ENODEV;
	if (ccid_reader_paused(rd) || ccid_cancelled(&rd->patience))
		return -ECANCELED;
	if (ccid_io_late(rd) || ccid_until(rd, call, 1) <= ktime_get_ns())
		return -ETIMEDOUT;
	if (rd->patience.signals && signal_pending(current))
		return call->midway ? -ECANCELED : -ERESTARTSYS;
	return 0;
}

/**
 * ccid_xfer() - send a command and wait for its answer
 * @rd: the reader; reader->io is held
 * @call: the command, and where the answer goes
 *
 * A deadline that has passed already sends nothing, nor does a signal that is
 * there already (-ERESTARTSYS).
 *
 * Return: 0 when the reader answered, be it with an error of its own (see
 * ccid_msg_errno()); -ENODEV, -ETIMEDOUT, -ECANCELED or -EPROTO otherwise,
 * with the reader back in step.
 */
int ccid_xfer(struct ccid_reader *rd, struct ccid_call *call)
{
	u64 start = ktime_get_ns(), until;
	int err = 0;

	lockdep_assert_held(&rd->io);
	if (!call->limit_ns)
		call->limit_ns = ccid_limit();
	if (rd->resync)
		err = ccid_resync(rd);
	if (!err)
		err = ccid_wanted(rd, call);
	if (err && call->midway && !rd->resync)
		ccid_xfer_abandon(rd, call);
	if (err)
		return err;
	ccid_tally(rd, call, CCID_STAT_COMMANDS);
	call->cmd.seq = ++rd->seq;
	until = ccid_until(rd, call, 1);
	err = ccid_send(rd, call, until);
	if (!err)
		err = ccid_await(rd, call, until);
	if (err == -ENODEV)
		err = ccid_bus_dead(rd);
	if (err)
		ccid_xfer_abandon(rd, call);
	else
		ccid_pipe_stop(&rd->out);
	if (err && ccid_reader_gone(rd))
		err = -ENODEV;
	if (err == -ETIMEDOUT)
		ccid_tally(rd, call, CCID_STAT_TIMEOUTS);
	else if (err == -EPROTO)
		ccid_tally(rd, call, CCID_STAT_PROTOCOL_ERRORS);
	trace_ccid_command(rd, call, err, ktime_get_ns() - start);
	return err;
}
