// SPDX-License-Identifier: GPL-2.0-or-later
/* A question and its inputs, each on a line. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <jpki/jpki.h>

#define INPUTS_MAX 64

static struct jpki_profiles *profiles_once(void)
{
	static struct jpki_profiles *profiles;
	static struct jpki_ctx *ctx;

	if (!ctx && (jpki_ctx_new(&ctx) || jpki_profiles_new(ctx, &profiles)))
		abort();
	return profiles;
}

/* What holds for every finding. */
static void judge(const struct jpki_finding *finding)
{
	if (!finding->text_len ||
	    finding->text_len >= sizeof(finding->text) - 1 ||
	    strlen(finding->text) != finding->text_len)
		abort();
	if (!finding->rule ||
	    (finding->result == JPKI_RULES_ERROR) !=
	    (finding->fault != JPKI_RULES_FAULT_NONE))
		abort();
	if (finding->result != JPKI_RULES_ERROR && !finding->meaning[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *rest = text, *line;
	const char *question, *inputs[INPUTS_MAX];
	struct jpki_finding finding;
	size_t count = 0;

	memcpy(text, data, size);
	text[size] = '\0';
	question = strsep(&rest, "\n");
	while (count < INPUTS_MAX && (line = strsep(&rest, "\n")))
		inputs[count++] = line;
	jpki_rules_ask(profiles_once(), question, inputs, count, &finding);
	judge(&finding);
	free(text);
	return 0;
}
