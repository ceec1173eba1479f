// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vrctl: one command to a running vreader, its answer on standard output; or to
 * several, all of which are told before the first is heard.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock.h"

#define LINE_MAX_LEN	4400
#define READERS_MAX	128

/* The words as one line; -1: too long. */
static long join(char *ret, int words, char **word)
{
	size_t len = 0, n;
	int i;

	for (i = 0; i < words; i++) {
		n = strlen(word[i]);
		if (len + n + 1 > LINE_MAX_LEN)
			return -1;
		memcpy(ret + len, word[i], n);
		len += n;
		ret[len++] = i + 1 < words ? ' ' : '\n';
	}
	return (long)len;
}

static bool hear(int fd)
{
	char reply[1024];
	size_t used = 0;
	ssize_t n;

	do {
		n = recv(fd, reply + used, sizeof(reply) - used, 0);
		if (n <= 0)
			return false;
		used += (size_t)n;
	} while (reply[used - 1] != '\n' && used < sizeof(reply));
	fwrite(reply, 1, used, stdout);
	return !strncmp(reply, "ok", 2);
}

/* Connects to each; how many, or 0. */
static size_t reach(char *sockets, int fds[READERS_MAX])
{
	size_t n = 0;
	char *path;

	for (path = strtok(sockets, ","); path; path = strtok(NULL, ",")) {
		if (n == READERS_MAX)
			return 0;
		fds[n] = sock_connect(path);
		if (fds[n++] < 0)
			return 0;
	}
	return n;
}

static int tell(char *sockets, const char *line, size_t len)
{
	int fds[READERS_MAX];
	size_t count, i;
	bool good;

	count = reach(sockets, fds);
	good = count;
	for (i = 0; i < count; i++)
		good &= send(fds[i], line, len, MSG_NOSIGNAL) == (ssize_t)len;
	for (i = 0; good && i < count; i++)
		good = hear(fds[i]);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	char line[LINE_MAX_LEN];
	long len;

	len = argc < 3 ? -1 : join(line, argc - 2, argv + 2);
	if (len < 0) {
		fputs("usage: vrctl SOCKET[,SOCKET...] COMMAND [ARGUMENT...]\n",
		      stderr);
		return 2;
	}
	return tell(argv[1], line, (size_t)len);
}
