// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: storm [CYCLES [READERS]]
 *
 * Pulls readers out under an exchange and plugs them in again, CYCLES times in
 * all, over READERS readers at once, each on a host controller of its own.
 * Then looks for memory that the driver still holds.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/ccid.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "vreader/vr.h"

#define PORTS_PER_CONTROLLER 30	/* Debian: 15 high speed, 15 super speed */
#define STEP_US 2000
#define WAIT_STEPS 10000

static int tell(struct vr *vr, const char *line)
{
	char reply[256];

	if (vr_command(vr, line, reply, sizeof(reply)))
		return -1;
	if (!strncmp(reply, "ok", 2))
		return 0;
	fprintf(stderr, "# %s: %s\n", line, reply);
	return -1;
}

static bool is_reader(int fd, unsigned int product)
{
	struct ccid_info info = { .size = sizeof(info) };

	return !ioctl(fd, CCID_IOC_INFO, &info) && info.product_id == product;
}

/* The node of the reader with this product id, or -1 if there is none. */
static int open_reader(unsigned int product)
{
	int fd, found = -1;
	glob_t nodes;
	size_t i;

	if (glob("/dev/ccid*", 0, NULL, &nodes))
		return -1;
	for (i = 0; i < nodes.gl_pathc && found < 0; i++) {
		fd = open(nodes.gl_pathv[i], O_RDWR | O_CLOEXEC);
		if (fd < 0)
			continue;
		if (is_reader(fd, product))
			found = fd;
		else
			close(fd);
	}
	globfree(&nodes);
	return found;
}

static int wait_for_reader(unsigned int product)
{
	unsigned int step;
	int fd = -1;

	for (step = 0; fd < 0 && step < WAIT_STEPS; step++) {
		fd = open_reader(product);
		if (fd < 0)
			usleep(STEP_US);
	}
	return fd;
}

/* The old reader must have gone before another takes its port. */
static bool wait_for_end(unsigned int product)
{
	unsigned int step;
	int fd;

	for (step = 0; step < WAIT_STEPS; step++) {
		fd = open_reader(product);
		if (fd < 0)
			return true;
		close(fd);
		usleep(STEP_US);
	}
	return false;
}

static bool wait_for_card(int fd)
{
	struct ccid_status st = { .size = sizeof(st) };
	unsigned int step;

	for (step = 0; step < WAIT_STEPS; step++) {
		if (ioctl(fd, CCID_IOC_STATUS, &st))
			return false;
		if (st.card == CCID_CARD_POWERED)
			return true;
		usleep(STEP_US);
	}
	return false;
}

static int select_jpki(int fd)
{
	static const unsigned char cmd[] = {
		0x00, 0xa4, 0x04, 0x0c, 0x0a,
		0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01,
	};
	unsigned char rsp[2];
	struct ccid_apdu apdu = {
		.size = sizeof(apdu),
		.command = (uintptr_t)cmd, .command_len = sizeof(cmd),
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};

	return ioctl(fd, CCID_IOC_APDU, &apdu) ? -errno : apdu.sw;
}

struct call {
	int fd;
	int result;
};

static void *exchange(void *arg)
{
	struct call *c = arg;

	c->result = select_jpki(c->fd);
	return NULL;
}

/* A working reader, pulled while it works on an APDU. */
static const char *cycle(struct vr *vr, unsigned int product, unsigned int seed)
{
	struct call c = { .fd = wait_for_reader(product) };
	pthread_t thread;

	if (c.fd < 0)
		return "no device node";
	if (!wait_for_card(c.fd))
		return "no card";
	if (select_jpki(c.fd) != 0x9000)
		return "the reader does not work";
	if (tell(vr, "delay 60000"))
		return "delay";
	pthread_create(&thread, NULL, exchange, &c);
	usleep(rand_r(&seed) % 20000);
	if (tell(vr, "unplug"))
		return "unplug";
	pthread_join(thread, NULL);
	close(c.fd);
	if (c.result != -ENODEV)
		return strerror(-c.result);
	if (!wait_for_end(product))
		return "the device node stays";
	return tell(vr, "delay 0") || tell(vr, "plug") ? "plug" : NULL;
}

static struct vr *plug_in(unsigned int index, unsigned int product)
{
	char port[32], pid[16];
	const char *const options[] = {
		port, "--pid", pid, "--card", "cards/alice", NULL,
	};
	struct vr *vr;

	snprintf(port, sizeof(port), "--vhci=%u", index * PORTS_PER_CONTROLLER);
	snprintf(pid, sizeof(pid), "%x", product);
	vr = vr_start("vreader/vreader", options);
	if (!vr)
		perror("# vreader/vreader");
	return vr;
}

static int worker(unsigned int index, unsigned int cycles)
{
	unsigned int product = 0x1000 + index, i;
	struct vr *vr = plug_in(index, product);
	const char *wrong = NULL;

	if (!vr)
		return 1;
	for (i = 0; !wrong && i < cycles; i++)
		wrong = cycle(vr, product, index * cycles + i);
	if (wrong)
		printf("# reader %u, cycle %u: %s\n", index, i, wrong);
	vr_stop(vr);
	return !!wrong;
}

static int storm(unsigned int cycles, unsigned int readers)
{
	int failed = 0, status;
	unsigned int i;

	fflush(stdout);
	for (i = 0; i < readers; i++)
		if (!fork())
			exit(worker(i, cycles / readers));
	for (i = 0; i < readers; i++) {
		wait(&status);
		failed |= status;
	}
	return failed;
}

/* Objects in one cache that were allocated by way of the driver. */
static long by_driver(const char *path)
{
	FILE *f = fopen(path, "re");
	long n = 0, record = 0, objects;
	char line[512];

	while (f && fgets(line, sizeof(line), f)) {
		objects = strtol(line, NULL, 10);
		if (objects)
			record = objects;
		if (!strstr(line, "[ccid]"))
			continue;
		n += record;
		record = 0;	/* counted once, however often it is named */
	}
	if (f)
		fclose(f);
	return n;
}

/* Objects in all caches; the kernel counts when booted with slub_debug=U. */
static long allocated(void)
{
	glob_t traces;
	long n = 0;
	size_t i;

	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
	if (glob("/sys/kernel/debug/slab/*/alloc_traces", 0, NULL, &traces))
		return 0;
	for (i = 0; i < traces.gl_pathc; i++)
		n += by_driver(traces.gl_pathv[i]);
	globfree(&traces);
	return n;
}

/* Uevents that nobody has read yet are no leak, nor is what RCU frees soon. */
static void settle(void)
{
	if (system("udevadm settle --timeout=100"))
		printf("# udev is still at work\n");
	sleep(5);
}

/* A reader that is there must show. */
static bool allocations_are_counted(void)
{
	long before = allocated(), with;
	struct vr *vr = plug_in(0, 0x1000);
	int fd = wait_for_reader(0x1000);

	with = allocated();
	close(fd);
	vr_stop(vr);
	wait_for_end(0x1000);
	return with > before;
}

static void result(int failed, int number, const char *what)
{
	printf("%s %d - %s\n", failed ? "not ok" : "ok", number, what);
}

int main(int argc, char **argv)
{
	unsigned int cycles = argc > 1 ? (unsigned int)atoi(argv[1]) : 160;
	unsigned int readers = argc > 2 ? (unsigned int)atoi(argv[2]) : 8;
	struct timespec start, end;
	long before, after;
	bool counted, leaked;
	int failed;

	if (!readers || cycles < readers) {
		fprintf(stderr, "usage: storm [CYCLES [READERS]]\n");
		return 2;
	}
	printf("TAP version 13\n1..2\n");
	counted = allocations_are_counted();
	before = allocated();
	clock_gettime(CLOCK_MONOTONIC, &start);
	failed = storm(cycles, readers);
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("# %u cycles over %u readers in %ld s\n", cycles, readers,
	       (long)(end.tv_sec - start.tv_sec));
	result(failed, 1, "every reader pulled under an exchange works again");
	if (!counted) {
		printf("ok 2 # SKIP the kernel was booted without slub_debug=U\n");
		return failed;
	}
	settle();
	after = allocated();
	printf("# allocated by way of the driver: %ld objects, then %ld\n",
	       before, after);
	leaked = after - before >= (long)cycles / 2;
	result(leaked, 2, "what the driver allocates does not grow");
	return failed || leaked;
}
