// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Published readers, from CSV. Columns may come in any order, and there may be
 * more of them. A row that makes no sense says why, and the next one is read.
 */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../userspace/cli/csv.h"

#define NO_COLUMN	(-1)

enum column {
	FILE_NAME, VENDOR, PRODUCT, CLASS, INTERFACE, ENDPOINTS, CONTACTLESS,
	DESCRIPTOR, COLUMNS,
};

static const char *const names[COLUMNS] = {
	[FILE_NAME] = "file",
	[VENDOR] = "idVendor",
	[PRODUCT] = "idProduct",
	[CLASS] = "bInterfaceClass",
	[INTERFACE] = "bInterfaceNumber",
	[ENDPOINTS] = "bNumEndpoints",
	[CONTACTLESS] = "contactless_guess",
	[DESCRIPTOR] = "raw_class_descriptor_hex",
};

struct table {
	struct csv csv;
	int at[COLUMNS];
	struct row *rows;
	size_t count;
};

static bool find_columns(struct table *t)
{
	int c, i;

	for (c = 0; c < COLUMNS; c++) {
		t->at[c] = NO_COLUMN;
		for (i = 0; i < t->csv.fields && i < CSV_FIELDS; i++)
			if (!strcmp(t->csv.field[i], names[c]))
				t->at[c] = i;
		if (t->at[c] == NO_COLUMN) {
			fprintf(stderr, "readers: no column %s\n", names[c]);
			return false;
		}
	}
	return true;
}

static const char *cell(const struct table *t, enum column c)
{
	return t->csv.field[t->at[c]];
}

static bool bad(struct row *row, const char *what, const char *text)
{
	snprintf(row->fault, sizeof(row->fault), "%s is '%.40s'", what, text);
	return false;
}

/* A number in C's notation, up to @max. */
static bool number(const struct table *t, struct row *row, enum column c,
		   unsigned long max, unsigned long *ret)
{
	const char *text = cell(t, c);
	char *end;

	errno = 0;
	*ret = strtoul(text, &end, 0);
	if (*text < '0' || *text > '9' || *end || errno || *ret > max)
		return bad(row, names[c], text);
	return true;
}

static bool read_descriptor(const struct table *t, struct row *row)
{
	const char *text = cell(t, DESCRIPTOR);
	size_t i;

	if (strlen(text) != 2 * ROW_DESC ||
	    strspn(text, "0123456789abcdefABCDEF") != 2 * ROW_DESC)
		return bad(row, names[DESCRIPTOR], text);
	for (i = 0; i < ROW_DESC; i++)
		if (sscanf(text + 2 * i, "%2hhx", &row->desc[i]) != 1)
			return bad(row, names[DESCRIPTOR], text);
	return row->desc[0] == ROW_DESC || bad(row, "bLength", text);
}

static void read_row(const struct table *t, struct row *row)
{
	unsigned long vid, pid, class, interface, endpoints;

	row->line = (unsigned int)t->csv.line;
	if (t->csv.fault) {
		snprintf(row->fault, sizeof(row->fault), "%s", t->csv.fault);
		return;
	}
	snprintf(row->file, sizeof(row->file), "%s", cell(t, FILE_NAME));
	if (!number(t, row, VENDOR, 0xffff, &vid) ||
	    !number(t, row, PRODUCT, 0xffff, &pid) ||
	    !number(t, row, CLASS, 0xff, &class) ||
	    !number(t, row, INTERFACE, 15, &interface) ||
	    !number(t, row, ENDPOINTS, 3, &endpoints) ||
	    !read_descriptor(t, row))
		return;
	row->vid = (uint16_t)vid;
	row->pid = (uint16_t)pid;
	row->usb_class = (uint8_t)class;
	row->interface = (uint8_t)interface;
	row->endpoints = (uint8_t)endpoints;
	row->contactless = strcmp(cell(t, CONTACTLESS), "no") != 0;
}

static bool blank(const struct csv *csv)
{
	return csv->fields == 1 && !*csv->field[0];
}

static bool read_rows(struct table *t)
{
	enum csv_result result;
	struct row *rows;

	while ((result = csv_read(&t->csv)) != CSV_END) {
		if (result == CSV_FAILED)
			return false;
		if (result == CSV_ROW && blank(&t->csv))
			continue;
		rows = reallocarray(t->rows, t->count + 1, sizeof(*rows));
		if (!rows)
			return false;
		t->rows = rows;
		memset(&rows[t->count], 0, sizeof(*rows));
		read_row(t, &rows[t->count++]);
	}
	return true;
}

struct row *table_read(const char *path, size_t *ret_count)
{
	static struct table t;
	bool fine;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		fprintf(stderr, "readers: %s: %s\n", path, strerror(errno));
		return NULL;
	}
	csv_begin(&t.csv, fd);
	fine = csv_read(&t.csv) == CSV_ROW && find_columns(&t) && read_rows(&t);
	close(fd);
	if (fine && t.rows) {
		*ret_count = t.count;
		return t.rows;
	}
	fprintf(stderr, "readers: %s: no table of readers\n", path);
	free(t.rows);
	return NULL;
}

unsigned int row_slots(const struct row *row)
{
	return row->desc[4] + 1U;
}
