/* SPDX-License-Identifier: GPL-2.0-only */
/* Attributes of /sys/class/ccid/ccidN. */
#ifndef CCID_SYSFS_H
#define CCID_SYSFS_H

struct attribute_group;

extern const struct attribute_group *ccid_slot_groups[];

#endif
