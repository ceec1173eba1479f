/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_DESC_H
#define VREADER_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DESC_CLASS_LEN	54
#define DESC_MAX	512	/* of any descriptor */
#define DESC_RATES	32
#define DESC_INTERFACES	2
#define DESC_STRIDE	4	/* between addresses of two interfaces */

#define FEATURE_AUTO_PARAMETERS	0x00000002
#define FEATURE_AUTO_ACTIVATION	0x00000004
#define FEATURE_AUTO_VOLTAGE	0x00000008
#define FEATURE_AUTO_RATE	0x00000020
#define FEATURE_AUTO_NEGOTIATE	0x00000040
#define FEATURE_AUTO_PPS	0x00000080
#define FEATURE_CLOCK_STOP	0x00000100
#define FEATURE_AUTO_IFSD	0x00000400
#define FEATURE_LEVELS		0x00070000u

enum speed { SPEED_LOW, SPEED_FULL, SPEED_HIGH };

/** enum role - what an endpoint is there for, wherever its address */
enum role { ROLE_CONTROL, ROLE_OUT, ROLE_IN, ROLE_INTERRUPT, ROLE_NONE };

enum level { LEVEL_CHARACTER, LEVEL_TPDU, LEVEL_SHORT, LEVEL_EXTENDED };

/**
 * struct desc - all that the reader says of itself
 * @class: the 54 bytes of the CCID functional descriptor; the numbers that
 *	   the reader keeps to are taken from here and nowhere else
 * @class_last: it stands after the last endpoint, not after the interface
 * @usb_class: bInterfaceClass
 * @interface: bInterfaceNumber; those before it are something else
 * @interfaces: readers from that number on, each like this one
 * @in_turn: which take one command at a time among them
 * @alternate: there is another setting, with endpoints that lead nowhere
 * @endpoints: 3; 2: no interrupt endpoint; 1: only that; 0: none
 * @order: of their descriptors, 0 to 5
 * @address: of the endpoint for each role
 * @wakes: it can wake the bus when it has something to notify
 * @mangle: seed of what is changed at random behind its first nine bytes; 0:
 *	    nothing
 * @packet: bytes in a packet of the bulk endpoints; 0: what the speed has
 * @rate: what GET_DATA_RATES lists, bits a second
 */
struct desc {
	uint16_t vid, pid;
	uint16_t firmware;
	uint8_t class[DESC_CLASS_LEN];
	bool class_last;
	uint8_t usb_class;
	uint8_t interface;
	uint8_t interfaces;
	bool in_turn;
	bool alternate;
	uint8_t endpoints;
	uint8_t order;
	uint8_t address[ROLE_NONE];
	enum speed speed;
	bool wakes;
	size_t packet;
	uint32_t mangle;
	const char *product, *serial;
	size_t rates;
	uint32_t rate[DESC_RATES];
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
uint32_t desc_protocols(const struct desc *d);
void desc_set_protocols(struct desc *d, uint32_t protocols);
uint32_t desc_max_ifsd(const struct desc *d);
uint32_t desc_clock(const struct desc *d);	/* kHz */
uint32_t desc_max_rate(const struct desc *d);	/* bits a second */
/* One more for the list. False: it is full. */
bool desc_add_rate(struct desc *d, uint32_t rate);
uint8_t desc_pin_support(const struct desc *d);
void desc_set_pin_support(struct desc *d, uint8_t support);

/* What the endpoint of this address is for, and in which of the interfaces. */
enum role desc_role(const struct desc *d, uint8_t address);
size_t desc_place(const struct desc *d, uint8_t address);

/* The one interface of several, counted from 0. */
struct desc desc_nth(const struct desc *d, uint8_t n);

/* Bytes in one packet of the bulk endpoints. */
size_t desc_packet(const struct desc *d);

/* The configuration descriptor with all that it holds; its length. */
size_t desc_config(const struct desc *d, uint8_t *ret);

/*
 * The USB descriptor of this type and index as GET_DESCRIPTOR gives it, into
 * DESC_MAX bytes; its length, or 0 when there is none.
 */
size_t desc_get(const struct desc *d, uint8_t type, uint8_t index,
		uint8_t *ret);

#endif
