// SPDX-License-Identifier: GPL-2.0-or-later
/* Readers pulled out at any moment; see pull.h. */
#include "pull.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/ccid.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "desk.h"
#include "vreader/vr.h"

#define PORTS_PER_CONTROLLER 30	/* Debian: 15 high speed, 15 super speed */
#define PRODUCT 0x1000
#define STEP_US 2000
#define WAIT_STEPS 30000
#define WORK_MS 60000		/* a busy machine notices a pull late */

static int tell(struct vr *vr, const char *line)
{
	char reply[256];

	if (!line)
		return 0;
	if (vr_command(vr, line, reply, sizeof(reply)))
		return -1;
	if (!strncmp(reply, "ok", 2))
		return 0;
	fprintf(stderr, "# %s: %s\n", line, reply);
	return -1;
}

struct vr *pull_reader_new(unsigned int index)
{
	char port[32], pid[16];
	const char *const options[] = {
		port, "--pid", pid, "--card", ALICE, NULL,
	};
	struct vr *vr;

	snprintf(port, sizeof(port), "--vhci=%u", index * PORTS_PER_CONTROLLER);
	snprintf(pid, sizeof(pid), "%x", PRODUCT + index);
	vr = vr_start("vreader/vreader", options);
	if (!vr)
		perror("# vreader/vreader");
	return vr;
}

static bool is_reader(int fd, unsigned int index)
{
	struct ccid_info info = { .size = sizeof(info) };

	return !ioctl(fd, CCID_IOC_INFO, &info) &&
	       info.product_id == PRODUCT + index;
}

/* The path of the reader's node, if there is one. */
static bool find_reader(unsigned int index, char *ret, size_t size)
{
	bool found = false;
	glob_t nodes;
	size_t i;
	int fd;

	if (glob("/dev/ccid*", 0, NULL, &nodes))
		return false;
	for (i = 0; i < nodes.gl_pathc && !found; i++) {
		fd = open(nodes.gl_pathv[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			continue;
		found = is_reader(fd, index);
		snprintf(ret, size, "%s", nodes.gl_pathv[i]);
		close(fd);
	}
	globfree(&nodes);
	return found;
}

static int open_reader(unsigned int index, int flags)
{
	char path[64];
	int fd;

	if (!find_reader(index, path, sizeof(path)))
		return -1;
	fd = open(path, flags | O_CLOEXEC);
	if (fd >= 0 && is_reader(fd, index))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

int pull_reader_open(unsigned int index)
{
	unsigned int step;
	int fd = -1;

	for (step = 0; step < WAIT_STEPS; step++) {
		if (fd < 0)
			fd = open_reader(index, O_RDWR);
		if (fd >= 0 && desk_card_within(fd, CCID_CARD_POWERED, 0))
			return fd;
		usleep(STEP_US);
	}
	return -1;
}

/* The old reader must have gone before another takes its port. */
bool pull_reader_gone(unsigned int index)
{
	unsigned int step;
	char path[64];

	for (step = 0; step < WAIT_STEPS; step++) {
		if (!find_reader(index, path, sizeof(path)))
			return true;
		usleep(STEP_US);
	}
	return false;
}

/**
 * struct work - what goes on while the reader is pulled
 * @fd: a file on it, which the work may close
 * @other: another, or -1
 * @index: the reader
 * @result: 0, a status word, or -errno
 */
struct work {
	int fd, other;
	unsigned int index;
	int result;
};

static void *exchange(void *arg)
{
	struct work *w = arg;

	w->result = card_apdu_until(w->fd, SELECT_JPKI, in_ms(WORK_MS));
	return NULL;
}

static void *exchange_in_vain(void *arg)
{
	struct work *w = arg;

	w->result = card_apdu_until(w->fd, SELECT_JPKI, in_ms(20));
	return NULL;
}

static void *power(void *arg)
{
	struct work *w = arg;

	w->result = card_power(w->fd, CCID_POWER_COLD);
	return NULL;
}

static void *wait_for_turn(void *arg)
{
	struct work *w = arg;

	card_lock(w->fd, 0, 0);
	w->result = card_lock(w->other, 0, 0);
	return NULL;
}

static void *close_file(void *arg)
{
	struct work *w = arg;

	card_lock(w->fd, 0, 0);
	usleep(2000);
	close(w->fd);
	w->fd = -1;
	return NULL;
}

static void *open_and_close(void *arg)
{
	struct work *w = arg;
	int fd;

	while ((fd = open_reader(w->index, O_RDWR | O_NONBLOCK)) >= 0)
		close(fd);
	return NULL;
}

/* The reader's device goes to sleep when unused, and is woken again. */
static void *sleep_and_wake(void *arg)
{
	static const char *const modes[] = { "auto", "on" };
	struct work *w = arg;
	char path[128];
	struct stat st;
	int fd, i;

	if (fstat(w->fd, &st))
		return NULL;
	close(w->fd);
	close(w->other);
	w->fd = -1;
	w->other = -1;
	snprintf(path, sizeof(path),
		 "/sys/dev/char/%u:%u/device/../power/control",
		 major(st.st_rdev), minor(st.st_rdev));
	for (i = 0; (fd = open(path, O_WRONLY | O_CLOEXEC)) >= 0; i++) {
		if (write(fd, modes[i % 2], strlen(modes[i % 2])) < 0)
			w->result = -errno;
		close(fd);
		usleep(5000);
	}
	return NULL;
}

/**
 * struct moment - when to pull
 * @name: for a human
 * @before: told to the reader while it still works, or NULL
 * @after: told to it once it is out, or NULL
 * @work: what goes on meanwhile, or NULL: it is only just being plugged in
 * @within_us: the pull comes at most so long after the beginning
 * @enodev: the work must end since the reader is gone
 */
static const struct moment {
	const char *name;
	const char *before, *after;
	void *(*work)(void *arg);
	unsigned int within_us;
	bool enodev;
} moments[] = {
	{ "exchange", "delay 60000", "delay 0", exchange, 20000, true },
	{ "power-on", "fault silence on=power", "fault clear", power, 20000,
	  false },
	{ "abort", "fault silence xendless", "fault clear", exchange_in_vain,
	  200000, false },
	{ "turn", NULL, NULL, wait_for_turn, 20000, true },
	{ "close", NULL, NULL, close_file, 10000, false },
	{ "open", NULL, NULL, open_and_close, 20000, false },
	{ "suspend", "remove", "insert", sleep_and_wake, 60000, false },
	{ "probe", NULL, NULL, NULL, 400000, false },
};

/* On a busy machine the bus is dead for long before the hub looks at it. */
static bool is_gone(int result)
{
	return result == -ENODEV || result == -EPROTO;
}

static const char *pull_from_work(struct vr *vr, const struct moment *m,
				  struct work *w, unsigned int *seed)
{
	pthread_t thread;

	pthread_create(&thread, NULL, m->work, w);
	usleep((unsigned int)rand_r(seed) % m->within_us);
	if (tell(vr, "unplug"))
		return "unplug";
	pthread_join(thread, NULL);
	if (m->enodev && !is_gone(w->result))
		return w->result < 0 ? strerror(-w->result) : "it was done";
	return NULL;
}

static const char *pull_from_probe(struct vr *vr, const struct moment *m,
				   struct work *w, unsigned int *seed)
{
	if (tell(vr, "unplug") || !pull_reader_gone(w->index) ||
	    tell(vr, "plug"))
		return "plug";
	usleep((unsigned int)rand_r(seed) % m->within_us);
	return tell(vr, "unplug") ? "unplug" : NULL;
}

const char *pull_reader(struct vr *vr, unsigned int index, unsigned int seed,
			const char **ret_moment)
{
	const size_t n = sizeof(moments) / sizeof(moments[0]);
	const struct moment *m = &moments[(unsigned int)rand_r(&seed) % n];
	struct work w = { .fd = pull_reader_open(index), .index = index };
	const char *wrong;

	*ret_moment = m->name;
	if (w.fd < 0)
		return "no device node with a card";
	if (card_sw(w.fd, SELECT_JPKI) != SW_OK)
		return "the reader does not work";
	w.other = open_reader(index, O_RDWR);
	if (tell(vr, m->before))
		return m->before;
	wrong = m->work ? pull_from_work(vr, m, &w, &seed) :
			  pull_from_probe(vr, m, &w, &seed);
	if (w.fd >= 0)
		close(w.fd);
	if (w.other >= 0)
		close(w.other);
	if (!wrong && !pull_reader_gone(index))
		wrong = "the device node stays";
	if (!wrong && (tell(vr, m->after) || tell(vr, "plug")))
		wrong = "plug";
	return wrong;
}
