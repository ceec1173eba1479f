// SPDX-License-Identifier: GPL-2.0-or-later
/* A profile of a municipality, and when its desks are open. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include <jpki/jpki.h>

#include "profile.h"

static void visit(const struct jpki_profiles *profiles, const char *desk)
{
	struct jpki_finding finding;
	char inputs[128];

	snprintf(inputs, sizeof(inputs),
		 "profile=fuzz;desk=%s;at=2024-12-31T23:00:00Z", desk);
	if (jpki_rules_ask_line(profiles, "office_open", inputs,
				&finding) == JPKI_RULES_ERROR)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jpki_span text = { (const char *)data, size };
	struct jpki_profile_fault fault;
	struct jpki_profile profile;
	struct jpki_profiles profiles = { .count = 1, .profile = &profile };
	int i;

	if (!jpki_profile_parse(jpki_span("fuzz"), text, &profile, &fault)) {
		if (!fault.expected)
			abort();
		return 0;
	}
	for (i = 0; i < profile.desk_count; i++)
		visit(&profiles, profile.desk[i].name);
	return 0;
}
