/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A secret from the terminal, which does not show it. */
#ifndef JPKICTL_TERMINAL_H
#define JPKICTL_TERMINAL_H

#include <jpki/secret.h>

/* The terminal that controls this process, -1 when there is none. */
int terminal_open(void);

/*
 * Ask there, and read a line. The terminal is set back as it was before a
 * signal ends the process.
 */
enum jpki_error terminal_ask(int fd, const char *prompt,
			     struct jpki_secret *secret);

#endif /* JPKICTL_TERMINAL_H */
