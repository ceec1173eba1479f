/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reader as a device on its USB bus: attributes, sleep, reset. */
#ifndef SELFTESTS_BUS_H
#define SELFTESTS_BUS_H

#include <stdbool.h>

/* The text stays until the next. */
const char *bus_get(const char *name);
bool bus_set(const char *name, const char *value);

/* In its own sleep within ten seconds; awake now. */
bool bus_asleep(void);
bool bus_awake(void);

/* 0 once it has been reset, or -errno. */
int bus_reset(void);

#endif
