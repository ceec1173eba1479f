// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Asking: the form of inputs, what an error names, lists, and what findings
 * carry besides the answer (rules ASK).
 */
#include "rules_rows.h"

static struct jpki_finding finding;

static void ask(const char *question, const char *inputs)
{
	jpki_rules_ask_line(rules_profiles, question, inputs, &finding);
}

#define CHECK_FAULT(fault_, key_, other_, input_)			\
	do {								\
		CHECK_LONG(finding.result, JPKI_RULES_ERROR);		\
		CHECK_TEXT(finding.text, "error");			\
		CHECK_TEXT(jpki_rules_fault_name(finding.fault), fault_); \
		CHECK_TEXT(finding.key ? finding.key : "-", key_);	\
		CHECK_TEXT(finding.other ? finding.other : "-", other_); \
		CHECK_LONG(finding.input, input_);			\
	} while (0)

static void unreadable_inputs_are_named(void)
{
	ask("moon", "");
	CHECK_FAULT("question", "-", "-", 0);
	ask("card_expiry", "birth=1990-05-10;issued");
	CHECK_FAULT("form", "-", "-", 2);
	ask("card_expiry", "birth=1990-05-10;");
	CHECK_FAULT("form", "-", "-", 2);
	ask("card_expiry", "kind=auth");
	CHECK_FAULT("key", "-", "-", 1);
	ask("card_expiry", "birth=1990-05-10;birth=1990-05-10");
	CHECK_FAULT("twice", "birth", "-", 2);
	ask("card_expiry", "birth=");
	CHECK_FAULT("value", "birth",
		    "a day such as 2027-02-20, from 1900 to 2199", 1);
	ask("fee", "what=cash");
	CHECK_FAULT("value", "what", "cert|card|both", 1);
	ask("card_expiry", " birth=1990-05-10");
	CHECK_FAULT("key", "-", "-", 1);
	ask("card_expiry", "BIRTH=1990-05-10");
	CHECK_FAULT("key", "-", "-", 1);
}

static void contradictions_name_both_inputs(void)
{
	ask("card_expiry", "issued=2020-01-01;birth=2020-01-02");
	CHECK_FAULT("order", "birth", "issued", 0);
	CHECK_TEXT(finding.rule, "ASK-3");
	ask("cert_state", "absent=yes;expiry=2020-01-01");
	CHECK_FAULT("absent", "absent", "expiry", 0);
	ask("pin_lock", "pin_kind=auth;card=juki");
	CHECK_FAULT("not_carried", "pin_kind", "card", 0);
	ask("can_renew", "card=mynumber;on=2015-12-31");
	CHECK_FAULT("card_too_early", "on", "-", 0);
	CHECK_TEXT(finding.rule, "CARD-3");
	ask("fee", "occasion=renewal;what=card");
	CHECK_FAULT("cert_only", "occasion", "what", 0);
	CHECK_TEXT(finding.rule, "FEE-3");
	ask("office_open", "profile=uji;desk=ward");
	CHECK_FAULT("no_desk", "desk", "profile", 0);
	ask("cert_expiry", "card=juki;issued=2015-12-23");
	CHECK_FAULT("juki_issued", "issued", "-", 0);
	ask("service", "card=mynumber;on=2024-01-02;card_expiry=2024-01-01;"
	    "sign_state=valid");
	CHECK_FAULT("card_expired", "sign_state", "card_expiry", 0);
}

static void no_value_is_repeated(void)
{
	ask("pin_form", "pin_kind=auth;7391");
	CHECK_FAULT("form", "-", "-", 2);
	ask("pin_form", "pin_kind=auth;7391=1");
	CHECK_FAULT("key", "-", "-", 2);
	ask("pin_form", "pin_kind=auth;pin=7391;pin=7391");
	CHECK_FAULT("twice", "pin", "-", 3);
	ask("pin_form", "pin_kind=auth;pin=7391");
	CHECK(!strstr(finding.text, "7391"));
}

static void days_and_times_are_strict(void)
{
	RULES_CHECK("renewal_opens",
		{ "expiry=2024-02-29", "opens=2023-11-30" },
		{ "expiry=2023-02-29", "error" },
		{ "expiry=2100-02-29", "error" },
		{ "expiry=1900-01-01", "opens=1899-10-02" },
		{ "expiry=1899-12-31", "error" },
		{ "expiry=2024-2-9", "error" },
		{ "expiry=2024/02/09", "error" },
		{ "expiry=2024-02-09 ", "error" },
		{ "expiry=2024-02-09T00:00:00Z", "error" },
		{ "expiry=２０２４-02-09", "error" });
	RULES_CHECK("store_until",
		{ "app_done=2024-05-01T12:00:00", "error" },
		{ "app_done=2024-05-01T12:00:00.0Z", "error" },
		{ "app_done=2024-05-01T12:00:60Z", "error" },
		{ "app_done=2024-05-01t12:00:00Z", "error" },
		{ "app_done=2024-05-01T12:00:00z", "error" },
		{ "app_done=2024-05-01T12:00:00+0900", "error" },
		{ "app_done=2024-05-01T12:00:00Z", "unknown:now" });
}

static void idle_inputs_are_checked(void)
{
	RULES_CHECK("card_expiry",
		{ "birth=2020-01-02;applied=2020-01-01", "error" },
		{ "stay_until=none", "error" });
	RULES_CHECK("unlock",
		{ "card=mynumber;pin_kind=auth;other_known=yes;"
		  "face_failures=x", "error" },
		{ "card=mynumber;pin_kind=auth;other_known=maybe", "error" });
	RULES_CHECK("notice_window", { "state=absent;expiry=x", "error" });
	RULES_CHECK("procedure", { "profile=nowhere", "error" });
}

static void both_ways_of_asking_agree(void)
{
	static const char *const inputs[] = {
		"pin_kind=sign", "pin=AB;C=12"
	};

	jpki_rules_ask(rules_profiles, "pin_form", inputs, 2, &finding);
	CHECK_TEXT(finding.text, "ok=no;reason=charset");
	jpki_rules_ask(rules_profiles, "pin_form", inputs, 1, &finding);
	CHECK_TEXT(finding.text, "unknown:pin");
	CHECK_LONG(finding.result, JPKI_RULES_UNKNOWN);
	CHECK_TEXT(finding.rule, "ASK-1");
	jpki_rules_ask(NULL, "answer_until", NULL, 0, &finding);
	CHECK_TEXT(finding.text, "unknown:letter,profile");
	jpki_rules_ask_line(NULL, "answer_until", "profile=uji", &finding);
	CHECK_FAULT("value", "profile", "the name of a municipality's profile",
		    1);
}

static void findings_have_a_rule_and_a_meaning(void)
{
	ask("card_expiry", "birth=1990-05-10;issued=2020-05-09");
	CHECK_LONG(finding.result, JPKI_RULES_ANSWER);
	CHECK_TEXT(finding.rule, "CARD-1");
	CHECK(strstr(finding.meaning[0], "{expiry}"));
	CHECK(!finding.meaning[1]);
	ask("procedure", "applicant=proxy;occasion=issue;kind=sign;"
	    "birth=1990-05-10;on=2025-06-15;profile=sapporo");
	CHECK(strstr(finding.meaning[0], "card and the application"));
	CHECK(strstr(finding.meaning[1], "list B"));
	CHECK_TEXT(finding.office, "札幌市");
	CHECK_TEXT(finding.telephone, "011-211-2296");
	ask("service", "service=etax_sign;card=mynumber;on=2024-02-01;"
	    "sign_state=unknown");
	CHECK_LONG(finding.result, JPKI_RULES_UNKNOWN);
	ask("office_open", "profile=sapporo;desk=ward;"
	    "at=2024-01-11T10:00:00Z");
	CHECK_LONG(finding.result, JPKI_RULES_UNKNOWN);
}

static void a_meaning_fits_the_card(void)
{
	ask("revoked_by", "card=mynumber;event=sex_change");
	CHECK(strstr(finding.meaning[0], "user authentication stays"));
	ask("revoked_by", "card=mynumber_facial;event=sex_change");
	CHECK(strstr(finding.meaning[0], "No certificate on this card"));
	ask("revoked_by", "card=juki;event=sex_change");
	CHECK(strstr(finding.meaning[0], "is not issued again"));
	ask("void_from", "card=mynumber;events=not_renewed@2024-05-01");
	CHECK(strstr(finding.meaning[0], "No certificate on this card"));
	ask("void_from", "card=juki;events=death@2024-05-01");
	CHECK(strstr(finding.meaning[0], "is not issued again"));
}

static void questions_are_listed_with_their_inputs(void)
{
	struct jpki_rules_input input;
	size_t i, count = 0, needed = 0;

	while (jpki_rules_question(count))
		count++;
	CHECK_LONG(count, 20);
	CHECK(!jpki_rules_question_rules(count));
	CHECK(!jpki_rules_question_input(count, 0, &input));
	CHECK_TEXT(jpki_rules_question(0), "card_expiry");
	for (i = 0; jpki_rules_question_input(0, i, &input); i++)
		needed += input.needed;
	CHECK_LONG(i, 4);
	CHECK_LONG(needed, 2);
	jpki_rules_question_input(0, 0, &input);
	CHECK_TEXT(input.key, "applied");
	CHECK(!input.needed);
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(unreadable_inputs_are_named),
		TAP_CASE(contradictions_name_both_inputs),
		TAP_CASE(no_value_is_repeated),
		TAP_CASE(days_and_times_are_strict),
		TAP_CASE(idle_inputs_are_checked),
		TAP_CASE(both_ways_of_asking_agree),
		TAP_CASE(findings_have_a_rule_and_a_meaning),
		TAP_CASE(a_meaning_fits_the_card),
		TAP_CASE(questions_are_listed_with_their_inputs),
	};
	int failed;

	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
