// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The bus of this very kernel, through vhci_hcd: one end of a socket pair is
 * handed to the controller, the other speaks the USB/IP protocol.
 *
 * A port whose last device has not been forgotten yet takes no other: what the
 * kernel still waits for of the one would then be asked of the other, and the
 * hub can be stuck for good. A device that was being set up is not seen in
 * sysfs; it is given the time that the kernel waits for an answer.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux/usb/ch9.h>

#include "bytes.h"
#include "transport.h"

#define VHCI		"/sys/devices/platform/vhci_hcd.0/"
#define DEVICE		"/sys/devices/platform/vhci_hcd.%u/usb*/*-%u"
#define PORT_FREE	4	/* VDEV_ST_NULL */
#define PORT_RETRY	10	/* ms */
#define SETUP_MAX	7000	/* ms; an answer is waited for 5000 */

#define HEADER_LEN	48
#define CMD_SUBMIT	1
#define CMD_UNLINK	2
#define RET_SUBMIT	3
#define RET_UNLINK	4
#define DIR_IN		1
#define DEVID		0x00010001
#define TRANSFER_MAX	(1u << 20)
#define EARLY_MAX	8

/**
 * struct early - a request to take a transfer back that has not come yet
 * @id: of the transfer
 * @unlink: of the request; 0: none
 *
 * The controller sends the two in turn from two queues, and a transfer that is
 * taken back at once may come second. Both are answered then: an answer to the
 * request alone would have the transfer's own taken for a breach.
 */
struct early {
	uint32_t id, unlink;
};

/**
 * struct vhci - the transport
 * @wanted: the port asked for, or -1
 * @port: where the reader is, or was: it is free again before another plug
 * @free_at: from then on it is, in milliseconds of loop_now()
 * @newest: the transfer that came last
 */
struct vhci {
	struct transport transport;
	struct watch kernel;
	int wanted;
	int port;
	uint64_t free_at;
	uint32_t newest;
	struct early early[EARLY_MAX];
};

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 &&
		  write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* Hands @fd to the controller; false: the port was taken meanwhile. */
static bool attach(struct vhci *v, unsigned int port, int fd)
{
	static const int speeds[] = {
		[SPEED_LOW] = USB_SPEED_LOW, [SPEED_FULL] = USB_SPEED_FULL,
		[SPEED_HIGH] = USB_SPEED_HIGH,
	};
	char text[64];

	snprintf(text, sizeof(text), "%u %d %u %d", port, fd, DEVID,
		 speeds[v->transport.dev->desc->speed]);
	if (!write_file(VHCI "attach", text))
		return false;
	v->port = (int)port;
	return true;
}

static bool suits(const struct vhci *v, unsigned int port)
{
	if (v->port >= 0)
		return port == (unsigned int)v->port;
	return v->wanted < 0 || port == (unsigned int)v->wanted;
}

/* Each controller has a status file, the first one's has no number. */
static bool forgotten(const char *path, unsigned int number)
{
	char pattern[sizeof(DEVICE) + 2 * sizeof("4294967295")];
	glob_t found = { 0 };
	bool none;

	snprintf(pattern, sizeof(pattern), DEVICE,
		 (unsigned int)strtoul(strrchr(path, '.') + 1, NULL, 10),
		 number);
	none = glob(pattern, 0, NULL, &found);
	globfree(&found);
	return none;
}

/* The first port of one status file that takes the reader. */
static bool attach_from(struct vhci *v, const char *path, int fd)
{
	unsigned int port, state, number = 0;
	FILE *in = fopen(path, "re");
	bool done = false;
	char line[128];

	while (in && !done && fgets(line, sizeof(line), in))
		done = sscanf(line, "hs %u %u", &port, &state) == 2 &&
		       ++number && state == PORT_FREE && suits(v, port) &&
		       forgotten(path, number) && attach(v, port, fd);
	if (in)
		fclose(in);
	return done;
}

static bool attach_anywhere(struct vhci *v, int fd)
{
	bool done = false;
	glob_t files;
	size_t i;

	if (glob(VHCI "status*", 0, NULL, &files))
		return false;
	for (i = 0; i < files.gl_pathc && !done; i++)
		done = attach_from(v, files.gl_pathv[i], fd);
	globfree(&files);
	return done;
}

static void try_attach(void *arg)
{
	struct vhci *v = arg;
	int pair[2];

	if (!v->transport.plugged || v->kernel.fd >= 0)
		return;
	if (loop_now() < v->free_at) {
		v->kernel.due = v->free_at;
		return;
	}
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
		perror("socketpair");
		return;
	}
	usbdev_reset(v->transport.dev);
	if (attach_anywhere(v, pair[1])) {
		v->kernel.fd = pair[0];
		v->newest = 0;
		memset(v->early, 0, sizeof(v->early));
	} else {
		close(pair[0]);
		v->kernel.due = loop_now() + PORT_RETRY;
	}
	close(pair[1]);
}

static void hang_up(struct vhci *v)
{
	if (v->kernel.fd < 0)
		return;
	close(v->kernel.fd);
	v->kernel.fd = -1;
	if (!v->transport.dev->config)
		v->free_at = loop_now() + SETUP_MAX;
	usbdev_reset(v->transport.dev);
}

static int32_t wire_status(enum urb_status status)
{
	static const int map[] = {
		[URB_OK] = 0,
		[URB_STALL] = -EPIPE,
		[URB_BABBLE] = -EOVERFLOW,
		[URB_CANCELLED] = -ECONNRESET,
	};

	return map[status];
}

static void reply(struct vhci *v, uint8_t *header, uint8_t *data, size_t len)
{
	struct iovec part[] = { { header, HEADER_LEN }, { data, len } };
	struct msghdr msg = { .msg_iov = part, .msg_iovlen = 2 };

	if (sendmsg(v->kernel.fd, &msg, MSG_NOSIGNAL) !=
	    (ssize_t)(HEADER_LEN + len))
		fprintf(stderr, "vhci: the controller has hung up\n");
}

static void on_complete(void *ctx, const struct urb *urb)
{
	uint8_t header[HEADER_LEN] = { 0 };
	struct vhci *v = ctx;
	bool in = urb->ep ? urb->ep & USB_DIR_IN : urb->setup[0] & USB_DIR_IN;

	if (v->kernel.fd < 0 || urb->status == URB_CANCELLED)
		return;
	put32be(header, RET_SUBMIT);
	put32be(header + 4, (uint32_t)urb->id);
	put32be(header + 20, (uint32_t)wire_status(urb->status));
	put32be(header + 24, (uint32_t)urb->len);
	reply(v, header, (uint8_t *)urb->data, in ? urb->len : 0);
}

static void unlinked(struct vhci *v, uint32_t unlink, int32_t status)
{
	uint8_t header[HEADER_LEN] = { 0 };

	put32be(header, RET_UNLINK);
	put32be(header + 4, unlink);
	put32be(header + 20, (uint32_t)status);
	reply(v, header, NULL, 0);
}

/* Numbers go up, and around. */
static bool still_to_come(const struct vhci *v, uint32_t id)
{
	return (int32_t)(id - v->newest) > 0;
}

static struct early *find_early(struct vhci *v, uint32_t id)
{
	size_t i;

	for (i = 0; i < EARLY_MAX; i++)
		if (id ? v->early[i].unlink && v->early[i].id == id :
			 !v->early[i].unlink)
			return &v->early[i];
	return NULL;
}

static void unlink_urb(struct vhci *v, const uint8_t *command)
{
	uint32_t unlink = get32be(command + 4), id = get32be(command + 20);
	struct early *early = find_early(v, 0);

	if (usbdev_cancel(v->transport.dev, id))
		unlinked(v, unlink, wire_status(URB_CANCELLED));
	else if (early && still_to_come(v, id))
		*early = (struct early){ .id = id, .unlink = unlink };
	else
		unlinked(v, unlink, 0);
}

/* Was the transfer taken back before it came? */
static bool taken_back(struct vhci *v, uint32_t id)
{
	struct early *early = find_early(v, id);

	v->newest = id;
	if (!early)
		return false;
	unlinked(v, early->unlink, wire_status(URB_CANCELLED));
	early->unlink = 0;
	return true;
}

static bool receive(struct vhci *v, uint8_t *data, size_t len)
{
	return !len || recv(v->kernel.fd, data, len, MSG_WAITALL) ==
		       (ssize_t)len;
}

static bool submit_urb(struct vhci *v, const uint8_t *command)
{
	bool in = get32be(command + 12) == DIR_IN;
	uint8_t ep = (uint8_t)get32be(command + 16);
	size_t len = get32be(command + 24);
	struct urb *urb;

	if (len > TRANSFER_MAX)
		return false;
	urb = urb_new(get32be(command + 4),
		      ep && in ? ep | USB_DIR_IN : ep, len);
	memcpy(urb->setup, command + 40, sizeof(urb->setup));
	if (!in && !receive(v, urb->data, len)) {
		free(urb);
		return false;
	}
	if (taken_back(v, (uint32_t)urb->id))
		free(urb);
	else
		usbdev_submit(v->transport.dev, urb);
	return true;
}

static void on_kernel(void *arg, short revents)
{
	uint8_t command[HEADER_LEN];
	struct vhci *v = arg;
	bool ok = receive(v, command, sizeof(command));

	(void)revents;
	if (ok && get32be(command) == CMD_SUBMIT)
		ok = submit_urb(v, command);
	else if (ok && get32be(command) == CMD_UNLINK)
		unlink_urb(v, command);
	if (!ok) {
		hang_up(v);
		v->transport.plugged = false;
	}
}

static void plug(struct transport *t)
{
	struct vhci *v = (struct vhci *)t;

	t->plugged = true;
	try_attach(v);
}

static void unplug(struct transport *t)
{
	struct vhci *v = (struct vhci *)t;
	char text[16];

	t->plugged = false;
	snprintf(text, sizeof(text), "%d", v->port);
	if (v->kernel.fd >= 0)
		(void)write_file(VHCI "detach", text);
	hang_up(v);
}

struct transport *vhci_open(int port, struct usbdev *dev, struct loop *loop)
{
	struct vhci *v;

	if (access(VHCI "attach", W_OK)) {
		perror(VHCI "attach (is vhci-hcd loaded, and are you root?)");
		return NULL;
	}
	v = calloc(1, sizeof(*v));
	if (!v)
		return NULL;
	v->transport = (struct transport){
		.plug = plug, .unplug = unplug, .dev = dev, .loop = loop,
	};
	v->kernel = (struct watch){
		.fd = -1, .events = POLLIN, .due = NEVER,
		.ready = on_kernel, .expired = try_attach, .arg = v,
	};
	v->wanted = port;
	v->port = -1;
	dev->complete = on_complete;
	dev->ctx = v;
	if (!loop_add(loop, &v->kernel))
		return &v->transport;
	free(v);
	return NULL;
}
