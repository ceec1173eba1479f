// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The form of PINs and when they lock (rules PIN-1 to PIN-3). A PIN is looked
 * at where it lies, and never copied.
 */
#include "pin.h"

#include "rules.h"

static const struct {
	unsigned int tries;
	int least;
	int most;
	bool letters;
} pins[] = {
	[KIND_AUTH] = { 3, 4, 4, false },
	[KIND_SIGN] = { 5, 6, 16, true },
	[KIND_CARD] = { 3, 4, 4, false },
};

/* What the characters of a PIN are. */
struct makeup {
	int length;
	bool upper;
	bool lower;
	bool digit;
	bool other;
};

/* Bytes of the character at @p, with @room left; 0 if it is none. */
static size_t character(const unsigned char *p, size_t room)
{
	size_t i, len = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 :
		p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;

	if (len > room)
		return 0;
	for (i = 1; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

bool jpki_pin_is_text(struct jpki_span pin)
{
	const unsigned char *p = (const unsigned char *)pin.p;
	size_t i, len;

	for (i = 0; i < pin.len; i += len) {
		len = character(p + i, pin.len - i);
		if (!len)
			return false;
	}
	return true;
}

static struct makeup makeup_of(struct jpki_span pin)
{
	struct makeup m = { .length = 0 };
	size_t i;

	for (i = 0; i < pin.len; i++) {
		char c = pin.p[i];

		if ((c & 0xc0) == 0x80)
			continue;	/* the rest of a character */
		m.length++;
		if (c >= 'A' && c <= 'Z')
			m.upper = true;
		else if (c >= 'a' && c <= 'z')
			m.lower = true;
		else if (c >= '0' && c <= '9')
			m.digit = true;
		else
			m.other = true;
	}
	return m;
}

/* The first reason that holds, or NULL. */
static const char *reason(const struct makeup *m, int kind)
{
	if (m->length < pins[kind].least || m->length > pins[kind].most)
		return "length";
	if (m->other)
		return "charset";
	if (!pins[kind].letters)
		return m->upper || m->lower ? "charset" : NULL;
	if (m->lower)
		return "lowercase";
	if (!m->upper)
		return "needs_letter";
	return m->digit ? NULL : "needs_digit";
}

static bool has_no_pins(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	if (!jpki_is(facts, KEY_CARD, CARD_FACIAL))
		return false;
	f->rule = "PIN-3";
	jpki_mean(f, MEANING_NO_PINS);
	return true;
}

bool jpki_not_applicable(const struct jpki_facts *facts,
			 struct jpki_finding *f)
{
	if (!has_no_pins(facts, f))
		return false;
	jpki_put_word(f, "not_applicable");
	return true;
}

void jpki_rule_pin_form(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	struct makeup m = makeup_of(facts->v[KEY_PIN].text);
	int kind = facts->v[KEY_PIN_KIND].choice;
	const char *why = reason(&m, kind);

	f->rule = "PIN-1";
	if (has_no_pins(facts, f))
		why = "not_applicable";
	else
		jpki_mean(f, !why ? MEANING_PIN_OK : pins[kind].letters ?
			  MEANING_PIN_SIGN_FORM : MEANING_PIN_DIGITS_FORM);
	jpki_put_yes(f, "ok", !why);
	if (why)
		jpki_put(f, "reason", why);
}

void jpki_rule_pin_lock(const struct jpki_facts *facts,
			struct jpki_finding *f)
{
	unsigned int tries = pins[facts->v[KEY_PIN_KIND].choice].tries;
	unsigned int wrong = facts->v[KEY_WRONG].count;
	bool locked = wrong >= tries;

	if (jpki_not_applicable(facts, f))
		return;
	f->rule = "PIN-2";
	jpki_put_yes(f, "locked", locked);
	jpki_put_count(f, "left", locked ? 0 : tries - wrong);
	jpki_mean(f, locked ? MEANING_PIN_LOCKED : MEANING_PIN_LEFT);
}
