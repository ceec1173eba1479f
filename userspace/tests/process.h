/* SPDX-License-Identifier: GPL-2.0-or-later */
/* jpkictl as its users meet it: each run is a process of its own. */
#ifndef JPKI_PROCESS_H
#define JPKI_PROCESS_H

#include <stdio.h>

#define PROCESS_TEXT_MAX 16384

extern char process_out[PROCESS_TEXT_MAX], process_err[PROCESS_TEXT_MAX];

/* Run jpkictl with these arguments, ended by NULL, and its standard input from
 * a file, NULL for its own. Its output is in the texts above. Returns the exit
 * status, -1 for a signal.
 */
int process_run(FILE *in, const char *arg, ...);

/* The whole of @file, up to the room; closes it. */
void process_slurp(FILE *file, char *text);

#endif /* JPKI_PROCESS_H */
