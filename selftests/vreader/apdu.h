/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_APDU_H
#define VREADER_APDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define APDU_COMMAND_MAX	65544
#define APDU_RESPONSE_MAX	65538

/**
 * struct apdu - a command APDU taken apart
 * @data: points into the raw command
 * @lc: bytes in @data
 * @le: bytes expected at the most; 0 when the command has no Le
 * @le_any: Le was coded as zero: as much as there is, up to @le
 * @extended: Lc or Le has the extended form
 */
struct apdu {
	uint8_t cla, ins, p1, p2;
	const uint8_t *data;
	size_t lc;
	size_t le;
	bool le_any;
	bool extended;
};

/* False when the lengths do not add up (ISO 7816-3, 12.1.3). */
bool apdu_parse(struct apdu *ret, const uint8_t *raw, size_t len);

#endif
