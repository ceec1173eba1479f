/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entering PINs into jpkictl as people and programs do. */
#ifndef JPKI_TEST_TYPIST_H
#define JPKI_TEST_TYPIST_H

/* A pipe with these lines: the option --pin-fd for it, until the next call. */
const char *typist_pin_fd(const char *lines);

struct typist_line {
	const char *prompt;	/* waited for */
	const char *line;	/* typed then; NULL ends the list */
};

/*
 * Run jpkictl on a terminal and type. Its screen is in process_out. Checks that
 * nothing is echoed and that the terminal is left as it was; returns what
 * wait() tells.
 */
int typist_run(char *const argv[], const struct typist_line *lines);

/*
 * A systemd-ask-password that does this comes first in PATH, and
 * typist_agent_end() takes it away.
 */
void typist_agent(const char *script);
void typist_agent_end(void);

#endif /* JPKI_TEST_TYPIST_H */
