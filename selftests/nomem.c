// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each allocation in turn fails, and each copy from or to this program.
 *
 * The kernel's fault injection fails the Nth one of a task (fail-nth). Each
 * action runs with N = 1, 2, ... until it needs fewer than N: it must say that
 * there is no memory or get by without, and the next time, with memory, work.
 * Probe is in the caller's context when sysfs binds a driver. What the driver
 * does in the kernel's workers has its allocations fail at random.
 *
 * It wants a reader with a card on a real host controller: vhci_hcd loses an
 * URB that it finds no memory for, so that nobody can ever have it back.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk.h"

#define SITES_MAX 2000
#define CARD_MS 20000
#define SCANS 40
#define DRIVER "/sys/bus/usb/drivers/ccid/"
#define FAILSLAB "/sys/kernel/debug/failslab/"

static int file = -1;		/* open on the reader */
static int nth = -1;		/* /proc/thread-self/fail-nth */
static char interface[64];	/* the reader's, as its driver calls it */

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 &&
		  write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

static void fail_from_now_on(unsigned int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", n);

	if (pwrite(nth, text, (size_t)len, 0) != len)
		perror("# fail-nth");
}

/* True when something was made to fail. */
static bool has_failed(void)
{
	char text[16] = "";
	ssize_t n = pread(nth, text, sizeof(text) - 1, 0);

	/* What is left over hits these copies, which is as well. */
	while (pwrite(nth, "0", 1, 0) != 1)
		;
	return n > 0 && !atoi(text);
}

static int open_file(void)
{
	int fd = open("/dev/ccid0", O_RDWR | O_CLOEXEC);

	return fd < 0 ? -errno : close(fd);
}

static int info(void)
{
	struct ccid_info arg = { .size = sizeof(arg) };

	return card_call(file, CCID_IOC_INFO, &arg);
}

static int status(void)
{
	struct ccid_status arg = { .size = sizeof(arg) };

	return card_call(file, CCID_IOC_STATUS, &arg);
}

static int apdu(void)
{
	int sw = card_apdu_until(file, SELECT_JPKI, in_ms(5000));

	return sw == SW_OK ? 0 : sw;
}

static int power(void)
{
	return card_power(file, CCID_POWER_COLD);
}

static int pin(void)
{
	struct ccid_pin arg;

	return card_pin(file, 0x18, CCID_PIN_ASK, &arg);
}

static int take_turn(void)
{
	int err = card_lock(file, in_ms(5000), 0);

	if (err == -EFAULT)		/* the turn came, not the answer */
		card_unlock(file, 0);
	return err;
}

static void give_turn(void)
{
	card_unlock(file, 0);
}

static int read_sysfs(void)
{
	char text[128];
	int fd = open("/sys/class/ccid/ccid0/atr", O_RDONLY | O_CLOEXEC);
	int err = fd < 0 || read(fd, text, sizeof(text)) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

static int tell_driver(const char *what)
{
	int fd = open(what, O_WRONLY | O_CLOEXEC);
	int err = fd < 0 || write(fd, interface, strlen(interface)) < 0 ?
		  -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

static int unbind_reader(void)
{
	return tell_driver(DRIVER "unbind");
}

static int bind_reader(void)
{
	return tell_driver(DRIVER "bind");
}

static void unbind(void)
{
	unbind_reader();
}

static void bind(void)
{
	bind_reader();
}

/**
 * struct action - something that needs memory
 * @name: what it is, for a human
 * @run: with an allocation failing, then again without; 0 or -errno
 * @undo: after each @run that worked, or NULL
 */
struct action {
	const char *name;
	int (*run)(void);
	void (*undo)(void);
};

static bool find_interface(void)
{
	char target[256];
	ssize_t n = readlink("/sys/class/ccid/ccid0/device", target,
			     sizeof(target) - 1);

	if (n < 0)
		return false;
	target[n] = 0;
	snprintf(interface, sizeof(interface), "%s",
		 strrchr(target, '/') + 1);
	return true;
}

static const struct action with_file[] = {
	{ "open", open_file, NULL },
	{ "CCID_IOC_INFO", info, NULL },
	{ "CCID_IOC_STATUS", status, NULL },
	{ "CCID_IOC_APDU", apdu, NULL },
	{ "CCID_IOC_POWER", power, NULL },
	{ "CCID_IOC_PIN", pin, NULL },
	{ "CCID_IOC_LOCK", take_turn, give_turn },
	{ "an attribute in sysfs", read_sysfs, NULL },
};

static const struct action unbinding = { "disconnect", unbind_reader, bind };
static const struct action binding = { "probe", bind_reader, unbind };

/* One failure, then a success. What is wrong, or NULL. */
static const char *try_one(const struct action *a, unsigned int n, bool *hit)
{
	int err;

	fail_from_now_on(n);
	err = a->run();
	*hit = has_failed();
	if (!err && a->undo)
		a->undo();
	if (err && (!*hit || (err != -ENOMEM && err != -EFAULT)))
		return strerror(-err);
	if (!*hit)
		return NULL;
	err = a->run();
	if (!err && a->undo)
		a->undo();
	return err ? "it does not work with memory again" : NULL;
}

static void result(const char *wrong, const char *what, const char *detail)
{
	static int number;

	if (wrong)
		printf("# %s: %s\n", detail, wrong);
	printf("%s %d - %s: %s\n", wrong ? "not ok" : "ok", ++number, detail,
	       what);
}

static bool exhaust(const struct action *a)
{
	const char *wrong = NULL;
	unsigned int n = 0;
	bool hit = true;

	while (!wrong && hit && ++n < SITES_MAX)
		wrong = try_one(a, n, &hit);
	if (!wrong && hit)
		wrong = "there is no end of it";
	if (!wrong && n == 1)
		wrong = "nothing can fail here";
	printf("# %s: %u places fail\n", a->name, n - 1);
	result(wrong, "each place may fail", a->name);
	return !wrong;
}

/* The workers that the driver's own work runs on are hit at random, or not. */
static void hit_workers(bool hit)
{
	const struct dirent *e;
	DIR *proc = opendir("/proc");
	char path[300], comm[32];
	FILE *f;

	write_text(FAILSLAB "probability", "0");
	while (proc && (e = readdir(proc))) {
		snprintf(path, sizeof(path), "/proc/%s/comm", e->d_name);
		f = fopen(path, "re");
		if (!f)
			continue;
		comm[0] = 0;
		if (!fgets(comm, sizeof(comm), f))
			comm[0] = 0;
		fclose(f);
		snprintf(path, sizeof(path), "/proc/%s/make-it-fail",
			 e->d_name);
		if (!strncmp(comm, "kworker/u", 9))
			write_text(path, hit ? "1" : "0");
	}
	if (proc)
		closedir(proc);
	write_text(FAILSLAB "probability", hit ? "20" : "0");
}

/*
 * The driver finds the reader's card by work of its own. One failure at a time:
 * xHCI that finds no memory to take an URB back leaves it to run for ever.
 */
static bool cards_without_memory(void)
{
	bool works;
	int i;

	hit_workers(true);
	for (i = 0; i < SCANS; i++) {
		write_text(FAILSLAB "times", "1");
		bind();
		usleep(100000);
		unbind();
	}
	hit_workers(false);
	bind();
	file = desk_reopen(CARD_MS);
	works = file >= 0 && !apdu();
	result(works ? NULL : "it is not found with memory again",
	       "it is looked for again", "a card");
	return works;
}

/* Silently, all kinds of it, and whether the caller could wait or not. */
static bool set_up(void)
{
	static const char *const kinds[] = {
		"failslab", "fail_page_alloc", "fail_usercopy",
	};
	char path[64];
	size_t i;

	nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	for (i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "/sys/kernel/debug/%s/verbose",
			 kinds[i]);
		write_text(path, "0");
	}
	write_text("/sys/kernel/debug/fail_page_alloc/ignore-gfp-wait", "N");
	write_text("/sys/kernel/debug/fail_page_alloc/min-order", "0");
	return nth >= 0 && write_text(FAILSLAB "ignore-gfp-wait", "N") &&
	       write_text(FAILSLAB "task-filter", "Y");
}

int main(void)
{
	const size_t n = sizeof(with_file) / sizeof(with_file[0]);
	bool ok = true;
	size_t i;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!set_up()) {
		printf("1..0 # SKIP a kernel without fault injection\n");
		return 4;
	}
	printf("1..%zu\n", n + 3);
	file = desk_node_within(CARD_MS) ? desk_reopen(CARD_MS) : -1;
	if (file < 0 || !find_interface()) {
		printf("Bail out! no reader with a card\n");
		return 1;
	}
	for (i = 0; i < n; i++)
		ok &= exhaust(&with_file[i]);
	close(file);
	ok &= exhaust(&unbinding);
	unbind();
	ok &= exhaust(&binding);
	ok &= cards_without_memory();
	close(file);
	return !ok;
}
