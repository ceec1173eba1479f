// SPDX-License-Identifier: GPL-2.0-or-later
/* Asks the rules with the municipalities that the library brings along. */
#include "rules_rows.h"

#include <stdio.h>
#include <stdlib.h>

struct jpki_profiles *rules_profiles;
static struct jpki_ctx *ctx;
static struct jpki_finding finding;

void rules_begin(void)
{
	if (jpki_ctx_new(&ctx) || jpki_profiles_new(ctx, &rules_profiles)) {
		fprintf(stderr, "no profiles: %s\n",
			jpki_ctx_detail(ctx, JPKI_BAD_FILE));
		exit(1);
	}
}

void rules_end(void)
{
	jpki_profiles_free(&rules_profiles);
	jpki_ctx_free(&ctx);
}

const char *rules_answer(const char *question, const char *inputs)
{
	jpki_rules_ask_line(rules_profiles, question, inputs, &finding);
	return finding.text;
}
