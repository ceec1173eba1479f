// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A question by name: the table of questions, and the order in which one is
 * answered: errors first, then missing facts, then the rules (rule ASK-1).
 */
#include <jpki/rules.h>

#include "check.h"
#include "rules.h"
#include "value.h"

static const struct question {
	const char *name;
	const char *rules;
	uint64_t needed;
	uint64_t places;	/* needed in places, or not at all */
	jpki_rule_fn *rule;
	jpki_keys_fn *missing;
	jpki_keys_fn *idle;
	jpki_check_fn *check;
	bool answers_no;	/* where a card cannot carry the certificate */
	bool mynumber;		/* is about a My Number card, unsaid */
} questions[] = {
	{
		.name = "card_expiry",
		.rules = "CARD-1 CARD-2 CARD-3 DATE-1 DATE-2",
		.needed = KEY_BIT(BIRTH) | KEY_BIT(ISSUED),
		.places = KEY_BIT(APPLIED) | KEY_BIT(STAY_UNTIL),
		.rule = jpki_rule_card_expiry,
		.mynumber = true,
	}, {
		.name = "cert_expiry",
		.rules = "EXP-1 EXP-2 EXP-3 EXP-4 DATE-1 DATE-2",
		.needed = KEY_BIT(CARD) | KEY_BIT(KIND) | KEY_BIT(BIRTH) |
			KEY_BIT(ISSUED),
		.places = KEY_BIT(CARD_EXPIRY) | KEY_BIT(AUTH_EXPIRY) |
			KEY_BIT(STAY_UNTIL) | KEY_BIT(RENEWED),
		.rule = jpki_rule_cert_expiry,
		.missing = jpki_missing_cert_expiry,
	}, {
		.name = "renewal_opens",
		.rules = "DATE-3 DATE-4",
		.needed = KEY_BIT(EXPIRY),
		.rule = jpki_rule_renewal_opens,
	}, {
		.name = "can_renew",
		.rules = "STAT-2 EXP-4 DATE-4",
		.needed = KEY_BIT(CARD) | KEY_BIT(ON) | KEY_BIT(EXPIRY),
		.rule = jpki_rule_can_renew,
	}, {
		.name = "notice_window",
		.rules = "STAT-3 DATE-3",
		.needed = KEY_BIT(EXPIRY),
		.places = KEY_BIT(STATE),
		.rule = jpki_rule_notice_window,
		.missing = jpki_missing_notice_window,
		.idle = jpki_idle_notice_window,
	}, {
		.name = "eligible",
		.rules = "ELIG-1 ELIG-2 ELIG-3 ELIG-4 ELIG-5 ELIG-6",
		.needed = KEY_BIT(CARD) | KEY_BIT(KIND) | KEY_BIT(BIRTH) |
			KEY_BIT(ON),
		.places = KEY_BIT(ADULT_WARD) | KEY_BIT(CARD_EXPIRY) |
			KEY_BIT(RESIDENT),
		.rule = jpki_rule_eligible,
		.answers_no = true,
	}, {
		.name = "revoked_by",
		.rules = "REV-1 REV-2 REV-3",
		.needed = KEY_BIT(CARD) | KEY_BIT(EVENT),
		.places = KEY_BIT(KINDS) | KEY_BIT(ON),
		.rule = jpki_rule_revoked_by,
		.missing = jpki_missing_revoked_by,
	}, {
		.name = "void_from",
		.rules = "REV-1 REV-2 REV-3 REV-4",
		.needed = KEY_BIT(CARD) | KEY_BIT(EVENTS),
		.places = KEY_BIT(KINDS),
		.rule = jpki_rule_void_from,
		.missing = jpki_missing_void_from,
	}, {
		.name = "cert_state",
		.rules = "STAT-1 REV-2 DATE-4",
		.needed = KEY_BIT(ON),
		.places = KEY_BIT(ABSENT) | KEY_BIT(NOT_BEFORE) |
			KEY_BIT(EXPIRY) | KEY_BIT(REVOKED_ON),
		.rule = jpki_rule_cert_state,
		.missing = jpki_missing_cert_state,
	}, {
		.name = "pin_form",
		.rules = "PIN-1 PIN-3",
		.needed = KEY_BIT(PIN_KIND) | KEY_BIT(PIN),
		.places = KEY_BIT(CARD),
		.rule = jpki_rule_pin_form,
	}, {
		.name = "pin_lock",
		.rules = "PIN-2 PIN-3",
		.needed = KEY_BIT(PIN_KIND) | KEY_BIT(WRONG),
		.places = KEY_BIT(CARD),
		.rule = jpki_rule_pin_lock,
	}, {
		.name = "unlock",
		.rules = "RST-1 RST-2 RST-3 RST-5 PIN-3",
		.needed = KEY_BIT(CARD) | KEY_BIT(PIN_KIND) |
			KEY_BIT(OTHER_KNOWN),
		.places = KEY_BIT(OTHER_LOCKED) | KEY_BIT(FACE_FAILURES),
		.rule = jpki_rule_unlock,
	}, {
		.name = "store_until",
		.rules = "RST-4",
		.needed = KEY_BIT(APP_DONE) | KEY_BIT(NOW),
		.rule = jpki_rule_store_until,
	}, {
		.name = "fee",
		.rules = "FEE-1 FEE-2 FEE-3 FEE-4",
		.needed = KEY_BIT(FEE_OCCASION) | KEY_BIT(WHAT),
		.places = KEY_BIT(PROFILE),
		.rule = jpki_rule_fee,
		.check = jpki_check_fee,
	}, {
		.name = "procedure",
		.rules = "PROC-1 PROC-2 PROC-3 PROC-4 PROC-5 PROC-6 PROC-8 "
			"ELIG-2",
		.needed = KEY_BIT(APPLICANT) | KEY_BIT(OCCASION) |
			KEY_BIT(KIND) | KEY_BIT(BIRTH) | KEY_BIT(ON),
		.places = KEY_BIT(ADULT_WARD) | KEY_BIT(NOTICE_FORM) |
			KEY_BIT(SAME_DAY) | KEY_BIT(PROFILE),
		.rule = jpki_rule_procedure,
		.missing = jpki_missing_procedure,
	}, {
		.name = "answer_until",
		.rules = "PROC-3 DATE-3",
		.needed = KEY_BIT(LETTER) | KEY_BIT(PROFILE),
		.rule = jpki_rule_answer_until,
	}, {
		.name = "proof",
		.rules = "PROC-2",
		.needed = KEY_BIT(PROFILE) | KEY_BIT(RELATION),
		.places = KEY_BIT(REGISTER_HERE) | KEY_BIT(ONE_HOUSEHOLD) |
			KEY_BIT(HEAD),
		.rule = jpki_rule_proof,
	}, {
		.name = "paper",
		.rules = "DOC-1 DOC-3",
		.needed = KEY_BIT(PAPER) | KEY_BIT(ON),
		.places = KEY_BIT(ISSUED) | KEY_BIT(EXPIRES) | KEY_BIT(COPY) |
			KEY_BIT(OUTDATED) | KEY_BIT(PHOTO) |
			KEY_BIT(TAMPER_PROOF) | KEY_BIT(BIRTH_SHOWN),
		.rule = jpki_rule_paper,
		.missing = jpki_missing_paper,
		.check = jpki_check_paper,
	}, {
		.name = "service",
		.rules = "SVC-1 SVC-2 SVC-3 SVC-4 DATE-1",
		.needed = KEY_BIT(SERVICE) | KEY_BIT(CARD) | KEY_BIT(ON),
		.places = KEY_BIT(BIRTH) | KEY_BIT(AUTH_STATE) |
			KEY_BIT(SIGN_STATE) | KEY_BIT(CARD_EXPIRY) |
			KEY_BIT(PHOTO) | KEY_BIT(ISSUED) | KEY_BIT(PROFILE) |
			KEY_BIT(HOLIDAYS),
		.rule = jpki_rule_service,
		.missing = jpki_missing_service,
		.check = jpki_check_service,
	}, {
		.name = "office_open",
		.rules = "OFF-1 OFF-2",
		.needed = KEY_BIT(PROFILE) | KEY_BIT(DESK) | KEY_BIT(AT),
		.places = KEY_BIT(HOLIDAYS),
		.rule = jpki_rule_office_open,
		.check = jpki_check_office,
	},
};

#define QUESTION_COUNT (sizeof(questions) / sizeof(questions[0]))

/* One asking: what take_input() needs of it. */
struct asking {
	const struct question *question;
	const struct jpki_profiles *profiles;
	struct jpki_facts facts;
};

static const struct question *find_question(const char *name)
{
	size_t i;

	for (i = 0; i < QUESTION_COUNT; i++)
		if (!strcmp(questions[i].name, name))
			return &questions[i];
	return NULL;
}

/* The key of this name that the question takes, or KEY_COUNT. */
static enum jpki_key find_key(const struct question *question,
			      struct jpki_span name)
{
	uint64_t left = question->needed | question->places;

	for (; left; left &= left - 1) {
		enum jpki_key key = (enum jpki_key)__builtin_ctzll(left);

		if (jpki_span_is(name, jpki_key_name(key)))
			return key;
	}
	return KEY_COUNT;
}

/* "key=value"; the value is all that follows the first "=". */
static bool take_input(struct asking *asking, struct jpki_span input,
		       struct jpki_finding *f)
{
	struct jpki_facts *facts = &asking->facts;
	struct jpki_span name;
	enum jpki_key key;

	f->input++;
	if (!jpki_span_take(&input, '=', &name) || !input.p)
		return jpki_fault(f, JPKI_RULES_FAULT_FORM, NULL, NULL);
	key = find_key(asking->question, name);
	if (key == KEY_COUNT)
		return jpki_fault(f, JPKI_RULES_FAULT_KEY, NULL, NULL);
	if (jpki_has(facts, key))
		return jpki_fault(f, JPKI_RULES_FAULT_TWICE,
				  jpki_key_name(key), NULL);
	if (!jpki_value_parse(key, input, asking->profiles, &facts->v[key]))
		return jpki_fault(f, JPKI_RULES_FAULT_VALUE,
				  jpki_key_name(key), jpki_key_expected(key));
	facts->given |= UINT64_C(1) << key;
	return true;
}

/* Begins both ways of asking. */
static bool begin(struct asking *asking, const struct jpki_profiles *profiles,
		  const char *question, struct jpki_finding *f)
{
	f->result = JPKI_RULES_ANSWER;
	f->text[0] = '\0';
	f->text_len = 0;
	f->rule = NULL;
	memset(f->meaning, 0, sizeof(f->meaning));
	f->office = NULL;
	f->telephone = NULL;
	f->fault = JPKI_RULES_FAULT_NONE;
	f->input = 0;
	f->key = NULL;
	f->other = NULL;
	asking->profiles = profiles;
	asking->facts.given = 0;
	asking->question = find_question(question);
	return asking->question ||
	       jpki_fault(f, JPKI_RULES_FAULT_QUESTION, NULL, NULL);
}

static uint64_t missing_facts(const struct question *question,
			      const struct jpki_facts *facts)
{
	uint64_t missing = jpki_lacks(facts, question->needed);

	if (missing && question->idle)
		missing &= ~question->idle(facts);
	if (!missing && question->missing)
		missing = question->missing(facts);
	return missing;
}

static void conclude(const struct asking *asking, struct jpki_finding *f)
{
	const struct question *question = asking->question;
	const struct jpki_facts *facts = &asking->facts;
	uint64_t missing;

	f->input = 0;
	if (!jpki_check(facts, question->answers_no, question->mynumber, f))
		return;
	if (question->check && !question->check(facts, f))
		return;
	missing = missing_facts(question, facts);
	if (missing)
		jpki_put_missing(f, question->rule == jpki_rule_cert_state ?
				 "state=unknown;missing=" : "unknown:",
				 missing);
	else
		question->rule(facts, f);
}

enum jpki_rules_result jpki_rules_ask(const struct jpki_profiles *profiles,
				      const char *question,
				      const char *const *inputs, size_t count,
				      struct jpki_finding *ret)
{
	struct asking asking;
	size_t i;

	if (!begin(&asking, profiles, question, ret))
		return ret->result;
	for (i = 0; i < count; i++)
		if (!take_input(&asking, jpki_span(inputs[i]), ret))
			return ret->result;
	conclude(&asking, ret);
	return ret->result;
}

enum jpki_rules_result jpki_rules_ask_line(const struct jpki_profiles *profiles,
					   const char *question,
					   const char *inputs,
					   struct jpki_finding *ret)
{
	struct jpki_span rest = jpki_span(inputs), input;
	struct asking asking;

	if (!begin(&asking, profiles, question, ret))
		return ret->result;
	while (*inputs && jpki_span_take(&rest, ';', &input))
		if (!take_input(&asking, input, ret))
			return ret->result;
	conclude(&asking, ret);
	return ret->result;
}

const char *jpki_rules_question(size_t number)
{
	return number < QUESTION_COUNT ? questions[number].name : NULL;
}

const char *jpki_rules_question_rules(size_t number)
{
	return number < QUESTION_COUNT ? questions[number].rules : NULL;
}

bool jpki_rules_question_input(size_t number, size_t input,
			       struct jpki_rules_input *ret)
{
	uint64_t left;
	enum jpki_key key;

	if (number >= QUESTION_COUNT)
		return false;
	left = questions[number].needed | questions[number].places;
	for (; left && input; input--)
		left &= left - 1;
	if (!left)
		return false;
	key = (enum jpki_key)__builtin_ctzll(left);
	ret->key = jpki_key_name(key);
	ret->expected = jpki_key_expected(key);
	ret->needed = questions[number].needed >> key & 1;
	return true;
}
