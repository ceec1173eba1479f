// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A secret from systemd's password agent, for programs without a terminal:
 * systemd-ask-password(1) gives it to a pipe.
 */
#include "agent.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

/* Starts it with its standard output to @fd; false when that is impossible. */
static bool start(const char *prompt, int fd, pid_t *ret)
{
	char *argv[] = {
		(char *)"systemd-ask-password", (char *)"--no-tty",
		(char *)"--timeout=120", (char *)"--", (char *)prompt, NULL
	};
	posix_spawn_file_actions_t actions;
	bool started;

	if (posix_spawn_file_actions_init(&actions))
		return false;
	started = !posix_spawn_file_actions_adddup2(&actions, fd, 1) &&
		  !posix_spawnp(ret, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return started;
}

enum jpki_error agent_ask(const char *prompt, struct jpki_secret *secret)
{
	enum jpki_error err = JPKI_NO_PIN;
	int pipe_fd[2], status = -1;
	bool started;
	pid_t pid;

	if (pipe2(pipe_fd, O_CLOEXEC) < 0)
		return JPKI_FILE;
	started = start(prompt, pipe_fd[1], &pid);
	(void)close(pipe_fd[1]);
	if (started)
		err = jpki_secret_read(secret, pipe_fd[0]);
	(void)close(pipe_fd[0]);
	if (started && (waitpid(pid, &status, 0) < 0 || status))
		err = JPKI_NO_PIN;
	return err;
}
