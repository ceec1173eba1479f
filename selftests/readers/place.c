// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A place on a bus: one port of vhci_hcd and a virtual reader for it. What
 * stands at the port is found by the paths of sysfs.
 */
#include "place.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../vreader/vr.h"

#define VHCI		"/sys/devices/platform/vhci_hcd."
#define PATTERN_MAX	160

bool place_fail(struct place *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(p->why, WHY_MAX, format, args);
	va_end(args);
	return false;
}

bool place_tell(struct place *p, const char *format, ...)
{
	char line[512], reply[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (vr_command(p->vr, line, reply, sizeof(reply)))
		return place_fail(p, "the virtual reader died of: %.80s", line);
	if (strncmp(reply, "ok", 2))
		return place_fail(p, "virtual reader: %.100s", reply);
	return true;
}

void place_pause(void)
{
	const struct timespec step = { .tv_nsec = STEP_MS * 1000000L };

	nanosleep(&step, NULL);
}

/* The device at our port, or what is below its interface @row. */
static void pattern(const struct place *p, const struct row *row,
		    const char *below, char ret[PATTERN_MAX])
{
	int n = snprintf(ret, PATTERN_MAX, VHCI "%u/usb*/*-%u",
			 p->controller, p->port + 1);

	if (row)
		snprintf(ret + n, PATTERN_MAX - (size_t)n, "/*:1.%u%s",
			 row->interface, below);
}

/* How many there are of these; to be freed if any. */
size_t place_count(const struct place *p, const struct row *row,
		   const char *below, glob_t *ret)
{
	char text[PATTERN_MAX];

	pattern(p, row, below, text);
	return glob(text, 0, NULL, ret) ? 0 : ret->gl_pathc;
}

/* Exactly @wanted of them, before long. */
bool place_wait(const struct place *p, const struct row *row,
		const char *below, size_t wanted, glob_t *ret)
{
	unsigned int ms;

	for (ms = 0; ms < WITHIN_MS; ms += STEP_MS) {
		if (place_count(p, row, below, ret) == wanted)
			return true;
		globfree(ret);
		place_pause();
	}
	return false;
}

static bool find_port(struct place *p, unsigned int number)
{
	unsigned int ports = 0;
	glob_t controllers;
	FILE *in;

	if (glob(VHCI "*", 0, NULL, &controllers))
		return false;
	in = fopen(VHCI "0/nports", "re");
	if (in && fscanf(in, "%u", &ports) == 1) {
		ports /= (unsigned int)controllers.gl_pathc;
		p->controller = number % (unsigned int)controllers.gl_pathc;
		p->port = number / (unsigned int)controllers.gl_pathc;
		p->number = p->controller * ports + p->port;
	}
	if (in)
		fclose(in);
	globfree(&controllers);
	return p->port < ports / 2;	/* the other half is SuperSpeed */
}

struct place *place_open(unsigned int number)
{
	struct place *p = calloc(1, sizeof(*p));
	char option[32];
	const char *const options[] = { option, "--unplugged", NULL };

	if (!p)
		return NULL;
	p->log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (find_port(p, number)) {
		snprintf(option, sizeof(option), "--vhci=%u", p->number);
		p->vr = vr_start("vreader/vreader", options);
	}
	if (p->vr && p->log >= 0)
		return p;
	perror("readers: a virtual reader or the kernel's log");
	place_close(p);
	return NULL;
}

void place_close(struct place *p)
{
	if (p->vr)
		vr_stop(p->vr);
	if (p->log >= 0)
		close(p->log);
	free(p);
}
