// SPDX-License-Identifier: GPL-2.0-or-later
/* A CSV file of questions. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <jpki/jpki.h>

#include "csv.h"

/* What holds for every row. */
static void judge(const struct csv *csv, enum csv_result result)
{
	int i;

	if ((result == CSV_BAD) != (csv->fault != NULL))
		abort();
	for (i = 0; i < CSV_FIELDS; i++)
		if (strlen(csv->field[i]) >= CSV_ROW_MAX)
			abort();
}

static void read_rows(int fd)
{
	struct csv *csv = malloc(sizeof(*csv));
	struct jpki_finding finding;
	enum csv_result result;

	csv_begin(csv, fd);
	while ((result = csv_read(csv)) != CSV_END) {
		if (result == CSV_FAILED)
			abort();
		judge(csv, result);
		jpki_rules_ask_line(NULL, csv->field[1], csv->field[2],
				    &finding);
	}
	csv_end(csv);
	free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int fd = memfd_create("batch", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
	    lseek(fd, 0, SEEK_SET))
		abort();
	read_rows(fd);
	close(fd);
	return 0;
}
