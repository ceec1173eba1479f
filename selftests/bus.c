// SPDX-License-Identifier: GPL-2.0-or-later
/* The reader as a device on its USB bus; see bus.h. */
#include "bus.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "desk.h"

#define WAIT_MS 10000
#define STEP_MS 10

static int attr_open(const char *name, int flags)
{
	char path[512];

	snprintf(path, sizeof(path), "/sys/class/ccid/%s/device/../%s",
		 desk_node() + strlen("/dev/"), name);
	return open(path, flags | O_CLOEXEC);
}

const char *bus_get(const char *name)
{
	static char text[64];
	int fd = attr_open(name, O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[n < 0 ? 0 : n] = 0;
	text[strcspn(text, "\n")] = 0;
	return text;
}

bool bus_set(const char *name, const char *value)
{
	int fd = attr_open(name, O_WRONLY);
	ssize_t n = write(fd, value, strlen(value));

	close(fd);
	return n > 0;
}

static bool within(const char *name, const char *value)
{
	unsigned int ms;

	for (ms = 0; ms < WAIT_MS; ms += STEP_MS) {
		if (!strcmp(bus_get(name), value))
			return true;
		usleep(STEP_MS * 1000);
	}
	return false;
}

bool bus_asleep(void)
{
	return within("power/runtime_status", "suspended");
}

bool bus_awake(void)
{
	return !strcmp(bus_get("power/runtime_status"), "active");
}

int bus_reset(void)
{
	char path[64];
	int fd, bus, err;

	bus = atoi(bus_get("busnum"));
	snprintf(path, sizeof(path), "/dev/bus/usb/%03d/%03d", bus,
		 atoi(bus_get("devnum")));
	fd = open(path, O_WRONLY | O_CLOEXEC);
	err = ioctl(fd, USBDEVFS_RESET) ? -errno : 0;
	close(fd);
	return err;
}
