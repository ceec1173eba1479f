/* SPDX-License-Identifier: GPL-2.0-only */
/* The ioctls of /dev/ccidN. */
#ifndef CCID_IOCTL_H
#define CCID_IOCTL_H

struct file;

long ccid_ioctl(struct file *file, unsigned int cmd, unsigned long arg);

#endif
