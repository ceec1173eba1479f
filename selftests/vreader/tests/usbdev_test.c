// SPDX-License-Identifier: GPL-2.0-or-later
/* The device: transfers and packets, halts, control requests. */
#include "usbdev.h"

#include <string.h>

#include "bytes.h"
#include "tests/fixture.h"
#include "tests/host.h"
#include "tests/tap.h"

/* The addresses that the default descriptor gives them. */
#define EP_OUT		0x02
#define EP_IN		0x81
#define EP_INTERRUPT	0x83

#define ROOM 70000

static struct usbdev dev;

/* The last transfer that ended, and how many have. */
static struct {
	unsigned int count;
	uint64_t id;
	enum urb_status status;
	size_t len;
	uint8_t data[ROOM];
} last;

static void ended(void *ctx, const struct urb *urb)
{
	(void)ctx;
	last.count++;
	last.id = urb->id;
	last.status = urb->status;
	last.len = urb->len;
	memcpy(last.data, urb->data, urb->len);
}

static void start(void)
{
	host_start();
	reader_insert(&host_reader, 0, fixture_card("alice"));
	while (dev.waiting)
		usbdev_cancel(&dev, dev.waiting->id);
	usbdev_init(&dev, &host_desc, &host_reader);
	dev.complete = ended;
	usbdev_reset(&dev);
	last.count = 0;
}

static bool control(uint8_t type, uint8_t request, uint32_t value,
		    uint32_t index, uint32_t length)
{
	struct urb *urb = urb_new(1, 0, length);

	urb->setup[0] = type;
	urb->setup[1] = request;
	put16le(urb->setup + 2, value);
	put16le(urb->setup + 4, index);
	put16le(urb->setup + 6, length);
	usbdev_submit(&dev, urb);
	return last.status == URB_OK;
}

static void out(const void *data, size_t len)
{
	struct urb *urb = urb_new(2, EP_OUT, len);

	memcpy(urb->data, data, len);
	usbdev_submit(&dev, urb);
}

static void in(uint64_t id, uint8_t ep, size_t room)
{
	usbdev_submit(&dev, urb_new(id, ep, room));
}

static void escape(size_t len)
{
	uint8_t message[600] = { 0x6b };

	put32le(message + 1, (uint32_t)(len - 10));
	out(message, len);
}

static void test_descriptors(void)
{
	start();
	tap_ok(control(0x80, 6, 0x0100, 0, 64), "the device descriptor");
	tap_is(last.len, 18, "is 18 bytes long");
	tap_is(get32le(last.data + 8), 0x0dc8054c, "and Sony's");
	tap_ok(control(0x80, 6, 0x0200, 0, 9), "nine bytes of configuration");
	tap_is(last.len, 9, "are nine");
	tap_is(get16le(last.data + 2), 9 + 9 + 54 + 21, "of more");
	tap_ok(control(0x80, 6, 0x0200, 0, 255), "the rest");
	tap_is(last.len, 93, "as announced");
	tap_is(get16be(last.data + 18), 0x3621, "with the class's own");
	tap_is(last.data[13], 3, "and three endpoints");
	tap_ok(control(0x80, 6, 0x0302, 0x0409, 255), "the product");
	tap_ok(last.len == 20 && last.data[2] == 'R', "as a string");
	tap_ok(control(0x80, 6, 0x0600, 0, 10), "a device qualifier");
	tap_ok(!control(0x80, 6, 0x0f00, 0, 5), "no BOS");
	host_desc.endpoints = 2;
	host_desc.speed = SPEED_FULL;
	control(0x80, 6, 0x0200, 0, 255);
	tap_is(last.len, 86, "without the interrupt endpoint");
	tap_is(get16le(last.data + 72 + 4), 64, "full speed packets");
	tap_ok(!control(0x80, 6, 0x0600, 0, 10), "and no qualifier");
}

static void test_requests(void)
{
	start();
	tap_ok(control(0x00, 9, 1, 0, 0), "SET_CONFIGURATION 1");
	tap_ok(control(0x80, 8, 0, 0, 1) && last.data[0] == 1, "is read back");
	tap_ok(!control(0x00, 9, 2, 0, 0), "there is no second");
	tap_ok(control(0x01, 11, 0, 0, 0), "SET_INTERFACE 0");
	tap_ok(!control(0x01, 11, 1, 0, 0), "there is no other");
	tap_ok(control(0x80, 0, 0, 0, 2) && last.len == 2, "GET_STATUS");
	tap_ok(!control(0x82, 0, 0, 0x84, 2), "of no such endpoint");
	tap_ok(!control(0x00, 3, 1, 0, 0), "no remote wake-up");
	host_desc.wakes = true;
	tap_ok(control(0x00, 3, 1, 0, 0), "but where it is promised");
	tap_ok(control(0x80, 0, 0, 0, 2) && last.data[0] == 2, "it is on");
	tap_ok(control(0x00, 1, 1, 0, 0), "and off again");
	tap_ok(control(0x80, 0, 0, 0, 2) && !last.data[0], "says GET_STATUS");
	tap_ok(control(0x21, 1, 0x0700, 0, 0), "ABORT");
	tap_ok(host_reader.slot[0].abort_control, "reaches the slot");
	tap_ok(!control(0x21, 1, 0x0701, 0, 0), "but no other slot");
	tap_ok(!control(0xa1, 2, 0, 0, 4), "GET_CLOCK_FREQUENCIES stalls");
}

static void test_packets(void)
{
	start();
	in(10, EP_IN, 1024);
	tap_is(last.count, 0, "a transfer waits for its data");
	escape(511);
	tap_is(last.count, 2, "and ends with a short packet");
	in(10, EP_IN, 1024);
	escape(511);
	tap_ok(last.id == 10 && last.len == 511, "of what was sent");
	escape(512);
	in(11, EP_IN, 1024);
	tap_ok(last.id == 11 && last.len == 512, "so does an empty one");
	escape(512);
	in(12, EP_IN, 512);
	tap_ok(last.id == 12 && last.len == 512, "so does the end of room");
	in(13, EP_IN, 512);
	tap_is(last.id, 12, "then no empty packet is left");
	usbdev_cancel(&dev, 13);
	tap_ok(last.id == 13 && last.status == URB_CANCELLED, "cancelled");
	tap_ok(!usbdev_cancel(&dev, 13), "but once");
	escape(522);
	in(14, EP_IN, 512);
	tap_ok(last.id == 14 && last.len == 512, "a first part");
	in(15, EP_IN, 512);
	tap_ok(last.id == 15 && last.len == 10, "and a second");
	escape(522);
	in(16, EP_IN, 271);
	tap_ok(last.id == 16 && last.status == URB_BABBLE, "a babble");
	tap_ok(!reader_peek(&host_reader), "loses the frame");
	tap_ok(host_was_good(), "the host broke no rule");
}

static void test_halts(void)
{
	char words[] = "stall-out", words_in[] = "stall-in";
	const uint8_t status[10] = { 0x65 };

	start();
	faults_arm(&host_reader.faults, words);
	out(status, 10);
	tap_is(last.status, URB_STALL, "bulk OUT stalls");
	out(status, 10);
	tap_is(last.status, URB_STALL, "and stays so");
	tap_ok(control(0x82, 0, 0, EP_OUT, 2) && last.data[0] == 1,
	       "as GET_STATUS says");
	tap_ok(control(0x02, 1, 0, EP_OUT, 0), "CLEAR_FEATURE");
	out(status, 10);
	tap_is(last.status, URB_OK, "ends it");
	in(3, EP_IN, 512);
	faults_arm(&host_reader.faults, words_in);
	out(status, 10);
	in(4, EP_IN, 512);
	tap_ok(last.id == 4 && last.status == URB_STALL, "bulk IN stalls");
	in(5, EP_IN, 512);
	tap_ok(last.id == 5 && last.status == URB_STALL, "and stays so");
	tap_ok(control(0x02, 1, 0, EP_IN, 0), "CLEAR_FEATURE");
	out(status, 10);
	in(6, EP_IN, 512);
	tap_ok(last.id == 6 && last.len == 10, "ends it");
}

static void test_vanishing(void)
{
	char in_5[] = "disappear-in 5", in_10[] = "disappear-in 10";
	char out_5[] = "disappear-out 5", out_10[] = "disappear-out 10";
	const uint8_t status[10] = { 0x65 };

	start();
	faults_arm(&host_reader.faults, in_5);
	out(status, 10);
	in(3, EP_IN, 512);
	tap_ok(dev.vanished && last.id == 2, "gone at byte 5 of the answer");
	start();
	faults_arm(&host_reader.faults, in_10);
	out(status, 10);
	in(3, EP_IN, 512);
	tap_ok(dev.vanished && last.id == 3, "gone after the answer");
	start();
	faults_arm(&host_reader.faults, out_5);
	out(status, 10);
	tap_ok(dev.vanished && !last.count, "gone at byte 5 of the command");
	start();
	faults_arm(&host_reader.faults, out_10);
	out(status, 10);
	tap_ok(dev.vanished && last.count == 1, "gone after the command");
}

static void test_interrupts(void)
{
	start();
	in(20, EP_INTERRUPT, 16);
	tap_ok(last.id == 20 && last.len == 2, "the first notification");
	in(21, EP_INTERRUPT, 16);
	tap_is(last.id, 20, "there is no second");
	reader_remove(&host_reader, 0);
	usbdev_pump(&dev);
	tap_ok(last.id == 21 && last.data[1] == 2, "until something happens");
}

static void test_lists(void)
{
	start();
	tap_ok(!control(0xa1, 3, 0, 0, 64), "no list of rates");
	tap_ok(!control(0xa1, 2, 0, 0, 64), "nor of clocks");
	desc_add_rate(&host_desc, 10752);
	desc_add_rate(&host_desc, 62500);
	tap_ok(control(0xa1, 3, 0, 0, 64) && last.len == 8 &&
	       get32le(last.data + 4) == 62500, "two rates");
	tap_ok(control(0xa1, 2, 0, 0, 64) && last.len == 4 &&
	       get32le(last.data) == 4000, "a clock");
	tap_ok(!control(0xa1, 3, 0, 1, 64), "not of another interface");
	host_fault("rates-short 3");
	tap_ok(control(0xa1, 3, 0, 0, 64) && last.len == 3, "cut on order");
	host_fault("rates-stall");
	tap_ok(!control(0xa1, 3, 0, 0, 64), "or refused");
}

/* The default ones, and the same a few numbers on. */
#define EP_OUT_1	0x06
#define EP_IN_1		0x85

static struct reader pair[2];

static void start_pair(void)
{
	size_t i;

	desc_default(&host_desc);
	host_desc.interface = 1;
	host_desc.interfaces = 2;
	for (i = 0; i < 2; i++) {
		reader_init(&pair[i], &host_desc);
		pair[i].rival = &pair[!i];
	}
	usbdev_init(&dev, &host_desc, pair);
	dev.complete = ended;
	usbdev_reset(&dev);
	last.count = 0;
}

static void status(uint8_t ep, uint8_t seq)
{
	const uint8_t message[10] = { 0x65, [6] = seq };
	struct urb *urb = urb_new(7, ep, 10);

	memcpy(urb->data, message, 10);
	usbdev_submit(&dev, urb);
}

static void test_two_interfaces(void)
{
	start_pair();
	control(0x80, 6, 0x0200, 0, 255);
	tap_is(last.len, 9 + 9 + 2 * (9 + 54 + 21), "two readers, one other");
	tap_is(last.data[4], 3, "are three interfaces");
	tap_ok(control(0x01, 11, 0, 2, 0), "the last is there");
	tap_ok(!control(0x01, 11, 0, 3, 0), "and is the last");
	status(EP_OUT, 5);
	status(EP_OUT_1, 6);
	in(8, EP_IN_1, 512);
	tap_ok(last.id == 8 && last.data[6] == 6, "each answers");
	in(9, EP_IN, 512);
	tap_ok(last.id == 9 && last.data[6] == 5, "what it was asked");
	tap_ok(control(0x21, 1, 0x0700, 2, 0), "ABORT");
	tap_ok(pair[1].slot[0].abort_control && !pair[0].slot[0].abort_control,
	       "reaches the one that is meant");
	tap_ok(!control(0x21, 1, 0x0700, 0, 0), "not what is no reader");
	control(0x02, 3, 0, EP_IN_1, 0);
	tap_ok(control(0x82, 0, 0, EP_IN_1, 2) && last.data[0] == 1 &&
	       control(0x82, 0, 0, EP_IN, 2) && !last.data[0],
	       "one is halted without the other");
	reader_release(&pair[0]);
	reader_release(&pair[1]);
}

static void test_used_in_turn(void)
{
	start_pair();
	host_desc.in_turn = true;
	status(EP_OUT, 1);
	in(8, EP_IN, 512);
	status(EP_OUT_1, 2);
	in(9, EP_IN_1, 512);
	tap_ok(last.id == 9 && !pair[0].violations && !pair[1].violations,
	       "one after the other is well");
	status(EP_OUT, 3);
	status(EP_OUT_1, 4);
	tap_is(pair[1].violations, 1, "both at a time is not");
	in(10, EP_IN_1, 512);
	tap_is(last.id, 7, "and gets no answer");
	usbdev_cancel(&dev, 10);
	reader_release(&pair[0]);
	reader_release(&pair[1]);
}

int main(void)
{
	test_descriptors();
	test_requests();
	test_packets();
	test_halts();
	test_vanishing();
	test_interrupts();
	while (dev.waiting)
		usbdev_cancel(&dev, dev.waiting->id);
	test_lists();
	test_two_interfaces();
	test_used_in_turn();
	host_stop();
	return tap_done();
}
