/* SPDX-License-Identifier: GPL-2.0-only */
/* The USB side of a reader: probe, disconnect, interrupt URB. */
#ifndef CCID_USB_H
#define CCID_USB_H

#include "ccid.h"

extern struct usb_driver ccid_usb_driver;

void ccid_reader_put(struct ccid_reader *rd);
void ccid_reader_listen(struct ccid_reader *rd);
int ccid_reader_used(struct ccid_reader *rd);
void ccid_reader_unused(struct ccid_reader *rd);
void ccid_reader_heard(struct ccid_reader *rd);

#endif
