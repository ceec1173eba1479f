// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The only place that prints the answer. JSON is built with json-c, one object
 * to a line.
 */
#include "out.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>
#include <json-c/json_visit.h>

#include "text.h"

#define JSON_STYLE (JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)

/* What is printed may be about a person: no copy of it stays. */
static void drop(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

static int wipe_string(json_object *value, int flags, json_object *parent,
		       const char *key, size_t *index, void *data)
{
	(void)flags, (void)parent, (void)key, (void)index, (void)data;
	if (json_object_is_type(value, json_type_string))
		explicit_bzero((char *)json_object_get_string(value),
			       (size_t)json_object_get_string_len(value));
	return JSON_C_VISIT_RETURN_CONTINUE;
}

static void drop_json(struct json_object *root)
{
	(void)json_c_visit(root, 0, wipe_string, NULL);
	json_object_put(root);
}

static void add(struct out *out, const char *key, struct json_object *value)
{
	struct json_object *to = out->open[out->depth - 1];
	int err = -1;

	if (to && key)
		err = json_object_object_add(to, key, value);
	else if (to)
		err = json_object_array_add(to, value);
	if (err) {
		json_object_put(value);
		out->failed = true;
	}
}

static void add_made(struct out *out, const char *key,
		     struct json_object *value)
{
	if (!value)
		out->failed = true;
	add(out, key, value);
}

static void open_made(struct out *out, const char *key,
		      struct json_object *value)
{
	add_made(out, key, value);
	out->open[out->depth++] = value;
}

void out_json_begin(struct out *out, const char *schema)
{
	if (out->depth)
		drop_json(out->open[0]);
	out->open[0] = json_object_new_object();
	out->depth = 1;
	out_string(out, "schema", schema);
}

char *out_json_take(struct out *out)
{
	const char *text;
	char *copy;

	text = json_object_to_json_string_ext(out->open[0], JSON_STYLE);
	copy = text ? strdup(text) : NULL;
	if (!copy)
		out->failed = true;
	if (text)
		explicit_bzero((char *)text, strlen(text));
	drop_json(out->open[0]);
	out->depth = 0;
	return copy;
}

void out_json_end(struct out *out)
{
	char *text = out_json_take(out);

	if (!text || puts(text) < 0 || fflush(stdout))
		out->failed = true;
	drop(text);
}

void out_object(struct out *out, const char *key)
{
	open_made(out, key, json_object_new_object());
}

void out_array(struct out *out, const char *key)
{
	open_made(out, key, json_object_new_array());
}

void out_close(struct out *out)
{
	out->depth--;
}

void out_null(struct out *out, const char *key)
{
	add(out, key, NULL);
}

void out_bool(struct out *out, const char *key, bool value)
{
	add_made(out, key, json_object_new_boolean(value));
}

void out_int(struct out *out, const char *key, int64_t value)
{
	add_made(out, key, json_object_new_int64(value));
}

void out_string(struct out *out, const char *key, const char *value)
{
	char *clean;

	if (!value) {
		out_null(out, key);
		return;
	}
	clean = text_clean(value);
	add_made(out, key, clean ? json_object_new_string(clean) : NULL);
	drop(clean);
}

void out_hex(struct out *out, const char *key, const uint8_t *bytes,
	     size_t len)
{
	char *text = malloc(2 * len + 1);
	size_t i;

	if (!text) {
		add_made(out, key, NULL);
		return;
	}
	text[0] = '\0';
	for (i = 0; i < len; i++)
		snprintf(text + 2 * i, 3, "%02x", bytes[i]);
	out_string(out, key, text);
	explicit_bzero(text, 2 * len + 1);
	free(text);
}

void out_usb_id(struct out *out, const char *key, uint16_t id)
{
	char text[5];

	snprintf(text, sizeof(text), "%04x", id);
	out_string(out, key, text);
}

void out_date(struct out *out, const char *key, struct jpki_date date)
{
	char text[JPKI_DATE_SIZE];

	jpki_date_format(date, text, sizeof(text));
	out_string(out, key, text);
}

void out_instant(struct out *out, const char *key, int64_t instant)
{
	char text[JPKI_INSTANT_SIZE];

	jpki_instant_format(instant, text, sizeof(text));
	out_string(out, key, text);
}

void out_line(struct out *out, const char *format, ...)
{
	char *clean = NULL;
	char *text;
	va_list args;
	int len;

	va_start(args, format);
	len = vasprintf(&text, format, args);
	va_end(args);
	if (len < 0)
		text = NULL;
	else
		clean = text_clean(text);
	if (!clean || puts(clean) < 0)
		out->failed = true;
	drop(clean);
	drop(text);
}

void out_response(struct out *out, const uint8_t *response, size_t len)
{
	size_t i;

	for (i = 0; i < len - 2; i++)
		printf("%02x", response[i]);
	out_line(out, "%s%02x%02x", len > 2 ? " " : "", response[len - 2],
		 response[len - 1]);
}

static void put_field(const char *field)
{
	if (!field[strcspn(field, ",\"\r\n")]) {
		fputs_unlocked(field, stdout);
		return;
	}
	putchar_unlocked('"');
	for (; *field; field++) {
		if (*field == '"')
			putchar_unlocked('"');
		putchar_unlocked(*field);
	}
	putchar_unlocked('"');
}

void out_csv(struct out *out, const char *first, const char *second)
{
	put_field(first);
	putchar_unlocked(',');
	put_field(second);
	if (putchar_unlocked('\n') == EOF)
		out->failed = true;
}

void out_bytes(struct out *out, const void *bytes, size_t len)
{
	if (fwrite(bytes, 1, len, stdout) != len)
		out->failed = true;
}

bool out_flush(struct out *out)
{
	return !fflush(stdout) && !ferror(stdout) && !out->failed;
}
