// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The configuration descriptor: each reader's interface with its endpoints, the
 * class descriptor where these have it, and whatever else the device is.
 */
#include <string.h>

#include <linux/usb/ch9.h>

#include "bytes.h"
#include "desc.h"
#include "fuzz.h"

#define INTERVAL_HIGH	8	/* 2^7 microframes: 16 ms */
#define INTERVAL_FULL	16	/* ms */
#define INTERRUPT_MAX	16	/* bytes */
#define NOWHERE		4	/* added to the numbers of endpoints */

/* An interface that no driver knows, and that has no endpoints. */
static size_t put_other(uint8_t *ret, uint8_t number)
{
	const uint8_t other[] = {
		USB_DT_INTERFACE_SIZE, USB_DT_INTERFACE, number, 0, 0,
		USB_CLASS_APP_SPEC, 0x7f, 0, 0,
	};

	memcpy(ret, other, sizeof(other));
	return sizeof(other);
}

static size_t put_interface(const struct desc *d, uint8_t *ret, uint8_t setting)
{
	const uint8_t interface[] = {
		USB_DT_INTERFACE_SIZE, USB_DT_INTERFACE, d->interface, setting,
		d->endpoints, d->usb_class, 0, 0, 0,
	};

	memcpy(ret, interface, sizeof(interface));
	return sizeof(interface);
}

static size_t put_class(const struct desc *d, uint8_t *ret)
{
	memcpy(ret, d->class, DESC_CLASS_LEN);
	return DESC_CLASS_LEN;
}

static size_t interrupt_packet(const struct desc *d)
{
	return d->speed == SPEED_LOW ? 8 : INTERRUPT_MAX;
}

static size_t put_endpoint(const struct desc *d, uint8_t *ret, enum role role)
{
	bool interrupt = role == ROLE_INTERRUPT;
	uint8_t interval = d->speed == SPEED_HIGH ? INTERVAL_HIGH :
						    INTERVAL_FULL;

	ret[0] = USB_DT_ENDPOINT_SIZE;
	ret[1] = USB_DT_ENDPOINT;
	ret[2] = d->address[role];
	ret[3] = interrupt ? USB_ENDPOINT_XFER_INT : USB_ENDPOINT_XFER_BULK;
	put16le(ret + 4, (uint32_t)(interrupt ? interrupt_packet(d) :
						desc_packet(d)));
	ret[6] = interrupt ? interval : 0;
	return USB_DT_ENDPOINT_SIZE;
}

static size_t put_endpoints(const struct desc *d, uint8_t *ret)
{
	static const enum role orders[][3] = {
		{ ROLE_OUT, ROLE_IN, ROLE_INTERRUPT },
		{ ROLE_IN, ROLE_OUT, ROLE_INTERRUPT },
		{ ROLE_INTERRUPT, ROLE_OUT, ROLE_IN },
		{ ROLE_INTERRUPT, ROLE_IN, ROLE_OUT },
		{ ROLE_OUT, ROLE_INTERRUPT, ROLE_IN },
		{ ROLE_IN, ROLE_INTERRUPT, ROLE_OUT },
	};
	size_t n = 0, i;

	for (i = 0; i < 3; i++) {
		enum role role = orders[d->order][i];

		if (desc_role(d, d->address[role]) == role)
			n += put_endpoint(d, ret + n, role);
	}
	return n;
}

/* Another setting of the same form, whose endpoints the reader has not. */
static size_t put_alternate(const struct desc *d, uint8_t *ret)
{
	struct desc other = *d;
	size_t n = put_interface(d, ret, 1);
	enum role role;

	for (role = ROLE_OUT; role < ROLE_NONE; role++)
		other.address[role] += NOWHERE;
	return n + put_endpoints(&other, ret + n);
}

/* Hostile descriptors, of the length that was announced. */
static void mangle(uint8_t *bytes, size_t len, uint32_t seed)
{
	struct fuzz dice = { 0 };
	uint32_t changes;

	fuzz_start(&dice, seed);
	for (changes = 1 + fuzz_pick(&dice, 4); changes; changes--)
		bytes[fuzz_pick(&dice, (uint32_t)len)] =
			(uint8_t)fuzz_pick(&dice, 256);
}

static size_t put_reader(const struct desc *d, uint8_t *ret)
{
	size_t n = put_interface(d, ret, 0);

	if (!d->class_last)
		n += put_class(d, ret + n);
	n += put_endpoints(d, ret + n);
	if (d->class_last)
		n += put_class(d, ret + n);
	if (d->alternate)
		n += put_alternate(d, ret + n);
	return n;
}

size_t desc_config(const struct desc *d, uint8_t *ret)
{
	uint8_t head[] = {
		USB_DT_CONFIG_SIZE, USB_DT_CONFIG, 0, 0, 0, 1, 0,
		USB_CONFIG_ATT_ONE | (d->wakes ? USB_CONFIG_ATT_WAKEUP : 0),
		150,
	};
	size_t n = sizeof(head);
	uint8_t i;

	head[4] = (uint8_t)(d->interface + d->interfaces);
	memcpy(ret, head, n);
	for (i = 0; i < d->interface; i++)
		n += put_other(ret + n, i);
	for (i = 0; i < d->interfaces; i++) {
		const struct desc one = desc_nth(d, i);

		n += put_reader(&one, ret + n);
	}
	put16le(ret + 2, (uint32_t)n);
	if (d->mangle)
		mangle(ret + USB_DT_CONFIG_SIZE, n - USB_DT_CONFIG_SIZE,
		       d->mangle);
	return n;
}
