/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_PPS_H
#define VREADER_PPS_H

#include <stddef.h>
#include <stdint.h>

struct reader;
struct slot;

#define PPS_START	0xff
#define PPS_MAX		6

/* Length of the request that begins so, as far as that is known yet. */
size_t pps_len(const uint8_t *request, size_t len);

/* The card's answer to a whole request into @ret; 0: it stays mute. */
size_t pps_answer(struct reader *r, struct slot *s, const uint8_t *request,
		  size_t len, uint8_t *ret);

#endif
