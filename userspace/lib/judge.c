// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the holder of a card can do next, what the card opens, and what is
 * remarkable about it: asked of the rules, which decide. Pure.
 */
#include "judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <jpki/rules.h>

#define INPUTS_SIZE	256
#define ANY_BIRTH	"1900-01-01"
#define FAR_EXPIRY	"2199-12-31"	/* of a card whose own is not known */

__attribute__((format(printf, 3, 4)))
static void ask(struct jpki_finding *ret, const char *question,
		const char *format, ...)
{
	char inputs[INPUTS_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(inputs, sizeof(inputs), format, args);
	va_end(args);
	jpki_rules_ask_line(NULL, question, inputs, ret);
	explicit_bzero(inputs, sizeof(inputs));
}

/* The value of @key in the answer, up to its end; NULL when it has none. */
static const char *value_of(const struct jpki_finding *finding,
			    const char *key)
{
	size_t len = strlen(key);
	const char *p = finding->text;

	while (strncmp(p, key, len) || p[len] != '=') {
		p = strchr(p, ';');
		if (!p++)
			return NULL;
	}
	return p + len + 1;
}

static bool says(const struct jpki_finding *finding, const char *key,
		 const char *value)
{
	const char *got = value_of(finding, key);
	size_t len = strlen(value);

	return got && !strncmp(got, value, len) &&
	       (got[len] == ';' || !got[len]);
}

/* A day of the answer; false when it has none. */
static bool day_of(const struct jpki_finding *finding, const char *key,
		   struct jpki_date *ret)
{
	const char *value = value_of(finding, key);
	char text[JPKI_DATE_SIZE];

	if (!value)
		return false;
	snprintf(text, sizeof(text), "%.10s", value);
	return !jpki_date_parse(text, ret);
}

/* Today and the days of the certificate, as the rules take them. */
struct days {
	char on[JPKI_DATE_SIZE];
	char issued[JPKI_DATE_SIZE];
	char expiry[JPKI_DATE_SIZE];
	char birth[JPKI_DATE_SIZE];	/* empty when not known */
};

static void put_instant(int64_t instant, char *buf)
{
	jpki_date_format(jpki_date_of_instant(instant), buf, JPKI_DATE_SIZE);
}

static void fill_days(const struct jpki_status *status,
		      const struct jpki_date *birth, struct days *days)
{
	memset(days, 0, sizeof(*days));
	put_instant(status->time, days->on);
	if (birth)
		jpki_date_format(*birth, days->birth, sizeof(days->birth));
	if (!status->auth.dated)
		return;
	put_instant(status->auth.not_before, days->issued);
	jpki_date_format(status->auth.expiry, days->expiry,
			 sizeof(days->expiry));
}

static void act(struct jpki_status *status, enum jpki_action action)
{
	status->action[status->action_count++] = action;
}

/* The actions that concern one PIN. */
struct pin_actions {
	const char *kind;
	enum jpki_action unlock;
	enum jpki_action unlock_store;
	enum jpki_action last_try;
};

/* The desk unlocks always; a store if the holder knows the other PIN. */
static void judge_locked(struct jpki_status *status,
			 const struct pin_actions *pin,
			 const struct jpki_tries *other)
{
	struct jpki_finding finding;

	act(status, pin->unlock);
	if (status->kind != JPKI_KIND_MYNUMBER || !other->known)
		return;
	ask(&finding, "unlock",
	    "card=mynumber;pin_kind=%s;other_known=yes;other_locked=%s",
	    pin->kind, other->locked ? "yes" : "no");
	if (says(&finding, "store", "yes"))
		act(status, pin->unlock_store);
}

static void judge_pin(struct jpki_status *status,
		      const struct pin_actions *pin,
		      const struct jpki_tries *tries,
		      const struct jpki_tries *other)
{
	if (!tries->known)
		return;
	if (tries->locked)
		judge_locked(status, pin, other);
	else if (tries->left == 1)
		act(status, pin->last_try);
}

static void judge_pins(struct jpki_status *status)
{
	static const struct pin_actions auth = {
		"auth", JPKI_ACTION_UNLOCK_AUTH,
		JPKI_ACTION_UNLOCK_AUTH_STORE, JPKI_ACTION_LAST_TRY_AUTH
	};
	static const struct pin_actions sign = {
		"sign", JPKI_ACTION_UNLOCK_SIGN,
		JPKI_ACTION_UNLOCK_SIGN_STORE, JPKI_ACTION_LAST_TRY_SIGN
	};

	judge_pin(status, &auth, &status->auth_tries, &status->sign_tries);
	judge_pin(status, &sign, &status->sign_tries, &status->auth_tries);
}

static void judge_renewal(struct jpki_status *status, const struct days *days)
{
	struct jpki_finding finding;

	ask(&finding, "can_renew", "card=mynumber;on=%s;expiry=%s", days->on,
	    days->expiry);
	if (says(&finding, "as", "renewal"))
		act(status, JPKI_ACTION_RENEW);
	else if (says(&finding, "as", "issue"))
		act(status, JPKI_ACTION_RENEW_EXPIRED);
}

static void judge_auth(struct jpki_status *status, const struct days *days)
{
	switch (status->auth.state) {
	case JPKI_STATE_VALID:
	case JPKI_STATE_RENEWABLE:
	case JPKI_STATE_EXPIRED:
		judge_renewal(status, days);
		break;
	case JPKI_STATE_REVOKED:
		act(status, JPKI_ACTION_REISSUE);
		break;
	case JPKI_STATE_ABSENT:
		if (status->jpki)
			act(status, JPKI_ACTION_ISSUE);
		break;
	default:
		break;
	}
}

static void judge_revocation(struct jpki_status *status)
{
	enum jpki_state state = status->auth.state;

	if ((state == JPKI_STATE_VALID || state == JPKI_STATE_RENEWABLE) &&
	    status->revocation != JPKI_REVOCATION_NOT_LISTED &&
	    status->revocation != JPKI_REVOCATION_LISTED)
		act(status, JPKI_ACTION_REVOCATION_NOT_CHECKED);
}

/* What would settle it: the certificate's PIN, then a fact of the holder. */
static void fill_missing(const struct jpki_finding *finding,
			 const struct jpki_cert_status *cert,
			 struct jpki_service_status *ret)
{
	static const char *const facts[] = { "birth", "card_expiry" };
	static const char unknown[] = "unknown:";
	size_t i, count = 0;

	if (cert && cert->state == JPKI_STATE_UNKNOWN && cert->missing)
		ret->missing[count++] = cert->missing;
	if (strncmp(finding->text, unknown, strlen(unknown)))
		return;
	for (i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		if (!strcmp(finding->text + strlen(unknown), facts[i]))
			ret->missing[count++] = facts[i];
}

static const struct jpki_cert_status *
cert_of(const struct jpki_status *status, enum jpki_service service)
{
	switch (service) {
	case JPKI_SERVICE_FACE_TO_FACE_ID:
		return NULL;
	case JPKI_SERVICE_ETAX_SIGN:
	case JPKI_SERVICE_PRIVATE_CONTRACT:
		return &status->sign;
	default:
		return &status->auth;
	}
}

/* It never outlives the one for user authentication (rule EXP-2). */
static enum jpki_state sign_state(const struct jpki_status *status)
{
	return status->auth.state == JPKI_STATE_EXPIRED ?
		JPKI_STATE_EXPIRED : status->sign.state;
}

/* Not known, it matters only while the certificate is valid. */
static const char *birth_of(const struct jpki_status *status,
			    const struct days *days)
{
	switch (status->auth.state) {
	case JPKI_STATE_UNKNOWN:
	case JPKI_STATE_VALID:
	case JPKI_STATE_RENEWABLE:
		return days->birth;
	default:
		return *days->birth ? days->birth : ANY_BIRTH;
	}
}

static void judge_service(const struct jpki_status *status,
			  enum jpki_service service, const struct days *days,
			  struct jpki_service_status *ret)
{
	const char *birth = birth_of(status, days);
	struct jpki_finding finding;

	ask(&finding, "service",
	    "card=mynumber;service=%s;on=%s;auth_state=%s;sign_state=%s%s%s",
	    jpki_service_name(service), days->on,
	    jpki_state_name(status->auth.state),
	    jpki_state_name(sign_state(status)),
	    *birth ? ";birth=" : "", birth);
	*ret = (struct jpki_service_status){ .usable = JPKI_USABLE_UNKNOWN };
	if (says(&finding, "usable", "yes"))
		ret->usable = JPKI_USABLE_YES;
	else if (says(&finding, "usable", "no"))
		ret->usable = JPKI_USABLE_NO;
	else
		fill_missing(&finding, cert_of(status, service), ret);
	day_of(&finding, "from", &ret->from);
}

/* What cards open; of a phone the rules say nothing. */
static void judge_services(struct jpki_status *status, const struct days *days)
{
	size_t i;

	if (status->kind != JPKI_KIND_MYNUMBER)
		return;
	status->service_count = JPKI_SERVICE_COUNT;
	for (i = 0; i < JPKI_SERVICE_COUNT; i++)
		judge_service(status, (enum jpki_service)i, days,
			      &status->service[i]);
}

static void remark(struct jpki_status *status, enum jpki_remark what)
{
	status->remark[status->remark_count++] = what;
}

/* When the certificate would end if the card and the stay did not end it. */
static bool computed_expiry(const struct days *days, bool renewed,
			    struct jpki_date *ret)
{
	struct jpki_finding finding;

	ask(&finding, "cert_expiry",
	    "card=mynumber;kind=auth;birth=%s;issued=%s;card_expiry=%s;"
	    "renewed=%s", days->birth, days->issued, FAR_EXPIRY,
	    renewed ? "yes" : "no");
	return day_of(&finding, "expiry", ret);
}

/* The certificate's own day wins; one past the fifth birthday was renewed. */
static void judge_expiry(struct jpki_status *status, const struct days *days)
{
	struct jpki_date computed, expiry = status->auth.expiry;

	if (!status->auth.dated || !computed_expiry(days, false, &computed))
		return;
	if (jpki_date_cmp(expiry, computed) > 0 &&
	    !computed_expiry(days, true, &computed))
		return;
	if (!jpki_date_cmp(expiry, computed))
		return;
	status->computed_expiry = computed;
	remark(status, JPKI_REMARK_EXPIRY_DIFFERS);
}

static void judge_holder(struct jpki_status *status, const struct days *days)
{
	struct jpki_finding finding;

	ask(&finding, "eligible", "card=mynumber;kind=sign;birth=%s;on=%s",
	    days->birth, days->on);
	if (says(&finding, "eligible", "no"))
		remark(status, JPKI_REMARK_NO_SIGN);
	ask(&finding, "procedure",
	    "applicant=self;occasion=renewal;kind=auth;birth=%s;on=%s",
	    days->birth, days->on);
	if (says(&finding, "allowed", "no"))
		remark(status, JPKI_REMARK_REPRESENTED);
}

void jpki_judge(struct jpki_status *status, const struct jpki_date *birth)
{
	struct days days;

	fill_days(status, birth, &days);
	status->action_count = 0;
	status->service_count = 0;
	status->remark_count = 0;
	judge_pins(status);
	judge_auth(status, &days);
	judge_revocation(status);
	judge_services(status, &days);
	if (birth && status->kind == JPKI_KIND_MYNUMBER) {
		judge_expiry(status, &days);
		judge_holder(status, &days);
	}
	explicit_bzero(&days, sizeof(days));
}
