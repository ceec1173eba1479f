/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_READER_H
#define VREADER_READER_H

#include "apdu.h"
#include "card.h"
#include "desc.h"
#include "faults.h"
#include "frame.h"
#include "fuzz.h"
#include "line.h"
#include "pinpad.h"

#define READER_SLOTS	16
#define MESSAGE_HEADER	10
#define MESSAGE_MAX	(MESSAGE_HEADER + APDU_COMMAND_MAX)

/**
 * struct slot - one slot of the reader
 * @card: in the slot, or last in it when not @present; owned
 * @active: powered by IccPowerOn
 * @busy: a command is in flight: its answer is not wholly read yet
 * @abort_control, @abort_bulk: halves of an abort seen, with their numbers
 * @changed: the host has not been told of an insertion or removal
 * @command: collects a command that comes in pieces
 * @response: kept while the host fetches it in pieces
 * @endless: the response never ends (fault)
 * @line: to the card's contacts
 * @pinpad: the command in flight waits for keys
 */
struct slot {
	struct card *card;
	bool present;
	bool active;
	bool busy;
	uint8_t busy_seq;
	uint8_t busy_type;
	bool abort_control, abort_bulk;
	uint8_t abort_control_seq, abort_bulk_seq;
	bool changed;
	bool collecting;
	size_t command_len;
	uint8_t command[APDU_COMMAND_MAX];
	size_t response_len, response_sent;
	uint8_t response[APDU_RESPONSE_MAX];
	bool endless;
	struct line line;
	struct pinpad pinpad;
};

/**
 * struct reader - a CCID reader from the bulk endpoints inwards
 * @rival: the other interface of the device, or NULL; one that has to be used
 *	   in turn has no command in flight when this one is given one
 * @now: milliseconds, as reader_tick() said
 * @delay: how long each exchange with a card takes
 * @piece: longest part of a response; 0: what a message can carry, and no
 *	   pieces below the extended level
 * @atr: what each card answers to a reset; of length 0: each its own
 * @keys: typed before they were asked for
 * @waiting: frames that are not due yet
 * @ready: frames that the host may fetch, in order
 * @violations: how often the host broke the protocol; @reason: the last time
 */
struct reader {
	const struct desc *desc;
	const struct reader *rival;
	struct faults faults;
	struct fuzz fuzz;
	struct slot slot[READER_SLOTS];
	uint64_t now;
	uint64_t delay;
	size_t piece;
	uint8_t atr[CARD_ATR_MAX];
	size_t atr_len;
	char keys[PINPAD_KEYS];
	bool first_notify;
	struct frame *waiting;
	struct frame *ready;
	unsigned int violations;
	char reason[128];
	size_t in_len;
	uint8_t in[MESSAGE_MAX];
};

void reader_init(struct reader *r, const struct desc *desc);

/* Cards and frames; the reader itself is the caller's. */
void reader_release(struct reader *r);

/*
 * What the cards answer to a reset from now on: hexadecimal, one of atr.c's
 * names, or "own". False: none of these.
 */
bool reader_set_atr(struct reader *r, const char *text);

/* Attached or reset: nothing in flight, no card powered. */
void reader_reset(struct reader *r);

/* The data of one bulk OUT transfer. */
void reader_receive(struct reader *r, const uint8_t *data, size_t len);

/* The ABORT request; false: it stalls. */
bool reader_abort(struct reader *r, uint8_t slot, uint8_t seq);

/* A halted endpoint was cleared: what it had half done is forgotten. */
void reader_clear_out(struct reader *r);
void reader_clear_in(struct reader *r);

/* When reader_tick() has something to do, or NEVER. */
uint64_t reader_due(const struct reader *r);
void reader_tick(struct reader *r, uint64_t now);

/* The frame that the host reads next, and the end of it. */
struct frame *reader_peek(const struct reader *r);
void reader_pop(struct reader *r);

/* The next interrupt message into @ret (FAULT_JUNK bytes); 0: none. */
size_t reader_notification(struct reader *r, uint8_t *ret);

/* Cards. The slot takes ownership; NULL puts the last one back. */
void reader_insert(struct reader *r, size_t slot, struct card *card);
void reader_remove(struct reader *r, size_t slot);
void reader_swap(struct reader *r, size_t slot, struct card *card, bool tell);

#endif
