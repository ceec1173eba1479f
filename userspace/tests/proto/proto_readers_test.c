// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Published class descriptors against what their publishers read in them.
 *
 * The table is not part of the project: it is $JPKI_SHARED/ccid/readers.csv,
 * beside the project by default, and the test is skipped where there is none.
 * A row is one interface: columns named in the first line, numbers in C's
 * notation, the last one the 54 bytes in hex.
 */
#include "proto_bytes.h"

#include "desc.h"

#include <linux/ccid.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX	32

struct table {
	FILE *file;
	char *head, *line;
	size_t head_size, line_size;
	char *names[COLUMNS_MAX], *cells[COLUMNS_MAX];
};

/* Splits @line at its commas, in place. */
static void split(char *line, char *cells[COLUMNS_MAX])
{
	int i;

	line[strcspn(line, "\r\n")] = '\0';
	for (i = 0; i < COLUMNS_MAX; i++)
		cells[i] = line ? strsep(&line, ",") : NULL;
	assert_null(line);
}

static const char *cell(const struct table *t, const char *name)
{
	int i;

	for (i = 0; i < COLUMNS_MAX && t->names[i]; i++)
		if (!strcmp(t->names[i], name) && t->cells[i])
			return t->cells[i];
	fail_msg("no column %s", name);
	return NULL;
}

static u32 number(const struct table *t, const char *name)
{
	return (u32)strtoul(cell(t, name), NULL, 0);
}

static bool next_row(struct table *t)
{
	if (getline(&t->line, &t->line_size, t->file) < 0)
		return false;
	split(t->line, t->cells);
	return true;
}

static FILE *open_file(void)
{
	const char *dir = getenv("JPKI_SHARED");
	char path[4096];

	snprintf(path, sizeof(path), "%s/ccid/readers.csv",
		 dir ? dir : "../shared");
	return fopen(path, "r");
}

static void open_table(struct table *t, FILE *file)
{
	*t = (struct table){ .file = file };
	assert_true(getline(&t->head, &t->head_size, t->file) > 0);
	split(t->head, t->names);
}

static void close_table(struct table *t)
{
	free(t->head);
	free(t->line);
	(void)fclose(t->file);
}

static u32 within(u32 value, u32 low, u32 high)
{
	return value < low ? low : value > high ? high : value;
}

static u8 level(const char *name)
{
	static const char *const names[] = {
		[CCID_LEVEL_CHARACTER] = "character",
		[CCID_LEVEL_TPDU] = "tpdu",
		[CCID_LEVEL_SHORT] = "short_apdu",
		[CCID_LEVEL_EXTENDED] = "extended_apdu",
	};
	u8 i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return i;
	fail_msg("no level %s", name);
	return 0;
}

/* One fact of a row: @got is what the driver makes of the bytes. */
static void same(const struct table *t, const char *what, u32 got, u32 expected)
{
	if (got != expected)
		fail_msg("%s: %s is %u, expected %u", cell(t, "file"), what,
			 got, expected);
}

static void compare_speeds(const struct table *t, const struct ccid_desc *d)
{
	u32 clock = number(t, "dwDefaultClock");
	u32 rate = number(t, "dwDataRate");
	u32 max_rate = number(t, "dwMaxDataRate");

	same(t, "clock", d->clock, clock && clock <= 20000 ? clock : 4000);
	same(t, "rate", d->rate, rate ? rate : 10753);
	same(t, "max_rate", d->max_rate,
	     max_rate > d->rate ? max_rate : d->rate);
}

static void compare(const struct table *t, const struct ccid_desc *d)
{
	u32 protocols = number(t, "dwProtocols") & 3;
	u32 voltages = number(t, "bVoltageSupport") & 7;

	same(t, "bcd", d->bcd, number(t, "bcdCCID"));
	same(t, "slots", d->slots, number(t, "bMaxSlotIndex") + 1);
	same(t, "voltages", d->voltages, voltages ? voltages : 7);
	same(t, "level", d->level, level(cell(t, "exchange_level")));
	same(t, "protocols", d->protocols, protocols ? protocols : 3);
	same(t, "features", d->features, number(t, "dwFeatures"));
	same(t, "get_response", d->get_response,
	     number(t, "bClassGetResponse"));
	same(t, "envelope", d->envelope, number(t, "bClassEnvelope"));
	same(t, "pin_support", d->pin_support, number(t, "bPINSupport"));
	same(t, "max_ifsd", d->max_ifsd,
	     within(number(t, "dwMaxIFSD"), 32, 254));
	same(t, "max_message", d->max_message,
	     within(number(t, "dwMaxCCIDMessageLength"), 64, 65554));
	compare_speeds(t, d);
}

static void published_descriptors_say_what_their_columns_say(void **state)
{
	struct table t;
	int rows;

	open_table(&t, *state);
	for (rows = 0; next_row(&t); rows++) {
		struct bytes raw =
			bytes_hex(cell(&t, "raw_class_descriptor_hex"));
		struct ccid_desc desc;

		assert_ptr_equal(ccid_desc_find(raw.p, raw.len, raw.p[1]),
				 raw.p);
		assert_int_equal(ccid_desc_parse(&desc, raw.p), 0);
		compare(&t, &desc);
		bytes_free(&raw);
	}
	assert_true(rows > 100);
	close_table(&t);
}

int main(void)
{
	FILE *file = open_file();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(
			published_descriptors_say_what_their_columns_say,
			file),
	};

	if (!file) {
		puts("1..0 # SKIP no table of published descriptors");
		return 0;
	}
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
