// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Each allocation in turn fails, and each copy from or to this program.
 *
 * The kernel's fault injection fails the Nth one of a task (fail-nth). Each
 * action runs with N = 1, 2, ... until it needs fewer than N: it must say that
 * there is no memory or get by without, and the next time, with memory, work.
 * Probe is in the caller's context when sysfs binds a driver.
 *
 * It wants a reader with a card on a real host controller: vhci_hcd loses an
 * URB that it finds no memory for, so that nobody can ever have it back.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/ccid_netlink.h>
#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "desk.h"

#define SITES_MAX 2000
#define CARD_MS 20000
#define DEBUGFS "/sys/kernel/debug/"
#define DRIVER "/sys/bus/usb/drivers/ccid/"

static int file = -1;		/* open on the reader */
static int nth = -1;		/* /proc/thread-self/fail-nth */
static int family, group;	/* of generic netlink */
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

static int netlink(void)
{
	const struct timeval soon = { .tv_sec = 5 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof(soon));
	return fd < 0 ? -errno : fd;
}

static int join(void)
{
	int fd = netlink(), err = 0;

	if (fd < 0)
		return fd;
	if (setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
		       sizeof(group)))
		err = -errno;
	close(fd);
	return err;
}

/* 0 for the end of a dump, 1 for more of it, or -errno. */
static int receive(int fd)
{
	union {
		struct nlmsghdr first;
		char bytes[16384];
	} in;
	const struct nlmsghdr *h = &in.first;
	ssize_t n = recv(fd, &in, sizeof(in), 0);
	int left = (int)n;

	if (n < 0)
		return -errno;
	for (; NLMSG_OK(h, left); h = NLMSG_NEXT(h, left))
		if (h->nlmsg_type == NLMSG_DONE || h->nlmsg_type == NLMSG_ERROR)
			return *(const int *)NLMSG_DATA(h);
	return 1;
}

static int dump(void)
{
	const struct {
		struct nlmsghdr nl;
		struct genlmsghdr genl;
	} request = {
		.nl = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = (uint16_t)family,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.genl = { .cmd = CCID_NL_CMD_SLOT_GET, .version = 1 },
	};
	int fd = netlink(), err = 1;

	if (fd < 0)
		return fd;
	if (send(fd, &request, sizeof(request), 0) < 0)
		err = -errno;
	while (err > 0)
		err = receive(fd);
	close(fd);
	return err;
}

/* The numbers that generic netlink has given to the driver's names. */
static bool find_family(void)
{
	struct nl_sock *sock = nl_socket_alloc();
	bool found = sock && !genl_connect(sock);

	if (found) {
		family = genl_ctrl_resolve(sock, CCID_NL_FAMILY);
		group = genl_ctrl_resolve_grp(sock, CCID_NL_FAMILY,
					      CCID_NL_EVENTS);
	}
	nl_socket_free(sock);
	return found && family > 0 && group > 0;
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

static void after_bind(void)
{
	unbind_reader();
}

static void after_unbind(void)
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
	{ "a listener that joins", join, NULL },
	{ "a dump of all slots", dump, NULL },
};

static const struct action unbinding = { "disconnect", unbind_reader,
					   after_unbind };
static const struct action binding = { "probe", bind_reader, after_bind };

/* Sockets say so in their own way. */
static bool blames_memory(int err)
{
	return err == -ENOMEM || err == -EFAULT || err == -ENOBUFS;
}

/* One failure, then a success. What is wrong, or NULL. */
static const char *try_one(const struct action *a, unsigned int n, bool *hit)
{
	int err;

	fail_from_now_on(n);
	err = a->run();
	*hit = has_failed();
	if (!err && a->undo)
		a->undo();
	if (err && (!*hit || !blames_memory(err)))
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

/*
 * What fails are copies and the caches that the kernel's command line names
 * (slub_debug with "A"; see scripts/check.sh), silently, whether or not the
 * caller could wait. Not named are caches for one purpose, such as radix tree
 * nodes without which the checks of the DMA API give up; and kmalloc-64, from
 * which xHCI takes its commands: when it finds no memory for the one that takes
 * an URB back, who waits for the URB waits for ever.
 */
static bool set_up(void)
{
	nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	return nth >= 0 && write_text(DEBUGFS "fail_usercopy/verbose", "0") &&
	       write_text(DEBUGFS "failslab/verbose", "0") &&
	       write_text(DEBUGFS "failslab/cache-filter", "Y") &&
	       write_text(DEBUGFS "failslab/ignore-gfp-wait", "N");
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
	printf("1..%zu\n", n + 2);
	file = desk_node_within(CARD_MS) ? desk_reopen(CARD_MS) : -1;
	if (file < 0 || !find_interface() || !find_family()) {
		printf("Bail out! no reader with a card\n");
		return 1;
	}
	for (i = 0; i < n; i++)
		ok &= exhaust(&with_file[i]);
	close(file);
	ok &= exhaust(&unbinding);
	unbind_reader();
	ok &= exhaust(&binding);
	return !ok;
}
