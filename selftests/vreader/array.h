/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_ARRAY_H
#define VREADER_ARRAY_H

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#endif
