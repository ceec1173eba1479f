// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The reader, or two of them, as a USB device: endpoints, and transfers cut
 * into packets as the bus would cut them.
 *
 * A bulk IN transfer ends with its room or with a short packet. A frame of
 * whole packets ends with an empty one, which is sent only into a transfer
 * that still has room. A packet that does not fit is a babble, and lost.
 */
#include "usbdev.h"

#include <stdlib.h>
#include <string.h>

#include "usb_control.h"

struct urb *urb_new(uint64_t id, uint8_t ep, size_t len)
{
	struct urb *urb = calloc(1, sizeof(*urb) + len);

	if (!urb)
		abort();
	urb->id = id;
	urb->ep = ep;
	urb->len = len;
	return urb;
}

void usbdev_init(struct usbdev *dev, const struct desc *desc,
		 struct reader *reader)
{
	*dev = (struct usbdev){ .desc = desc, .reader = reader };
}

static struct urb *take(struct urb **at)
{
	struct urb *urb = *at;

	*at = urb->next;
	return urb;
}

static void complete(struct usbdev *dev, struct urb *urb,
		     enum urb_status status)
{
	urb->status = status;
	if (dev->trace && urb->ep && status == URB_OK)
		dev->trace(urb->ep, urb->data, urb->len);
	dev->complete(dev->ctx, urb);
	free(urb);
}

void usbdev_reset(struct usbdev *dev)
{
	size_t i;

	while (dev->waiting)
		free(take(&dev->waiting));
	dev->config = 0;
	dev->wakeup = false;
	dev->vanished = false;
	memset(dev->pipes, 0, sizeof(dev->pipes));
	for (i = 0; i < dev->desc->interfaces; i++)
		reader_reset(&dev->reader[i]);
}

/* The faults of bulk OUT strike before the reader has the bytes. */
static void bulk_out(struct usbdev *dev, size_t n, struct urb *urb)
{
	struct reader *r = &dev->reader[n];
	uint8_t type = urb->len ? urb->data[0] : 0;
	struct fault fault;

	if (faults_take(&r->faults, FAULT_STALL_OUT, type, &fault))
		dev->pipes[n].out_halted = true;
	if (dev->pipes[n].out_halted) {
		complete(dev, urb, URB_STALL);
		return;
	}
	if (faults_take(&r->faults, FAULT_DISAPPEAR_OUT, type, &fault)) {
		dev->vanished = true;
		if (fault.arg[0] < urb->len) {
			free(urb);
			return;
		}
	}
	reader_receive(r, urb->data, urb->len);
	complete(dev, urb, URB_OK);
}

/* The bytes of @frame that this transfer takes, before a pull. */
static size_t portion(const struct frame *frame, size_t room)
{
	size_t rest = frame->len - frame->sent;

	return rest < room ? rest : room;
}

/* One transfer's worth of a frame; false: the reader was pulled. */
static bool fill(struct usbdev *dev, struct frame *frame, struct urb *urb,
		 enum urb_status *status)
{
	size_t packet = desc_packet(dev->desc);
	size_t len = portion(frame, urb->len);
	bool cut = len < frame->len - frame->sent && urb->len % packet;

	if (frame->vanish_at <= frame->sent + len)
		dev->vanished = true;
	if (frame->vanish_at < frame->sent + len)
		return false;
	memcpy(urb->data, frame->data + frame->sent, len);
	frame->sent = cut ? frame->len : frame->sent + len;
	urb->len = cut ? len - len % packet : len;
	*status = cut ? URB_BABBLE : URB_OK;
	return true;
}

static void pump_in(struct usbdev *dev, size_t n, struct urb **at)
{
	struct frame *frame = reader_peek(&dev->reader[n]);
	struct urb *urb = *at;
	enum urb_status status = URB_STALL;

	if (frame->stall) {
		dev->pipes[n].in_halted = true;
		urb->len = 0;
	} else if (!fill(dev, frame, urb, &status)) {
		return;
	}
	if (frame->stall || frame->sent == frame->len)
		reader_pop(&dev->reader[n]);
	complete(dev, take(at), status);
}

static bool pump_interrupt(struct usbdev *dev, size_t n, struct urb **at)
{
	uint8_t bytes[FAULT_JUNK];
	struct urb *urb = *at;
	struct fault fault;
	size_t len;

	if (faults_take(&dev->reader[n].faults, FAULT_STALL_INTERRUPT, 0,
			&fault)) {
		dev->pipes[n].interrupt_halted = true;
		urb->len = 0;
		complete(dev, take(at), URB_STALL);
		return false;
	}
	len = reader_notification(&dev->reader[n], bytes);
	if (!len)
		return false;
	urb->len = len < urb->len ? len : urb->len;
	memcpy(urb->data, bytes, urb->len);
	complete(dev, take(at), URB_OK);
	return true;
}

static struct urb **first_on(struct usbdev *dev, size_t n, enum role role)
{
	struct urb **at = &dev->waiting;

	while (*at && (desc_role(dev->desc, (*at)->ep) != role ||
		       desc_place(dev->desc, (*at)->ep) != n))
		at = &(*at)->next;
	return at;
}

static void pump(struct usbdev *dev, size_t n)
{
	const struct pipes *pipes = &dev->pipes[n];
	struct urb **at;

	while (!dev->vanished && !pipes->in_halted &&
	       reader_peek(&dev->reader[n]) &&
	       *(at = first_on(dev, n, ROLE_IN)))
		pump_in(dev, n, at);
	while (!dev->vanished && !pipes->interrupt_halted &&
	       *(at = first_on(dev, n, ROLE_INTERRUPT)) &&
	       pump_interrupt(dev, n, at))
		;
}

void usbdev_pump(struct usbdev *dev)
{
	size_t n;

	for (n = 0; n < dev->desc->interfaces; n++)
		pump(dev, n);
}

static void queue(struct usbdev *dev, struct urb *urb, bool halted)
{
	struct urb **at = &dev->waiting;

	if (halted) {
		urb->len = 0;
		complete(dev, urb, URB_STALL);
		return;
	}
	while (*at)
		at = &(*at)->next;
	*at = urb;
}

void usbdev_submit(struct usbdev *dev, struct urb *urb)
{
	size_t n = desc_place(dev->desc, urb->ep);

	switch (desc_role(dev->desc, urb->ep)) {
	case ROLE_CONTROL:
		usb_control(dev, urb);
		complete(dev, urb, urb->status);
		break;
	case ROLE_OUT:
		bulk_out(dev, n, urb);
		break;
	case ROLE_IN:
		queue(dev, urb, dev->pipes[n].in_halted);
		break;
	case ROLE_INTERRUPT:
		queue(dev, urb, dev->pipes[n].interrupt_halted);
		break;
	case ROLE_NONE:
		urb->len = 0;
		complete(dev, urb, URB_STALL);
	}
	usbdev_pump(dev);
}

bool usbdev_cancel(struct usbdev *dev, uint64_t id)
{
	struct urb **at = &dev->waiting;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	if (!*at)
		return false;
	(*at)->len = 0;
	complete(dev, take(at), URB_CANCELLED);
	return true;
}
