// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Showing messages, PINs and all: for the eyes of whoever debugs a test with
 * a test card, and only when --trace asks for it.
 */
#include "trace.h"

#include <stdio.h>

void trace_message(uint8_t ep, const uint8_t *data, size_t len)
{
	size_t i;

	fprintf(stderr, "%02x %s", ep, ep & 0x80 ? "<" : ">");
	for (i = 0; i < len; i++)
		fprintf(stderr, " %02x", data[i]);
	fputc('\n', stderr);
}
