/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VREADER_TRACE_H
#define VREADER_TRACE_H

#include <stddef.h>
#include <stdint.h>

/* One line on stderr: which way, and all the bytes. */
void trace_message(uint8_t ep, const uint8_t *data, size_t len);

#endif
