// SPDX-License-Identifier: GPL-2.0-or-later
/* The desk that a test sits at; see desk.h. */
#include "desk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "vreader/vr.h"

#define CLASS_DIR "/sys/class/ccid"
#define VHCI "/sys/devices/platform/vhci_hcd."
#define PLUG_MS 30000
#define CARD_MS 10000
#define STEP_MS 5

static struct vr *vr;

static void give_up(const char *what)
{
	fprintf(stderr, "Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

static void pause_ms(unsigned int ms)
{
	struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL);
}

/* What is in the path of our devices in sysfs, and our vhci port. */
static char place[sizeof("/vhci_hcd.4294967295/")] = "/";
static char port[sizeof("--vhci=4294967295")] = "--vhci";

unsigned int desk_places(void)
{
	glob_t controllers = { 0 };
	unsigned int n = 0;

	if (!glob(VHCI "*", 0, NULL, &controllers))
		n = (unsigned int)controllers.gl_pathc;
	globfree(&controllers);
	return n;
}

void desk_place(unsigned int number)
{
	FILE *in = fopen(VHCI "0/nports", "re");
	unsigned int ports;

	if (!in || fscanf(in, "%u", &ports) != 1)
		give_up(VHCI "0/nports");
	fclose(in);
	snprintf(place, sizeof(place), "/vhci_hcd.%u/", number);
	snprintf(port, sizeof(port), "--vhci=%u",
		 ports / desk_places() * number);
}

static bool ours(const char *name)
{
	char link[PATH_MAX], path[PATH_MAX] = "";

	snprintf(link, sizeof(link), CLASS_DIR "/%s", name);
	return !strncmp(name, "ccid", 4) &&
	       readlink(link, path, sizeof(path) - 1) > 0 &&
	       strstr(path, place);
}

const char *desk_node(void)
{
	const struct dirent *e;
	static char node[sizeof("/dev/") + sizeof(e->d_name)];
	DIR *dir = opendir(CLASS_DIR);
	bool found = false;

	while (dir && !found && (e = readdir(dir))) {
		snprintf(node, sizeof(node), "/dev/%s", e->d_name);
		found = ours(e->d_name) && !access(node, F_OK);
	}
	if (dir)
		closedir(dir);
	return found ? node : NULL;
}

bool desk_node_within(unsigned int ms)
{
	for (;;) {
		if (desk_node())
			return true;
		if (ms < STEP_MS)
			return false;
		pause_ms(STEP_MS);
		ms -= STEP_MS;
	}
}

const char *desk_sysfs(const char *attribute)
{
	static char text[256];
	char path[512];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), CLASS_DIR "/%s/%s",
		 desk_node() + strlen("/dev/"), attribute);
	fd = open(path, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n < 0)
		give_up(path);
	close(fd);
	text[n] = 0;
	text[strcspn(text, "\n")] = 0;
	return text;
}

const char *desk_tell(const char *format, ...)
{
	static char reply[1024];
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	errno = 0;
	if (vr_command(vr, line, reply, sizeof(reply)))
		give_up(line);
	if (strncmp(reply, "ok", 2))
		give_up(reply);
	return reply + 2 + (reply[2] == ' ');
}

unsigned int desk_count(const char *command, const char *key)
{
	const char *at = desk_tell("%s", command);
	size_t len = strlen(key);

	while (at && (strncmp(at, key, len) || at[len] != '=')) {
		at = strchr(at, ' ');
		at += !!at;
	}
	if (!at)
		give_up(key);
	return (unsigned int)strtoul(at + len + 1, NULL, 10);
}

static unsigned long forgiven;

void desk_forgive(void)
{
	forgiven = strtoul(desk_tell("violations"), NULL, 10);
}

unsigned int desk_violations(void)
{
	const char *reply = desk_tell("violations");
	unsigned long n = strtoul(reply, NULL, 10) - forgiven;

	if (n)
		fprintf(stderr, "# the reader says: %s\n", reply);
	return (unsigned int)n;
}

static bool gone_within(unsigned int ms)
{
	for (; desk_node(); ms -= STEP_MS) {
		if (ms < STEP_MS)
			return false;
		pause_ms(STEP_MS);
	}
	return true;
}

static pid_t owner;

/* Tests run in children of their own; the reader outlives them. */
void desk_end(void)
{
	if (getpid() != owner)
		return;
	vr_stop(vr);
	owner = 0;
	(void)gone_within(PLUG_MS);
}

void desk_start(const char *const options[])
{
	const char *all[32] = { port, "--card", ALICE };
	size_t n = 3;

	while (*options && n < 31)
		all[n++] = *options++;
	vr = vr_start("vreader/vreader", all);
	if (!vr)
		give_up("vreader/vreader");
	owner = getpid();
	atexit(desk_end);
}

void desk_meet(const char *tty)
{
	vr = vr_open(tty);
	if (!vr)
		give_up(tty);
}

int desk_start_open(const char *const options[])
{
	int fd;

	desk_start(options);
	if (!desk_node_within(PLUG_MS))
		return -ENODEV;
	fd = desk_open(O_RDWR);
	return desk_card_within(fd, CCID_CARD_POWERED, CARD_MS) ?
	       fd : -EHOSTDOWN;
}

void desk_plug(void)
{
	desk_tell("plug");
	if (!desk_node_within(PLUG_MS))
		give_up("the driver made no device node");
}

void desk_unplug(void)
{
	desk_tell("unplug");
	if (!gone_within(PLUG_MS))
		give_up("the device node stays");
}

static char interface[256];

static int driver_file(const char *file)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/usb/drivers/ccid/%s", file);
	fd = open(path, O_WRONLY);
	n = write(fd, interface, strlen(interface));
	close(fd);
	return n < 0 ? -errno : 0;
}

int desk_unbind(void)
{
	char path[512], target[256] = "";

	snprintf(path, sizeof(path), CLASS_DIR "/%s/device",
		 desk_node() + strlen("/dev/"));
	if (readlink(path, target, sizeof(target) - 1) < 0)
		give_up(path);
	strcpy(interface, strrchr(target, '/') + 1);
	return driver_file("unbind");
}

int desk_bind(void)
{
	return driver_file("bind");
}

/* The node of a reader that was pulled may be there a little longer. */
static int open_within(unsigned int ms)
{
	int fd = desk_open(O_RDWR);

	for (; fd < 0 && ms >= STEP_MS; ms -= STEP_MS) {
		pause_ms(STEP_MS);
		fd = desk_open(O_RDWR);
	}
	return fd;
}

void desk_clear(void)
{
	int fd;

	desk_forgive();
	desk_tell("fault clear");
	desk_tell("delay 0");
	if (!desk_count("status", "plugged"))
		desk_tell("plug");
	if (!desk_node_within(PLUG_MS))
		give_up("the driver made no device node");
	fd = open_within(PLUG_MS);
	if (fd < 0)
		give_up("the reader cannot be opened");
	if (desk_count("status", "present"))
		desk_tell("remove");
	if (!desk_card_within(fd, CCID_CARD_ABSENT, CARD_MS))
		give_up("the card does not leave");
	desk_tell("insert " ALICE);
	if (!desk_card_within(fd, CCID_CARD_POWERED, CARD_MS))
		give_up("the card does not come");
	close(fd);
}

int desk_open(int flags)
{
	int fd = open(desk_node() ? desk_node() : "/dev/ccid0",
		      flags | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

bool desk_card_within(int fd, uint32_t card, unsigned int ms)
{
	struct ccid_status st = { .size = sizeof(st) };

	for (;;) {
		if (ioctl(fd, CCID_IOC_STATUS, &st))
			return false;
		if (st.card == card)
			return true;
		if (ms < STEP_MS)
			return false;
		pause_ms(STEP_MS);
		ms -= STEP_MS;
	}
}

uint32_t desk_generation(int fd)
{
	struct ccid_status st = { .size = sizeof(st) };

	return ioctl(fd, CCID_IOC_STATUS, &st) ? 0 : st.generation;
}

/* A card that came after that one is there, and powered. */
bool desk_card_after(int fd, uint32_t generation, unsigned int ms)
{
	struct ccid_status st = { .size = sizeof(st) };

	for (;;) {
		if (!ioctl(fd, CCID_IOC_STATUS, &st) &&
		    st.card == CCID_CARD_POWERED && st.generation > generation)
			return true;
		if (ms < STEP_MS)
			return false;
		pause_ms(STEP_MS);
		ms -= STEP_MS;
	}
}

/* A file of the reader that is there once it has been bound anew. */
int desk_reopen(unsigned int ms)
{
	int fd;

	for (;;) {
		fd = desk_open(O_RDWR);
		if (fd >= 0 && desk_card_within(fd, CCID_CARD_POWERED, 0))
			return fd;
		if (fd >= 0)
			close(fd);
		if (ms < STEP_MS)
			return -ETIMEDOUT;
		pause_ms(STEP_MS);
		ms -= STEP_MS;
	}
}

uint64_t in_ms(unsigned int ms)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec +
	       (uint64_t)ms * 1000000;
}

int card_call(int fd, unsigned long command, void *arg)
{
	return ioctl(fd, command, arg) ? -errno : 0;
}

static uint32_t from_hex(uint8_t *ret, const char *hex)
{
	uint32_t n = 0;

	while (sscanf(hex + 2 * n, "%2hhx", &ret[n]) == 1)
		n++;
	return n;
}

int card_apdu(int fd, const char *hex, struct ccid_apdu *ret)
{
	uint8_t cmd[512];

	ret->size = sizeof(*ret);
	ret->command = (uintptr_t)cmd;
	ret->command_len = from_hex(cmd, hex);
	return card_call(fd, CCID_IOC_APDU, ret);
}

int card_apdu_until(int fd, const char *hex, uint64_t deadline_ns)
{
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.response = (uintptr_t)rsp,
		.response_len = sizeof(rsp),
		.deadline_ns = deadline_ns,
	};
	int err = card_apdu(fd, hex, &apdu);

	return err ? err : apdu.sw;
}

int card_sw(int fd, const char *hex)
{
	return card_apdu_until(fd, hex, 0);
}

int card_lock(int fd, uint64_t deadline_ns, uint32_t generation)
{
	struct ccid_lock lock = {
		.size = sizeof(lock),
		.deadline_ns = deadline_ns,
		.generation = generation,
	};

	return card_call(fd, CCID_IOC_LOCK, &lock);
}

int card_unlock(int fd, uint32_t flags)
{
	struct ccid_unlock unlock = { .size = sizeof(unlock), .flags = flags };

	return card_call(fd, CCID_IOC_UNLOCK, &unlock);
}

int card_power(int fd, uint32_t action)
{
	struct ccid_power power = { .size = sizeof(power), .action = action };

	return card_call(fd, CCID_IOC_POWER, &power);
}

int card_pin(int fd, uint16_t ef, uint32_t flags, struct ccid_pin *ret)
{
	*ret = (struct ccid_pin){
		.size = sizeof(*ret), .flags = flags, .ef = ef,
		.aid = { 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0, 0, 0, 1 },
		.aid_len = 10,
	};
	return card_call(fd, CCID_IOC_PIN, ret);
}

int card_verify(int fd)
{
	if (card_sw(fd, SELECT_JPKI) != SW_OK ||
	    card_sw(fd, SELECT_AUTH_PIN) != SW_OK)
		return -1;
	return card_sw(fd, VERIFY_AUTH);
}

int card_sign(int fd)
{
	if (card_sw(fd, SELECT_JPKI) != SW_OK ||
	    card_sw(fd, SELECT_AUTH_KEY) != SW_OK)
		return -1;
	return card_sw(fd, SIGN);
}

int card_pinned(int fd, uint32_t generation)
{
	uint8_t rsp[258];
	struct ccid_apdu apdu = {
		.generation = generation,
		.response = (uintptr_t)rsp, .response_len = sizeof(rsp),
	};

	return card_apdu(fd, SELECT_JPKI, &apdu);
}
