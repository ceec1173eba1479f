// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rows of CSV, byte by byte. A row is read to its end before it is judged, but
 * never past CSV_ROW_MAX: a quote that is not closed must not swallow a file.
 */
#include "csv.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define N_(text) text
#define END (-1)

void csv_begin(struct csv *csv, int fd)
{
	memset(csv, 0, offsetof(struct csv, row));
	csv->fd = fd;
}

void csv_end(struct csv *csv)
{
	explicit_bzero(csv, sizeof(*csv));
}

static bool fill(struct csv *csv)
{
	ssize_t n;

	do
		n = read(csv->fd, csv->in, sizeof(csv->in));
	while (n < 0 && errno == EINTR);
	csv->failed = n < 0;
	csv->pos = 0;
	csv->len = n < 0 ? 0 : (size_t)n;
	return n > 0;
}

static int peek(struct csv *csv)
{
	if (csv->pos == csv->len && !fill(csv))
		return END;
	return (unsigned char)csv->in[csv->pos];
}

static int next(struct csv *csv)
{
	int c = peek(csv);

	if (c == END)
		return END;
	csv->pos++;
	csv->size++;
	csv->lines += c == '\n';
	return c;
}

static bool bad(struct csv *csv, const char *fault)
{
	csv->fault = fault;
	return false;
}

static bool keep(struct csv *csv, int c)
{
	if (!c)
		return bad(csv, N_("a zero byte"));
	/* the zero behind each field must fit, too */
	if (csv->size >= CSV_ROW_MAX - CSV_FIELDS)
		return bad(csv, N_("a row that is too long"));
	if (csv->fields < CSV_FIELDS)
		csv->row[csv->used++] = (char)c;
	return true;
}

/* Ends before @ret_end, which is a comma, the newline or END. */
static bool read_plain(struct csv *csv, int *ret_end)
{
	int c;

	for (;;) {
		c = next(csv);
		if (c == '\r' && peek(csv) == '\n')
			continue;
		if (c == ',' || c == '\n' || c == END)
			break;
		if (c == '"')
			return bad(csv, N_("a quote inside a field"));
		if (!keep(csv, c))
			return false;
	}
	*ret_end = c;
	return true;
}

/* Behind the closing quote there is nothing but the end of the field. */
static bool read_quoted(struct csv *csv, int *ret_end)
{
	int c;

	for (;;) {
		c = next(csv);
		if (c == END)
			return bad(csv, N_("a quote that is not closed"));
		if (c == '"' && peek(csv) != '"')
			break;
		if (c == '"')
			next(csv);
		if (!keep(csv, c))
			return false;
	}
	c = next(csv);
	if (c == '\r' && peek(csv) == '\n')
		c = next(csv);
	*ret_end = c;
	return c == ',' || c == '\n' || c == END ||
	       bad(csv, N_("text behind a closing quote"));
}

static bool read_field(struct csv *csv, int *ret_end)
{
	size_t start = csv->used;
	bool fine;

	if (peek(csv) == '"') {
		next(csv);
		fine = read_quoted(csv, ret_end);
	} else {
		fine = read_plain(csv, ret_end);
	}
	if (!fine)
		return false;
	if (csv->fields < CSV_FIELDS) {
		csv->row[csv->used++] = '\0';
		csv->field[csv->fields] = csv->row + start;
	}
	csv->fields++;
	return true;
}

static bool read_fields(struct csv *csv)
{
	int end = ',';

	while (end == ',')
		if (!read_field(csv, &end))
			return false;
	return true;
}

static void skip_line(struct csv *csv)
{
	uint64_t line = csv->lines;

	/* the line may have ended just before */
	if (csv->pos && csv->in[csv->pos - 1] == '\n')
		return;
	while (csv->lines == line && next(csv) != END)
		;
}

static void skip_bom(struct csv *csv)
{
	if (csv->lines || peek(csv) != 0xef || csv->len - csv->pos < 3)
		return;
	if (!memcmp(csv->in + csv->pos, "\xef\xbb\xbf", 3))
		csv->pos += 3;
}

enum csv_result csv_read(struct csv *csv)
{
	bool fine;
	int i;

	skip_bom(csv);
	csv->fields = 0;
	csv->used = 0;
	csv->size = 0;
	csv->fault = NULL;
	csv->line = csv->lines + 1;
	for (i = 0; i < CSV_FIELDS; i++)
		csv->field[i] = "";
	if (peek(csv) == END)
		return csv->failed ? CSV_FAILED : CSV_END;
	fine = read_fields(csv);
	if (csv->failed)
		return CSV_FAILED;
	if (!fine)
		skip_line(csv);
	return fine ? CSV_ROW : CSV_BAD;
}
