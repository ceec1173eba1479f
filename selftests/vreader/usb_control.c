// SPDX-License-Identifier: GPL-2.0-or-later
/* Requests on the control endpoint: chapter 9, and the class's ABORT. */
#include "usb_control.h"

#include <string.h>

#include <linux/usb/ch9.h>

#include "bytes.h"

#define CCID_ABORT	0x01
#define CCID_GET_CLOCKS	0x02
#define CCID_GET_RATES	0x03
#define CONFIG_VALUE	1

#define REQUEST(type, request) ((unsigned int)(type) << 8 | (request))
#define TO_DEVICE	0x00
#define TO_INTERFACE	0x01
#define TO_ENDPOINT	0x02
#define OF_DEVICE	0x80
#define OF_INTERFACE	0x81
#define OF_ENDPOINT	0x82
#define TO_CLASS	0x21
#define OF_CLASS	0xa1

struct request {
	uint16_t value, index, length;
};

static bool give(struct urb *urb, const struct request *q,
		 const uint8_t *data, size_t len)
{
	urb->len = len < q->length ? len : q->length;
	memcpy(urb->data, data, urb->len);
	return true;
}

static bool get_descriptor(struct usbdev *dev, struct urb *urb,
			   const struct request *q)
{
	uint8_t bytes[DESC_MAX];
	size_t len = desc_get(dev->desc, (uint8_t)(q->value >> 8),
			      (uint8_t)q->value, bytes);

	return len && give(urb, q, bytes, len);
}

static bool *halt_of(struct usbdev *dev, uint16_t endpoint)
{
	struct pipes *p = &dev->pipes[desc_place(dev->desc, (uint8_t)endpoint)];

	switch (desc_role(dev->desc, (uint8_t)endpoint)) {
	case ROLE_OUT:
		return &p->out_halted;
	case ROLE_IN:
		return &p->in_halted;
	case ROLE_INTERRUPT:
		return &p->interrupt_halted;
	default:
		return NULL;
	}
}

static bool get_endpoint_status(struct usbdev *dev, struct urb *urb,
				const struct request *q)
{
	const bool *halted = halt_of(dev, q->index);
	const uint8_t status[2] = { halted && *halted, 0 };

	if (!halted && (q->index & 0x7f))
		return false;
	return give(urb, q, status, sizeof(status));
}

static bool set_halt(struct usbdev *dev, const struct request *q, bool halt)
{
	bool *halted = halt_of(dev, q->index);
	struct reader *r;

	if (q->value != USB_ENDPOINT_HALT || !halted)
		return false;
	*halted = halt;
	if (halt)
		return true;
	r = &dev->reader[desc_place(dev->desc, (uint8_t)q->index)];
	if (desc_role(dev->desc, (uint8_t)q->index) == ROLE_OUT)
		reader_clear_out(r);
	if (desc_role(dev->desc, (uint8_t)q->index) == ROLE_IN)
		reader_clear_in(r);
	return true;
}

/*
 * What is in flight is forgotten, also where the transport does not show a
 * reset. Cards keep their power and all that they grant: some readers do that.
 */
static bool set_config(struct usbdev *dev, const struct request *q)
{
	size_t i;

	if (q->value > CONFIG_VALUE)
		return false;
	dev->config = (uint8_t)q->value;
	dev->configured++;
	dev->wakeup = false;
	memset(dev->pipes, 0, sizeof(dev->pipes));
	for (i = 0; i < dev->desc->interfaces; i++) {
		reader_clear_out(&dev->reader[i]);
		reader_clear_in(&dev->reader[i]);
	}
	return true;
}

/* The only clock is the default one; a list of none is no list. */
static bool get_clocks(struct usbdev *dev, struct urb *urb,
		       const struct request *q)
{
	uint8_t clock[4];

	put32le(clock, desc_clock(dev->desc));
	return dev->desc->rates && give(urb, q, clock, sizeof(clock));
}

/* Any rates at all, and parts of one. */
static bool give_anything(struct reader *r, struct urb *urb,
			  const struct request *q)
{
	uint8_t list[4 * DESC_RATES];

	r->fuzz.hostile++;
	fuzz_fill(&r->fuzz, list, sizeof(list));
	return give(urb, q, list, fuzz_pick(&r->fuzz, sizeof(list) + 1));
}

static bool get_rates(struct usbdev *dev, struct reader *r, struct urb *urb,
		      const struct request *q)
{
	uint8_t list[4 * DESC_RATES];
	size_t len = 4 * dev->desc->rates, i;
	struct fault fault;

	if (r->fuzz.state)
		return give_anything(r, urb, q);
	if (!len || faults_take(&r->faults, FAULT_RATES_STALL, 0, &fault))
		return false;
	for (i = 0; i < dev->desc->rates; i++)
		put32le(list + 4 * i, dev->desc->rate[i]);
	if (faults_take(&r->faults, FAULT_RATES_SHORT, 0, &fault) &&
	    fault.arg[0] < len)
		len = fault.arg[0];
	return give(urb, q, list, len);
}

static bool set_wakeup(struct usbdev *dev, const struct request *q, bool wakeup)
{
	if (q->value != USB_DEVICE_REMOTE_WAKEUP || !dev->desc->wakes)
		return false;
	dev->wakeup = wakeup;
	return true;
}

static bool get_device_status(struct usbdev *dev, struct urb *urb,
			      const struct request *q)
{
	const uint8_t status[2] = {
		dev->wakeup ? 1u << USB_DEVICE_REMOTE_WAKEUP : 0, 0,
	};

	return give(urb, q, status, sizeof(status));
}

static bool is_interface(const struct usbdev *dev, const struct request *q)
{
	return q->index < dev->desc->interface + dev->desc->interfaces;
}

/* Requests of the class, to one of the readers. */
static bool run_class(struct usbdev *dev, struct urb *urb,
		      const struct request *q)
{
	struct reader *r = &dev->reader[q->index - dev->desc->interface];

	switch (REQUEST(urb->setup[0], urb->setup[1])) {
	case REQUEST(TO_CLASS, CCID_ABORT):
		return !q->length && reader_abort(r, (uint8_t)q->value,
						  (uint8_t)(q->value >> 8));
	case REQUEST(OF_CLASS, CCID_GET_CLOCKS):
		return get_clocks(dev, urb, q);
	case REQUEST(OF_CLASS, CCID_GET_RATES):
		return get_rates(dev, r, urb, q);
	default:
		return false;
	}
}

static bool run(struct usbdev *dev, struct urb *urb, const struct request *q)
{
	static const uint8_t zero[2];

	switch (REQUEST(urb->setup[0], urb->setup[1])) {
	case REQUEST(OF_DEVICE, USB_REQ_GET_DESCRIPTOR):
		return get_descriptor(dev, urb, q);
	case REQUEST(OF_DEVICE, USB_REQ_GET_STATUS):
		return get_device_status(dev, urb, q);
	case REQUEST(OF_INTERFACE, USB_REQ_GET_STATUS):
		return give(urb, q, zero, 2);
	case REQUEST(OF_ENDPOINT, USB_REQ_GET_STATUS):
		return get_endpoint_status(dev, urb, q);
	case REQUEST(OF_DEVICE, USB_REQ_GET_CONFIGURATION):
		return give(urb, q, &dev->config, 1);
	case REQUEST(OF_INTERFACE, USB_REQ_GET_INTERFACE):
		return is_interface(dev, q) && give(urb, q, zero, 1);
	case REQUEST(TO_DEVICE, USB_REQ_SET_ADDRESS):
		return true;
	case REQUEST(TO_DEVICE, USB_REQ_CLEAR_FEATURE):
		return set_wakeup(dev, q, false);
	case REQUEST(TO_DEVICE, USB_REQ_SET_FEATURE):
		return set_wakeup(dev, q, true);
	case REQUEST(TO_DEVICE, USB_REQ_SET_CONFIGURATION):
		return set_config(dev, q);
	case REQUEST(TO_INTERFACE, USB_REQ_SET_INTERFACE):
		return !q->value && is_interface(dev, q);
	case REQUEST(TO_ENDPOINT, USB_REQ_CLEAR_FEATURE):
		return set_halt(dev, q, false);
	case REQUEST(TO_ENDPOINT, USB_REQ_SET_FEATURE):
		return set_halt(dev, q, true);
	default:
		return q->index >= dev->desc->interface &&
		       is_interface(dev, q) && run_class(dev, urb, q);
	}
}

void usb_control(struct usbdev *dev, struct urb *urb)
{
	struct request q = {
		.value = get16le(urb->setup + 2),
		.index = get16le(urb->setup + 4),
		.length = get16le(urb->setup + 6),
	};
	bool in = urb->setup[0] & USB_DIR_IN;

	if (in && q.length > urb->len)
		q.length = (uint16_t)urb->len;
	if (in)
		urb->len = 0;
	urb->status = run(dev, urb, &q) ? URB_OK : URB_STALL;
	if (urb->status == URB_STALL)
		urb->len = 0;
}
