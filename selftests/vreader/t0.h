/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_T0_H
#define VREADER_T0_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader;
struct slot;

#define T0_HEADER	5
#define T0_ANSWER_MAX	258

/* Character level: what the card has asked for with its procedure byte. */
enum t0_due { T0_HEADER_DUE, T0_ALL_DUE, T0_ONE_DUE };

/**
 * struct t0 - the card's side of T=0
 * @cla: class of the command whose response is kept
 */
struct t0 {
	uint8_t cla;
	enum t0_due due;
};

/* Which way the data of an instruction goes. */
enum t0_way { T0_NO_DATA, T0_TO_CARD, T0_FROM_CARD };

enum t0_way t0_way(const uint8_t header[static T0_HEADER]);

/*
 * Runs a header and the data that came with it: the data of the answer and
 * SW1 SW2 into @ret, T0_ANSWER_MAX at the most.
 */
size_t t0_run(struct reader *r, struct slot *s,
	      const uint8_t header[static T0_HEADER], const uint8_t *data,
	      size_t len, uint8_t *ret);

/* The same for a TPDU of the host; 0: the card does not answer. */
size_t t0_tpdu(struct reader *r, struct slot *s, const uint8_t *tpdu,
	       size_t len, uint8_t *ret);

#endif
