/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket of applications: every line to each of them, or none. */
#ifndef JPKID_CLIENTS_H
#define JPKID_CLIENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "loop.h"

struct client;
struct clients;

/* Tell a client that has just come how things stand, with clients_tell(). */
typedef void clients_greet_fn(void *data, struct client *client);

struct clients {
	struct source source;	/* the socket that they connect to */
	struct loop *loop;
	clients_greet_fn *greet;
	void *data;
	unsigned int limit;
	unsigned int count;
	bool full;		/* told the administrator so */
	struct client *first;
};

/* @fd: a listening socket, closed by clients_close(). */
bool clients_open(struct clients *clients, struct loop *loop, int fd,
		  unsigned int limit, clients_greet_fn *greet, void *data);
void clients_close(struct clients *clients);

/* A listening socket at @path, for the group of the directory that it is in;
 * -1: errno says why.
 */
int clients_listen(const char *path);

/* One line to one of them, or to all. Who does not keep up is cut off. */
void clients_tell(struct client *client, const char *line);
void clients_tell_all(struct clients *clients, const char *line);

#endif /* JPKID_CLIENTS_H */
