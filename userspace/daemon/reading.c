// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A card that is being read. Owns the process that does it and the pipes to and
 * from it. Reading takes a second and may wait for others that use the card; it
 * also takes OpenSSL, which is larger than the whole daemon. States:
 *
 *	ready	the process has been started, and waits to be told the card
 *	begun	it has been told; it is done with the first line that it prints,
 *		or when it ends without one, as it does by itself, see read.c
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

static void end_process(const struct reading *reading)
{
	(void)kill(reading->pid, SIGKILL);
	while (waitpid(reading->pid, NULL, 0) < 0 && errno == EINTR)
		;
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
	char *end = memchr(text, '\n', reading->len);

	if (!end || end - text < 2 || text[0] != '{' || end[-1] != '}' ||
	    memchr(text, '\0', (size_t)(end - text)))
		return NULL;
	*end = '\0';
	return text;
}

/* Who waits for the line need not wait for what the process has to tidy up. */
static void finish(struct reading *reading)
{
	reading->done(reading->data, reading, line_of(reading));
	end_process(reading);
	drop(reading);
}

static void pipe_ready(struct source *source, uint32_t events)
{
	struct reading *reading = OWNER(source, struct reading, source);
	char *at = reading->text + reading->len;
	ssize_t n = read(source->fd, at, TEXT_MAX - reading->len);

	(void)events;
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	reading->len += n > 0 ? (size_t)n : 0;
	/* no status is that long */
	if (n > 0 && reading->len < TEXT_MAX && !memchr(at, '\n', (size_t)n))
		return;
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
	end_process(reading);
	drop(reading);
}
