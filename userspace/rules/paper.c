// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which identity papers count, and in which list (rules DOC-1 and DOC-3): a
 * table of papers, with what each must show.
 */
#include "paper.h"

#include "calendar.h"
#include "rules.h"

enum special { PLAIN, MY_NUMBER, JUKI, DRIVING_HISTORY };

static const struct {
	const char *name;
	char list;
	enum special special;
	uint64_t shows;		/* of DOC-3: what must be so */
} papers[] = {
#define A(name) { name, 'A', PLAIN, 0 }
#define B(name) { name, 'B', PLAIN, 0 }
#define SEALED (KEY_BIT(PHOTO) | KEY_BIT(TAMPER_PROOF))
#define OFFICIAL(name) { name, 'B', PLAIN, SEALED }
#define PRIVATE(name) { name, 'B', PLAIN, SEALED | KEY_BIT(BIRTH_SHOWN) }
	{ "マイナンバーカード", 'A', MY_NUMBER, 0 },
	{ "住民基本台帳カード", 'A', JUKI, 0 },
	A("運転免許証"),
	{ "運転経歴証明書", 'A', DRIVING_HISTORY, 0 },
	A("旅券"),
	A("一時庇護許可書"),
	A("在留カード"),
	A("仮滞在許可書"),
	A("特別永住者証明書"),
	A("特別永住者証明書とみなされている外国人登録証明書"),
	A("特別永住者証明書又は特別永住者証明書とみなされている"
	  "外国人登録証明書"),
	A("身体障害者手帳"),
	A("船員手帳"),
	A("海技免状"),
	A("小型船舶操縦免許証"),
	A("猟銃・空気銃所持許可証"),
	A("戦傷病者手帳"),
	A("宅地建物取引士証"),
	A("電気工事士免状"),
	A("無線従事者免許証"),
	A("認定電気工事従事者認定証"),
	A("特種電気工事資格者認定証"),
	A("耐空検査員の証"),
	A("航空従事者技能証明書"),
	A("運航管理者技能検定合格証明書"),
	A("動力車操縦者運転免許証"),
	A("教習資格認定証"),
	A("検定合格証"),
	A("官公署がその職員に対して発行した写真付の身分証明書"),
	B("健康保険被保険者証"),
	B("国民健康保険被保険者証"),
	B("船員保険被保険者証"),
	B("共済組合員証"),
	B("後期高齢者医療被保険者証"),
	B("介護保険被保険者証"),
	B("国民年金手帳"),
	B("厚生年金手帳"),
	B("船員保険年金手帳"),
	B("基礎年金番号通知書"),
	B("共済組合年金証書"),
	B("恩給その他これに類する給付に係る年金証書"),
	B("国民年金・厚生年金・船員保険年金に係る年金証書"),
	B("生活保護費受給に係る証明書"),
	B("療育手帳"),
	B("精神障害者保健福祉手帳"),
	B("国民健康保険高齢受給者証"),
	B("国民健康保険高齢受給者証等官公署が発行した受給資格を有することを"
	  "証する書類"),
	OFFICIAL("資格者証"),
	OFFICIAL("官公署が発行した資格者証"),
	OFFICIAL("免許証"),
	OFFICIAL("許可証"),
	OFFICIAL("職員の身分証明書"),
	PRIVATE("学生証"),
	PRIVATE("会員証"),
	PRIVATE("会社の発行した身分証明書"),
	B("通帳"),
	B("キャッシュカード"),
#undef A
#undef B
#undef OFFICIAL
#undef PRIVATE
};

#define PAPER_COUNT ((int)(sizeof(papers) / sizeof(papers[0])))

static const struct jpki_date first_history = { 2012, 4, 1 };

int jpki_paper_find(struct jpki_span name)
{
	int i;

	for (i = 0; i < PAPER_COUNT; i++)
		if (jpki_span_is(name, papers[i].name))
			return i;
	return -1;
}

static int paper_of(const struct jpki_facts *facts)
{
	return facts->v[KEY_PAPER].choice;
}

/* Does DOC-1 refuse, from what is known? */
static bool is_refused(const struct jpki_facts *facts)
{
	return jpki_yes(facts, KEY_COPY) || jpki_yes(facts, KEY_OUTDATED) ||
	       jpki_turned(facts, KEY_ON, KEY_EXPIRES) ||
	       (papers[paper_of(facts)].special == DRIVING_HISTORY &&
		jpki_before(facts, KEY_ISSUED, first_history));
}

/* Is one of @keys said not to be so? */
static bool any_no(const struct jpki_facts *facts, uint64_t keys)
{
	enum jpki_key key;

	for (key = 0; key < KEY_COUNT; key++)
		if (keys >> key & 1 && jpki_is(facts, key, ANSWER_NO))
			return true;
	return false;
}

uint64_t jpki_missing_paper(const struct jpki_facts *facts)
{
	int paper = paper_of(facts);

	if (is_refused(facts) || any_no(facts, papers[paper].shows))
		return 0;
	if (papers[paper].special == DRIVING_HISTORY)
		return jpki_lacks(facts, KEY_BIT(ISSUED));
	if (papers[paper].special == JUKI)
		return jpki_lacks(facts, KEY_BIT(PHOTO));
	return jpki_lacks(facts, papers[paper].shows);
}

bool jpki_check_paper(const struct jpki_facts *facts, struct jpki_finding *f)
{
	if (jpki_turned(facts, KEY_ISSUED, KEY_ON))
		return jpki_fault(f, JPKI_RULES_FAULT_ORDER, "issued", "on");
	if (!jpki_has(facts, KEY_PAPER) ||
	    papers[paper_of(facts)].special != MY_NUMBER)
		return true;
	if (jpki_before(facts, KEY_ISSUED, FIRST_CARD_DAY))
		return jpki_fault(f, JPKI_RULES_FAULT_CARD_TOO_EARLY,
				  "issued", NULL);
	if (jpki_before(facts, KEY_ON, FIRST_CARD_DAY))
		return jpki_fault(f, JPKI_RULES_FAULT_CARD_TOO_EARLY, "on",
				  NULL);
	return true;
}

void jpki_rule_paper(const struct jpki_facts *facts, struct jpki_finding *f)
{
	int paper = paper_of(facts);
	char list[2] = { papers[paper].list, '\0' };
	uint64_t shows = papers[paper].special == JUKI ?
		KEY_BIT(PHOTO) : papers[paper].shows;
	bool refused = is_refused(facts);
	bool counts = !refused && !any_no(facts, shows);

	jpki_put_yes(f, "counts", counts);
	if (counts)
		jpki_put(f, "list", list);
	jpki_put_rule(f, papers[paper].shows ? "DOC-3" : "DOC-1");
	jpki_mean(f, refused ? MEANING_PAPER_REFUSED :
		  !counts ? MEANING_PAPER_LACKS :
		  *list == 'A' ? MEANING_PAPER_A : MEANING_PAPER_B);
}
