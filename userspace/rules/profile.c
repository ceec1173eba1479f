// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Profiles of municipalities: a strict parser of their text form, which
 * jpki-rules(5) describes. Keys before the first [desk] are the municipality's,
 * those behind it the desk's.
 */
#include "profile.h"

#include <stddef.h>

#include "hours.h"
#include "pin.h"

#define NAME_EXPECTED	"a file name of a lowercase letter, then letters, " \
			   "digits, - and _, 31 at most, and .profile"
#define LINE_EXPECTED	"KEY = VALUE or [desk], with a key known here"
#define ONCE_EXPECTED	"given once"
#define TITLE_EXPECTED	"a name in UTF-8, of at most 63 bytes"
#define PHONE_EXPECTED	"digits and hyphens, at most 23"
#define DAY_EXPECTED	"a day such as 2027-02-20, from 1900 to 2199"
#define COUNT_EXPECTED	"a count in digits, at most "
#define DESK_EXPECTED	"the name of a desk: a lowercase letter, then "   \
			   "letters, digits, - and _, 31 at most, each once, " \
			   "16 at most"

enum type { TITLE, PHONE, DAY, COUNT, CHOICE, HOURS, CLOSED };

struct row {
	const char *key;
	enum type type;
	size_t offset;
	unsigned int most;	/* of a COUNT */
	const char *expected;	/* of a COUNT; of a CHOICE its names, with '|' */
};

#define MUNICIPALITY(member) offsetof(struct jpki_profile, member)
#define DESK(member) offsetof(struct jpki_desk, member)
#define YEN_MAX 100000
#define FEE(name, kind, occasion) \
	{ name, COUNT, MUNICIPALITY(fee_##kind[occasion]), YEN_MAX,		\
	  COUNT_EXPECTED "100000" }

static const struct row municipality_rows[] = {
	{ "title", TITLE, MUNICIPALITY(title), 0, NULL },
	{ "telephone", PHONE, MUNICIPALITY(telephone), 0, NULL },
	{ "store_start", DAY, MUNICIPALITY(store_start), 0, NULL },
	{ "store_delay", COUNT, MUNICIPALITY(store_delay), 60,
	  COUNT_EXPECTED "60" },
	{ "answer_months", COUNT, MUNICIPALITY(answer_months), 12,
	  COUNT_EXPECTED "12" },
	{ "household_move", CHOICE, MUNICIPALITY(household_move), 0, "no|yes" },
	{ "holder_along", CHOICE, MUNICIPALITY(holder_along), 0, "no|yes" },
	{ "register_here", CHOICE, MUNICIPALITY(register_here), 0, "no|yes" },
	{ "parent", CHOICE, MUNICIPALITY(parent), 0, "proves|heads|shares" },
	{ "first_visit", CHOICE, MUNICIPALITY(first_visit), 0,
	  "unstated|application+identification|card+identification|"
	  "card+application" },
	{ "lists", CHOICE, MUNICIPALITY(lists), 0, "A|A+B" },
	FEE("fee_first_cert", cert, FEE_FIRST),
	FEE("fee_first_card", card, FEE_FIRST),
	FEE("fee_reissue_fault_cert", cert, FEE_REISSUE_FAULT),
	FEE("fee_reissue_fault_card", card, FEE_REISSUE_FAULT),
	FEE("fee_reissue_nofault_cert", cert, FEE_REISSUE_NOFAULT),
	FEE("fee_reissue_nofault_card", card, FEE_REISSUE_NOFAULT),
	FEE("fee_renewal_cert", cert, FEE_RENEWAL),
	FEE("fee_later_first_cert", cert, FEE_LATER_FIRST),
};

static const struct row desk_rows[] = {
	{ "title", TITLE, DESK(title), 0, NULL },
	{ "telephone", PHONE, DESK(telephone), 0, NULL },
	{ "hours", HOURS, 0, 0, NULL },
	{ "closed", CLOSED, 0, 0, NULL },
};

#define COUNT_OF(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Where no profile says otherwise. */
static const unsigned int fee_cert[FEE_OCCASIONS] = {
	[FEE_REISSUE_FAULT] = 200,
};
static const unsigned int fee_card[FEE_OCCASIONS] = {
	[FEE_REISSUE_FAULT] = 800,
};

struct parser {
	struct jpki_profile *profile;
	struct jpki_desk *desk;		/* NULL before the first */
	struct jpki_profile_fault *fault;
	uint64_t seen;			/* rows of this section, by number */
};

/* Copies the key where it can be shown; false, for callers that return so. */
static bool fail(struct parser *parser, struct jpki_span key,
		 const char *expected)
{
	size_t i;

	if (key.len >= sizeof(parser->fault->key))
		key.len = sizeof(parser->fault->key) - 1;
	for (i = 0; i < key.len; i++)
		parser->fault->key[i] = key.p[i] > ' ' && key.p[i] < 0x7f ?
			key.p[i] : '?';
	parser->fault->key[key.len] = '\0';
	parser->fault->expected = expected;
	return false;
}

static bool is_name(struct jpki_span name)
{
	size_t i;

	if (!name.len || name.len >= PROFILE_NAME_SIZE || *name.p < 'a' ||
	    *name.p > 'z')
		return false;
	for (i = 0; i < name.len; i++)
		if (!memchr("abcdefghijklmnopqrstuvwxyz0123456789-_",
			    name.p[i], 38))
			return false;
	return true;
}

static bool copy(char *to, size_t size, struct jpki_span text)
{
	if (!text.len || text.len >= size)
		return false;
	memcpy(to, text.p, text.len);
	to[text.len] = '\0';
	return true;
}

static bool parse_title(struct jpki_span text, char *ret)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
			return false;
	return jpki_pin_is_text(text) && copy(ret, PROFILE_TITLE_SIZE, text);
}

static bool parse_phone(struct jpki_span text, char *ret)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (!memchr("0123456789-", text.p[i], 11))
			return false;
	return copy(ret, PROFILE_PHONE_SIZE, text);
}

static bool parse_day(struct jpki_span text, struct jpki_date *ret)
{
	char day[JPKI_DATE_SIZE];

	return copy(day, sizeof(day), text) && !jpki_date_parse(day, ret);
}

static bool parse_count(struct jpki_span text, unsigned int most,
			unsigned int *ret)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < text.len && count <= most; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		count = count * 10 + (unsigned int)(text.p[i] - '0');
	}
	if (!text.len || count > most)
		return false;
	*ret = count;
	return true;
}

static bool parse_choice(struct jpki_span text, const char *names,
			 unsigned int *ret)
{
	struct jpki_span rest = jpki_span(names), name;
	unsigned int i;

	for (i = 0; jpki_span_take(&rest, '|', &name); i++) {
		if (name.len == text.len && !memcmp(name.p, text.p, text.len)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* What the value must look like, or NULL when it does and is stored. */
static const char *store(struct parser *parser, const struct row *row,
			 struct jpki_span value)
{
	char *base = parser->desk ? (char *)parser->desk :
		(char *)parser->profile;
	void *member = base + row->offset;

	switch (row->type) {
	case TITLE:
		return parse_title(value, member) ? NULL : TITLE_EXPECTED;
	case PHONE:
		return parse_phone(value, member) ? NULL : PHONE_EXPECTED;
	case DAY:
		return parse_day(value, member) ? NULL : DAY_EXPECTED;
	case COUNT:
		return parse_count(value, row->most, member) ? NULL :
			row->expected;
	case CHOICE:
		return parse_choice(value, row->expected, member) ? NULL :
			row->expected;
	case HOURS:
		return jpki_hours_parse(parser->desk, value) ? NULL :
			HOURS_EXPECTED;
	default:
		return jpki_closed_parse(parser->desk, value) ? NULL :
			CLOSED_EXPECTED;
	}
}

static struct jpki_span trim(struct jpki_span text)
{
	while (text.len && memchr(" \t\r", *text.p, 3)) {
		text.p++;
		text.len--;
	}
	while (text.len && memchr(" \t\r", text.p[text.len - 1], 3))
		text.len--;
	return text;
}

static bool take_key(struct parser *parser, struct jpki_span line)
{
	const struct row *rows = parser->desk ? desk_rows : municipality_rows;
	size_t i, count = parser->desk ? COUNT_OF(desk_rows) :
		COUNT_OF(municipality_rows);
	struct jpki_span key;
	const char *expected;

	if (!jpki_span_take(&line, '=', &key) || !line.p)
		return fail(parser, trim(key), LINE_EXPECTED);
	key = trim(key);
	for (i = 0; i < count && !jpki_span_is(key, rows[i].key);)
		i++;
	if (i == count)
		return fail(parser, key, LINE_EXPECTED);
	if (parser->seen >> i & 1 && rows[i].type != HOURS &&
	    rows[i].type != CLOSED)
		return fail(parser, key, ONCE_EXPECTED);
	parser->seen |= UINT64_C(1) << i;
	expected = store(parser, &rows[i], trim(line));
	return !expected || fail(parser, key, expected);
}

static bool take_desk(struct parser *parser, struct jpki_span name)
{
	struct jpki_profile *profile = parser->profile;

	if (!is_name(name) || jpki_profile_desk(profile, name) ||
	    profile->desk_count == PROFILE_DESKS)
		return fail(parser, name, DESK_EXPECTED);
	parser->desk = &profile->desk[profile->desk_count++];
	parser->seen = 0;
	return copy(parser->desk->name, PROFILE_NAME_SIZE, name);
}

static bool take_line(struct parser *parser, struct jpki_span line)
{
	line = trim(line);
	if (!line.len || *line.p == '#')
		return true;
	if (*line.p != '[')
		return take_key(parser, line);
	if (line.p[line.len - 1] != ']')
		return fail(parser, line, DESK_EXPECTED);
	return take_desk(parser, (struct jpki_span){ line.p + 1,
						     line.len - 2 });
}

bool jpki_profile_parse(struct jpki_span name, struct jpki_span text,
			struct jpki_profile *ret,
			struct jpki_profile_fault *ret_fault)
{
	struct parser parser = { .profile = ret, .fault = ret_fault };
	struct jpki_span line;

	memset(ret, 0, sizeof(*ret));
	memset(ret_fault, 0, sizeof(*ret_fault));
	memcpy(ret->fee_cert, fee_cert, sizeof(fee_cert));
	memcpy(ret->fee_card, fee_card, sizeof(fee_card));
	if (!is_name(name) || !copy(ret->name, sizeof(ret->name), name))
		return fail(&parser, name, NAME_EXPECTED);
	while (jpki_span_take(&text, '\n', &line)) {
		ret_fault->line++;
		if (!take_line(&parser, line))
			return false;
	}
	if (!*ret->title)
		return fail(&parser, jpki_span("title"), TITLE_EXPECTED);
	return true;
}

const struct jpki_profile *jpki_profile_find(const struct jpki_profiles *set,
					     struct jpki_span name)
{
	size_t i;

	for (i = 0; set && i < set->count; i++)
		if (jpki_span_is(name, set->profile[i].name))
			return &set->profile[i];
	return NULL;
}

const struct jpki_desk *jpki_profile_desk(const struct jpki_profile *profile,
					  struct jpki_span name)
{
	int i;

	for (i = 0; i < profile->desk_count; i++)
		if (jpki_span_is(name, profile->desk[i].name))
			return &profile->desk[i];
	return NULL;
}

bool jpki_profile_any_desk(const struct jpki_profiles *set,
			   struct jpki_span name)
{
	size_t i;

	for (i = 0; set && i < set->count; i++)
		if (jpki_profile_desk(&set->profile[i], name))
			return true;
	return false;
}

unsigned int jpki_profile_fee(const struct jpki_profile *profile, int occasion,
			      int what)
{
	unsigned int cert = profile ? profile->fee_cert[occasion] :
		fee_cert[occasion];
	unsigned int card = profile ? profile->fee_card[occasion] :
		fee_card[occasion];

	return (what == WHAT_CARD ? 0 : cert) + (what == WHAT_CERT ? 0 : card);
}
