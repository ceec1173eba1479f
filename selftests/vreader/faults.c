// SPDX-License-Identifier: GPL-2.0-or-later
/* Misbehaviour on order: what is armed, and for how many messages. */
#include "faults.h"

#include <stdlib.h>
#include <string.h>

#include "array.h"
#include "hex.h"

#define ENDLESS UINT32_MAX

static const struct kind {
	const char *name;
	enum fault_kind kind;
	size_t min_args, max_args;
	int base;
	uint32_t left;
} kinds[] = {
	{ "silence", FAULT_SILENCE, 0, 0, 10, 1 },
	{ "deaf", FAULT_DEAF, 0, 0, 10, 1 },
	{ "late", FAULT_LATE, 1, 1, 10, 1 },
	{ "wrong-seq", FAULT_WRONG_SEQ, 0, 0, 10, 1 },
	{ "wrong-slot", FAULT_WRONG_SLOT, 0, 0, 10, 1 },
	{ "wrong-type", FAULT_WRONG_TYPE, 0, 0, 10, 1 },
	{ "short-frame", FAULT_SHORT_FRAME, 1, 1, 10, 1 },
	{ "long-frame", FAULT_LONG_FRAME, 1, 1, 10, 1 },
	{ "bad-length", FAULT_BAD_LENGTH, 1, 1, 10, 1 },
	{ "stall-in", FAULT_STALL_IN, 0, 0, 10, 1 },
	{ "stall-out", FAULT_STALL_OUT, 0, 0, 10, 1 },
	{ "stall-interrupt", FAULT_STALL_INTERRUPT, 0, 0, 10, 1 },
	{ "timext", FAULT_TIMEXT, 1, 3, 10, 1 },
	{ "disappear-in", FAULT_DISAPPEAR_IN, 1, 1, 10, 1 },
	{ "disappear-out", FAULT_DISAPPEAR_OUT, 1, 1, 10, 1 },
	{ "mute", FAULT_MUTE, 0, 0, 10, 1 },
	{ "error", FAULT_ERROR, 1, 1, 16, 1 },
	{ "absent", FAULT_ABSENT, 0, 0, 10, 1 },
	{ "empty", FAULT_EMPTY, 0, 1, 16, 1 },
	{ "zlp", FAULT_ZLP, 0, 0, 10, 1 },
	{ "no-abort", FAULT_NO_ABORT, 0, 0, 10, ENDLESS },
	{ "chain-forever", FAULT_CHAIN_FOREVER, 0, 0, 10, 1 },
	{ "verify-says", FAULT_VERIFY_SAYS, 1, 1, 16, 1 },
	{ "data-in-continue", FAULT_DATA_IN_CONTINUE, 0, 0, 10, 1 },
	{ "dup", FAULT_DUP, 0, 0, 10, 1 },
	{ "stale", FAULT_STALE, 0, 0, 10, 1 },
	{ "notify-twice", FAULT_NOTIFY_TWICE, 0, 0, 10, 1 },
	{ "junk-interrupt", FAULT_JUNK_INTERRUPT, 0, 0, 10, 1 },
	{ "t1-bad-edc", FAULT_T1_BAD_EDC, 0, 0, 10, 1 },
	{ "t1-lose", FAULT_T1_LOSE, 0, 0, 10, 1 },
	{ "t1-deaf", FAULT_T1_DEAF, 0, 0, 10, 1 },
	{ "t1-wrong-ns", FAULT_T1_WRONG_NS, 0, 0, 10, 1 },
	{ "t1-wrong-nr", FAULT_T1_WRONG_NR, 0, 0, 10, 1 },
	{ "t1-dup", FAULT_T1_DUP, 0, 0, 10, 1 },
	{ "t1-truncate", FAULT_T1_TRUNCATE, 1, 1, 10, 1 },
	{ "t1-stray-s", FAULT_T1_STRAY_S, 0, 1, 16, 1 },
	{ "t1-resend", FAULT_T1_RESEND, 0, 0, 10, 1 },
	{ "t1-wtx", FAULT_T1_WTX, 1, 2, 10, 1 },
	{ "t1-ifs", FAULT_T1_IFS, 1, 1, 10, 1 },
	{ "t1-abort", FAULT_T1_ABORT, 0, 0, 10, 1 },
	{ "t1-refuse-ifs", FAULT_T1_REFUSE_IFS, 0, 0, 10, ENDLESS },
	{ "t1-refuse-resynch", FAULT_T1_REFUSE_RESYNCH, 0, 0, 10, ENDLESS },
	{ "t0-61", FAULT_T0_61, 0, 1, 10, ENDLESS },
	{ "t0-6c", FAULT_T0_6C, 0, 0, 10, ENDLESS },
	{ "t0-null", FAULT_T0_NULL, 1, 1, 10, 1 },
	{ "t0-procedure", FAULT_T0_PROCEDURE, 0, 1, 16, 1 },
	{ "t0-bytewise", FAULT_T0_BYTEWISE, 0, 0, 10, ENDLESS },
	{ "t0-odd", FAULT_T0_ODD, 0, 0, 10, ENDLESS },
	{ "pps-refuse", FAULT_PPS_REFUSE, 0, 0, 10, 1 },
	{ "pps-default", FAULT_PPS_DEFAULT, 0, 0, 10, 1 },
	{ "rates-stall", FAULT_RATES_STALL, 0, 0, 10, ENDLESS },
	{ "rates-short", FAULT_RATES_SHORT, 1, 1, 10, ENDLESS },
};

/* The messages that a filter names; 0xff ends a row. */
static const struct group {
	const char *name;
	uint8_t types[4];
} groups[] = {
	{ "any", { 0xff } },
	{ "xfr", { 0x6f, 0xff } },
	{ "status", { 0x65, 0xff } },
	{ "power", { 0x62, 0x63, 0xff } },
	{ "abort", { 0x72, 0xff } },
	{ "params", { 0x61, 0x6c, 0x6d, 0xff } },
	{ "escape", { 0x6b, 0xff } },
	{ "secure", { 0x69, 0xff } },
};

static bool in_group(uint8_t group, uint8_t type)
{
	const uint8_t *t = groups[group].types;

	if (!group)
		return true;
	while (*t != 0xff)
		if (*t++ == type)
			return true;
	return false;
}

bool faults_take(struct faults *f, enum fault_kind kind, uint8_t type,
		 struct fault *ret)
{
	size_t i;

	for (i = 0; i < FAULTS_MAX; i++) {
		if (f->armed[i].kind != kind ||
		    !in_group(f->armed[i].group, type))
			continue;
		*ret = f->armed[i];
		if (f->armed[i].left != ENDLESS && !--f->armed[i].left)
			f->armed[i].kind = FAULT_NONE;
		return true;
	}
	return false;
}

static bool set_number(uint32_t *ret, const char *word, int base)
{
	unsigned long value;
	char *end;

	if (!strcmp(word, "endless")) {
		*ret = ENDLESS;
		return true;
	}
	value = strtoul(word, &end, base);
	*ret = (uint32_t)value;
	return *word >= '0' && !*end && end != word && value <= UINT32_MAX;
}

static bool set_group(struct fault *fault, const char *name)
{
	uint8_t i;

	for (i = 0; i < ARRAY_SIZE(groups); i++) {
		if (strcmp(groups[i].name, name))
			continue;
		fault->group = i;
		return true;
	}
	return false;
}

static bool set_junk(struct fault *fault, const char *word)
{
	long len = hex_parse(fault->junk, sizeof(fault->junk), word);

	fault->junk_len = (size_t)len;
	return len > 0;
}

static const struct kind *find_kind(const char *name)
{
	size_t i;

	for (i = 0; name && i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

/* One word after the kind; what is wrong with it, or NULL. */
static const char *parse_word(struct fault *fault, const struct kind *kind,
			      const char *word, size_t *args)
{
	if (!strncmp(word, "on=", 3))
		return set_group(fault, word + 3) ? NULL : "no such on=GROUP";
	if (*word == 'x')
		return set_number(&fault->left, word + 1, 10) && fault->left ?
			NULL : "xN takes a number from 1, or endless";
	if (kind->kind == FAULT_JUNK_INTERRUPT)
		return set_junk(fault, word) ?
			NULL : "1 to 64 bytes of hexadecimal wanted";
	if (*args == kind->max_args)
		return "too many arguments";
	return set_number(&fault->arg[(*args)++], word, kind->base) ?
		NULL : "an argument is no number";
}

static const char *parse_words(struct fault *fault, const struct kind *kind,
			       char **rest)
{
	const char *error = NULL;
	size_t args = 0;
	char *word;

	while (!error && (word = strtok_r(NULL, " ", rest)))
		error = parse_word(fault, kind, word, &args);
	if (!error && (args < kind->min_args ||
		       (kind->kind == FAULT_JUNK_INTERRUPT &&
			!fault->junk_len)))
		error = "an argument is missing";
	return error;
}

const char *faults_arm(struct faults *f, char *words)
{
	struct fault fault = { .kind = FAULT_NONE };
	const struct kind *kind;
	const char *error, *name;
	char *rest;
	size_t i;

	name = strtok_r(words, " ", &rest);
	if (name && !strcmp(name, "clear")) {
		*f = (struct faults){ 0 };
		return NULL;
	}
	kind = find_kind(name);
	if (!kind)
		return "no such fault";
	fault.kind = kind->kind;
	fault.left = kind->left;
	error = parse_words(&fault, kind, &rest);
	if (error)
		return error;
	for (i = 0; i < FAULTS_MAX; i++) {
		if (f->armed[i].kind != FAULT_NONE)
			continue;
		f->armed[i] = fault;
		return NULL;
	}
	return "too many faults armed; clear some";
}
