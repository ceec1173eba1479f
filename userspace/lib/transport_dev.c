// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The transport over the device nodes of the ccid module: ioctl and read on
 * /dev/ccidN, libudev for which there are; netlink is in transport_nl.c.
 */
#include "transport.h"
#include "transport_nl.h"

#include <errno.h>
#include <fcntl.h>
#include <libudev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <jpki/reader.h>

#define SUBSYSTEM "ccid"

struct dev {
	int fd;
};

struct watch {
	struct udev *udev;
	struct udev_monitor *monitor;
};

static int list_scan(struct udev_enumerate *scan, jpki_name_fn *fn, void *data)
{
	struct udev_list_entry *entry;
	int err = 0;

	if (udev_enumerate_add_match_subsystem(scan, SUBSYSTEM) < 0 ||
	    udev_enumerate_scan_devices(scan) < 0)
		return -EIO;
	udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(scan)) {
		const char *path = udev_list_entry_get_name(entry);
		const char *slash = strrchr(path, '/');

		err = fn(data, slash ? slash + 1 : path);
		if (err)
			break;
	}
	return err;
}

static int dev_list(jpki_name_fn *fn, void *data)
{
	struct udev *udev = udev_new();
	struct udev_enumerate *scan = udev ? udev_enumerate_new(udev) : NULL;
	int err = scan ? list_scan(scan, fn, data) : -ENOMEM;

	udev_enumerate_unref(scan);
	udev_unref(udev);
	return err;
}

static int dev_open(const char *name, void **ret)
{
	char path[JPKI_READER_NAME_SIZE + 5];
	struct dev *dev = malloc(sizeof(*dev));
	int err;

	if (!dev)
		return -ENOMEM;
	snprintf(path, sizeof(path), "/dev/%s", name);
	dev->fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (dev->fd < 0) {
		err = -errno;
		free(dev);
		return err;
	}
	*ret = dev;
	return 0;
}

static void dev_close(void *handle)
{
	struct dev *dev = handle;

	(void)close(dev->fd);
	free(dev);
}

static int dev_call(void *handle, unsigned long request, void *arg)
{
	struct dev *dev = handle;

	return ioctl(dev->fd, request, arg) < 0 ? -errno : 0;
}

static int dev_fd(void *handle)
{
	struct dev *dev = handle;

	return dev->fd;
}

static int dev_next_event(void *handle, struct ccid_event *ret)
{
	struct dev *dev = handle;
	ssize_t n = read(dev->fd, ret, sizeof(*ret));

	if (n < 0)
		return -errno;
	/* no record at all is how a file says that its device is gone */
	return n == 0 ? -ENODEV : n == sizeof(*ret) ? 0 : -EPROTO;
}

static void dev_unwatch(void *handle)
{
	struct watch *watch = handle;

	udev_monitor_unref(watch->monitor);
	udev_unref(watch->udev);
	free(watch);
}

/* Where no udevd runs the kernel's own events are taken. */
static const char *event_source(void)
{
	return access("/run/udev/control", F_OK) ? "kernel" : "udev";
}

static int watch_start(struct watch *watch)
{
	int err;

	watch->udev = udev_new();
	if (!watch->udev)
		return -ENOMEM;
	watch->monitor = udev_monitor_new_from_netlink(watch->udev,
						       event_source());
	if (!watch->monitor)
		return -ENOMEM;
	err = udev_monitor_filter_add_match_subsystem_devtype(watch->monitor,
							      SUBSYSTEM, NULL);
	if (err >= 0)
		err = udev_monitor_enable_receiving(watch->monitor);
	return err < 0 ? err : 0;
}

static int dev_watch(void **ret)
{
	struct watch *watch = calloc(1, sizeof(*watch));
	int err;

	if (!watch)
		return -ENOMEM;
	err = watch_start(watch);
	if (err) {
		dev_unwatch(watch);
		return err;
	}
	*ret = watch;
	return 0;
}

static int dev_watch_fd(void *handle)
{
	struct watch *watch = handle;

	return udev_monitor_get_fd(watch->monitor);
}

static int dev_watch_next(void *handle, char *ret_name, bool *ret_added)
{
	struct watch *watch = handle;
	struct udev_device *device;
	const char *action;
	int err = -EAGAIN;

	device = udev_monitor_receive_device(watch->monitor);
	if (!device)
		return -EAGAIN;
	action = udev_device_get_action(device);
	if (action && (!strcmp(action, "add") || !strcmp(action, "remove"))) {
		snprintf(ret_name, JPKI_READER_NAME_SIZE, "%s",
			 udev_device_get_sysname(device));
		*ret_added = !strcmp(action, "add");
		err = 0;
	}
	udev_device_unref(device);
	return err;
}

static uint64_t dev_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

const struct jpki_transport jpki_transport_default = {
	.list = dev_list,
	.open = dev_open,
	.close = dev_close,
	.call = dev_call,
	.fd = dev_fd,
	.next_event = dev_next_event,
	.watch = dev_watch,
	.unwatch = dev_unwatch,
	.watch_fd = dev_watch_fd,
	.watch_next = dev_watch_next,
	.listen = jpki_nl_listen,
	.unlisten = jpki_nl_unlisten,
	.listen_fd = jpki_nl_fd,
	.listen_next = jpki_nl_next,
	.listen_dump = jpki_nl_dump,
	.now_ns = dev_now_ns,
};
