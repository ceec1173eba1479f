// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The socket of applications. Owns the listening socket and a connection for
 * each client. Nothing is ever read from them, so none can say anything; what
 * the kernel does not take at once waits in a buffer of that client. A client
 * that lets more wait than it should is cut off: it connects again and is told
 * how things stand, so it misses nothing that still matters.
 */
#include "clients.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "lang.h"
#include "log.h"

#define BACKLOG		16
#define WAITING_MAX	65536	/* bytes, beside what greets a client */

struct client {
	struct source source;
	struct clients *all;
	struct client *next;
	bool greeted;
	bool lost;		/* to be cut off */
	char *waiting;		/* bytes that the kernel did not take yet */
	size_t len;
};

static void cut_off(struct client *client)
{
	struct clients *all = client->all;
	struct client **link = &all->first;

	while (*link != client)
		link = &(*link)->next;
	*link = client->next;
	all->count--;
	all->full = false;
	loop_remove(all->loop, &client->source);
	(void)close(client->source.fd);
	free(client->waiting);
	free(client);
}

/* How many bytes the kernel takes; a lost client loses them all. */
static size_t push(struct client *client, struct iovec *part, size_t parts)
{
	struct msghdr message = { .msg_iov = part, .msg_iovlen = parts };
	ssize_t n = sendmsg(client->source.fd, &message,
			    MSG_NOSIGNAL | MSG_DONTWAIT);

	if (n >= 0)
		return (size_t)n;
	if (errno != EAGAIN)
		client->lost = true;
	return 0;
}

static void keep(struct client *client, const char *text, size_t len)
{
	char *grown;

	if (client->lost)
		return;
	if (client->greeted && client->len + len > WAITING_MAX) {
		client->lost = true;
		return;
	}
	grown = realloc(client->waiting, client->len + len);
	if (!grown) {
		client->lost = true;
		return;
	}
	client->waiting = grown;
	memcpy(grown + client->len, text, len);
	if (!client->len)
		client->lost = !loop_change(client->all->loop, &client->source,
					    EPOLLOUT);
	client->len += len;
}

void clients_tell(struct client *client, const char *line)
{
	struct iovec part[] = {
		{ .iov_base = (char *)line, .iov_len = strlen(line) },
		{ .iov_base = (char *)"\n", .iov_len = 1 },
	};
	size_t len = part[0].iov_len;
	size_t taken = 0;

	if (!client->lost && !client->len)
		taken = push(client, part, 2);
	if (taken < len)
		keep(client, line + taken, len - taken);
	if (taken <= len)
		keep(client, "\n", 1);
}

void clients_tell_all(struct clients *clients, const char *line)
{
	struct client *client, *next;

	for (client = clients->first; client; client = next) {
		next = client->next;
		clients_tell(client, line);
		if (client->lost)
			cut_off(client);
	}
}

static void drain(struct client *client)
{
	struct iovec part = {
		.iov_base = client->waiting, .iov_len = client->len,
	};
	size_t taken = push(client, &part, 1);

	client->len -= taken;
	memmove(client->waiting, client->waiting + taken, client->len);
	if (client->len)
		return;
	free(client->waiting);
	client->waiting = NULL;
	if (!loop_change(client->all->loop, &client->source, 0))
		client->lost = true;
}

static void client_ready(struct source *source, uint32_t events)
{
	struct client *client = OWNER(source, struct client, source);

	if (events & (EPOLLHUP | EPOLLERR))
		client->lost = true;
	else if (client->len)
		drain(client);
	if (client->lost)
		cut_off(client);
}

static bool is_full(struct clients *clients)
{
	if (clients->count < clients->limit)
		return false;
	if (!clients->full)
		log_error(_("%u applications are connected; no more are "
			    "let in. See jpkid.conf(5), clients."),
			  clients->count);
	clients->full = true;
	return true;
}

static void take(struct clients *clients, int fd)
{
	struct client *client = calloc(1, sizeof(*client));

	if (!client) {
		(void)close(fd);
		return;
	}
	client->all = clients;
	client->source = (struct source){ .fd = fd, .ready = client_ready };
	client->next = clients->first;
	clients->first = client;
	clients->count++;
	client->lost = !loop_add(clients->loop, &client->source, 0);
	clients->greet(clients->data, client);
	client->greeted = true;
	if (client->lost)
		cut_off(client);
}

static void listen_ready(struct source *source, uint32_t events)
{
	struct clients *clients = OWNER(source, struct clients, source);
	int fd = accept4(source->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)events;
	if (fd < 0)
		return;
	if (is_full(clients))
		(void)close(fd);
	else
		take(clients, fd);
}

bool clients_open(struct clients *clients, struct loop *loop, int fd,
		  unsigned int limit, clients_greet_fn *greet, void *data)
{
	*clients = (struct clients){
		.source = { .fd = fd, .ready = listen_ready },
		.loop = loop,
		.greet = greet,
		.data = data,
		.limit = limit,
	};
	return loop_add(loop, &clients->source, EPOLLIN);
}

void clients_close(struct clients *clients)
{
	while (clients->first)
		cut_off(clients->first);
	if (clients->source.fd < 0)
		return;
	loop_remove(clients->loop, &clients->source);
	(void)close(clients->source.fd);
	clients->source.fd = -1;
}

/* The directory's group may connect, where the daemon may let it. */
static bool give(const char *path)
{
	char dir[sizeof(((struct sockaddr_un *)NULL)->sun_path)];
	struct stat above, made;

	strcpy(dir, path);
	if (stat(dirname(dir), &above) || stat(path, &made))
		return false;
	if (above.st_gid != made.st_gid &&
	    chown(path, (uid_t)-1, above.st_gid))
		return true;	/* then only its owner does */
	return !chmod(path, 0660);
}

int clients_listen(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	(void)unlink(path);
	if (!bind(fd, (struct sockaddr *)&address, sizeof(address)) &&
	    give(path) && !listen(fd, BACKLOG))
		return fd;
	(void)close(fd);
	return -1;
}
