/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lifecycle rules of Japan's public personal authentication service, as a
 * pure function: a question and facts in, a finding out, with the rule that
 * decided. jpki-rules(5) states every rule and the inputs of every question.
 *
 * Nothing here reads a clock: the day is always a fact. Days are
 * "2027-02-20", days of Japan's calendar from 1900 to 2199; times are RFC 3339
 * with whole seconds and an offset, and are answered in Japan's time; money is
 * in yen. The functions that ask allocate nothing and may be called by several
 * threads at once with the same profiles.
 *
 * A fact that is missing makes the finding "unknown", with the names of the
 * facts that would settle it; facts that cannot be read or cannot be true
 * together make it an error that names them. It is never a guess.
 */
#ifndef JPKI_RULES_H
#define JPKI_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include <jpki/error.h>

#ifdef __cplusplus
extern "C" {
#endif

struct jpki_ctx;
struct jpki_profiles;

enum jpki_rules_result {
	JPKI_RULES_ANSWER,
	JPKI_RULES_UNKNOWN,
	JPKI_RULES_ERROR,
};

/*
 * X(constant, stable name, rule, sentence): what is wrong with the inputs. In
 * the sentence (English; gettext domain "jpki") the first %s stands for the
 * key, the second for the other key or for what was expected.
 */
#define JPKI_RULES_FAULTS(X)						\
	X(NONE, "none", "", "")						\
	X(QUESTION, "question", "ASK-2",				\
	  JPKI_N_("There is no such question; "				\
		  "see jpkictl rules list."))				\
	X(FORM, "form", "ASK-2",					\
	  JPKI_N_("An input has not the form KEY=VALUE."))		\
	X(KEY, "key", "ASK-2",						\
	  JPKI_N_("An input has a key that this question does not take; " \
		  "see jpkictl rules list."))				\
	X(TWICE, "twice", "ASK-2",					\
	  JPKI_N_("The input %s is given twice; give it once."))	\
	X(VALUE, "value", "ASK-2",					\
	  JPKI_N_("The input %s must be %s."))				\
	X(ORDER, "order", "ASK-3",					\
	  JPKI_N_("The inputs cannot be true together: "		\
		  "%s lies after %s."))					\
	X(ABSENT, "absent", "ASK-3",					\
	  JPKI_N_("The inputs cannot be true together: with %s=yes there " \
		  "is no %s."))						\
	X(NOT_CARRIED, "not_carried", "ASK-3",				\
	  JPKI_N_("The inputs cannot be true together: %s names a "	\
		  "certificate that this %s cannot carry."))		\
	X(JUKI_ISSUED, "juki_issued", "EXP-4",				\
	  JPKI_N_("The input %s is too late: certificates of juki cards " \
		  "were issued up to 2015-12-22."))			\
	X(CARD_TOO_EARLY, "card_too_early", "CARD-3",			\
	  JPKI_N_("The input %s is too early: My Number cards exist "	\
		  "from 2016-01-01."))					\
	X(CERT_ONLY, "cert_only", "FEE-3",				\
	  JPKI_N_("This %s concerns a certificate only; "		\
		  "%s must be cert."))					\
	X(CARD_EXPIRED, "card_expired", "ASK-3",			\
	  JPKI_N_("The inputs cannot be true together: by %s the "	\
		  "certificate is valid, by %s its card has expired.")) \
	X(NO_DESK, "no_desk", "ASK-3",					\
	  JPKI_N_("The %s is none of those that the %s has."))

#define JPKI_RULES_FAULT_CONSTANT(constant, name, rule, text)		\
	JPKI_RULES_FAULT_##constant,
enum jpki_rules_fault { JPKI_RULES_FAULTS(JPKI_RULES_FAULT_CONSTANT) };
#undef JPKI_RULES_FAULT_CONSTANT

#define JPKI_RULES_TEXT_SIZE	256
#define JPKI_RULES_MEANINGS	4

/*
 * A finding. All strings but @text are constants of the library or belong to
 * the profiles; what is unused is NULL.
 */
struct jpki_finding {
	enum jpki_rules_result result;

	/* "key=value;key=value" in the order of jpki-rules(5), or a word such
	 * as "none", "unknown:birth,issued" or "error".
	 */
	char text[JPKI_RULES_TEXT_SIZE];
	size_t text_len;

	const char *rule;	/* such as "EXP-1" */

	/* What it means for the holder and what to do: English sentences, each
	 * a message of the gettext domain "jpki". "{key}" in them stands for
	 * that value of @text, {office} and {telephone} for the members below.
	 */
	const char *meaning[JPKI_RULES_MEANINGS];
	const char *office;
	const char *telephone;

	/* Of an error alone. The value is never repeated: it may be a PIN. */
	enum jpki_rules_fault fault;
	size_t input;		/* the first is 1; 0 for no single one */
	const char *key;
	const char *other;
};

/*
 * Ask by name. Each input is "key=value"; @profiles knows the municipalities
 * and may be NULL, then "profile" has no value. Returns ret->result.
 */
enum jpki_rules_result jpki_rules_ask(const struct jpki_profiles *profiles,
				      const char *question,
				      const char *const *inputs, size_t count,
				      struct jpki_finding *ret);

/* As jpki_rules_ask(), the inputs in one string: "key=value;key=value". */
enum jpki_rules_result jpki_rules_ask_line(const struct jpki_profiles *profiles,
					   const char *question,
					   const char *inputs,
					   struct jpki_finding *ret);

/* Stable names, the English sentence and the rule of a fault. */
const char *jpki_rules_fault_name(enum jpki_rules_fault fault);
const char *jpki_rules_fault_text(enum jpki_rules_fault fault);

/* The questions by number, for lists: NULL after the last. */
const char *jpki_rules_question(size_t number);
/* The rules that it applies, separated by spaces. */
const char *jpki_rules_question_rules(size_t number);

struct jpki_rules_input {
	const char *key;
	const char *expected;	/* the form of its value, an English message */
	bool needed;		/* always, else only in places */
};

/* An input of question @number by its own number; false after the last. */
bool jpki_rules_question_input(size_t number, size_t input,
			       struct jpki_rules_input *ret);

/*
 * The municipalities. A new set has the five that the library brings along;
 * a directory adds its files NAME.profile, of which one with the name of a
 * known one takes its place. A directory that does not exist is an empty one.
 * A file with a mistake is JPKI_FILE, and jpki_ctx_detail() says where.
 */
enum jpki_error jpki_profiles_new(struct jpki_ctx *ctx,
				  struct jpki_profiles **ret);
enum jpki_error jpki_profiles_add(struct jpki_profiles *profiles,
				  const char *dir);
void jpki_profiles_free(struct jpki_profiles **profiles);

#ifdef __cplusplus
}
#endif

#endif /* JPKI_RULES_H */
