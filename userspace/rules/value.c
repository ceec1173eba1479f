// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The forms of values: a table of what each form looks like and what reads it.
 * A value is the whole text, so that nothing before or after it is let pass.
 */
#include "value.h"

#include "paper.h"
#include "pin.h"
#include "profile.h"

#define N_(text) text

#define COUNT_MAX	1000000		/* more is no different to any rule */
#define TEXT_MAX	32		/* longer than any day or time */

struct form {
	const char *expected;
	bool (*parse)(const char *expected, struct jpki_span text,
		      const struct jpki_profiles *profiles,
		      union jpki_value *ret);
};

bool jpki_span_take(struct jpki_span *rest, char separator,
		    struct jpki_span *ret)
{
	const char *end;

	if (!rest->p)
		return false;
	*ret = *rest;
	end = memchr(rest->p, separator, rest->len);
	if (!end) {
		*rest = (struct jpki_span){ NULL, 0 };
		return true;
	}
	ret->len = (size_t)(end - rest->p);
	rest->p = end + 1;
	rest->len -= ret->len + 1;
	return true;
}

static bool parse_choice(const char *expected, struct jpki_span text,
			 const struct jpki_profiles *profiles,
			 union jpki_value *ret)
{
	struct jpki_span rest = jpki_span(expected), name;
	int i;

	(void)profiles;
	for (i = 0; jpki_span_take(&rest, '|', &name); i++) {
		if (name.len == text.len && !memcmp(name.p, text.p, text.len)) {
			ret->choice = i;
			return true;
		}
	}
	return false;
}

#define EVENT_NAMES							\
	"address_change|name_change|alias_change|birth_date_change|"	\
	"sex_change|residence_code_change|voluntary|card_void|death|"	\
	"not_renewed"

/* A copy that ends in a zero, for what reads strings. */
static bool to_string(struct jpki_span text, char buf[TEXT_MAX])
{
	if (text.len >= TEXT_MAX)
		return false;
	memcpy(buf, text.p, text.len);
	buf[text.len] = '\0';
	return strlen(buf) == text.len;
}

static bool parse_date(const char *expected, struct jpki_span text,
		       const struct jpki_profiles *profiles,
		       union jpki_value *ret)
{
	char buf[TEXT_MAX];

	(void)expected;
	(void)profiles;
	return to_string(text, buf) && !jpki_date_parse(buf, &ret->date);
}

static bool parse_date_or_none(const char *expected, struct jpki_span text,
			       const struct jpki_profiles *profiles,
			       union jpki_value *ret)
{
	if (jpki_span_is(text, "none")) {
		ret->date = (struct jpki_date){ 0, 0, 0 };
		return true;
	}
	return parse_date(expected, text, profiles, ret);
}

static bool parse_time(const char *expected, struct jpki_span text,
		       const struct jpki_profiles *profiles,
		       union jpki_value *ret)
{
	char buf[TEXT_MAX];

	(void)expected;
	(void)profiles;
	return to_string(text, buf) && !jpki_instant_parse(buf, &ret->instant);
}

static bool parse_dates(const char *expected, struct jpki_span text,
			const struct jpki_profiles *profiles,
			union jpki_value *ret)
{
	struct jpki_span rest = text, item;
	union jpki_value date;

	while (jpki_span_take(&rest, '+', &item))
		if (!parse_date(expected, item, profiles, &date))
			return false;
	ret->text = text;
	return true;
}

static bool parse_count(const char *expected, struct jpki_span text,
			const struct jpki_profiles *profiles,
			union jpki_value *ret)
{
	size_t i;

	(void)expected;
	(void)profiles;
	ret->count = 0;
	for (i = 0; i < text.len; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		if (ret->count < COUNT_MAX)
			ret->count = ret->count * 10 +
				     (unsigned int)(text.p[i] - '0');
	}
	return true;
}

static bool parse_paper(const char *expected, struct jpki_span text,
			const struct jpki_profiles *profiles,
			union jpki_value *ret)
{
	(void)expected;
	(void)profiles;
	ret->choice = jpki_paper_find(text);
	return ret->choice >= 0;
}

static bool parse_pin(const char *expected, struct jpki_span text,
		      const struct jpki_profiles *profiles,
		      union jpki_value *ret)
{
	(void)expected;
	(void)profiles;
	ret->text = text;
	return jpki_pin_is_text(text);
}

static bool parse_profile(const char *expected, struct jpki_span text,
			  const struct jpki_profiles *profiles,
			  union jpki_value *ret)
{
	(void)expected;
	ret->profile = jpki_profile_find(profiles, text);
	return ret->profile;
}

/* Which desks there are is a matter of the profile. */
static bool parse_desk(const char *expected, struct jpki_span text,
		       const struct jpki_profiles *profiles,
		       union jpki_value *ret)
{
	(void)expected;
	ret->text = text;
	return jpki_profile_any_desk(profiles, text);
}

bool jpki_event_take(struct jpki_span *rest, int *ret_event,
		     struct jpki_date *ret_date)
{
	struct jpki_span item, name;
	union jpki_value value;

	if (!jpki_span_take(rest, '+', &item))
		return false;
	if (!jpki_span_take(&item, '@', &name) || !item.p)
		return false;
	if (!parse_choice(EVENT_NAMES, name, NULL, &value))
		return false;
	*ret_event = value.choice;
	if (!parse_date("", item, NULL, &value))
		return false;
	*ret_date = value.date;
	return true;
}

static bool parse_events(const char *expected, struct jpki_span text,
			 const struct jpki_profiles *profiles,
			 union jpki_value *ret)
{
	struct jpki_span rest = text;
	struct jpki_date date;
	int event;

	(void)expected;
	(void)profiles;
	ret->text = text;
	while (jpki_event_take(&rest, &event, &date))
		if (!rest.p)
			return true;
	return false;
}

/* X(constant, expected, parser) */
#define FORMS(X)							\
	X(YES_NO, "no|yes", parse_choice)				\
	X(APPLICANT, "self|legal_rep|proxy|household_proxy", parse_choice) \
	X(CARD, "mynumber|mynumber_facial|juki", parse_choice)		\
	X(EVENT, EVENT_NAMES, parse_choice)				\
	X(FEE_OCCASION,							\
	  "first|reissue_fault|reissue_nofault|renewal|later_first",	\
	  parse_choice)							\
	X(KIND, "auth|sign", parse_choice)				\
	X(KINDS, "auth|sign|auth+sign", parse_choice)			\
	X(OCCASION, "issue|renewal|unlock|move", parse_choice)		\
	X(PIN_KIND, "auth|sign|card", parse_choice)			\
	X(RELATION, "parent|guardian", parse_choice)			\
	X(SERVICE,							\
	  "convenience_store|mynaportal|health_insurance|etax_sign|"	\
	  "private_contract|face_to_face_id", parse_choice)		\
	X(STATE,							\
	  "unknown|absent|revoked|expired|not_yet_valid|renewable|"	\
	  "valid", parse_choice)					\
	X(WHAT, "cert|card|both", parse_choice)				\
	X(COUNT, N_("a count in digits"), parse_count)			\
	X(DATE, N_("a day such as 2027-02-20, from 1900 to 2199"),	\
	  parse_date)							\
	X(DATE_OR_NONE,							\
	  N_("a day such as 2027-02-20, from 1900 to 2199, or none"),	\
	  parse_date_or_none)						\
	X(DATES, N_("days such as 2027-02-20, joined by +"), parse_dates) \
	X(DESK, N_("the desk of a profile"), parse_desk)		\
	X(EVENTS, N_("EVENT@DAY, several joined by +"), parse_events)	\
	X(PAPER, N_("the name of a paper in jpki-rules(5)"), parse_paper) \
	X(PIN, N_("text in UTF-8"), parse_pin)				\
	X(PROFILE, N_("the name of a municipality's profile"),		\
	  parse_profile)						\
	X(TIME,								\
	  N_("a time with whole seconds and an offset, such as "	\
	     "2027-02-20T12:00:00+09:00"), parse_time)

#define FORM_CONSTANT(constant, expected, parse) FORM_##constant,
enum form_id { FORMS(FORM_CONSTANT) };
#undef FORM_CONSTANT

static const struct form forms[] = {
#define ROW(constant, expected_, parse_) \
	[FORM_##constant] = { expected_, parse_ },
	FORMS(ROW)
#undef ROW
};

static const struct {
	const char *name;
	enum form_id form;
} keys[] = {
#define ROW(constant, name_, form_) [KEY_##constant] = { name_, FORM_##form_ },
	RULES_KEYS(ROW)
#undef ROW
};

const char *jpki_key_name(enum jpki_key key)
{
	return keys[key].name;
}

const char *jpki_key_expected(enum jpki_key key)
{
	return forms[keys[key].form].expected;
}

bool jpki_value_parse(enum jpki_key key, struct jpki_span text,
		      const struct jpki_profiles *profiles,
		      union jpki_value *ret)
{
	const struct form *form = &forms[keys[key].form];

	/* a PIN alone may be empty: it is then too short */
	if (!text.len && key != KEY_PIN)
		return false;
	return form->parse(form->expected, text, profiles, ret);
}
