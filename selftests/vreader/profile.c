// SPDX-License-Identifier: GPL-2.0-or-later
/* A card's profile: a text file of key=value lines, read and written. */
#include "profile.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "array.h"

enum kind { TEXT, DAY, COUNT };

/* @max: TEXT: the most bytes, below PROFILE_TEXT */
static const struct field {
	const char *key;
	enum kind kind;
	size_t max;
	size_t offset;
} fields[] = {
#define FIELD(name, kind, max) \
	{ #name, kind, max, offsetof(struct profile, name) }
	FIELD(label, TEXT, 32),
	FIELD(serial, TEXT, 16),
	FIELD(name, TEXT, PROFILE_TEXT - 1),
	FIELD(address, TEXT, PROFILE_TEXT - 1),
	FIELD(birth, DAY, 0),
	FIELD(until, DAY, 0),
	FIELD(sex, TEXT, 1),
	FIELD(mynumber, TEXT, 12),
	FIELD(security_code, TEXT, 4),
	FIELD(auth_pin, TEXT, CARD_PIN_LEN),
	FIELD(sign_pin, TEXT, CARD_PIN_LEN),
	FIELD(card_pin, TEXT, CARD_PIN_LEN),
	FIELD(auth_tries, COUNT, 0),
	FIELD(sign_tries, COUNT, 0),
	FIELD(card_tries, COUNT, 0),
	FIELD(atr, TEXT, 2 * CARD_ATR_MAX),
#undef FIELD
};

void profile_default(struct profile *p)
{
	*p = (struct profile){
		.label = "JPKIAPICCTOKEN2",
		.serial = "TEST000000000001",
		.name = "電子　太郎",
		.address = "東京都千代田区霞が関一丁目１番１号",
		.birth = { 1990, 5, 10 },
		.until = { 2030, 5, 10 },
		.sex = "1",
		.mynumber = "123456789018",
		.security_code = "4321",
		.auth_pin = "1234",
		.sign_pin = "ABC123",
		.card_pin = "1234",
		.auth_tries = 3,
		.sign_tries = 5,
		.card_tries = 3,
		.atr = "3B888001000005E0B381A1007F",
	};
}

static bool set_count(int *field, const char *value)
{
	if (value[0] < '0' || value[0] > '9' || value[1])
		return false;
	*field = value[0] - '0';
	return true;
}

static bool set_text(char *field, size_t max, const char *value)
{
	size_t len = strlen(value);

	if (len > max)
		return false;
	memcpy(field, value, len + 1);
	return true;
}

bool profile_set(struct profile *p, const char *key, const char *value)
{
	const struct field *f;
	void *at;

	for (f = fields; f < fields + ARRAY_SIZE(fields); f++) {
		if (strcmp(f->key, key))
			continue;
		at = (char *)p + f->offset;
		if (f->kind == DAY)
			return date_parse(at, value);
		if (f->kind == COUNT)
			return set_count(at, value);
		return set_text(at, f->max, value);
	}
	return false;
}

static bool set_line(struct profile *p, char *line)
{
	char *value = strchr(line, '=');

	line[strcspn(line, "\n")] = '\0';
	if (!*line || *line == '#')
		return true;
	if (!value)
		return false;
	*value++ = '\0';
	return profile_set(p, line, value);
}

int profile_read(struct profile *p, const char *path)
{
	char line[2 * PROFILE_TEXT];
	FILE *in = fopen(path, "re");
	int number = 0, err = 0;

	if (!in) {
		perror(path);
		return -1;
	}
	while (!err && fgets(line, sizeof(line), in)) {
		number++;
		if (set_line(p, line))
			continue;
		fprintf(stderr, "%s: line %d: unknown key or bad value: %s\n",
			path, number, line);
		err = -1;
	}
	explicit_bzero(line, sizeof(line));
	fclose(in);
	return err;
}

static void write_field(const struct profile *p, const struct field *f,
			FILE *out)
{
	const void *at = (const char *)p + f->offset;
	const struct date *d = at;
	const int *count = at;

	fprintf(out, "%s=", f->key);
	if (f->kind == DAY)
		fprintf(out, "%04d-%02d-%02d\n", d->year, d->month, d->day);
	else if (f->kind == COUNT)
		fprintf(out, "%d\n", *count);
	else
		fprintf(out, "%s\n", (const char *)at);
}

void profile_write(const struct profile *p, FILE *out)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fields); i++)
		write_field(p, &fields[i], out);
}

void profile_birth_digits(const struct profile *p, char ret[static 7])
{
	snprintf(ret, 7, "%02u%02u%02u",
		 (unsigned int)date_era_year(&p->birth) % 100,
		 (unsigned int)p->birth.month % 100,
		 (unsigned int)p->birth.day % 100);
}
