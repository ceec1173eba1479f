/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The only place that prints the answer: JSON objects or lines for people. */
#ifndef JPKICTL_OUT_H
#define JPKICTL_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jpki/date.h>

#define OUT_DEPTH 6

struct json_object;

struct out {
	bool failed;		/* memory or the output ran out */
	int depth;
	struct json_object *open[OUT_DEPTH];
};

/*
 * JSON. Begin one with its schema, fill it, and out_json_end() prints it as one
 * line; one that is never ended is dropped when the next begins. Inside an
 * array the key is NULL. A string that is NULL is a null.
 */
void out_json_begin(struct out *out, const char *schema);
void out_json_end(struct out *out);
/* Ends it as well, but is the line, to be given to free(), or NULL. */
char *out_json_take(struct out *out);
void out_object(struct out *out, const char *key);
void out_array(struct out *out, const char *key);
void out_close(struct out *out);
void out_null(struct out *out, const char *key);
void out_bool(struct out *out, const char *key, bool value);
void out_int(struct out *out, const char *key, int64_t value);
void out_string(struct out *out, const char *key, const char *value);
void out_hex(struct out *out, const char *key, const uint8_t *bytes,
	     size_t len);
void out_usb_id(struct out *out, const char *key, uint16_t id);
void out_date(struct out *out, const char *key, struct jpki_date date);
void out_instant(struct out *out, const char *key, int64_t instant);

/* Lines for people; control characters in what is filled in do no harm. */
__attribute__((format(printf, 2, 3)))
void out_line(struct out *out, const char *format, ...);
/* The response of a card: its data, if any, and its status word. */
void out_response(struct out *out, const uint8_t *response, size_t len);
/* Two fields of CSV, quoted where they need it. */
void out_csv(struct out *out, const char *first, const char *second);
void out_bytes(struct out *out, const void *bytes, size_t len);

/* Everything printed has reached the output. */
bool out_flush(struct out *out);

#endif /* JPKICTL_OUT_H */
