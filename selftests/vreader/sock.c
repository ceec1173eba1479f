// SPDX-License-Identifier: GPL-2.0-or-later
/* Unix stream sockets. */
#include "sock.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int make(struct sockaddr_un *ret, const char *path)
{
	int fd;

	*ret = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(ret->sun_path)) {
		errno = ENAMETOOLONG;
		perror(path);
		return -1;
	}
	strcpy(ret->sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		perror("socket");
	return fd;
}

static int fail(int fd, const char *path)
{
	perror(path);
	close(fd);
	return -1;
}

int sock_listen(const char *path)
{
	struct sockaddr_un addr;
	int fd = make(&addr, path);

	if (fd < 0)
		return -1;
	(void)unlink(path);
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) ||
	    listen(fd, 4))
		return fail(fd, path);
	return fd;
}

int sock_connect(const char *path)
{
	struct sockaddr_un addr;
	int fd = make(&addr, path);

	if (fd >= 0 && connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		return fail(fd, path);
	return fd;
}
