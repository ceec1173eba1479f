/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_USBDEV_H
#define VREADER_USBDEV_H

#include "reader.h"

enum urb_status { URB_OK, URB_STALL, URB_BABBLE, URB_CANCELLED };

/**
 * struct urb - one transfer
 * @id: the transport's name for it
 * @ep: endpoint address; 0: control, by @setup
 * @len: OUT: bytes in @data; IN: room, and at the end bytes moved
 */
struct urb {
	struct urb *next;
	uint64_t id;
	uint8_t ep;
	uint8_t setup[8];
	enum urb_status status;
	size_t len;
	uint8_t data[];
};

/**
 * struct pipes - the endpoints of one interface
 */
struct pipes {
	bool out_halted, in_halted, interrupt_halted;
};

/**
 * struct usbdev - the reader as a USB device
 * @reader: one for each interface
 * @configured: how often the host has set the configuration, as it does after
 *	each reset
 * @wakeup: the host has allowed it to wake the bus
 * @waiting: transfers on IN endpoints that have nothing to say yet
 * @vanished: a fault pulls the reader; the owner is to unplug it
 * @complete: takes a transfer's result; the urb is freed after it
 * @trace: shown what passes the reader's own endpoints; NULL: nobody
 */
struct usbdev {
	const struct desc *desc;
	struct reader *reader;
	uint8_t config;
	unsigned int configured;
	bool wakeup;
	struct pipes pipes[DESC_INTERFACES];
	struct urb *waiting;
	bool vanished;
	void (*complete)(void *ctx, const struct urb *urb);
	void *ctx;
	void (*trace)(uint8_t ep, const uint8_t *data, size_t len);
};

struct urb *urb_new(uint64_t id, uint8_t ep, size_t len);

/* @reader: as many as @desc has interfaces, and may come to have. */
void usbdev_init(struct usbdev *dev, const struct desc *desc,
		 struct reader *reader);

/* Plugged in, or reset by the hub; transfers that wait are dropped. */
void usbdev_reset(struct usbdev *dev);

/* Takes ownership; completes now or later. */
void usbdev_submit(struct usbdev *dev, struct urb *urb);

/* Completes it as cancelled; false: it is not waiting any more. */
bool usbdev_cancel(struct usbdev *dev, uint64_t id);

/* Moves what the reader has to say into the transfers that wait. */
void usbdev_pump(struct usbdev *dev);

#endif
