// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kiosk [SOCKET]: prints what jpkid tells, one JSON object to a line, until
 * jpkid ends. Who may connect is in the group jpki; see jpkid(8).
 *
 *	cc -o kiosk kiosk.c
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd;

	if (strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (!connect(fd, (struct sockaddr *)&address, sizeof(address)))
		return fd;
	close(fd);
	return -1;
}

/* A terminal would parse the line, and draw what it tells. */
static void show(const char *line)
{
	fputs(line, stdout);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "/run/jpki/jpkid.sock";
	int fd = connect_to(path);
	char *line = NULL;
	size_t size = 0;
	FILE *lines;

	lines = fd < 0 ? NULL : fdopen(fd, "r");
	if (!lines) {
		perror(path);
		return 1;
	}
	while (getline(&line, &size, lines) > 0)
		show(line);
	return 0;
}
