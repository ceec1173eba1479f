/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verbs of jpkictl rules, and how a finding is shown. */
#ifndef JPKICTL_RULES_H
#define JPKICTL_RULES_H

#include <jpki/rules.h>

#include "cli.h"

int rules_batch(struct cli *cli, const struct jpki_profiles *profiles,
		const char *path);

/* JSON of schema jpki.rule/1; @id is NULL for none. */
void rules_json(struct cli *cli, const char *id, const char *question,
		const struct jpki_finding *finding);

/* What it means, in sentences. */
void rules_explain(struct cli *cli, const struct jpki_finding *finding);

/* The sentence of an error; NULL when memory ran out. To be freed. */
char *rules_error_text(const struct jpki_finding *finding);

#endif /* JPKICTL_RULES_H */
