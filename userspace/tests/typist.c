// SPDX-License-Identifier: GPL-2.0-or-later
/* The person at the terminal, the password agent, and the program on a pipe. */
#include "typist.h"

#include <pty.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "cli.h"
#include "pki.h"
#include "process.h"
#include "tap.h"

static char agent_dir[64], old_path[4096];

const char *typist_pin_fd(const char *lines)
{
	static char option[32];
	static int pipe_fd = -1;
	int fd[2];

	if (pipe_fd >= 0)
		close(pipe_fd);
	CHECK(!pipe(fd));
	CHECK_LONG(write(fd[1], lines, strlen(lines)), strlen(lines));
	close(fd[1]);
	pipe_fd = fd[0];
	snprintf(option, sizeof(option), "--pin-fd=%d", pipe_fd);
	return option;
}

/* What the terminal shows more, up to @text, or to the end without one. */
static void read_screen(int master, const char *text)
{
	size_t len = strlen(process_out), from = len;
	ssize_t got;

	while (!text || !strstr(process_out + from, text)) {
		got = read(master, process_out + len,
			   PROCESS_TEXT_MAX - 1 - len);
		if (got <= 0)
			break;
		len += (size_t)got;
		process_out[len] = '\0';
	}
}

static int echoes(int master)
{
	struct termios settings = { .c_lflag = 0 };

	CHECK(!tcgetattr(master, &settings));
	return (settings.c_lflag & ECHO) != 0;
}

int typist_run(char *const argv[], const struct typist_line *lines)
{
	int argc = 0, master = -1, status = -1;
	pid_t pid;

	while (argv[argc])
		argc++;
	fflush(stdout);
	process_out[0] = '\0';
	pid = forkpty(&master, NULL, NULL, NULL);
	if (!pid)
		exit(cli_run(argc, (char **)argv));
	for (; lines->line; lines++) {
		read_screen(master, lines->prompt);
		CHECK(!echoes(master));
		CHECK_LONG(write(master, lines->line, strlen(lines->line)),
			   strlen(lines->line));
	}
	read_screen(master, NULL);
	waitpid(pid, &status, 0);
	CHECK(echoes(master));
	close(master);
	return status;
}

void typist_agent(const char *script)
{
	char path[128], list[512];
	FILE *file;

	snprintf(old_path, sizeof(old_path), "%s", getenv("PATH"));
	pki_make_dir(agent_dir);
	snprintf(path, sizeof(path), "%s/systemd-ask-password", agent_dir);
	file = fopen(path, "w");
	if (!file)
		return;
	fprintf(file, "#!/bin/sh\n%s\n", script);
	fclose(file);
	chmod(path, 0755);
	snprintf(list, sizeof(list), "%s:/usr/bin:/bin", agent_dir);
	setenv("PATH", list, 1);
}

void typist_agent_end(void)
{
	setenv("PATH", old_path, 1);
	pki_remove_dir(agent_dir);
}
