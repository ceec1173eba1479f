// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A finding of the rules, shown: as JSON, and as sentences in which days are
 * written as people write them.
 */
#include "rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "lang.h"

#define VALUE_SIZE	128
#define TIME_AT		11	/* in an instant, "12:00" of its time */

/* One "key=value" of an answer, or a word without a key. */
struct part {
	char key[VALUE_SIZE];
	char value[VALUE_SIZE];
};

/* Takes the part at *@text, which moves behind it; false at the end. */
static bool take_part(const char **text, struct part *part)
{
	size_t len = strcspn(*text, ";");
	size_t key_len = strcspn(*text, "=;");

	if (!len)
		return false;
	snprintf(part->key, sizeof(part->key), "%.*s", (int)key_len, *text);
	snprintf(part->value, sizeof(part->value), "%.*s",
		 key_len < len ? (int)(len - key_len - 1) : 0,
		 *text + key_len + (key_len < len));
	*text += len + ((*text)[len] == ';');
	return true;
}

static bool find_value(const struct jpki_finding *finding, const char *key,
		       struct part *part)
{
	const char *rest = finding->text;

	while (take_part(&rest, part))
		if (!strcmp(part->key, key))
			return true;
	return false;
}

/* A value as people write it. */
static void print_value(FILE *to, const char *value)
{
	char day_text[JPKI_DATE_SIZE], people[DAY_TEXT_SIZE];
	struct jpki_date date;
	int64_t instant;

	snprintf(day_text, sizeof(day_text), "%.10s", value);
	if (jpki_date_parse(day_text, &date)) {
		fputs(value, to);
		return;
	}
	fputs(facts_day(date, people), to);
	if (!jpki_instant_parse(value, &instant))
		fprintf(to, " %.8s", value + TIME_AT);
}

static void print_name(FILE *to, const struct jpki_finding *finding,
		       const char *name)
{
	struct part part;

	if (!strcmp(name, "office"))
		fputs(finding->office, to);
	else if (!strcmp(name, "telephone"))
		fputs(finding->telephone, to);
	else if (find_value(finding, name, &part))
		print_value(to, part.value);
}

static void fill_in(FILE *to, const struct jpki_finding *finding,
		    const char *text)
{
	char name[VALUE_SIZE];
	size_t len;

	while (*text) {
		len = strcspn(text, "{");
		fwrite(text, 1, len, to);
		text += len;
		if (!*text)
			break;
		len = strcspn(++text, "}");
		snprintf(name, sizeof(name), "%.*s", (int)len, text);
		print_name(to, finding, name);
		text += len + (text[len] == '}');
	}
}

/* To be freed; NULL when memory ran out. */
static char *meaning_text(const struct jpki_finding *finding, int number)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	if (!to)
		return NULL;
	fill_in(to, finding, gettext(finding->meaning[number]));
	if (fclose(to)) {
		free(text);
		return NULL;
	}
	return text;
}

void rules_explain(struct cli *cli, const struct jpki_finding *finding)
{
	int i;

	for (i = 0; i < JPKI_RULES_MEANINGS && finding->meaning[i]; i++) {
		char *text = meaning_text(finding, i);

		if (text)
			out_line(&cli->out, "%s", text);
		else
			cli->out.failed = true;
		free(text);
	}
}

char *rules_error_text(const struct jpki_finding *finding)
{
	const char *key = finding->key ? finding->key : "";
	const char *other = finding->other ? gettext(finding->other) : "";
	char *text;

	if (asprintf(&text, gettext(jpki_rules_fault_text(finding->fault)),
		     key, other) < 0)
		return NULL;
	return text;
}

static void json_missing(struct out *out, const struct jpki_finding *finding)
{
	static const char unknown[] = "unknown:";
	const char *list = NULL;
	struct part part;

	if (find_value(finding, "missing", &part))
		list = part.value;
	else if (!strncmp(finding->text, unknown, strlen(unknown)))
		list = finding->text + strlen(unknown);
	out_array(out, "missing");
	while (list && *list) {
		size_t len = strcspn(list, ",");
		char name[VALUE_SIZE];

		snprintf(name, sizeof(name), "%.*s", (int)len, list);
		out_string(out, NULL, name);
		list += len + (list[len] == ',');
	}
	out_close(out);
}

static void json_values(struct out *out, const struct jpki_finding *finding)
{
	const char *rest = finding->text;
	struct part part;

	out_object(out, "values");
	while (take_part(&rest, &part))
		if (*part.value && strcmp(part.key, "missing"))
			out_string(out, part.key, part.value);
	out_close(out);
}

static void json_meaning(struct out *out, const struct jpki_finding *finding)
{
	int i;

	out_array(out, "meaning");
	for (i = 0; i < JPKI_RULES_MEANINGS && finding->meaning[i]; i++) {
		char *text = meaning_text(finding, i);

		out_string(out, NULL, text);
		free(text);
	}
	out_close(out);
}

static void json_error(struct out *out, const struct jpki_finding *finding)
{
	char *text;

	if (finding->result != JPKI_RULES_ERROR) {
		out_null(out, "error");
		return;
	}
	text = rules_error_text(finding);
	out_object(out, "error");
	out_string(out, "name", jpki_rules_fault_name(finding->fault));
	out_string(out, "key", finding->key);
	if (finding->input)
		out_int(out, "input", (int64_t)finding->input);
	else
		out_null(out, "input");
	out_string(out, "text", text);
	out_close(out);
	free(text);
}

void rules_json(struct cli *cli, const char *id, const char *question,
		const struct jpki_finding *finding)
{
	static const char *const results[] = {
		[JPKI_RULES_ANSWER] = "answer",
		[JPKI_RULES_UNKNOWN] = "unknown",
		[JPKI_RULES_ERROR] = "error",
	};
	struct out *out = &cli->out;

	out_json_begin(out, "jpki.rule/1");
	out_string(out, "id", id);
	out_string(out, "question", question);
	out_string(out, "result", results[finding->result]);
	out_string(out, "answer", finding->text);
	json_values(out, finding);
	json_missing(out, finding);
	out_string(out, "rule", finding->rule);
	json_meaning(out, finding);
	json_error(out, finding);
	out_json_end(out);
}
