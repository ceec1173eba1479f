/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Published readers: rows of CSV, columns named in the first line. */
#ifndef READERS_TABLE_H
#define READERS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROW_DESC	54

/**
 * struct row - one interface of a published reader
 * @fault: why the row is not understood, or empty; then only @line and @file
 *	are sure to be there
 * @contactless: the cards that it takes may be so
 */
struct row {
	unsigned int line;
	char fault[96];
	char file[96];
	uint16_t vid, pid;
	uint8_t usb_class;
	uint8_t interface;
	uint8_t endpoints;
	bool contactless;
	uint8_t desc[ROW_DESC];
};

/*
 * All rows of a file, *@ret_count of them, to be freed. NULL after a line on
 * stderr when it cannot be read or a column is missing.
 */
struct row *table_read(const char *path, size_t *ret_count);

unsigned int row_slots(const struct row *row);

#endif
