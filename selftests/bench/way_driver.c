// SPDX-License-Identifier: GPL-2.0-or-later
/* This driver: /dev/ccidN. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <linux/ccid.h>

#include "way.h"

#define CLASS_DIR "/sys/class/ccid"

struct seat {
	int fd;
};

/* Is that the node of a reader with this serial number? */
static int is_of(const char *node, const char *serial)
{
	char path[300], text[64] = "";
	FILE *in;

	snprintf(path, sizeof(path), CLASS_DIR "/%s/device/../serial", node);
	in = fopen(path, "re");
	if (!in)
		return 0;
	if (!fgets(text, sizeof(text), in))
		text[0] = 0;
	fclose(in);
	text[strcspn(text, "\n")] = 0;
	return !strcmp(text, serial);
}

static int open_node(const char *serial)
{
	DIR *dir = opendir(CLASS_DIR);
	const struct dirent *e;
	char path[300];
	int fd = -1;

	while (dir && fd < 0 && (e = readdir(dir))) {
		snprintf(path, sizeof(path), "/dev/%s", e->d_name);
		if (is_of(e->d_name, serial))
			fd = open(path, O_RDWR | O_CLOEXEC);
	}
	if (dir)
		closedir(dir);
	return fd;
}

static struct seat *driver_open(const char *serial)
{
	struct seat *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->fd = open_node(serial);
	if (s->fd >= 0)
		return s;
	free(s);
	return NULL;
}

/* Sleep until the slot is in that state, CCID_CARD_*. */
static int await_card(struct seat *s, uint32_t card)
{
	struct ccid_status status = { .size = sizeof(status) };
	struct ccid_event event;

	for (;;) {
		if (ioctl(s->fd, CCID_IOC_STATUS, &status))
			return -1;
		if (status.card == card)
			return 0;
		if (read(s->fd, &event, sizeof(event)) != sizeof(event))
			return -1;
	}
}

static int driver_await(struct seat *s)
{
	return await_card(s, CCID_CARD_POWERED);
}

static int driver_leave(struct seat *s)
{
	return await_card(s, CCID_CARD_ABSENT);
}

static int driver_reset(struct seat *s)
{
	struct ccid_power power = {
		.size = sizeof(power), .action = CCID_POWER_COLD,
	};

	return ioctl(s->fd, CCID_IOC_POWER, &power);
}

static long driver_transmit(struct seat *s, const uint8_t *cmd, size_t len,
			    uint8_t *rsp, size_t room)
{
	struct ccid_apdu apdu = {
		.size = sizeof(apdu),
		.command = (uintptr_t)cmd,
		.command_len = (uint32_t)len,
		.response = (uintptr_t)rsp,
		.response_len = (uint32_t)room,
	};

	if (ioctl(s->fd, CCID_IOC_APDU, &apdu))
		return -1;
	return (long)apdu.response_len;
}

static void driver_close(struct seat *s)
{
	close(s->fd);
	free(s);
}

const struct way way_driver = {
	"driver", driver_open, driver_await, driver_reset, driver_transmit,
	driver_leave, driver_close,
};
