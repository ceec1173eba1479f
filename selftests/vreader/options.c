// SPDX-License-Identifier: GPL-2.0-or-later
/* The command line of vreader. */
#include "options.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "reader.h"

static const char help[] =
"usage: vreader --usbredir PATH | --vhci[=PORT] [options]\n"
"A USB CCID reader with a My Number Card, for tests.\n"
"\n"
"  --usbredir PATH       serve QEMU's usb-redir device on this socket\n"
"  --vhci[=PORT]         plug into this kernel's vhci_hcd\n"
"  --control PATH        serve commands (vrctl) on this socket\n"
"  --card DIR            a card in the slot, from a directory of mkpki\n"
"  --unplugged           wait for the command plug\n"
"  --ready-fd N          write \"ready\" here, not to standard output\n"
"  --trace               show all messages, with the card's bytes, on stderr\n"
"  --no-first-notify     say nothing of a card that is there when plugged in\n"
"  --fuzz SEED           every answer is subject to the dice; see fuzz.c\n"
"  --chain-size N        cut responses into pieces of N bytes, at any level\n"
"  --atr HEX|NAME        what each card answers to a reset: contactless, t1, t0,\n"
"                        t0-fast, both-fast, specific, crc, ifsc16\n"
"\n"
"  --raw-descriptor HEX  the 54 bytes; the options below change them\n"
"  --vid HEX --pid HEX --firmware HEX --class HEX\n"
"  --product TEXT --serial TEXT\n"
"  --interface N         bInterfaceNumber; others stand before it\n"
"  --interfaces 1|2      so many readers of this form; 2: not with --usbredir\n"
"  --in-turn             which hang when both are given a command\n"
"  --alternate           with another setting, which leads nowhere\n"
"  --endpoints 0..3      3: all; 2: no interrupt; 1: only that; 0: none\n"
"  --no-interrupt        the same as --endpoints 2\n"
"  --addresses O,I,N     of bulk out, bulk in and interrupt, in hexadecimal\n"
"  --order 0..5          in which their descriptors come\n"
"  --speed low|full|high --packet N\n"
"  --remote-wakeup       it can wake the bus\n"
"  --mangle SEED         the configuration descriptor is changed at random\n"
"  --class-last          the 54 bytes stand after the last endpoint\n"
"  --features HEX --max-message N --slots N\n"
"  --level character|tpdu|short|extended\n"
"  --protocols HEX       dwProtocols: 1 for T=0, 2 for T=1, 3 for both\n"
"  --data-rates N,N...   what GET_DATA_RATES lists, bits a second\n"
"  --pinpad[=N]          bPINSupport: 1 verify, 2 modify, 3 both (default)\n";

enum {
	OPT_USBREDIR = 1, OPT_VHCI, OPT_CONTROL, OPT_CARD, OPT_UNPLUGGED,
	OPT_READY_FD, OPT_TRACE, OPT_FUZZ, OPT_NO_FIRST_NOTIFY, OPT_CHAIN_SIZE,
	OPT_RAW, OPT_VID, OPT_PID, OPT_FIRMWARE, OPT_CLASS,
	OPT_PRODUCT, OPT_SERIAL,
	OPT_INTERFACE, OPT_INTERFACES, OPT_IN_TURN, OPT_ALTERNATE,
	OPT_ENDPOINTS, OPT_NO_INTERRUPT,
	OPT_ADDRESSES, OPT_ORDER, OPT_SPEED, OPT_PACKET, OPT_MANGLE,
	OPT_CLASS_LAST, OPT_REMOTE_WAKEUP,
	OPT_FEATURES, OPT_MAX_MESSAGE, OPT_SLOTS, OPT_LEVEL, OPT_HELP,
	OPT_ATR, OPT_PROTOCOLS, OPT_DATA_RATES, OPT_PINPAD,
};

static const struct option longs[] = {
	{ "usbredir", required_argument, NULL, OPT_USBREDIR },
	{ "vhci", optional_argument, NULL, OPT_VHCI },
	{ "control", required_argument, NULL, OPT_CONTROL },
	{ "card", required_argument, NULL, OPT_CARD },
	{ "unplugged", no_argument, NULL, OPT_UNPLUGGED },
	{ "ready-fd", required_argument, NULL, OPT_READY_FD },
	{ "trace", no_argument, NULL, OPT_TRACE },
	{ "no-first-notify", no_argument, NULL, OPT_NO_FIRST_NOTIFY },
	{ "fuzz", required_argument, NULL, OPT_FUZZ },
	{ "chain-size", required_argument, NULL, OPT_CHAIN_SIZE },
	{ "atr", required_argument, NULL, OPT_ATR },
	{ "raw-descriptor", required_argument, NULL, OPT_RAW },
	{ "vid", required_argument, NULL, OPT_VID },
	{ "pid", required_argument, NULL, OPT_PID },
	{ "firmware", required_argument, NULL, OPT_FIRMWARE },
	{ "product", required_argument, NULL, OPT_PRODUCT },
	{ "serial", required_argument, NULL, OPT_SERIAL },
	{ "class", required_argument, NULL, OPT_CLASS },
	{ "interface", required_argument, NULL, OPT_INTERFACE },
	{ "interfaces", required_argument, NULL, OPT_INTERFACES },
	{ "in-turn", no_argument, NULL, OPT_IN_TURN },
	{ "alternate", no_argument, NULL, OPT_ALTERNATE },
	{ "endpoints", required_argument, NULL, OPT_ENDPOINTS },
	{ "no-interrupt", no_argument, NULL, OPT_NO_INTERRUPT },
	{ "addresses", required_argument, NULL, OPT_ADDRESSES },
	{ "order", required_argument, NULL, OPT_ORDER },
	{ "speed", required_argument, NULL, OPT_SPEED },
	{ "packet", required_argument, NULL, OPT_PACKET },
	{ "remote-wakeup", no_argument, NULL, OPT_REMOTE_WAKEUP },
	{ "mangle", required_argument, NULL, OPT_MANGLE },
	{ "class-last", no_argument, NULL, OPT_CLASS_LAST },
	{ "features", required_argument, NULL, OPT_FEATURES },
	{ "max-message", required_argument, NULL, OPT_MAX_MESSAGE },
	{ "slots", required_argument, NULL, OPT_SLOTS },
	{ "level", required_argument, NULL, OPT_LEVEL },
	{ "protocols", required_argument, NULL, OPT_PROTOCOLS },
	{ "data-rates", required_argument, NULL, OPT_DATA_RATES },
	{ "pinpad", optional_argument, NULL, OPT_PINPAD },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

__attribute__((noreturn))
static void bad(const char *option, const char *wanted)
{
	fprintf(stderr, "vreader: --%s: %s wanted\n", option, wanted);
	exit(2);
}

static unsigned long number(const char *option, const char *text, int base,
			    unsigned long min, unsigned long max)
{
	unsigned long value;
	char *end;

	value = strtoul(text, &end, base);
	if (*text == '-' || end == text || *end || value < min || value > max)
		bad(option, base == 16 ? "a hexadecimal number in range" :
					 "a number in range");
	return value;
}

static enum level level(const char *text)
{
	static const char *const names[] = {
		[LEVEL_CHARACTER] = "character", [LEVEL_TPDU] = "tpdu",
		[LEVEL_SHORT] = "short", [LEVEL_EXTENDED] = "extended",
	};
	size_t i;

	for (i = 0; i < 4; i++)
		if (!strcmp(names[i], text))
			return (enum level)i;
	bad("level", "character, tpdu, short or extended");
}

static enum speed speed(const char *text)
{
	static const char *const names[] = {
		[SPEED_LOW] = "low", [SPEED_FULL] = "full",
		[SPEED_HIGH] = "high",
	};
	size_t i;

	for (i = 0; i < 3; i++)
		if (!strcmp(names[i], text))
			return (enum speed)i;
	bad("speed", "low, full or high");
}

static void set_addresses(struct desc *d, const char *text)
{
	unsigned int out, in, interrupt;

	if (sscanf(text, "%2x,%2x,%2x", &out, &in, &interrupt) != 3 ||
	    out - 1 >= 15 || in - 0x81 >= 15 || interrupt - 0x81 >= 15 ||
	    in == interrupt)
		bad("addresses", "three like 02,81,83");
	d->address[ROLE_OUT] = (uint8_t)out;
	d->address[ROLE_IN] = (uint8_t)in;
	d->address[ROLE_INTERRUPT] = (uint8_t)interrupt;
}

/* The shape of the interface, and where in the device it is. */
static bool set_shape(struct desc *d, int option, const char *arg)
{
	switch (option) {
	case OPT_CLASS:
		d->usb_class = (uint8_t)number("class", arg, 16, 0, 0xff);
		return true;
	case OPT_INTERFACE:
		d->interface = (uint8_t)number("interface", arg, 10, 0, 15);
		return true;
	case OPT_INTERFACES:
		d->interfaces = (uint8_t)number("interfaces", arg, 10, 1,
						DESC_INTERFACES);
		return true;
	case OPT_IN_TURN:
		d->in_turn = true;
		return true;
	case OPT_ALTERNATE:
		d->alternate = true;
		return true;
	case OPT_ENDPOINTS:
		d->endpoints = (uint8_t)number("endpoints", arg, 10, 0, 3);
		return true;
	case OPT_NO_INTERRUPT:
		d->endpoints = 2;
		return true;
	case OPT_ADDRESSES:
		set_addresses(d, arg);
		return true;
	case OPT_ORDER:
		d->order = (uint8_t)number("order", arg, 10, 0, 5);
		return true;
	case OPT_SPEED:
		d->speed = speed(arg);
		return true;
	case OPT_PACKET:
		d->packet = number("packet", arg, 10, 8, 512);
		return true;
	case OPT_REMOTE_WAKEUP:
		d->wakes = true;
		return true;
	case OPT_MANGLE:
		d->mangle = (uint32_t)number("mangle", arg, 10, 1, UINT32_MAX);
		return true;
	case OPT_CLASS_LAST:
		d->class_last = true;
		return true;
	default:
		return false;
	}
}

static void set_rates(struct desc *d, const char *text)
{
	char *end;

	for (;; text = end + 1) {
		if (!desc_add_rate(d, (uint32_t)strtoul(text, &end, 10)) ||
		    end == text || (*end && *end != ','))
			bad("data-rates", "1 to 32 numbers, comma between,");
		if (!*end)
			return;
	}
}

static bool set_line(struct desc *d, int option, const char *arg)
{
	switch (option) {
	case OPT_PROTOCOLS:
		desc_set_protocols(d, (uint32_t)number("protocols", arg, 16, 0,
						       UINT32_MAX));
		return true;
	case OPT_DATA_RATES:
		set_rates(d, arg);
		return true;
	case OPT_PINPAD:
		desc_set_pin_support(d, arg ? (uint8_t)number("pinpad", arg,
							      10, 0, 255) : 3);
		return true;
	default:
		return false;
	}
}

static bool set_desc(struct desc *d, int option, const char *arg)
{
	switch (option) {
	case OPT_RAW:
		if (hex_parse(d->class, sizeof(d->class), arg) !=
		    DESC_CLASS_LEN)
			bad("raw-descriptor", "54 bytes in hexadecimal");
		return true;
	case OPT_VID:
		d->vid = (uint16_t)number("vid", arg, 16, 0, 0xffff);
		return true;
	case OPT_PID:
		d->pid = (uint16_t)number("pid", arg, 16, 0, 0xffff);
		return true;
	case OPT_PRODUCT:
		d->product = arg;
		return true;
	case OPT_SERIAL:
		d->serial = arg;
		return true;
	case OPT_FIRMWARE:
		d->firmware = (uint16_t)number("firmware", arg, 16, 0, 0xffff);
		return true;
	case OPT_FEATURES:
		desc_set_features(d, (uint32_t)number("features", arg, 16, 0,
						      UINT32_MAX));
		return true;
	case OPT_MAX_MESSAGE:
		desc_set_max_message(d, (uint32_t)number("max-message", arg,
							 10, 0, UINT32_MAX));
		return true;
	case OPT_SLOTS:
		desc_set_slots(d, number("slots", arg, 10, 1, READER_SLOTS));
		return true;
	case OPT_LEVEL:
		desc_set_level(d, level(arg));
		return true;
	default:
		return set_shape(d, option, arg) || set_line(d, option, arg);
	}
}

static bool set_option(struct options *o, int option, const char *arg)
{
	switch (option) {
	case OPT_USBREDIR:
		o->usbredir = arg;
		return true;
	case OPT_VHCI:
		o->vhci = true;
		if (arg)
			o->vhci_port = (int)number("vhci", arg, 10, 0, 4096);
		return true;
	case OPT_CONTROL:
		o->control = arg;
		return true;
	case OPT_CARD:
		o->card = arg;
		return true;
	case OPT_UNPLUGGED:
		o->unplugged = true;
		return true;
	case OPT_READY_FD:
		o->ready_fd = (int)number("ready-fd", arg, 10, 0, 1 << 20);
		return true;
	case OPT_TRACE:
		o->trace = true;
		return true;
	case OPT_NO_FIRST_NOTIFY:
		o->first_notify = false;
		return true;
	case OPT_ATR:
		o->atr = arg;
		return true;
	case OPT_FUZZ:
		o->fuzz = number("fuzz", arg, 10, 1, ULONG_MAX);
		return true;
	case OPT_CHAIN_SIZE:
		o->piece = number("chain-size", arg, 10, 1, APDU_RESPONSE_MAX);
		return true;
	default:
		return false;
	}
}

void options_desc(struct desc *desc, int argc, char **argv)
{
	int option;

	optind = 0;		/* not the first time, for GNU getopt */
	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1)
		if (!set_desc(desc, option, optarg))
			exit(2);
	if (optind != argc)
		exit(2);
}

void options_parse(struct options *ret, struct desc *desc, int argc,
		   char **argv)
{
	int option;

	*ret = (struct options){
		.vhci_port = -1, .first_notify = true, .ready_fd = 1,
	};
	while ((option = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (option == OPT_HELP) {
			fputs(help, stdout);
			exit(0);
		}
		if (!set_option(ret, option, optarg) &&
		    !set_desc(desc, option, optarg))
			exit(2);
	}
	if (optind != argc || !ret->usbredir == !ret->vhci ||
	    (ret->usbredir && desc->interfaces > 1)) {
		fputs(help, stderr);
		exit(2);
	}
}
