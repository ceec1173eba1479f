/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_DESC_H
#define VREADER_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DESC_CLASS_LEN	54
#define DESC_MAX	256	/* of any descriptor */

#define EP_OUT		0x02
#define EP_IN		0x81
#define EP_INTERRUPT	0x83

#define FEATURE_AUTO_ACTIVATION	0x00000004
#define FEATURE_AUTO_VOLTAGE	0x00000008
#define FEATURE_AUTO_NEGOTIATE	0x00000040
#define FEATURE_CLOCK_STOP	0x00000100
#define FEATURE_LEVELS		0x00070000u

enum level { LEVEL_CHARACTER, LEVEL_TPDU, LEVEL_SHORT, LEVEL_EXTENDED };

/**
 * struct desc - all that the reader says of itself
 * @class: the 54 bytes of the CCID functional descriptor; the numbers that
 *	   the reader keeps to are taken from here and nowhere else
 */
struct desc {
	uint16_t vid, pid;
	uint8_t class[DESC_CLASS_LEN];
	bool interrupt;
	bool high_speed;
	const char *serial;
};

/* The Sony RC-S300/S. */
void desc_default(struct desc *d);

uint32_t desc_features(const struct desc *d);
void desc_set_features(struct desc *d, uint32_t features);
enum level desc_level(const struct desc *d);
void desc_set_level(struct desc *d, enum level level);
uint32_t desc_max_message(const struct desc *d);
void desc_set_max_message(struct desc *d, uint32_t len);
size_t desc_slots(const struct desc *d);
void desc_set_slots(struct desc *d, size_t slots);
size_t desc_busy_slots(const struct desc *d);
uint8_t desc_voltages(const struct desc *d);

/* Bytes in one packet of the bulk endpoints. */
size_t desc_packet(const struct desc *d);

/*
 * The USB descriptor of this type and index as GET_DESCRIPTOR gives it, into
 * DESC_MAX bytes; its length, or 0 when there is none.
 */
size_t desc_get(const struct desc *d, uint8_t type, uint8_t index,
		uint8_t *ret);

#endif
