/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rules of each question, called by ask.c in this order: "check" finds what
 * cannot be true together, beyond what holds for every question; "idle" names
 * needed facts that the others make idle; "missing" names those of the facts
 * not always needed that are; "rule" answers, with all of them there.
 */
#ifndef JPKI_RULES_RULES_H
#define JPKI_RULES_RULES_H

#include "answer.h"
#include "facts.h"

typedef bool jpki_check_fn(const struct jpki_facts *facts,
			   struct jpki_finding *f);
typedef uint64_t jpki_keys_fn(const struct jpki_facts *facts);
typedef void jpki_rule_fn(const struct jpki_facts *facts,
			  struct jpki_finding *f);

/* expiry.c */
jpki_rule_fn jpki_rule_card_expiry;
jpki_keys_fn jpki_missing_cert_expiry;
jpki_rule_fn jpki_rule_cert_expiry;

/* renewal.c */
jpki_rule_fn jpki_rule_renewal_opens;
jpki_rule_fn jpki_rule_can_renew;
jpki_keys_fn jpki_idle_notice_window;
jpki_keys_fn jpki_missing_notice_window;
jpki_rule_fn jpki_rule_notice_window;

/* eligibility.c */
jpki_rule_fn jpki_rule_eligible;

/* revocation.c */
jpki_keys_fn jpki_missing_revoked_by;
jpki_rule_fn jpki_rule_revoked_by;
jpki_keys_fn jpki_missing_void_from;
jpki_rule_fn jpki_rule_void_from;

/* state.c */
jpki_keys_fn jpki_missing_cert_state;
jpki_rule_fn jpki_rule_cert_state;

/* pin.c */
jpki_rule_fn jpki_rule_pin_form;
jpki_rule_fn jpki_rule_pin_lock;
/* Answers so for a card that has no PINs. */
bool jpki_not_applicable(const struct jpki_facts *facts,
			 struct jpki_finding *f);

/* unlock.c */
jpki_rule_fn jpki_rule_unlock;
jpki_rule_fn jpki_rule_store_until;

/* fee.c */
jpki_check_fn jpki_check_fee;
jpki_rule_fn jpki_rule_fee;

/* procedure.c */
jpki_keys_fn jpki_missing_procedure;
jpki_rule_fn jpki_rule_procedure;
jpki_rule_fn jpki_rule_answer_until;
jpki_rule_fn jpki_rule_proof;

/* paper.c */
jpki_check_fn jpki_check_paper;
jpki_keys_fn jpki_missing_paper;
jpki_rule_fn jpki_rule_paper;

/* service.c */
jpki_check_fn jpki_check_service;
jpki_keys_fn jpki_missing_service;
jpki_rule_fn jpki_rule_service;

/* office.c */
jpki_check_fn jpki_check_office;
jpki_rule_fn jpki_rule_office_open;

#endif /* JPKI_RULES_RULES_H */
