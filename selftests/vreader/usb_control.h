/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_USB_CONTROL_H
#define VREADER_USB_CONTROL_H

#include "usbdev.h"

/* Carries out a control request; sets the status, the length and the data. */
void usb_control(struct usbdev *dev, struct urb *urb);

#endif
