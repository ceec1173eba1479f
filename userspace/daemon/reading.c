// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A card that is being read. Owns the process that does it and the pipes to and
 * from it. Reading takes a second and may wait for others that use the card; it
 * also takes OpenSSL, which is larger than the whole daemon. States:
 *
 *	ready	the process has been started, and waits to be told the card
 *	begun	it has been told; it ends by itself, see read.c, and closes the
 *		pipe with it
 *
 * One that has died while it was ready is found out when it has begun.
 */
#include "reading.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT_MAX 65536

static int end_process(const struct reading *reading)
{
	int status;

	while (waitpid(reading->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void drop(struct reading *reading)
{
	if (reading->done)
		loop_remove(reading->loop, &reading->source);
	if (reading->source.fd >= 0)
		(void)close(reading->source.fd);
	if (reading->text)
		explicit_bzero(reading->text, reading->len);
	if (reading->card_fd >= 0)
		(void)close(reading->card_fd);
	free(reading->text);
	free(reading);
}

/* The object that was printed, or NULL. */
static const char *line_of(struct reading *reading)
{
	char *text = reading->text;
	size_t len = reading->len;

	if (len < 3 || text[0] != '{' || text[len - 2] != '}' ||
	    memchr(text, '\n', len) != text + len - 1 ||
	    memchr(text, '\0', len))
		return NULL;
	text[len - 1] = '\0';
	return text;
}

static void finish(struct reading *reading)
{
	int status = end_process(reading);

	reading->done(reading->data, reading,
		      status < 0 ? NULL : line_of(reading), status);
	drop(reading);
}

static void pipe_ready(struct source *source, uint32_t events)
{
	struct reading *reading = OWNER(source, struct reading, source);
	ssize_t n = read(source->fd, reading->text + reading->len,
			 TEXT_MAX - reading->len);

	(void)events;
	if (n > 0) {
		reading->len += (size_t)n;
		if (reading->len < TEXT_MAX)
			return;
		/* no status is that long */
		reading->len = 0;
		(void)kill(reading->pid, SIGKILL);
	} else if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		return;
	}
	finish(reading);
}

/* The signals that the daemon takes from a descriptor are the process's own. */
static int set_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, pipe;
	int err;

	sigemptyset(&none);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	err = posix_spawnattr_setsigmask(attributes, &none);
	if (!err)
		err = posix_spawnattr_setsigdefault(attributes, &pipe);
	if (!err)
		err = posix_spawnattr_setflags(attributes,
					       POSIX_SPAWN_SETSIGMASK |
					       POSIX_SPAWN_SETSIGDEF);
	return err;
}

static int spawn(struct reading *reading, char *const argv[], int in, int out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int err;

	err = posix_spawn_file_actions_init(&actions);
	if (err)
		return err;
	err = posix_spawnattr_init(&attributes);
	if (err) {
		posix_spawn_file_actions_destroy(&actions);
		return err;
	}
	err = set_signals(&attributes);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, in,
						       STDIN_FILENO);
	if (!err)
		err = posix_spawn_file_actions_adddup2(&actions, out,
						       STDOUT_FILENO);
	if (!err)
		err = posix_spawn(&reading->pid, argv[0], &actions, &attributes,
				  argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return err;
}

static bool start(struct reading *reading, char *const argv[])
{
	int from[2], to[2];
	int err;

	reading->text = malloc(TEXT_MAX);
	if (!reading->text || pipe2(from, O_CLOEXEC) < 0)
		return false;
	reading->source.fd = from[0];
	if (pipe2(to, O_CLOEXEC) < 0) {
		(void)close(from[1]);
		return false;
	}
	reading->card_fd = to[1];
	err = fcntl(from[0], F_SETFL, O_NONBLOCK) < 0 ?
		errno : spawn(reading, argv, to[0], from[1]);
	(void)close(from[1]);
	(void)close(to[0]);
	errno = err;
	return !err;
}

struct reading *reading_prepare(struct loop *loop, char *const argv[])
{
	struct reading *reading = calloc(1, sizeof(*reading));
	int err;

	if (!reading)
		return NULL;
	*reading = (struct reading){
		.source = { .fd = -1, .ready = pipe_ready },
		.loop = loop,
		.card_fd = -1,
	};
	if (start(reading, argv))
		return reading;
	err = errno;
	drop(reading);
	errno = err;
	return NULL;
}

bool reading_begin(struct reading *reading, const char *card,
		   reading_done_fn *done, void *data)
{
	if (!loop_add(reading->loop, &reading->source, EPOLLIN))
		return false;
	reading->done = done;
	reading->data = data;
	(void)dprintf(reading->card_fd, "%s\n", card);
	(void)close(reading->card_fd);
	reading->card_fd = -1;
	return true;
}

void reading_cancel(struct reading *reading)
{
	(void)kill(reading->pid, SIGKILL);
	(void)end_process(reading);
	drop(reading);
}
