// SPDX-License-Identifier: GPL-2.0-or-later
/* At the desk: rules FEE, PROC, DOC, SVC and OFFICE. */
#include "rules_rows.h"

static void fees_are_few(void)
{
	RULES_CHECK("fee",
		{ "occasion=first;what=cert", "yen=0" },
		{ "occasion=first;what=both", "yen=0" },
		{ "occasion=reissue_fault;what=cert", "yen=200" },
		{ "occasion=reissue_fault;what=card", "yen=800" },
		{ "occasion=reissue_fault;what=both;profile=sapporo",
		  "yen=1000" },
		{ "occasion=reissue_nofault;what=both", "yen=0" },
		{ "occasion=renewal;what=cert;profile=uji", "yen=0" },
		{ "occasion=later_first;what=cert", "yen=0" },
		{ "occasion=later_first;what=card", "error" },
		{ "occasion=renewal;what=both", "error" },
		{ "occasion=renewal", "unknown:what" },
		{ "occasion=issue;what=cert", "error" },
		{ "occasion=first;what=cert;profile=osaka", "error" });
}

#define GROWN "birth=1990-05-10;on=2025-06-15;"
#define CHILD "birth=2010-06-15;on=2025-06-14;"

static void who_may_apply(void)
{
	RULES_CHECK("procedure",
		{ GROWN "applicant=self;occasion=issue;kind=sign",
		  "allowed=yes;visits=1;rule=PROC-1" },
		{ CHILD "applicant=self;occasion=issue;kind=auth",
		  "allowed=no;rule=PROC-2" },
		{ CHILD "applicant=self;occasion=issue;kind=sign",
		  "allowed=no;rule=PROC-2" },
		{ CHILD "applicant=legal_rep;occasion=renewal;kind=auth",
		  "allowed=yes;visits=1;rule=PROC-2" },
		{ CHILD "applicant=legal_rep;occasion=move;kind=sign",
		  "allowed=no;rule=ELIG-2" },
		{ CHILD "applicant=legal_rep;occasion=unlock;kind=sign",
		  "allowed=yes;visits=1;rule=PROC-2" },
		{ CHILD "applicant=proxy;occasion=unlock;kind=auth",
		  "allowed=no;rule=PROC-6" },
		{ GROWN "applicant=self;occasion=issue;kind=auth;"
		  "adult_ward=yes", "allowed=no;rule=PROC-2" },
		{ GROWN "applicant=legal_rep;occasion=issue;kind=auth;"
		  "adult_ward=yes", "allowed=yes;visits=1;rule=PROC-2" },
		{ GROWN "applicant=legal_rep;occasion=issue;kind=auth",
		  "allowed=no;rule=PROC-2" },
		/* of age by the law of the day */
		{ "birth=2004-03-31;on=2022-03-31;applicant=legal_rep;"
		  "occasion=issue;kind=sign",
		  "allowed=yes;visits=1;rule=PROC-2" },
		{ "birth=2004-03-31;on=2022-04-01;applicant=legal_rep;"
		  "occasion=issue;kind=sign", "allowed=no;rule=PROC-2" },
		{ "birth=2002-03-31;on=2022-03-31;applicant=legal_rep;"
		  "occasion=issue;kind=sign", "allowed=no;rule=PROC-2" },
		{ "birth=2026-01-01;on=2025-01-01", "error" });
}

static void proxies_go_twice_or_once(void)
{
	RULES_CHECK("procedure",
		{ GROWN "applicant=proxy;occasion=renewal;kind=sign",
		  "allowed=yes;visits=2;rule=PROC-3" },
		{ GROWN "applicant=proxy;occasion=renewal;kind=sign;"
		  "notice_form=yes", "allowed=yes;visits=1;rule=PROC-4" },
		{ GROWN "applicant=proxy;occasion=unlock;kind=sign;"
		  "notice_form=yes", "allowed=yes;visits=2;rule=PROC-3" },
		{ GROWN "applicant=household_proxy;occasion=renewal;kind=sign;"
		  "notice_form=yes", "allowed=yes;visits=1;rule=PROC-4" },
		{ GROWN "applicant=household_proxy;occasion=issue;kind=sign;"
		  "same_day=yes;profile=adachi",
		  "allowed=yes;visits=2;rule=PROC-3" },
		{ GROWN "applicant=proxy;occasion=move;kind=sign;"
		  "same_day=yes;profile=adachi",
		  "allowed=yes;visits=2;rule=PROC-3" });
}

#define MOVE GROWN "applicant=household_proxy;occasion=move;kind=sign;"

static void a_household_moves_in_one_visit(void)
{
	RULES_CHECK("procedure",
		{ MOVE "same_day=yes;profile=adachi",
		  "allowed=yes;visits=1;rule=PROC-5" },
		{ MOVE "same_day=no;profile=adachi",
		  "allowed=yes;visits=2;rule=PROC-3" },
		{ MOVE "same_day=no", "allowed=yes;visits=2;rule=PROC-3" },
		{ MOVE "profile=uji", "allowed=yes;visits=2;rule=PROC-3" },
		{ MOVE "same_day=yes;profile=sapporo",
		  "allowed=yes;visits=2;rule=PROC-3" },
		{ MOVE "profile=adachi", "unknown:same_day" },
		{ MOVE "same_day=yes", "unknown:profile" },
		{ MOVE "notice_form=no", "unknown:profile,same_day" },
		{ CHILD "applicant=household_proxy;occasion=move;kind=auth;"
		  "same_day=yes;profile=adachi", "allowed=no;rule=PROC-6" });
}

static void letters_are_answered_in_time(void)
{
	RULES_CHECK("answer_until",
		{ "letter=2024-01-31;profile=uji", "until=2024-02-29" },
		{ "letter=2024-12-15;profile=uji", "until=2025-01-15" },
		{ "letter=2024-12-15;profile=ichihara", "none" },
		{ "letter=2024-12-15;profile=sapporo", "none" },
		{ "letter=2024-12-15", "unknown:profile" });
}

static void parents_prove_where_they_must(void)
{
	RULES_CHECK("proof",
		{ "relation=parent;profile=ichihara;register_here=yes;"
		  "one_household=yes;head=yes", "proof=yes" },
		{ "relation=parent;profile=uji;register_here=yes;"
		  "one_household=yes;head=yes", "proof=yes" },
		{ "relation=parent;profile=akitakata;register_here=yes",
		  "proof=no" },
		{ "relation=parent;profile=akitakata;one_household=yes;"
		  "head=yes", "proof=yes" },
		{ "relation=parent;profile=adachi;register_here=yes",
		  "proof=no" },
		{ "relation=parent;profile=adachi;one_household=yes",
		  "proof=yes" },
		{ "relation=parent;profile=adachi;head=yes", "proof=yes" },
		{ "relation=parent;profile=adachi;one_household=yes;head=yes",
		  "proof=no" },
		{ "relation=parent;profile=sapporo;one_household=yes",
		  "proof=no" },
		{ "relation=parent;profile=sapporo", "proof=yes" },
		{ "relation=guardian;profile=sapporo;register_here=yes;"
		  "one_household=yes;head=yes", "proof=yes" },
		{ "profile=sapporo", "unknown:relation" });
}

#define ON "on=2024-05-01;"

static void papers_count_while_they_hold(void)
{
	RULES_CHECK("paper",
		{ ON "paper=運転免許証", "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=旅券;expires=2024-05-01",
		  "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=旅券;expires=2024-04-30",
		  "counts=no;rule=DOC-1" },
		{ ON "paper=旅券;copy=yes", "counts=no;rule=DOC-1" },
		{ ON "paper=旅券;outdated=yes", "counts=no;rule=DOC-1" },
		{ ON "paper=運転経歴証明書", "unknown:issued" },
		{ ON "paper=運転経歴証明書;copy=yes", "counts=no;rule=DOC-1" },
		{ ON "paper=運転経歴証明書;issued=2012-03-31",
		  "counts=no;rule=DOC-1" },
		{ ON "paper=運転経歴証明書;issued=2012-04-01",
		  "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=住民基本台帳カード", "unknown:photo" },
		{ ON "paper=住民基本台帳カード;photo=yes",
		  "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=住民基本台帳カード;photo=no",
		  "counts=no;rule=DOC-1" },
		{ ON "paper=特別永住者証明書", "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=キャッシュカード", "counts=yes;list=B;rule=DOC-1" },
		{ ON "paper=マイナンバーカード;issued=2016-01-01",
		  "counts=yes;list=A;rule=DOC-1" },
		{ ON "paper=マイナンバーカード;issued=2015-12-31", "error" },
		{ ON "paper=旅券;issued=2024-05-02", "error" },
		{ ON "paper=旅券;issued=2024-04-02;expires=2024-04-01",
		  "error" },
		{ ON "paper=パスポート", "error" },
		{ ON "copy=no", "unknown:paper" });
}

static void papers_of_list_b_prove_their_kind(void)
{
	RULES_CHECK("paper",
		{ ON "paper=学生証", "unknown:birth_shown,photo,tamper_proof" },
		{ ON "paper=会員証;photo=no", "counts=no;rule=DOC-3" },
		{ ON "paper=会社の発行した身分証明書;photo=yes;"
		  "tamper_proof=yes;birth_shown=yes",
		  "counts=yes;list=B;rule=DOC-3" },
		{ ON "paper=学生証;photo=yes;tamper_proof=yes;birth_shown=no",
		  "counts=no;rule=DOC-3" },
		{ ON "paper=学生証;copy=yes", "counts=no;rule=DOC-3" },
		{ ON "paper=資格者証;photo=yes;tamper_proof=yes",
		  "counts=yes;list=B;rule=DOC-3" },
		{ ON "paper=免許証;photo=yes;tamper_proof=yes;birth_shown=no",
		  "counts=yes;list=B;rule=DOC-3" },
		{ ON "paper=許可証;photo=yes", "unknown:tamper_proof" });
}

#define STORE "service=convenience_store;card=mynumber;auth_state=valid;"

static void stores_serve_from_a_day(void)
{
	RULES_CHECK("service",
		{ STORE "birth=2010-06-15;on=2025-06-15",
		  "usable=yes;rule=SVC-1" },
		{ STORE "birth=2010-06-15;on=2025-06-14",
		  "usable=no;from=2025-06-15;rule=SVC-1" },
		{ STORE "birth=1990-01-01;on=2018-01-31;profile=ichihara",
		  "usable=no;from=2018-02-01;rule=SVC-1" },
		{ STORE "birth=1990-01-01;on=2018-02-01;profile=ichihara",
		  "usable=yes;rule=SVC-1" },
		{ STORE "birth=2003-03-01;on=2018-01-31;profile=ichihara",
		  "usable=no;from=2018-03-01;rule=SVC-1" },
		{ STORE "birth=1990-01-01;on=2024-01-15;profile=akitakata",
		  "unknown:issued" },
		{ STORE "birth=1990-01-01;on=2024-01-15;profile=akitakata;"
		  "issued=2024-01-11", "usable=no;from=2024-01-16;rule=SVC-1" },
		{ STORE "birth=1990-01-01;on=2024-01-16;profile=akitakata;"
		  "issued=2024-01-11", "usable=yes;rule=SVC-1" },
		{ STORE "birth=1990-01-01;on=2024-01-16;profile=akitakata;"
		  "issued=2024-01-11;holidays=2024-01-12+2024-01-13",
		  "usable=no;from=2024-01-17;rule=SVC-1" },
		{ STORE "on=2024-01-16", "unknown:birth" });
}

static void services_ask_for_their_certificate(void)
{
	RULES_CHECK("service",
		{ "service=mynaportal;card=mynumber;on=2017-11-12;"
		  "auth_state=renewable",
		  "usable=no;from=2017-11-13;rule=SVC-1" },
		{ "service=mynaportal;card=mynumber;on=2017-11-13;"
		  "auth_state=renewable", "usable=yes;rule=SVC-1" },
		{ "service=mynaportal;card=mynumber;on=2017-11-12;"
		  "auth_state=expired", "usable=no;rule=SVC-1" },
		{ "service=mynaportal;card=mynumber;on=2020-01-01",
		  "unknown:auth_state" },
		{ "service=mynaportal;card=mynumber;on=2020-01-01;"
		  "auth_state=unknown", "usable=unknown;rule=SVC-1" },
		{ "service=private_contract;card=mynumber;on=2020-01-01;"
		  "auth_state=valid;sign_state=not_yet_valid",
		  "usable=no;rule=SVC-1" },
		{ "service=private_contract;card=mynumber;on=2020-01-01",
		  "unknown:sign_state" },
		{ "service=convenience_store;card=mynumber;on=2020-01-01;"
		  "auth_state=unknown", "unknown:birth" },
		{ "service=convenience_store;card=mynumber;on=2020-01-01;"
		  "auth_state=unknown;birth=2019-01-01",
		  "usable=unknown;rule=SVC-1" });
}

static void kinds_of_cards_open_less(void)
{
	RULES_CHECK("service",
		{ "service=convenience_store;card=mynumber_facial;"
		  "on=2024-01-01", "usable=no;rule=SVC-2" },
		{ "service=private_contract;card=mynumber_facial;"
		  "on=2024-01-01;sign_state=absent", "usable=no;rule=SVC-2" },
		{ "service=etax_sign;card=mynumber_facial;on=2024-01-01;"
		  "sign_state=unknown", "error" },
		{ "service=health_insurance;card=mynumber_facial;"
		  "on=2024-01-01;auth_state=valid", "usable=yes;rule=SVC-1" },
		{ "service=health_insurance;card=juki;on=2016-01-01",
		  "usable=no;rule=SVC-3" },
		{ "service=private_contract;card=juki;on=2016-01-01;"
		  "sign_state=valid", "usable=no;rule=SVC-3" },
		{ "service=etax_sign;card=juki;on=2016-01-01;"
		  "sign_state=valid;auth_state=absent",
		  "usable=yes;rule=SVC-1" },
		{ "service=etax_sign;card=juki;on=2016-01-01;"
		  "sign_state=valid;card_expiry=2015-01-01",
		  "usable=yes;rule=SVC-1" },
		{ "service=etax_sign;card=juki;on=2016-01-01;"
		  "auth_state=expired", "error" });
}

static void a_card_is_identification(void)
{
	RULES_CHECK("service",
		{ "service=face_to_face_id;card=mynumber;on=2024-01-01;"
		  "card_expiry=2024-01-01", "usable=yes;rule=SVC-1" },
		{ "service=face_to_face_id;card=mynumber;on=2024-01-02;"
		  "card_expiry=2024-01-01", "usable=no;rule=SVC-1" },
		{ "service=face_to_face_id;card=mynumber;on=2024-01-02",
		  "unknown:card_expiry" },
		{ "service=face_to_face_id;card=juki;on=2024-01-02",
		  "unknown:card_expiry,photo" },
		{ "service=face_to_face_id;card=juki;on=2024-01-02;photo=no;"
		  "card_expiry=2025-01-01", "usable=no;rule=SVC-1" },
		{ "service=face_to_face_id;card=juki;on=2024-01-02;photo=yes;"
		  "card_expiry=2025-01-01", "usable=yes;rule=SVC-1" });
}

static void impossible_services_are_errors(void)
{
	RULES_CHECK("service",
		{ "service=face_to_face_id;card=mynumber;on=2024-01-02;"
		  "card_expiry=2024-01-01;auth_state=valid", "error" },
		{ "service=face_to_face_id;card=mynumber;on=2024-01-02;"
		  "card_expiry=2024-01-01;sign_state=renewable", "error" },
		{ "service=mynaportal;card=mynumber;on=2024-01-02;"
		  "issued=2024-01-03;auth_state=revoked", "error" },
		{ "service=mynaportal;card=mynumber;on=2024-01-02;"
		  "issued=2024-01-03;auth_state=not_yet_valid",
		  "usable=no;rule=SVC-1" },
		/* it may be a juki card, on which it is possible */
		{ "service=face_to_face_id;on=2024-01-02;"
		  "card_expiry=2024-01-01;sign_state=renewable",
		  "unknown:card" },
		{ "service=mynaportal;card=mynumber;on=2015-12-31", "error" },
		{ "service=mynaportal;card=mynumber;on=2016-01-02;"
		  "issued=2015-12-31", "error" },
		{ "service=etax_sign;card=juki;on=2016-01-02;"
		  "issued=2015-12-23", "error" },
		{ "service=mynaportal;card=mynumber;on=2020-01-01;"
		  "holidays=2020-01-01+", "error" },
		{ "service=mynaportal;card=mynumber;on=2020-01-01;"
		  "profile=nowhere", "error" });
}

#define ICHIHARA "profile=ichihara;desk=shimin;"
#define PHONE "profile=adachi;desk=phone;"

static void desks_keep_their_hours(void)
{
	RULES_CHECK("office_open",
		{ ICHIHARA "at=2020-07-03T08:29:59+09:00",
		  "open=no;next=2020-07-03T08:30:00+09:00" },
		{ ICHIHARA "at=2020-07-03T08:30:00+09:00", "open=yes" },
		{ ICHIHARA "at=2020-07-12T17:00:00+09:00", "open=yes" },
		{ ICHIHARA "at=2020-07-12T17:00:01+09:00",
		  "open=no;next=2020-07-13T08:30:00+09:00" },
		{ ICHIHARA "at=2020-07-12T09:00:00+09:00;holidays=2020-07-12",
		  "open=yes" },
		{ ICHIHARA "at=2020-07-11T09:00:00+09:00",
		  "open=no;next=2020-07-12T08:30:00+09:00" },
		{ ICHIHARA "at=2020-07-19T09:00:00+09:00",
		  "open=no;next=2020-07-20T08:30:00+09:00" },
		{ ICHIHARA "at=2020-11-22T09:00:00+09:00;holidays=2020-11-23",
		  "open=no;next=2020-11-24T08:30:00+09:00" },
		{ "profile=ichihara;desk=branch;at=2020-07-12T09:00:00+09:00",
		  "open=no;next=2020-07-13T08:30:00+09:00" },
		{ "profile=ichihara;desk=branch;at=2020-07-13T08:00:00Z",
		  "open=yes" },
		{ "profile=uji;desk=mynumber;at=2024-01-05T16:30:01+09:00;"
		  "holidays=2024-01-08",
		  "open=no;next=2024-01-09T08:30:00+09:00" });
}

static void the_telephone_has_holidays(void)
{
	RULES_CHECK("office_open",
		{ PHONE "at=2025-04-04T20:00:00+09:00", "open=yes" },
		{ PHONE "at=2025-04-04T20:00:01+09:00",
		  "open=no;next=2025-04-05T09:30:00+09:00" },
		{ PHONE "at=2025-04-04T18:00:00+09:00;holidays=2025-04-04",
		  "open=no;next=2025-04-05T09:30:00+09:00" },
		{ PHONE "at=2025-04-05T17:30:00+09:00", "open=yes" },
		{ PHONE "at=2025-12-28T17:30:01+09:00",
		  "open=no;next=2026-01-04T09:30:00+09:00" },
		{ PHONE "at=2026-01-03T12:00:00+09:00",
		  "open=no;next=2026-01-04T09:30:00+09:00" });
}

static void desks_without_hours_are_unknown(void)
{
	RULES_CHECK("office_open",
		{ "profile=akitakata;desk=branch;at=2024-01-11T10:00:00Z",
		  "unknown:hours" },
		{ "profile=adachi;desk=koseki;at=2024-01-11T10:00:00Z",
		  "unknown:hours" },
		{ "profile=sapporo;desk=ward;at=2024-01-11T10:00:00Z",
		  "unknown:hours" },
		{ "profile=uji;desk=phone;at=2024-01-11T10:00:00Z", "error" },
		{ "profile=uji;desk=phone", "error" },
		{ "desk=cellar", "error" },
		{ "desk=phone", "unknown:at,profile" },
		{ "profile=uji;desk=mynumber;at=2024-01-11", "error" });
}

int main(void)
{
	static const struct tap_case cases[] = {
		TAP_CASE(fees_are_few),
		TAP_CASE(who_may_apply),
		TAP_CASE(proxies_go_twice_or_once),
		TAP_CASE(a_household_moves_in_one_visit),
		TAP_CASE(letters_are_answered_in_time),
		TAP_CASE(parents_prove_where_they_must),
		TAP_CASE(papers_count_while_they_hold),
		TAP_CASE(papers_of_list_b_prove_their_kind),
		TAP_CASE(stores_serve_from_a_day),
		TAP_CASE(services_ask_for_their_certificate),
		TAP_CASE(kinds_of_cards_open_less),
		TAP_CASE(a_card_is_identification),
		TAP_CASE(impossible_services_are_errors),
		TAP_CASE(desks_keep_their_hours),
		TAP_CASE(the_telephone_has_holidays),
		TAP_CASE(desks_without_hours_are_unknown),
	};
	int failed;

	rules_begin();
	failed = TAP_RUN(cases);
	rules_end();
	return failed;
}
