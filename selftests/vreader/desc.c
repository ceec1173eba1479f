// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader's USB descriptors, as data. */
#include "desc.h"

#include <string.h>

#include <linux/usb/ch9.h>

#include "bytes.h"

static const uint8_t rc_s300[DESC_CLASS_LEN] = {
	54, 0x21,
	0x10, 0x01,			/* bcdCCID 1.10 */
	0,				/* bMaxSlotIndex */
	0x07,				/* 5, 3 and 1.8 V */
	0x02, 0, 0, 0,			/* T=1 */
	0xa0, 0x0f, 0, 0,		/* 4 MHz */
	0xa0, 0x0f, 0, 0,
	0,
	0x00, 0xc2, 0x01, 0,		/* 115200 bps */
	0x00, 0x10, 0x0e, 0,		/* 921600 bps */
	0,
	0xfe, 0, 0, 0,			/* dwMaxIFSD */
	0, 0, 0, 0,
	0, 0, 0, 0,
	0x7e, 0, 0x04, 0,		/* dwFeatures */
	0x0a, 0x02, 0, 0,		/* dwMaxCCIDMessageLength 522 */
	0, 0,
	0, 0,
	0,
	1,				/* bMaxCCIDBusySlots */
};

enum { STRING_MAKER = 1, STRING_PRODUCT, STRING_SERIAL };

void desc_default(struct desc *d)
{
	*d = (struct desc){
		.vid = 0x054c, .pid = 0x0dc8,
		.firmware = 0x0100,
		.usb_class = USB_CLASS_CSCID,
		.interfaces = 1,
		.endpoints = 3,
		.address = {
			[ROLE_OUT] = 0x02, [ROLE_IN] = 0x81,
			[ROLE_INTERRUPT] = 0x83,
		},
		.speed = SPEED_HIGH,
		.product = "RC-S300/S", .serial = "0000001",
	};
	memcpy(d->class, rc_s300, sizeof(rc_s300));
}

uint32_t desc_features(const struct desc *d)
{
	return get32le(d->class + 40);
}

void desc_set_features(struct desc *d, uint32_t features)
{
	put32le(d->class + 40, features);
}

enum level desc_level(const struct desc *d)
{
	uint32_t features = desc_features(d);

	if (features & 0x00040000)
		return LEVEL_EXTENDED;
	if (features & 0x00020000)
		return LEVEL_SHORT;
	return features & 0x00010000 ? LEVEL_TPDU : LEVEL_CHARACTER;
}

void desc_set_level(struct desc *d, enum level level)
{
	uint32_t bit = level == LEVEL_CHARACTER ? 0 : 0x8000u << level;

	desc_set_features(d, (desc_features(d) & ~FEATURE_LEVELS) | bit);
}

uint32_t desc_max_message(const struct desc *d)
{
	return get32le(d->class + 44);
}

void desc_set_max_message(struct desc *d, uint32_t len)
{
	put32le(d->class + 44, len);
}

size_t desc_slots(const struct desc *d)
{
	return d->class[4] + 1u;
}

void desc_set_slots(struct desc *d, size_t slots)
{
	d->class[4] = (uint8_t)(slots - 1);
}

size_t desc_busy_slots(const struct desc *d)
{
	return d->class[53] ? d->class[53] : 1;
}

uint8_t desc_voltages(const struct desc *d)
{
	return d->class[5];
}

uint32_t desc_protocols(const struct desc *d)
{
	return get32le(d->class + 6);
}

void desc_set_protocols(struct desc *d, uint32_t protocols)
{
	put32le(d->class + 6, protocols);
}

uint32_t desc_max_ifsd(const struct desc *d)
{
	return get32le(d->class + 28);
}

uint32_t desc_clock(const struct desc *d)
{
	return get32le(d->class + 10);
}

uint32_t desc_max_rate(const struct desc *d)
{
	return get32le(d->class + 23);
}

bool desc_add_rate(struct desc *d, uint32_t rate)
{
	if (d->rates == DESC_RATES)
		return false;
	d->rate[d->rates++] = rate;
	d->class[27] = (uint8_t)d->rates;
	return true;
}

uint8_t desc_pin_support(const struct desc *d)
{
	return d->class[52];
}

void desc_set_pin_support(struct desc *d, uint8_t support)
{
	d->class[52] = support;
}

size_t desc_packet(const struct desc *d)
{
	static const size_t usual[] = {
		[SPEED_LOW] = 8, [SPEED_FULL] = 64, [SPEED_HIGH] = 512,
	};

	return d->packet ? d->packet : usual[d->speed];
}

static bool has_role(const struct desc *d, enum role role)
{
	return role == ROLE_INTERRUPT ? d->endpoints & 1 : d->endpoints & 2;
}

static enum role role_in(const struct desc *d, uint8_t address)
{
	enum role role = ROLE_OUT;

	while (role < ROLE_NONE &&
	       (d->address[role] != address || !has_role(d, role)))
		role++;
	return role;
}

size_t desc_place(const struct desc *d, uint8_t address)
{
	size_t n = 0;

	while (n < d->interfaces &&
	       role_in(d, (uint8_t)(address - DESC_STRIDE * n)) == ROLE_NONE)
		n++;
	return n;
}

enum role desc_role(const struct desc *d, uint8_t address)
{
	size_t place = desc_place(d, address);

	if (!(address & USB_ENDPOINT_NUMBER_MASK))
		return ROLE_CONTROL;
	if (place == d->interfaces)
		return ROLE_NONE;
	return role_in(d, (uint8_t)(address - DESC_STRIDE * place));
}

struct desc desc_nth(const struct desc *d, uint8_t n)
{
	struct desc one = *d;
	enum role role;

	one.interface = (uint8_t)(d->interface + n);
	one.interfaces = 1;
	for (role = ROLE_OUT; role < ROLE_NONE; role++)
		one.address[role] = (uint8_t)(d->address[role] +
					      DESC_STRIDE * n);
	return one;
}

static size_t put_device(const struct desc *d, uint8_t *ret)
{
	uint8_t device[USB_DT_DEVICE_SIZE] = {
		USB_DT_DEVICE_SIZE, USB_DT_DEVICE, 0x00, 0x02, 0, 0, 0, 64,
		0, 0, 0, 0, 0, 0,
		STRING_MAKER, STRING_PRODUCT, STRING_SERIAL, 1,
	};

	if (d->speed == SPEED_LOW)
		device[7] = 8;
	put16le(device + 8, d->vid);
	put16le(device + 10, d->pid);
	put16le(device + 12, d->firmware);
	memcpy(ret, device, sizeof(device));
	return sizeof(device);
}

static size_t put_qualifier(const struct desc *d, uint8_t *ret)
{
	static const uint8_t qualifier[] = {
		10, USB_DT_DEVICE_QUALIFIER, 0x00, 0x02, 0, 0, 0, 64, 1, 0,
	};

	if (d->speed != SPEED_HIGH)
		return 0;
	memcpy(ret, qualifier, sizeof(qualifier));
	return sizeof(qualifier);
}

static size_t put_string(const struct desc *d, uint8_t index, uint8_t *ret)
{
	static const uint8_t english[] = { 4, USB_DT_STRING, 0x09, 0x04 };
	const char *const strings[] = {
		[STRING_MAKER] = "SONY", [STRING_PRODUCT] = d->product,
		[STRING_SERIAL] = d->serial,
	};
	const char *s;
	size_t n = 2;

	if (index > STRING_SERIAL)
		return 0;
	if (!index) {
		memcpy(ret, english, sizeof(english));
		return sizeof(english);
	}
	for (s = strings[index]; *s && n + 2 < 255; n += 2)
		put16le(ret + n, (uint8_t)*s++);
	ret[0] = (uint8_t)n;
	ret[1] = USB_DT_STRING;
	return n;
}

size_t desc_get(const struct desc *d, uint8_t type, uint8_t index,
		uint8_t *ret)
{
	switch (type) {
	case USB_DT_DEVICE:
		return put_device(d, ret);
	case USB_DT_DEVICE_QUALIFIER:
		return put_qualifier(d, ret);
	case USB_DT_CONFIG:
		return index ? 0 : desc_config(d, ret);
	case USB_DT_STRING:
		return put_string(d, index, ret);
	default:
		return 0;
	}
}
