// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bus of a QEMU guest, through its usb-redir device on a Unix socket.
 *
 * One guest at a time; when it hangs up the next one is taken. The guest's
 * side polls interrupt endpoints by itself once told to, so here a transfer
 * on that endpoint always waits.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/usb/ch9.h>
#include <usbredirparser.h>

#include "array.h"
#include "bytes.h"
#include "sock.h"
#include "transport.h"

#define INTERRUPT_ID	UINT64_MAX
#define TRANSFER_MAX	(1u << 20)

/**
 * struct usbredir - the transport
 * @greeted: the guest's side has said hello
 * @on_bus: the guest's side knows of the device
 * @leaving: it was told that the device is gone and has not agreed yet
 */
struct usbredir {
	struct transport transport;
	struct usbredirparser *parser;
	struct watch listener;
	struct watch peer;
	bool greeted, on_bus, leaving;
	bool interrupt_on;
	uint64_t interrupt_count;
};

static void flush(struct usbredir *u)
{
	if (!u->parser)
		return;
	(void)usbredirparser_do_write(u->parser);
	u->peer.events = usbredirparser_has_data_to_write(u->parser) ?
			 POLLIN | POLLOUT : POLLIN;
}

static void on_log(void *priv, int level, const char *msg)
{
	(void)priv;
	if (level <= usbredirparser_warning)
		fprintf(stderr, "usbredir: %s\n", msg);
}

static int result(ssize_t n)
{
	if (n > 0)
		return (int)n;
	return n < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static int on_read(void *priv, uint8_t *data, int count)
{
	struct usbredir *u = priv;

	return result(recv(u->peer.fd, data, (size_t)count, MSG_DONTWAIT));
}

static int on_write(void *priv, uint8_t *data, int count)
{
	struct usbredir *u = priv;

	return result(send(u->peer.fd, data, (size_t)count,
			   MSG_DONTWAIT | MSG_NOSIGNAL));
}

static uint8_t wire_status(enum urb_status status)
{
	static const uint8_t map[] = {
		[URB_OK] = usb_redir_success,
		[URB_STALL] = usb_redir_stall,
		[URB_BABBLE] = usb_redir_babble,
		[URB_CANCELLED] = usb_redir_cancelled,
	};

	return map[status];
}

/* Where the protocol has an endpoint in its tables. */
static size_t place(uint8_t address)
{
	return (address & USB_DIR_IN ? 16u : 0) + (address & 15);
}

static void send_info(struct usbredir *u)
{
	const struct desc *d = u->transport.dev->desc;
	struct usb_redir_interface_info_header interface = {
		.interface_count = 1, .interface_class = { d->usb_class },
	};
	struct usb_redir_ep_info_header ep = { .type = { 0 } };
	size_t out = place(d->address[ROLE_OUT]);
	size_t in = place(d->address[ROLE_IN]);
	size_t interrupt = place(d->address[ROLE_INTERRUPT]);

	memset(ep.type, usb_redir_type_invalid, sizeof(ep.type));
	ep.type[0] = usb_redir_type_control;
	ep.type[16] = usb_redir_type_control;
	ep.type[out] = usb_redir_type_bulk;
	ep.max_packet_size[out] = (uint16_t)desc_packet(d);
	ep.type[in] = usb_redir_type_bulk;
	ep.max_packet_size[in] = (uint16_t)desc_packet(d);
	if (d->endpoints & 1) {
		ep.type[interrupt] = usb_redir_type_interrupt;
		ep.interval[interrupt] = 8;
		ep.max_packet_size[interrupt] = 16;
	}
	usbredirparser_send_interface_info(u->parser, &interface);
	usbredirparser_send_ep_info(u->parser, &ep);
}

static void join(struct usbredir *u)
{
	const struct desc *d = u->transport.dev->desc;
	struct usb_redir_device_connect_header connect = {
		.speed = d->speed == SPEED_HIGH ? usb_redir_speed_high :
						  usb_redir_speed_full,
		.vendor_id = d->vid, .product_id = d->pid,
		.device_version_bcd = d->firmware,
	};

	if (!u->greeted || u->on_bus || u->leaving || !u->transport.plugged)
		return;
	usbdev_reset(u->transport.dev);
	u->interrupt_on = false;
	u->on_bus = true;
	send_info(u);
	usbredirparser_send_device_connect(u->parser, &connect);
}

static void leave(struct usbredir *u)
{
	const int ack = usb_redir_cap_device_disconnect_ack;

	if (!u->on_bus)
		return;
	u->on_bus = false;
	u->interrupt_on = false;
	u->leaving = usbredirparser_peer_has_cap(u->parser, ack);
	usbredirparser_send_device_disconnect(u->parser);
	usbdev_reset(u->transport.dev);
}

static void on_hello(void *priv, struct usb_redir_hello_header *hello)
{
	struct usbredir *u = priv;

	(void)hello;
	u->greeted = true;
	join(u);
}

static void on_disconnect_ack(void *priv)
{
	struct usbredir *u = priv;

	u->leaving = false;
	join(u);
}

static void wait_interrupt(struct usbredir *u)
{
	struct usbdev *dev = u->transport.dev;

	usbdev_submit(dev, urb_new(INTERRUPT_ID,
				   dev->desc->address[ROLE_INTERRUPT],
				   FAULT_JUNK));
}

static void on_reset(void *priv)
{
	struct usbredir *u = priv;

	usbdev_reset(u->transport.dev);
	if (u->interrupt_on)
		wait_interrupt(u);
}

static void on_control(void *priv, uint64_t id,
		       struct usb_redir_control_packet_header *h,
		       uint8_t *data, int len)
{
	struct usbredir *u = priv;
	struct urb *urb = urb_new(id, 0, h->length);

	urb->setup[0] = h->requesttype;
	urb->setup[1] = h->request;
	put16le(urb->setup + 2, h->value);
	put16le(urb->setup + 4, h->index);
	put16le(urb->setup + 6, h->length);
	if (len > 0 && len <= h->length)
		memcpy(urb->data, data, (size_t)len);
	usbredirparser_free_packet_data(u->parser, data);
	usbdev_submit(u->transport.dev, urb);
}

static void on_bulk(void *priv, uint64_t id,
		    struct usb_redir_bulk_packet_header *h, uint8_t *data,
		    int len)
{
	struct usbredir *u = priv;
	size_t room = h->length | (size_t)h->length_high << 16;
	struct urb *urb;

	if (room > TRANSFER_MAX)
		room = TRANSFER_MAX;
	urb = urb_new(id, h->endpoint,
		      h->endpoint & USB_DIR_IN ? room : (size_t)len);
	if (len > 0 && !(h->endpoint & USB_DIR_IN))
		memcpy(urb->data, data, (size_t)len);
	usbredirparser_free_packet_data(u->parser, data);
	usbdev_submit(u->transport.dev, urb);
}

static void on_cancel(void *priv, uint64_t id)
{
	struct usbredir *u = priv;

	(void)usbdev_cancel(u->transport.dev, id);
}

static void on_start(void *priv, uint64_t id,
		     struct usb_redir_start_interrupt_receiving_header *h)
{
	struct usbredir *u = priv;
	struct usb_redir_interrupt_receiving_status_header status = {
		.status = usb_redir_success, .endpoint = h->endpoint,
	};

	usbredirparser_send_interrupt_receiving_status(u->parser, id,
						       &status);
	if (u->interrupt_on)
		return;
	u->interrupt_on = true;
	wait_interrupt(u);
}

static void on_stop(void *priv, uint64_t id,
		    struct usb_redir_stop_interrupt_receiving_header *h)
{
	struct usbredir *u = priv;
	struct usb_redir_interrupt_receiving_status_header status = {
		.status = usb_redir_success, .endpoint = h->endpoint,
	};

	u->interrupt_on = false;
	(void)usbdev_cancel(u->transport.dev, INTERRUPT_ID);
	usbredirparser_send_interrupt_receiving_status(u->parser, id,
						       &status);
}

/* Requests that have packets of their own in this protocol. */
static uint8_t standard(struct usbredir *u, uint8_t request, uint8_t value)
{
	struct usbdev *dev = u->transport.dev;
	struct urb *urb = urb_new(INTERRUPT_ID, 0, 0);

	urb->setup[1] = request;
	urb->setup[2] = value;
	usbdev_submit(dev, urb);
	return dev->config == value ? usb_redir_success : usb_redir_stall;
}

static void on_set_config(void *priv, uint64_t id,
			  struct usb_redir_set_configuration_header *h)
{
	struct usbredir *u = priv;
	struct usb_redir_configuration_status_header status = { 0 };

	status.status = standard(u, USB_REQ_SET_CONFIGURATION,
				 h->configuration);
	status.configuration = u->transport.dev->config;
	send_info(u);
	usbredirparser_send_configuration_status(u->parser, id, &status);
}

static void on_get_config(void *priv, uint64_t id)
{
	struct usbredir *u = priv;
	struct usb_redir_configuration_status_header status = {
		.configuration = u->transport.dev->config,
	};

	usbredirparser_send_configuration_status(u->parser, id, &status);
}

static void send_alt(struct usbredir *u, uint64_t id, uint8_t interface,
		     uint8_t status)
{
	struct usb_redir_alt_setting_status_header h = {
		.status = status, .interface = interface,
	};

	usbredirparser_send_alt_setting_status(u->parser, id, &h);
}

static void on_set_alt(void *priv, uint64_t id,
		       struct usb_redir_set_alt_setting_header *h)
{
	send_alt(priv, id, h->interface, h->interface || h->alt ?
		 usb_redir_stall : usb_redir_success);
}

static void on_get_alt(void *priv, uint64_t id,
		       struct usb_redir_get_alt_setting_header *h)
{
	send_alt(priv, id, h->interface, usb_redir_success);
}

static void complete_control(struct usbredir *u, const struct urb *urb)
{
	bool in = urb->setup[0] & USB_DIR_IN;
	struct usb_redir_control_packet_header h = {
		.endpoint = in ? USB_DIR_IN : 0,
		.requesttype = urb->setup[0], .request = urb->setup[1],
		.status = wire_status(urb->status),
		.value = get16le(urb->setup + 2),
		.index = get16le(urb->setup + 4),
		.length = (uint16_t)urb->len,
	};

	usbredirparser_send_control_packet(u->parser, urb->id, &h,
					   in ? (uint8_t *)urb->data : NULL,
					   in ? (int)urb->len : 0);
}

static void complete_bulk(struct usbredir *u, const struct urb *urb)
{
	bool in = urb->ep & USB_DIR_IN;
	struct usb_redir_bulk_packet_header h = {
		.endpoint = urb->ep, .status = wire_status(urb->status),
		.length = (uint16_t)urb->len,
		.length_high = (uint16_t)(urb->len >> 16),
	};

	usbredirparser_send_bulk_packet(u->parser, urb->id, &h,
					in ? (uint8_t *)urb->data : NULL,
					in ? (int)urb->len : 0);
}

static void complete_interrupt(struct usbredir *u, const struct urb *urb)
{
	struct usb_redir_interrupt_packet_header h = {
		.endpoint = urb->ep, .status = wire_status(urb->status),
		.length = (uint16_t)urb->len,
	};

	if (urb->status == URB_CANCELLED)
		return;
	usbredirparser_send_interrupt_packet(u->parser, u->interrupt_count++,
					     &h, (uint8_t *)urb->data,
					     (int)urb->len);
	if (urb->status == URB_OK)
		wait_interrupt(u);
	else
		u->interrupt_on = false;
}

static void on_complete(void *ctx, const struct urb *urb)
{
	struct usbredir *u = ctx;

	if (!u->on_bus || (!urb->ep && urb->id == INTERRUPT_ID))
		return;
	if (!urb->ep)
		complete_control(u, urb);
	else if (urb->id == INTERRUPT_ID)
		complete_interrupt(u, urb);
	else
		complete_bulk(u, urb);
	flush(u);
}

static void hang_up(struct usbredir *u)
{
	u->on_bus = false;
	u->greeted = false;
	u->leaving = false;
	u->interrupt_on = false;
	usbdev_reset(u->transport.dev);
	usbredirparser_destroy(u->parser);
	u->parser = NULL;
	close(u->peer.fd);
	u->peer.fd = -1;
	u->listener.events = POLLIN;
}

static void on_peer(void *arg, short revents)
{
	struct usbredir *u = arg;

	(void)revents;
	if (usbredirparser_do_read(u->parser) == usbredirparser_read_io_error)
		hang_up(u);
	flush(u);
}

static void set_callbacks(struct usbredirparser *p)
{
	p->log_func = on_log;
	p->read_func = on_read;
	p->write_func = on_write;
	p->hello_func = on_hello;
	p->reset_func = on_reset;
	p->device_disconnect_ack_func = on_disconnect_ack;
	p->set_configuration_func = on_set_config;
	p->get_configuration_func = on_get_config;
	p->set_alt_setting_func = on_set_alt;
	p->get_alt_setting_func = on_get_alt;
	p->start_interrupt_receiving_func = on_start;
	p->stop_interrupt_receiving_func = on_stop;
	p->cancel_data_packet_func = on_cancel;
	p->control_packet_func = on_control;
	p->bulk_packet_func = on_bulk;
}

static void on_listener(void *arg, short revents)
{
	static const int caps[] = {
		usb_redir_cap_connect_device_version,
		usb_redir_cap_device_disconnect_ack,
		usb_redir_cap_ep_info_max_packet_size,
		usb_redir_cap_64bits_ids,
		usb_redir_cap_32bits_bulk_length,
	};
	uint32_t mask[USB_REDIR_CAPS_SIZE] = { 0 };
	struct usbredir *u = arg;
	size_t i;

	(void)revents;
	u->peer.fd = accept4(u->listener.fd, NULL, NULL, SOCK_CLOEXEC);
	if (u->peer.fd < 0)
		return;
	u->listener.events = 0;
	u->parser = usbredirparser_create();
	if (!u->parser)
		abort();
	u->parser->priv = u;
	set_callbacks(u->parser);
	for (i = 0; i < ARRAY_SIZE(caps); i++)
		usbredirparser_caps_set_cap(mask, caps[i]);
	usbredirparser_init(u->parser, "vreader", mask, USB_REDIR_CAPS_SIZE,
			    usbredirparser_fl_usb_host);
	flush(u);
}

static void plug(struct transport *t)
{
	struct usbredir *u = (struct usbredir *)t;

	t->plugged = true;
	join(u);
	flush(u);
}

static void unplug(struct transport *t)
{
	struct usbredir *u = (struct usbredir *)t;

	t->plugged = false;
	leave(u);
	flush(u);
}

struct transport *usbredir_open(const char *path, struct usbdev *dev,
				struct loop *loop)
{
	struct usbredir *u = calloc(1, sizeof(*u));
	int fd = sock_listen(path);

	if (!u || fd < 0)
		goto fail;
	u->transport = (struct transport){
		.plug = plug, .unplug = unplug, .dev = dev, .loop = loop,
	};
	u->listener = (struct watch){
		.fd = fd, .events = POLLIN, .due = NEVER,
		.ready = on_listener, .arg = u,
	};
	u->peer = (struct watch){
		.fd = -1, .due = NEVER, .ready = on_peer, .arg = u,
	};
	dev->complete = on_complete;
	dev->ctx = u;
	if (!loop_add(loop, &u->listener) && !loop_add(loop, &u->peer))
		return &u->transport;
	close(fd);
fail:
	free(u);
	return NULL;
}
