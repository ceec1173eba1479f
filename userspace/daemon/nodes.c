// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * udev. Netlink tells of a reader as soon as the driver has it, when its node
 * still belongs to root alone; udev then gives it to the group and tells so.
 * Owns udev's monitor. Where no udevd runs the kernel's own events are taken.
 */
#include "nodes.h"

#include <libudev.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <jpki/reader.h>

#define SUBSYSTEM "ccid"

static const char *event_source(void)
{
	return access("/run/udev/control", F_OK) ? "kernel" : "udev";
}

static void monitor_ready(struct source *source, uint32_t events)
{
	struct nodes *nodes = OWNER(source, struct nodes, source);
	struct udev_device *device;
	const char *action;

	(void)events;
	device = udev_monitor_receive_device(nodes->monitor);
	if (!device)
		return;
	action = udev_device_get_action(device);
	if (action && !strcmp(action, "add"))
		nodes->ready(nodes->data, udev_device_get_sysname(device));
	udev_device_unref(device);
}

static bool start(struct nodes *nodes)
{
	nodes->udev = udev_new();
	if (!nodes->udev)
		return false;
	nodes->monitor = udev_monitor_new_from_netlink(nodes->udev,
						       event_source());
	return nodes->monitor &&
	       udev_monitor_filter_add_match_subsystem_devtype(nodes->monitor,
							       SUBSYSTEM,
							       NULL) >= 0 &&
	       udev_monitor_enable_receiving(nodes->monitor) >= 0;
}

bool nodes_open(struct nodes *nodes, struct loop *loop, nodes_ready_fn *ready,
		void *data)
{
	*nodes = (struct nodes){
		.source = { .fd = -1, .ready = monitor_ready },
		.ready = ready,
		.data = data,
	};
	if (!start(nodes))
		return false;
	nodes->source.fd = udev_monitor_get_fd(nodes->monitor);
	return loop_add(loop, &nodes->source, EPOLLIN);
}

void nodes_close(struct nodes *nodes)
{
	udev_monitor_unref(nodes->monitor);
	udev_unref(nodes->udev);
	nodes->monitor = NULL;
	nodes->udev = NULL;
}

bool nodes_may_open(const char *reader)
{
	char path[JPKI_READER_NAME_SIZE + 5];

	snprintf(path, sizeof(path), "/dev/%s", reader);
	return !access(path, R_OK | W_OK);
}
