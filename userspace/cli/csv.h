/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of CSV (RFC 4180), read one by one in constant memory. */
#ifndef JPKICTL_CSV_H
#define JPKICTL_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef CSV_FIELDS
#define CSV_FIELDS	3		/* kept of each row; more are let pass */
#endif
#define CSV_ROW_MAX	65536		/* bytes of one row */

enum csv_result { CSV_ROW, CSV_BAD, CSV_END, CSV_FAILED };

struct csv {
	int fd;
	uint64_t line;			/* the row begins there; from 1 */
	uint64_t lines;			/* ended so far */
	const char *fault;		/* of a bad row, an English message */
	const char *field[CSV_FIELDS];	/* "" where the row has none */
	int fields;			/* complete ones, also those let pass */

	size_t used;			/* of row[] */
	size_t size;			/* of the row, with what is let pass */
	size_t pos;			/* in in[] */
	size_t len;
	bool failed;			/* read(2) did */
	char row[CSV_ROW_MAX];
	char in[CSV_ROW_MAX];
};

/* @csv is large and holds what may be a PIN: csv_end() wipes it. */
void csv_begin(struct csv *csv, int fd);
void csv_end(struct csv *csv);

/* The next row. After a bad one reading goes on with the next line. */
enum csv_result csv_read(struct csv *csv);

#endif /* JPKICTL_CSV_H */
