// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: storm [CYCLES [READERS]]
 *
 * Pulls readers out, whatever they are doing, and plugs them in again, CYCLES
 * times in all, over READERS readers at once, each on a host controller of its
 * own.
 * Then looks for memory that the driver still holds.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "pull.h"
#include "vreader/vr.h"

#define PROGRESS 50

/* Pulls one reader over and over. */
static int worker(unsigned int index, unsigned int cycles)
{
	struct vr *vr = pull_reader_new(index);
	const char *wrong = NULL, *moment = "";
	unsigned int i;

	if (!vr)
		return 1;
	for (i = 0; !wrong && i < cycles; i++) {
		wrong = pull_reader(vr, index, index * cycles + i, &moment);
		if (i % PROGRESS == PROGRESS - 1) {
			printf("# reader %u: %u pulls\n", index, i + 1);
			fflush(stdout);
		}
	}
	if (wrong)
		printf("# reader %u, cycle %u, pulled under %s: %s\n", index, i,
		       moment, wrong);
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

/* A reader that is there must show, once what was before has passed. */
static bool allocations_are_counted(void)
{
	long before, with;
	struct vr *vr;
	int fd;

	settle();
	before = allocated();
	vr = pull_reader_new(0);
	fd = pull_reader_open(0);
	with = allocated();
	close(fd);
	vr_stop(vr);
	pull_reader_gone(0);
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
	result(failed, 1, "every reader works again, whenever it was pulled");
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
