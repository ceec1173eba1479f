// SPDX-License-Identifier: GPL-2.0-only
/*
 * The endpoints of a reader.
 *
 * Owns the URBs and their buffers, from probe to the last reference. Endpoints
 * are found by what they are, not by where they stand: order and addresses
 * vary. A low-speed device may have no bulk endpoints; some have them all the
 * same, and the USB core makes interrupt endpoints of them. Commands then go
 * over an interrupt pair.
 *
 * Called by probe (usb.c), and with reader->io held by who talks to the reader
 * (xfer.c).
 */
#include "endpoint.h"

#include <linux/slab.h>

#define CCID_CHUNK_MAX		16384	/* one URB, bytes */

/**
 * struct ccid_endpoints - the endpoints of an interface
 * @out: commands
 * @in: answers
 * @intr: notifications, or NULL
 */
struct ccid_endpoints {
	const struct usb_endpoint_descriptor *out;
	const struct usb_endpoint_descriptor *in;
	const struct usb_endpoint_descriptor *intr;
};

static void ccid_pipe_complete(struct urb *urb)
{
	struct ccid_pipe *p = urb->context;
	struct ccid_reader *rd = p->reader;

	/* Pairs with ccid_pipe_done(): the URB's fields come first. */
	smp_store_release(&p->done, true);
	wake_up(&rd->waitq);
}

/**
 * ccid_pipe_start() - start the URB of a pipe for commands or answers
 * @p: the pipe, idle
 * @len: bytes to send, or room to receive
 *
 * Return: 0, or -ENODEV or -ENOMEM with the pipe idle.
 */
int ccid_pipe_start(struct ccid_pipe *p, u32 len)
{
	int err;

	p->urb->transfer_buffer_length = len;
	p->done = false;
	err = usb_submit_urb(p->urb, GFP_NOIO);
	if (!err)
		return 0;
	p->done = true;
	return err == -ENOMEM ? err : -ENODEV;
}

/**
 * ccid_pipe_stop() - have the URB of a pipe back
 * @p: the pipe, idle or not
 */
void ccid_pipe_stop(struct ccid_pipe *p)
{
	if (!ccid_pipe_done(p))
		usb_kill_urb(p->urb);
}

static int ccid_pipe_alloc(struct ccid_reader *rd, struct ccid_pipe *p,
			   const struct usb_endpoint_descriptor *ep, u32 room)
{
	p->reader = rd;
	p->chunk = roundup(room, usb_endpoint_maxp(ep));
	p->done = true;
	p->urb = usb_alloc_urb(0, GFP_KERNEL);
	p->buf = kzalloc(p->chunk, GFP_KERNEL);
	return p->urb && p->buf ? 0 : -ENOMEM;
}

static unsigned int ccid_pipe_number(struct usb_device *udev,
				     const struct usb_endpoint_descriptor *ep)
{
	u8 address = ep->bEndpointAddress;

	if (usb_endpoint_xfer_int(ep))
		return usb_endpoint_dir_in(ep) ? usb_rcvintpipe(udev, address) :
						 usb_sndintpipe(udev, address);
	return usb_endpoint_dir_in(ep) ? usb_rcvbulkpipe(udev, address) :
					 usb_sndbulkpipe(udev, address);
}

static int ccid_pipe_init(struct ccid_reader *rd, struct ccid_pipe *p,
			  const struct usb_endpoint_descriptor *ep, u32 room,
			  usb_complete_t complete)
{
	unsigned int number = ccid_pipe_number(rd->udev, ep);
	int err = ccid_pipe_alloc(rd, p, ep, room);

	if (err)
		return err;
	if (usb_endpoint_xfer_int(ep))
		usb_fill_int_urb(p->urb, rd->udev, number, p->buf, p->chunk,
				 complete, p, ep->bInterval);
	else
		usb_fill_bulk_urb(p->urb, rd->udev, number, p->buf, p->chunk,
				  complete, p);
	return 0;
}

static void ccid_pipe_free(struct ccid_pipe *p)
{
	kfree_sensitive(p->buf);
	usb_free_urb(p->urb);
}

/*
 * Of two interrupt IN endpoints of a low-speed device the one that the USB core
 * made of a bulk endpoint carries the answers: it is to be polled every frame.
 */
static bool ccid_more_eager(const struct usb_endpoint_descriptor *a,
			    const struct usb_endpoint_descriptor *b)
{
	return !b || a->bInterval < b->bInterval;
}

static void ccid_endpoints_pair(const struct usb_host_interface *alt,
				struct ccid_endpoints *ret)
{
	const struct usb_endpoint_descriptor *ep;
	int i;

	for (i = 0; i < alt->desc.bNumEndpoints; i++) {
		ep = &alt->endpoint[i].desc;
		if (usb_endpoint_is_int_out(ep) && !ret->out)
			ret->out = ep;
		if (usb_endpoint_is_int_in(ep) && ccid_more_eager(ep, ret->in))
			ret->in = ep;
	}
}

static void ccid_endpoints_bulk(const struct usb_host_interface *alt,
				struct ccid_endpoints *ret)
{
	const struct usb_endpoint_descriptor *ep;
	int i;

	for (i = 0; i < alt->desc.bNumEndpoints; i++) {
		ep = &alt->endpoint[i].desc;
		if (usb_endpoint_is_bulk_out(ep) && !ret->out)
			ret->out = ep;
		if (usb_endpoint_is_bulk_in(ep) && !ret->in)
			ret->in = ep;
	}
}

static void ccid_endpoints_notifier(const struct usb_host_interface *alt,
				    struct ccid_endpoints *ret)
{
	const struct usb_endpoint_descriptor *ep;
	int i;

	for (i = 0; i < alt->desc.bNumEndpoints && !ret->intr; i++) {
		ep = &alt->endpoint[i].desc;
		if (ep != ret->in && usb_endpoint_is_int_in(ep) &&
		    usb_endpoint_maxp(ep))
			ret->intr = ep;
	}
}

/* Those of an interface; -ENODEV and a line in the log if it lacks some. */
static int ccid_endpoints_find(const struct ccid_reader *rd,
			       struct ccid_endpoints *ret)
{
	const struct usb_host_interface *alt = rd->intf->cur_altsetting;

	ccid_endpoints_bulk(alt, ret);
	if (!ret->in && !ret->out)
		ccid_endpoints_pair(alt, ret);
	if (!ret->in || !ret->out) {
		dev_info(&rd->intf->dev,
			 "no bulk endpoints, ICCD is not supported\n");
		return -ENODEV;
	}
	if (!usb_endpoint_maxp(ret->in) || !usb_endpoint_maxp(ret->out)) {
		dev_info(&rd->intf->dev, "a bulk endpoint of no size\n");
		return -ENODEV;
	}
	ccid_endpoints_notifier(alt, ret);
	return 0;
}

static int ccid_data_init(struct ccid_reader *rd,
			  const struct ccid_endpoints *ep)
{
	u32 room;
	int err;

	rd->max_in = max_t(u32, rd->desc.max_message, CCID_MSG_MIN);
	room = min_t(u32, rd->max_in, CCID_CHUNK_MAX);
	err = ccid_pipe_init(rd, &rd->out, ep->out, room, ccid_pipe_complete);
	if (!err)
		err = ccid_pipe_init(rd, &rd->in, ep->in, room,
				     ccid_pipe_complete);
	if (err)
		return err;
	rd->msg = rd->in.buf;
	if (rd->in.chunk < rd->max_in)
		rd->msg = kvzalloc(rd->max_in, GFP_KERNEL);
	return rd->msg ? 0 : -ENOMEM;
}

static int ccid_intr_init(struct ccid_reader *rd,
			  const struct usb_endpoint_descriptor *ep,
			  usb_complete_t notified)
{
	u32 len = 1 + DIV_ROUND_UP(2 * rd->desc.slots, 8);
	int err;

	if (!ep)
		return 0;
	err = ccid_pipe_init(rd, &rd->intr, ep, len, notified);
	rd->notifies = !err;
	return err;
}

/**
 * ccid_endpoints_init() - find the endpoints of a reader and make their URBs
 * @rd: the reader; its descriptor is known
 * @notified: what completes the interrupt URB, which is not submitted yet
 *
 * What was made by the time of an error goes with ccid_endpoints_free().
 *
 * Return: 0, -ENOMEM, or -ENODEV after a line in the log.
 */
int ccid_endpoints_init(struct ccid_reader *rd, usb_complete_t notified)
{
	struct ccid_endpoints ep = {};
	int err;

	err = ccid_endpoints_find(rd, &ep);
	if (!err)
		err = ccid_data_init(rd, &ep);
	if (!err)
		err = ccid_intr_init(rd, ep.intr, notified);
	return err;
}

/**
 * ccid_endpoints_free() - free the URBs of a reader
 * @rd: the reader; nobody uses it any more
 */
void ccid_endpoints_free(struct ccid_reader *rd)
{
	if (rd->msg != rd->in.buf)
		kvfree_sensitive(rd->msg, rd->max_in);
	ccid_pipe_free(&rd->out);
	ccid_pipe_free(&rd->in);
	ccid_pipe_free(&rd->intr);
}
