/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of a slot, for administrators; see Documentation/ABI. */
#ifndef CCID_STATS_H
#define CCID_STATS_H

#include <linux/atomic.h>

/**
 * enum ccid_stat - what is counted
 * @CCID_STAT_COMMANDS: messages sent to the reader
 * @CCID_STAT_TIME_EXTENSIONS: answers that asked for more time
 * @CCID_STAT_TIMEOUTS: commands that were not answered in time
 * @CCID_STAT_PROTOCOL_ERRORS: commands whose answer broke the protocol
 * @CCID_STAT_STALE_REPLIES: late answers, dropped
 * @CCID_STAT_ABORTS: times the reader had to be brought back into step
 * @CCID_STAT_RESETS: times that took a reset of the USB device
 * @CCID_STAT_CARD_INSERTIONS: cards that came
 * @CCID_STAT_MUTE_CARDS: those of them that did not answer
 * @CCID_STAT_FLOOR_REFUSALS: commands refused by the PIN floor
 * @CCID_STATS: how many there are
 */
enum ccid_stat {
	CCID_STAT_COMMANDS,
	CCID_STAT_TIME_EXTENSIONS,
	CCID_STAT_TIMEOUTS,
	CCID_STAT_PROTOCOL_ERRORS,
	CCID_STAT_STALE_REPLIES,
	CCID_STAT_ABORTS,
	CCID_STAT_RESETS,
	CCID_STAT_CARD_INSERTIONS,
	CCID_STAT_MUTE_CARDS,
	CCID_STAT_FLOOR_REFUSALS,
	CCID_STATS
};

/**
 * struct ccid_stats - the counters
 * @count: each by itself; written and read anywhere
 */
struct ccid_stats {
	atomic64_t count[CCID_STATS];
};

static inline void ccid_count(struct ccid_stats *stats, enum ccid_stat what)
{
	atomic64_inc(&stats->count[what]);
}

#endif
