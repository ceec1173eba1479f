// SPDX-License-Identifier: GPL-2.0-or-later
/* Runs jpkictl in a process of its own and keeps what it prints. */
#include "process.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

#define ARGS_MAX 16

char process_out[PROCESS_TEXT_MAX], process_err[PROCESS_TEXT_MAX];

void process_slurp(FILE *file, char *text)
{
	size_t len;

	rewind(file);
	len = fread(text, 1, PROCESS_TEXT_MAX - 1, file);
	text[len] = '\0';
	fclose(file);
}

static void become(FILE *file, int fd)
{
	if (dup2(fileno(file), fd) < 0)
		_exit(98);
}

int process_run(FILE *in, const char *arg, ...)
{
	char *argv[ARGS_MAX] = { (char *)"jpkictl" };
	FILE *files[2] = { tmpfile(), tmpfile() };
	int argc = 1, status = -1;
	va_list args;
	pid_t pid;

	va_start(args, arg);
	for (; arg; arg = va_arg(args, const char *))
		argv[argc++] = (char *)arg;
	va_end(args);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		setsid();	/* away from any terminal */
		if (in)
			become(in, 0);
		become(files[0], 1);
		become(files[1], 2);
		exit(cli_run(argc, argv));
	}
	waitpid(pid, &status, 0);
	process_slurp(files[0], process_out);
	process_slurp(files[1], process_err);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
