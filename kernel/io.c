// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who talks to a reader: reader->io, taken and given.
 *
 * Whoever takes it has the reader's share with it (share.c), allocates without
 * I/O, and leaves nothing in the buffers of what passed.
 */
#include "io.h"

#include "share.h"

#include <linux/hrtimer.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>

/* Leave nothing of what passed in the reader's buffers. */
static void ccid_wipe(struct ccid_reader *rd)
{
	memzero_explicit(rd->out.buf, min(rd->sent, rd->out.chunk));
	memzero_explicit(rd->in.buf, min(rd->received, rd->in.chunk));
	if (rd->msg != rd->in.buf)
		memzero_explicit(rd->msg, min(rd->received, rd->max_in));
	rd->sent = 0;
	rd->received = 0;
}

/**
 * ccid_io_unlock() - let the next one talk to the reader
 * @rd: the reader
 */
void ccid_io_unlock(struct ccid_reader *rd)
{
	unsigned int noio = rd->noio;

	ccid_wipe(rd);
	ccid_share_give(rd);
	mutex_unlock(&rd->io);
	wake_up(rd->io_waitq);
	memalloc_noio_restore(noio);
}

/**
 * ccid_io_wait() - hold reader->io, with all patience
 * @rd: the reader, which nobody may use any more or just now
 *
 * The share is not taken: nothing is sent.
 */
void ccid_io_wait(struct ccid_reader *rd)
{
	mutex_lock(&rd->io);
	rd->noio = memalloc_noio_save();
}

/* Nobody may talk to the reader now, whoever has its io. */
static bool ccid_io_barred(const struct ccid_reader *rd)
{
	return ccid_reader_paused(rd) || ccid_share_barred(rd);
}

/*
 * Take reader->io, and the share where there is one; both or none. Somebody who
 * found io taken by a try that fails is woken to look again.
 */
static bool ccid_io_try(struct ccid_reader *rd)
{
	if (ccid_io_barred(rd) || !mutex_trylock(&rd->io))
		return false;
	if (!ccid_reader_paused(rd) && ccid_share_take(rd)) {
		rd->noio = memalloc_noio_save();
		return true;
	}
	mutex_unlock(&rd->io);
	wake_up(rd->io_waitq);
	return false;
}

/* The waiting for reader->io is over: it is ours, or of no use any more. */
static bool ccid_io_over(struct ccid_reader *rd, bool *locked,
			 const struct ccid_patience *patience)
{
	*locked = ccid_io_try(rd);
	return *locked || ccid_reader_gone(rd) || ccid_cancelled(patience);
}

/**
 * ccid_io_lock() - become the one who talks to the reader
 * @rd: the reader
 * @patience: how long to wait, for this and for every command until
 *	ccid_io_unlock()
 *
 * Return: 0 with reader->io held, -ENODEV, -ETIMEDOUT, -ECANCELED, or
 * -ERESTARTSYS for a signal.
 */
int ccid_io_lock(struct ccid_reader *rd, const struct ccid_patience *patience)
{
	s64 left = ccid_time_left(patience->deadline_ns);
	bool locked = false;
	int err;

	if (left <= 0)
		return -ETIMEDOUT;
	err = wait_event_interruptible_hrtimeout(*rd->io_waitq,
						 ccid_io_over(rd, &locked,
							      patience),
						 ns_to_ktime(left));
	if (locked && !ccid_reader_gone(rd)) {
		rd->patience = *patience;
		return 0;
	}
	if (locked)
		ccid_io_unlock(rd);
	if (ccid_reader_gone(rd))
		return -ENODEV;
	if (err == -ETIME)
		return -ETIMEDOUT;
	return err ? err : -ECANCELED;
}

/**
 * ccid_io_impatient() - did a command fail since nobody waits for it any more?
 * @rd: the reader; reader->io is held
 * @err: the error
 *
 * Return: true for a signal, a cancel or the caller's deadline; false when the
 * reader or the card is to blame.
 */
bool ccid_io_impatient(const struct ccid_reader *rd, int err)
{
	lockdep_assert_held(&rd->io);
	switch (err) {
	case -ECANCELED:	/* unless that is an error of the reader's */
		return ccid_reader_paused(rd) ||
		       ccid_cancelled(&rd->patience) ||
		       (rd->patience.signals && signal_pending(current));
	case -ETIMEDOUT:
		return ccid_io_late(rd);
	default:
		return err == -ERESTARTSYS;
	}
}
