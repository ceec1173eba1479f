// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bare bus: libusb's synchronous calls and the ten bytes of CCID before
 * each message, for a reader of APDU level that makes no mistakes. Nothing is
 * checked, no PIN guarded and nothing wiped: the floor.
 */
#include <stdlib.h>
#include <string.h>

#include <libusb.h>

#include "way.h"

#define HEADER		10
#define POWER_ON	0x62
#define POWER_OFF	0x63
#define SLOT_STATUS	0x65
#define XFR		0x6f
#define ABSENT		2
#define EXTENSION	0x80
#define MESSAGE_MAX	65556
#define TIMEOUT		10000

struct seat {
	libusb_context *context;
	libusb_device_handle *device;
	uint8_t out, in, notify;
	uint8_t seq;
	uint8_t command[MESSAGE_MAX], answer[MESSAGE_MAX];
};

static int serial_is(libusb_device_handle *device, const char *serial)
{
	struct libusb_device_descriptor d;
	unsigned char text[64] = "";

	libusb_get_device_descriptor(libusb_get_device(device), &d);
	if (!d.iSerialNumber)
		return 0;
	libusb_get_string_descriptor_ascii(device, d.iSerialNumber, text,
					   sizeof(text) - 1);
	return !strcmp((const char *)text, serial);
}

static libusb_device_handle *find(libusb_context *context, const char *serial)
{
	libusb_device_handle *found = NULL, *device;
	ssize_t n, i;
	struct libusb_device **list;

	n = libusb_get_device_list(context, &list);
	for (i = 0; i < n && !found; i++) {
		if (libusb_open(list[i], &device))
			continue;
		if (serial_is(device, serial))
			found = device;
		else
			libusb_close(device);
	}
	if (n >= 0)
		libusb_free_device_list(list, 1);
	return found;
}

static void take_endpoint(struct seat *s,
			  const struct libusb_endpoint_descriptor *ep)
{
	int in = ep->bEndpointAddress & LIBUSB_ENDPOINT_IN;

	if ((ep->bmAttributes & 3) != LIBUSB_TRANSFER_TYPE_BULK)
		s->notify = ep->bEndpointAddress;
	else if (in)
		s->in = ep->bEndpointAddress;
	else
		s->out = ep->bEndpointAddress;
}

static int claim(struct seat *s)
{
	struct libusb_config_descriptor *config;
	const struct libusb_interface_descriptor *alt;
	int i;

	if (libusb_get_active_config_descriptor(libusb_get_device(s->device),
						&config))
		return -1;
	alt = config->interface[0].altsetting;
	for (i = 0; i < alt->bNumEndpoints; i++)
		take_endpoint(s, &alt->endpoint[i]);
	libusb_free_config_descriptor(config);
	return libusb_claim_interface(s->device, 0);
}

static struct seat *usb_open(const char *serial)
{
	struct seat *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	if (libusb_init(&s->context)) {
		free(s);
		return NULL;
	}
	s->device = find(s->context, serial);
	if (s->device && !claim(s))
		return s;
	if (s->device)
		libusb_close(s->device);
	libusb_exit(s->context);
	free(s);
	return NULL;
}

/*
 * A command whose @len bytes lie behind its header already. The length of what
 * the answer carries, or -1.
 */
static int exchange(struct seat *s, uint8_t type, size_t len, uint8_t level)
{
	const uint8_t header[HEADER] = {
		type, (uint8_t)len, (uint8_t)(len >> 8), 0, 0, 0, s->seq++,
		0, level, 0,
	};
	int n;

	memcpy(s->command, header, HEADER);
	if (libusb_bulk_transfer(s->device, s->out, s->command,
				 (int)(HEADER + len), &n, TIMEOUT))
		return -1;
	do {
		if (libusb_bulk_transfer(s->device, s->in, s->answer,
					 sizeof(s->answer), &n, TIMEOUT))
			return -1;
	} while (n >= HEADER && s->answer[7] & EXTENSION);
	return n - HEADER;
}

static long usb_transmit(struct seat *s, const uint8_t *cmd, size_t len,
			 uint8_t *rsp, size_t room)
{
	uint8_t level = 0;
	size_t used = 0;
	int n;

	memcpy(s->command + HEADER, cmd, len);
	for (;;) {
		n = exchange(s, XFR, len, level);
		if (n < 0 || (size_t)n > room - used)
			return -1;
		memcpy(rsp + used, s->answer + HEADER, (size_t)n);
		used += (size_t)n;
		if (s->answer[9] != 1 && s->answer[9] != 3)
			return (long)used;
		level = 0x10;
		len = 0;
	}
}

/* Sleep until there is a card, or none. */
static int await_card(struct seat *s, int there)
{
	uint8_t notice[16];
	int n;

	while (exchange(s, SLOT_STATUS, 0, 0) < 0 ||
	       ((s->answer[7] & 3) != ABSENT) != there)
		if (libusb_interrupt_transfer(s->device, s->notify, notice,
					      sizeof(notice), &n, TIMEOUT))
			return -1;
	return 0;
}

static int usb_await(struct seat *s)
{
	if (await_card(s, 1))
		return -1;
	return exchange(s, POWER_ON, 0, 0) > 0 ? 0 : -1;
}

static int usb_leave(struct seat *s)
{
	return await_card(s, 0);
}

static int usb_reset(struct seat *s)
{
	if (exchange(s, POWER_OFF, 0, 0) < 0)
		return -1;
	return exchange(s, POWER_ON, 0, 0) > 0 ? 0 : -1;
}

static void usb_close(struct seat *s)
{
	libusb_release_interface(s->device, 0);
	libusb_close(s->device);
	libusb_exit(s->context);
	free(s);
}

const struct way way_usb = {
	"usb", usb_open, usb_await, usb_reset, usb_transmit, usb_leave,
	usb_close,
};
