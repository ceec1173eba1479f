/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of the driver and the locks over them.
 *
 * A reader is one USB interface, a slot one card position and one character
 * device, a session one open file. References point upwards only: a session
 * holds its slot's device, a slot holds its reader, and who lets go last frees.
 *
 * Locks, outermost first. No other order exists.
 *
 *   lock            kind    guards                        held across I/O
 *   session->read   mutex   one read() at a time          no
 *   a turn          (queue) who may use the card          yes
 *   reader->io      mutex   the one command in flight     yes
 *   share->owner    (tried) which interface has it        yes
 *   ccid_genl_lock  mutex   which slots netlink shows     no
 *   ccid_share_lock mutex   which shares there are        no
 *   slot->turn_lock spin    the queue of turns, and the   no
 *                           lock state of sessions
 *   slot->snap      spin    card, ledger, event queues    no (irq-safe)
 *   reader->gate    spin    gone, paused and wakes,       no (irq-safe)
 *                           against queueing work; watch
 *
 * disconnect takes reader->io only after it has raised reader->gone and
 * poisoned the URBs, so that whoever holds it is on the way out; suspend and
 * reset only after they have raised reader->paused. Who holds it never waits
 * for the reader to wake up: that was done before. The share (share.c) is only
 * tried for, and reader->io given back when it is not to be had. No two of the
 * spinlocks are ever held together.
 */
#ifndef CCID_CCID_H
#define CCID_CCID_H

#include "proto/desc.h"
#include "proto/link.h"
#include "proto/pin.h"
#include "stats.h"

#include <linux/ccid.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>
#include <linux/usb.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#define CCID_NAME		"ccid"
#define CCID_MINORS		1024
#define CCID_EVENTS		32	/* per session; a power of two */

struct ccid_reader;
struct ccid_share;

/**
 * struct ccid_pipe - a bulk or interrupt endpoint and its one URB
 * @reader: whose
 * @urb: the URB, NULL where the reader lacks the endpoint
 * @buf: its buffer
 * @chunk: bytes in @buf, a multiple of wMaxPacketSize
 * @done: the URB is with us; written by its completion
 */
struct ccid_pipe {
	struct ccid_reader *reader;
	struct urb *urb;
	u8 *buf;
	u32 chunk;
	bool done;
};

/**
 * struct ccid_patience - how long the one who talks to a reader will wait
 * @deadline_ns: CLOCK_MONOTONIC instant at which to give up, or 0
 * @cancel: give up when this becomes true, or NULL
 * @signals: give up when a signal comes
 */
struct ccid_patience {
	u64 deadline_ns;
	const bool *cancel;
	bool signals;
};

/**
 * struct ccid_reader - one CCID interface
 * @ref: each slot holds one, probe to disconnect another
 * @udev: const; referenced
 * @intf: const; referenced, not used once @gone
 * @desc: const; what the reader can do
 * @quirks: const; CCID_QUIRK_*
 * @name: const; manufacturer and product
 * @max_in: const; the longest message taken from the reader, bytes
 * @msg: the message received last; @in.buf, or a buffer of its own where
 *	messages do not fit one URB; under @io
 * @noio: how its holder allocated before, to be restored; under @io
 * @received: bytes that may lie in @in.buf and @msg; under @io
 * @sent: bytes that may lie in @out.buf; under @io
 * @out: bulk out; under @io
 * @in: bulk in; under @io
 * @intr: interrupt in; its completion's own
 * @gate: see the table
 * @gone: set once by disconnect, under @gate; read anywhere
 * @paused: asleep, or about to be reset; under @gate, read anywhere
 * @wakes: reasons to stay awake; under @gate
 * @notifies: the interrupt pipe works; cleared once when it has failed
 * @intr_failures: in a row; the completion's own
 * @waitq: woken by URBs, by cancelling, by disconnect
 * @io: see the table
 * @io_queue: where who waits for @io sleeps
 * @io_waitq: const after probe; that, or the queue of the share
 * @share: const after probe; with the device's other interfaces, or NULL
 * @patience: of the one who holds @io; under @io
 * @seq: bSeq of the last command; under @io
 * @resync: the last command was not answered; under @io
 * @stalled: and a pipe has halted; under @io
 * @power_lost: slots that may have been powered off to get the reader back
 *	into step; under @io
 * @resets: of the device since a scan last went well; under @io
 * @broken_slot: slot of the command to abort; under @io
 * @broken_seq: its bSeq; under @io
 * @rates: answer to GET_DATA_RATES, NULL until asked for; under @io
 * @rates_len: bytes of it; under @io
 * @users: open files over all slots
 * @watched: cards are looked for, of a reader that does not tell of them; what
 *	is known of them holds; under @gate
 * @watch_until_ns: CLOCK_MONOTONIC instant until which they are at least; under
 *	@gate
 * @tick: retries the interrupt pipe, polls a reader that has none
 * @scans: the work that looks at cards, one slot after the other: they wait for
 *	@io, and never for another reader
 * @slots: const after probe
 */
struct ccid_reader {
	struct kref ref;
	struct usb_device *udev;
	struct usb_interface *intf;
	struct ccid_desc desc;
	u32 quirks;
	char name[sizeof_field(struct ccid_info, name)];
	u32 max_in;
	u8 *msg;
	unsigned int noio;
	u32 received;
	u32 sent;
	struct ccid_pipe out;
	struct ccid_pipe in;
	struct ccid_pipe intr;
	spinlock_t gate;	/* see the table */
	bool gone;
	bool paused;
	unsigned int wakes;
	bool notifies;
	unsigned int intr_failures;
	wait_queue_head_t waitq;
	struct mutex io;	/* see the table */
	wait_queue_head_t io_queue;
	wait_queue_head_t *io_waitq;
	struct ccid_share *share;
	struct ccid_patience patience;
	u8 seq;
	bool resync;
	bool stalled;
	u16 power_lost;
	unsigned int resets;
	u8 broken_slot;
	u8 broken_seq;
	u8 *rates;
	u16 rates_len;
	atomic_t users;
	bool watched;
	u64 watch_until_ns;
	struct delayed_work tick;
	struct workqueue_struct *scans;
	struct ccid_slot *slots[CCID_SLOTS_MAX];
};

/**
 * struct ccid_slot - one card position and its device node
 * @dev: the class device; its release frees the slot
 * @cdev: the character device
 * @reader: const; referenced
 * @id: const; N of /dev/ccidN
 * @index: const; bSlot
 * @scan: looks at the card; runs on ccid_reader.scans
 * @failures: scans that failed in a row; under io
 * @seen: value of @changes when the card was found; under io
 * @examined: value of @notices when the reader was asked last; under io
 * @told: the card's coming was an event, and its leaving is to be; under io
 * @doubt: a command failed since the reader was asked for the card; under io
 * @stats: see stats.h
 * @modest: the card has refused a PPS; under io
 * @link: how APDUs go to the card since it was powered on; dead from then
 *	until the card has answered, and when it has lost the thread; under io
 * @base_ms: how long the answer to an XfrBlock may take; under io
 * @turn_lock: guards @holder, @waiters and ccid_session.lock
 * @holder: the turn in force, or NULL
 * @waiters: turns waiting, first come first
 * @turn_waitq: woken when a session's last call under its lock ends
 * @snap: guards the rest
 * @notices: counts the notifications about the slot
 * @changes: counts those that say that the card has left or been exchanged
 * @card: CCID_CARD_*
 * @generation: of the card, 0 without one
 * @protocol: as in struct ccid_status
 * @atr: answer-to-reset, @atr_len bytes
 * @atr_len: 0 to CCID_ATR_MAX
 * @changed_ns: when @card changed
 * @fresh_until_ns: until then a notification that a card came is about the one
 *	that is there; U64_MAX while it is being powered on
 * @ledger: the PIN counters
 * @opener: the session that a PIN was verified for, ccid_nobody when it has
 *	left, NULL when the card grants no rights
 * @floor: at or under so many tries left no PIN is presented
 * @last_try: CCID_APDU_LAST_TRY is for everybody; read anywhere
 * @sessions: open files
 * @events: how many events there have been
 * @event_waitq: woken by events
 */
struct ccid_slot {
	struct device dev;
	struct cdev cdev;
	struct ccid_reader *reader;
	int id;
	u8 index;
	struct delayed_work scan;
	unsigned int failures;
	u32 seen;
	u32 examined;
	bool told;
	bool doubt;
	struct ccid_stats stats;
	bool modest;
	struct ccid_link link;
	u32 base_ms;
	spinlock_t turn_lock;	/* see the table */
	struct ccid_turn *holder;
	struct list_head waiters;
	wait_queue_head_t turn_waitq;
	spinlock_t snap;	/* see the table */
	u32 notices;
	u32 changes;
	u32 card;
	u32 generation;
	u32 protocol;
	u8 atr[CCID_ATR_MAX];
	u8 atr_len;
	u64 changed_ns;
	u64 fresh_until_ns;
	struct ccid_ledger ledger;
	const struct ccid_session *opener;
	u32 floor;
	bool last_try;
	struct list_head sessions;
	u32 events;
	wait_queue_head_t event_waitq;
};

/**
 * struct ccid_turn - a place in the queue for a slot
 * @node: in ccid_slot.waiters
 * @waitq: where its owner sleeps
 * @session: whose
 * @granted: it is the slot's holder
 */
struct ccid_turn {
	struct list_head node;
	wait_queue_head_t waitq;
	struct ccid_session *session;
	bool granted;
};

/**
 * enum ccid_lock_state - a session and CCID_IOC_LOCK
 * @CCID_UNLOCKED: it holds nothing
 * @CCID_LOCKING: it waits in the queue
 * @CCID_LOCKED: it has the slot
 * @CCID_UNLOCKING: its last calls are being aborted
 */
enum ccid_lock_state {
	CCID_UNLOCKED,
	CCID_LOCKING,
	CCID_LOCKED,
	CCID_UNLOCKING,
};

/**
 * struct ccid_session - one open file
 * @slot: const; its device is referenced
 * @node: in ccid_slot.sessions; under snap
 * @read: see the table
 * @lock: under turn_lock
 * @calls: calls running under the lock; under turn_lock
 * @generation: the card that the lock was taken for, or 0; under turn_lock
 * @cancel: calls running under the lock shall end; read anywhere
 * @turn: the turn of CCID_IOC_LOCK
 * @ring: events not read yet; under snap
 * @head: events put in; under snap
 * @tail: events taken out; under snap
 */
struct ccid_session {
	struct ccid_slot *slot;
	struct list_head node;
	struct mutex read;	/* see the table */
	enum ccid_lock_state lock;
	unsigned int calls;
	u32 generation;
	bool cancel;
	struct ccid_turn turn;
	struct ccid_event ring[CCID_EVENTS];
	u32 head;
	u32 tail;
};

extern struct workqueue_struct *ccid_wq;

/* Nanoseconds until a deadline; what is beyond all clocks is for ever. */
static inline s64 ccid_time_left(u64 deadline_ns)
{
	if (!deadline_ns || deadline_ns > S64_MAX)
		return S64_MAX;
	return deadline_ns - ktime_get_ns();
}

static inline bool ccid_reader_gone(const struct ccid_reader *rd)
{
	return READ_ONCE(rd->gone);
}

static inline bool ccid_reader_paused(const struct ccid_reader *rd)
{
	return READ_ONCE(rd->paused);
}

#endif
