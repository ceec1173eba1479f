// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The verdict on a published reader.
 *
 * One with bulk pipes has to be bound, with each slot a device; a card put into
 * the slot has to answer; and the reader must have seen no breach of the rules.
 * One without has to be refused with one line in the kernel's log. Neither may
 * leave anything behind.
 */
#include "judge.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../desk.h"
#include "../vreader/vr.h"

#define BECOME "become --raw-descriptor %s --vid %x --pid %x --class %x " \
	"--interface %u --endpoints %u --speed %s --order %u " \
	"--addresses %s --serial R%u %s"
#define READ_MAX	256
#define MESSAGE_MIN	64	/* what the driver makes of less */

static bool gone(struct place *p)
{
	glob_t none = { 0 };

	if (!place_wait(p, NULL, "", 0, &none))
		return place_fail(p, "the device stays after it was unplugged");
	return true;
}

static const char *card_for(const struct row *row)
{
	uint8_t protocols = row->desc[6] & 3;

	if (row->contactless && protocols != 1)
		return "contactless";
	if (protocols == 1 || (protocols != 2 && row->line & 1))
		return "t0";
	return "t1";
}

/* Devices that have the class descriptor after their last endpoint. */
static bool class_last(const struct row *row)
{
	switch ((unsigned int)row->vid << 16 | row->pid) {
	case 0x0b977762:
	case 0x0b977772:
	case 0x0c4b0300:
	case 0x1b0e1078:
		return true;
	default:
		return false;
	}
}

static const char *speed_of(const struct row *row)
{
	if (row->vid == 0x0783 && row->pid == 0x0003)
		return "low";
	return row->line % 3 ? "full" : "high";
}

/* What the table does not say is different from row to row. */
static bool become(struct place *p, const struct row *row)
{
	static const char *const addresses[] = {
		"02,81,83", "01,82,81", "04,85,86", "0f,8f,81", "01,81,82",
	};
	char hex[2 * ROW_DESC + 1];
	size_t i;

	for (i = 0; i < ROW_DESC; i++)
		sprintf(hex + 2 * i, "%02x", row->desc[i]);
	return place_tell(p, BECOME, hex, row->vid, row->pid, row->usb_class,
			  row->interface, row->endpoints, speed_of(row),
			  row->line % 6, addresses[row->line % 5], row->line,
			  class_last(row) ? "--class-last" : "") &&
	       place_tell(p, "atr %s", card_for(row));
}

/* What a command to the card gave, if not what it had to. */
static bool answers(struct place *p, int fd, const char *hex, uint32_t len,
		    uint8_t *rsp)
{
	struct ccid_apdu apdu = {
		.response = (uintptr_t)rsp, .response_len = len,
		.deadline_ns = in_ms(WITHIN_MS),
	};
	int err = card_apdu(fd, hex, &apdu);

	if (err)
		return place_fail(p, "APDU %.10s...: %s", hex, strerror(-err));
	if (apdu.sw != SW_OK || apdu.response_len != len)
		return place_fail(p, "APDU %.10s...: %04x, %u bytes", hex,
				  apdu.sw, apdu.response_len);
	return true;
}

/* A read that the reader has room for in one message, if it wants it so. */
static uint32_t most(const struct row *row)
{
	uint32_t message = row->desc[44] | (uint32_t)row->desc[45] << 8 |
			   (uint32_t)row->desc[46] << 16;
	bool extended = row->desc[42] & 4;

	if (extended || message >= 12 + READ_MAX)
		return READ_MAX;
	return message < MESSAGE_MIN ? MESSAGE_MIN - 12 : message - 12;
}

/* The certificate's beginning, and its second half once more. */
static bool card_works(struct place *p, const struct row *row, int fd)
{
	uint8_t whole[READ_MAX + 2], half[READ_MAX + 2];
	uint32_t len = most(row), at = len / 2;
	char hex[32];

	if (!answers(p, fd, SELECT_JPKI, 2, whole) ||
	    !answers(p, fd, SELECT_AUTH_CERT, 2, whole))
		return false;
	snprintf(hex, sizeof(hex), "00B00000%02X", len & 0xff);
	if (!answers(p, fd, hex, len + 2, whole))
		return false;
	snprintf(hex, sizeof(hex), "00B000%02X%02X", at, len - at);
	if (!answers(p, fd, hex, len - at + 2, half))
		return false;
	if (whole[0] != 0x30 || whole[1] != 0x82 ||
	    memcmp(whole + at, half, len - at))
		return place_fail(p, "what was read is not the certificate");
	return true;
}

static bool insert(struct place *p, unsigned int slot)
{
	bool known = p->carded & 1U << slot;

	p->carded |= 1U << slot;
	return place_tell(p, "insert slot=%u%s", slot, known ? "" : " " ALICE);
}

/* A file of the slot's device; udev may need a moment for it. */
static int open_slot(const char *path)
{
	char node[64];
	unsigned int ms;
	int fd = -1;

	snprintf(node, sizeof(node), "/dev%s", strrchr(path, '/'));
	for (ms = 0; fd < 0 && ms < WITHIN_MS; ms += STEP_MS) {
		fd = open(node, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			place_pause();
	}
	return fd;
}

static bool card_comes(struct place *p, int fd, unsigned int slot)
{
	return desk_card_within(fd, CCID_CARD_POWERED, WITHIN_MS) ||
	       place_fail(p, "slot %u: the card does not come", slot);
}

static bool slot_works(struct place *p, const struct row *row,
		       const char *path)
{
	struct ccid_info info = { .size = sizeof(info) };
	int fd = open_slot(path);
	bool works = false;

	if (fd < 0)
		return place_fail(p, "%s: %s", strrchr(path, '/'),
				  strerror(errno));
	if (card_call(fd, CCID_IOC_INFO, &info))
		place_fail(p, "CCID_IOC_INFO: %s", strerror(errno));
	else if (insert(p, info.slot))
		works = card_comes(p, fd, info.slot) &&
			card_works(p, row, fd);
	close(fd);
	return works;
}

static bool unbroken(struct place *p)
{
	char reply[512];

	if (vr_command(p->vr, "violations", reply, sizeof(reply)))
		return place_fail(p, "the virtual reader died");
	if (strcmp(reply, "ok 0"))
		return place_fail(p, "rules broken: %.80s", reply);
	return true;
}

static bool reader_works(struct place *p, const struct row *row)
{
	glob_t nodes = { 0 };
	bool works = true;
	size_t i;

	if (!place_wait(p, row, "/ccid/ccid*", row_slots(row), &nodes))
		return place_fail(p, "no %u device node%s within %u s",
			    row_slots(row), row_slots(row) == 1 ? "" : "s",
			    WITHIN_MS / 1000);
	for (i = 0; i < nodes.gl_pathc && works; i++)
		works = slot_works(p, row, nodes.gl_pathv[i]);
	globfree(&nodes);
	return works && unbroken(p);
}

/* Lines of the driver about an interface since the reader was plugged in. */
static unsigned int lines(const struct place *p, const char *interface)
{
	char record[1024], about[64];
	unsigned int n = 0;
	ssize_t len;

	snprintf(about, sizeof(about), "ccid %s: ", interface);
	while ((len = read(p->log, record, sizeof(record) - 1)) > 0 ||
	       (len < 0 && errno == EPIPE)) {
		if (len < 0)
			continue;
		record[len] = '\0';
		n += !!strstr(record, about);
	}
	return n;
}

/* Refused with a line; known to no driver at all without one. */
static bool reader_refused(struct place *p, const struct row *row)
{
	glob_t at = { 0 }, none = { 0 };
	const char *interface;
	unsigned int n = 0, ms;

	if (!place_wait(p, row, "", 1, &at))
		return place_fail(p, "the interface does not come");
	interface = strrchr(at.gl_pathv[0], '/') + 1;
	for (ms = 0; !n && ms < WITHIN_MS / 10; ms += STEP_MS) {
		place_pause();
		n += lines(p, interface);
	}
	place_pause();
	n += lines(p, interface);
	globfree(&at);
	if (place_count(p, row, "/driver", &none) ||
	    place_count(p, row, "/ccid", &none))
		return place_fail(p, "bound without bulk pipes");
	if (n != 1)
		return place_fail(p, "refused with %u lines in the log", n);
	return true;
}

static bool judge(struct place *p, const struct row *row)
{
	lseek(p->log, 0, SEEK_END);
	if (!become(p, row) || !place_tell(p, "plug"))
		return false;
	return row->endpoints < 2 ? reader_refused(p, row) :
				    reader_works(p, row);
}

void judge_row(struct place *p, const struct row *row, char why[WHY_MAX])
{
	char reply[512];

	p->why = why;
	why[0] = '\0';
	if (judge(p, row))
		(void)(place_tell(p, "unplug") && gone(p));
	else if (!vr_command(p->vr, "unplug", reply, sizeof(reply)))
		(void)place_wait(p, NULL, "", 0, &(glob_t){ 0 });
}
