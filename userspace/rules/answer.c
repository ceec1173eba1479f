// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Building a finding. The room for its text holds every answer that there is,
 * and what does not fit is left off rather than written past the end.
 */
#include "answer.h"

#include "profile.h"
#include "value.h"

static const struct {
	const char *name;
	const char *rule;
	const char *text;
} faults[] = {
#define ROW(constant, name_, rule_, text_) \
	[JPKI_RULES_FAULT_##constant] = { name_, rule_, text_ },
	JPKI_RULES_FAULTS(ROW)
#undef ROW
};

#define FAULT_COUNT (sizeof(faults) / sizeof(faults[0]))

const char *jpki_rules_fault_name(enum jpki_rules_fault fault)
{
	return (size_t)fault < FAULT_COUNT ? faults[fault].name : "";
}

const char *jpki_rules_fault_text(enum jpki_rules_fault fault)
{
	return (size_t)fault < FAULT_COUNT ? faults[fault].text : "";
}

static void append(struct jpki_finding *f, const char *text)
{
	size_t room = sizeof(f->text) - 1 - f->text_len;
	size_t len = strlen(text);

	if (len > room)
		len = room;
	memcpy(f->text + f->text_len, text, len);
	f->text_len += len;
	f->text[f->text_len] = '\0';
}

void jpki_put(struct jpki_finding *f, const char *key, const char *value)
{
	if (f->text_len)
		append(f, ";");
	append(f, key);
	append(f, "=");
	append(f, value);
}

void jpki_put_yes(struct jpki_finding *f, const char *key, bool yes)
{
	jpki_put(f, key, yes ? "yes" : "no");
}

/* Digits of @value, at least @width of them, at @end; snprintf() is slow. */
static char *digits(char *end, unsigned int value, int width)
{
	for (; value || width > 0; value /= 10, width--)
		*--end = (char)('0' + value % 10);
	return end;
}

void jpki_put_count(struct jpki_finding *f, const char *key, unsigned int n)
{
	char text[11] = "";

	jpki_put(f, key, digits(text + sizeof(text) - 1, n, 1));
}

void jpki_put_date(struct jpki_finding *f, const char *key,
		   struct jpki_date date)
{
	char text[JPKI_DATE_SIZE] = "";
	char *p = text + sizeof(text) - 1;

	p = digits(p, (unsigned int)date.day, 2);
	*--p = '-';
	p = digits(p, (unsigned int)date.month, 2);
	*--p = '-';
	digits(p, (unsigned int)date.year, 4);
	jpki_put(f, key, text);
}

void jpki_put_time(struct jpki_finding *f, const char *key, int64_t instant)
{
	char text[JPKI_INSTANT_SIZE];

	jpki_instant_format(instant, text, sizeof(text));
	jpki_put(f, key, text);
}

void jpki_put_word(struct jpki_finding *f, const char *word)
{
	f->text_len = 0;
	append(f, word);
}

void jpki_put_rule(struct jpki_finding *f, const char *rule)
{
	f->rule = rule;
	jpki_put(f, "rule", rule);
}

void jpki_put_missing(struct jpki_finding *f, const char *prefix,
		      uint64_t missing)
{
	const char *separator = "";
	enum jpki_key key;

	f->result = JPKI_RULES_UNKNOWN;
	f->rule = "ASK-1";
	jpki_put_word(f, prefix);
	for (key = 0; key < KEY_COUNT; key++) {
		if (!(missing >> key & 1))
			continue;
		append(f, separator);
		append(f, jpki_key_name(key));
		separator = ",";
	}
	jpki_mean(f, MEANING_MISSING);
}

void jpki_mean(struct jpki_finding *f, enum jpki_meaning meaning)
{
	size_t i = 0;

	while (i < JPKI_RULES_MEANINGS && f->meaning[i])
		i++;
	if (i < JPKI_RULES_MEANINGS)
		f->meaning[i] = jpki_meaning_text(meaning);
}

void jpki_mean_office(struct jpki_finding *f, const struct jpki_facts *facts)
{
	const struct jpki_profile *profile;

	if (!jpki_has(facts, KEY_PROFILE))
		return;
	profile = facts->v[KEY_PROFILE].profile;
	if (!*profile->telephone)
		return;
	f->office = profile->title;
	f->telephone = profile->telephone;
	jpki_mean(f, MEANING_OFFICE);
}

bool jpki_fault(struct jpki_finding *f, enum jpki_rules_fault fault,
		const char *key, const char *other)
{
	f->result = JPKI_RULES_ERROR;
	f->rule = faults[fault].rule;
	f->fault = fault;
	f->key = key;
	f->other = other;
	jpki_put_word(f, "error");
	return false;
}
