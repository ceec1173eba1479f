// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How many questions a second one core answers through the library, as text:
 * "key=value;..." in, the answer's text out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jpki/jpki.h>

#define ROUNDS 2000000

static const struct {
	const char *question;
	const char *inputs;
} askings[] = {
	{ "cert_state",
	  "on=2025-04-01;not_before=2020-03-01;expiry=2025-07-01" },
	{ "cert_state",
	  "on=2025-05-01;not_before=2020-03-01;expiry=2025-07-01;"
	  "revoked_on=2025-05-02" },
	{ "cert_expiry",
	  "card=mynumber;kind=auth;birth=1990-05-10;issued=2020-03-01;"
	  "card_expiry=2029-05-10" },
	{ "cert_expiry",
	  "card=mynumber;kind=sign;birth=1990-05-10;issued=2022-08-01;"
	  "card_expiry=2029-05-10;auth_expiry=2024-05-10;"
	  "stay_until=2030-01-01" },
};

#define ASKING_COUNT (sizeof(askings) / sizeof(askings[0]))

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(void)
{
	struct jpki_finding finding;
	double start, taken;
	size_t i;
	int round;

	for (i = 0; i < ASKING_COUNT; i++) {
		start = seconds();
		for (round = 0; round < ROUNDS; round++)
			if (jpki_rules_ask_line(NULL, askings[i].question,
						askings[i].inputs, &finding))
				return EXIT_FAILURE;
		taken = seconds() - start;
		printf("%9.0f/s  %s %s: %s\n", ROUNDS / taken,
		       askings[i].question, askings[i].inputs, finding.text);
	}
	return EXIT_SUCCESS;
}
