/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Cards and readers coming and going. Nothing polls: the monitor sleeps until
 * the kernel tells.
 */
#ifndef JPKI_MONITOR_H
#define JPKI_MONITOR_H

#include <stdint.h>

#include <jpki/error.h>
#include <jpki/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jpki_ctx;
struct jpki_monitor;

enum jpki_event_type {
	JPKI_EVENT_READER_ADDED,
	JPKI_EVENT_READER_REMOVED,
	JPKI_EVENT_CARD_INSERTED,
	JPKI_EVENT_CARD_REMOVED,
	JPKI_EVENT_CARD_MUTE,
	JPKI_EVENT_WAKE,	/* the caller's own descriptor is readable */
};

struct jpki_event {
	enum jpki_event_type type;
	char reader[JPKI_READER_NAME_SIZE];
	uint32_t generation;	/* of the card */
};

/* What is there already is told first, as if it came then. */
enum jpki_error jpki_monitor_new(struct jpki_ctx *ctx,
				 struct jpki_monitor **ret);
void jpki_monitor_free(struct jpki_monitor **monitor);

/* Sleep until the next event, or until @wake_fd (-1: none) is readable. */
enum jpki_error jpki_monitor_wait(struct jpki_monitor *monitor, int wake_fd,
				  struct jpki_event *ret);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_MONITOR_H */
