// SPDX-License-Identifier: LGPL-2.1-or-later
/* The stable names in a status, and the rules behind them. */
#include <jpki/status.h>

struct row {
	const char *name;
	const char *rule;
};

static const char *const states[] = {
#define ROW(constant, name) [JPKI_STATE_##constant] = name,
	JPKI_STATES(ROW)
#undef ROW
};

static const char *const services[] = {
#define ROW(constant, name) [JPKI_SERVICE_##constant] = name,
	JPKI_SERVICES(ROW)
#undef ROW
};

static const struct row actions[] = {
#define ROW(constant, name, rule) [JPKI_ACTION_##constant] = { name, rule },
	JPKI_ACTIONS(ROW)
#undef ROW
};

static const struct row remarks[] = {
#define ROW(constant, name, rule) [JPKI_REMARK_##constant] = { name, rule },
	JPKI_REMARKS(ROW)
#undef ROW
};

static const struct row none = { "", "" };

static const struct row *action_row(enum jpki_action action)
{
	return (size_t)action < JPKI_ACTION_COUNT ? &actions[action] : &none;
}

static const struct row *remark_row(enum jpki_remark remark)
{
	return (size_t)remark < JPKI_REMARK_COUNT ? &remarks[remark] : &none;
}

const char *jpki_state_name(enum jpki_state state)
{
	return (size_t)state <= JPKI_STATE_VALID ? states[state] : "";
}

const char *jpki_action_name(enum jpki_action action)
{
	return action_row(action)->name;
}

const char *jpki_action_rule(enum jpki_action action)
{
	return action_row(action)->rule;
}

const char *jpki_remark_name(enum jpki_remark remark)
{
	return remark_row(remark)->name;
}

const char *jpki_remark_rule(enum jpki_remark remark)
{
	return remark_row(remark)->rule;
}

const char *jpki_service_name(enum jpki_service service)
{
	return (size_t)service < JPKI_SERVICE_COUNT ? services[service] : "";
}

const char *jpki_usable_name(enum jpki_usable usable)
{
	static const char *const names[] = {
		[JPKI_USABLE_UNKNOWN] = "unknown",
		[JPKI_USABLE_NO] = "no",
		[JPKI_USABLE_YES] = "yes",
	};

	return (size_t)usable <= JPKI_USABLE_YES ? names[usable] : "";
}
