/* SPDX-License-Identifier: GPL-2.0-only */
/* Sleep, wake-up and reset of a reader. */
#ifndef CCID_POWER_H
#define CCID_POWER_H

#include "ccid.h"

void ccid_power_ask(struct ccid_reader *rd);
int ccid_power_get(struct ccid_reader *rd);
void ccid_power_hold(struct ccid_reader *rd);
void ccid_power_put(struct ccid_reader *rd);
void ccid_power_init(struct ccid_reader *rd);
void ccid_power_end(struct ccid_reader *rd);
void ccid_power_reset(struct ccid_reader *rd);
bool ccid_power_given_up(const struct ccid_reader *rd);

int ccid_suspend(struct usb_interface *intf, pm_message_t message);
int ccid_resume(struct usb_interface *intf);
int ccid_reset_resume(struct usb_interface *intf);
int ccid_pre_reset(struct usb_interface *intf);
int ccid_post_reset(struct usb_interface *intf);

#endif
