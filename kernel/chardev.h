/* SPDX-License-Identifier: GPL-2.0-only */
/* /dev/ccidN: open, read, poll, release. */
#ifndef CCID_CHARDEV_H
#define CCID_CHARDEV_H

#include <linux/fs.h>

extern const struct file_operations ccid_chardev_fops;

int ccid_chardev_init(void);
void ccid_chardev_exit(void);
dev_t ccid_chardev_number(unsigned int id);

#endif
