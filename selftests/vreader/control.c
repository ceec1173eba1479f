// SPDX-License-Identifier: GPL-2.0-or-later
/* The control socket: lines in, a line out for each. */
#include "control.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "command.h"
#include "sock.h"

#define CLIENTS 8

struct client {
	struct vreader *v;
	struct watch watch;
	size_t len;
	char line[COMMAND_MAX];
};

static struct watch listener;
static struct client clients[CLIENTS];

static void hang_up(struct client *c)
{
	close(c->watch.fd);
	c->watch.fd = -1;
	c->len = 0;
}

static void answer(struct client *c, size_t len)
{
	char reply[REPLY_MAX + 1];

	c->line[len] = '\0';
	command_run(c->v, c->line, reply);
	len = strlen(reply);
	reply[len++] = '\n';
	(void)send(c->watch.fd, reply, len, MSG_NOSIGNAL);
}

static void on_client(void *arg, short revents)
{
	struct client *c = arg;
	ssize_t n = recv(c->watch.fd, c->line + c->len,
			 sizeof(c->line) - c->len, 0);
	char *end;

	(void)revents;
	if (n <= 0) {
		hang_up(c);
		return;
	}
	c->len += (size_t)n;
	while ((end = memchr(c->line, '\n', c->len))) {
		size_t used = (size_t)(end - c->line);

		answer(c, used);
		c->len -= used + 1;
		memmove(c->line, end + 1, c->len);
	}
	if (c->len == sizeof(c->line))
		hang_up(c);
}

static void on_listener(void *arg, short revents)
{
	int fd = accept4(listener.fd, NULL, NULL, SOCK_CLOEXEC);
	size_t i;

	(void)arg;
	(void)revents;
	for (i = 0; fd >= 0 && i < CLIENTS; i++) {
		if (clients[i].watch.fd >= 0)
			continue;
		clients[i].watch.fd = fd;
		return;
	}
	if (fd >= 0)
		close(fd);
}

int control_open(struct vreader *v, const char *path)
{
	int fd = sock_listen(path), err;
	size_t i;

	if (fd < 0)
		return -1;
	listener = (struct watch){
		.fd = fd, .events = POLLIN, .due = NEVER,
		.ready = on_listener,
	};
	err = loop_add(&v->loop, &listener);
	for (i = 0; i < CLIENTS; i++) {
		clients[i].v = v;
		clients[i].watch = (struct watch){
			.fd = -1, .events = POLLIN, .due = NEVER,
			.ready = on_client, .arg = &clients[i],
		};
		err |= loop_add(&v->loop, &clients[i].watch);
	}
	return err;
}
