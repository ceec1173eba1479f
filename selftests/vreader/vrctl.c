// SPDX-License-Identifier: GPL-2.0-or-later
/* vrctl: one command to a running vreader, its answer on standard output. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sock.h"

#define LINE_MAX_LEN 4400

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

static int ask(int fd, const char *line, size_t len)
{
	char reply[1024];
	size_t used = 0;
	ssize_t n;

	if (send(fd, line, len, MSG_NOSIGNAL) != (ssize_t)len)
		return 1;
	do {
		n = recv(fd, reply + used, sizeof(reply) - used, 0);
		if (n <= 0)
			return 1;
		used += (size_t)n;
	} while (reply[used - 1] != '\n' && used < sizeof(reply));
	fwrite(reply, 1, used, stdout);
	return strncmp(reply, "ok", 2) ? 1 : 0;
}

int main(int argc, char **argv)
{
	char line[LINE_MAX_LEN];
	long len;
	int fd;

	len = argc < 3 ? -1 : join(line, argc - 2, argv + 2);
	if (len < 0) {
		fputs("usage: vrctl SOCKET COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	fd = sock_connect(argv[1]);
	return fd < 0 ? 1 : ask(fd, line, (size_t)len);
}
