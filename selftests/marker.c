// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * usage: marker MASKED COMMAND [ARGUMENT]...
 *        marker MASKED --hold
 *
 * Gives a command a PIN on descriptor 3 so that no copy of it stays but those
 * that the command and the kernel make: the file MASKED holds its bytes in hex,
 * inverted, and they are put together in the one page of memory that
 * descriptor 3 is, which is wiped when the command has ended. With --hold there
 * is no command, and they stay until this is killed.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define PIN_FD	3
#define ROOM	4096

static char *page_on(int fd)
{
	int memory = memfd_create("marker", 0);
	char *page;

	if (memory < 0 || ftruncate(memory, ROOM))
		err(2, "memfd");
	page = mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	if (page == MAP_FAILED || mlock(page, ROOM))
		err(2, "memory");
	if (memory != fd && (dup2(memory, fd) < 0 || close(memory)))
		err(2, "descriptor %d", fd);
	return page;
}

static size_t unmask(char *page, const char *path)
{
	FILE *masked = fopen(path, "r");
	unsigned int byte;
	size_t n = 0;

	if (!masked)
		err(2, "%s", path);
	while (n < ROOM && fscanf(masked, "%2x", &byte) == 1)
		page[n++] = (char)~byte;
	fclose(masked);
	return n;
}

int main(int argc, char **argv)
{
	char *page;
	size_t len;
	int status;
	pid_t child;

	if (argc < 3) {
		fputs("usage: marker MASKED COMMAND... | --hold\n", stderr);
		return 2;
	}
	page = page_on(PIN_FD);
	len = unmask(page, argv[1]);
	if (!strcmp(argv[2], "--hold")) {
		pause();
		return 0;
	}
	if (ftruncate(PIN_FD, (off_t)len))
		err(2, "length");
	child = fork();
	if (!child) {
		munmap(page, ROOM);
		execvp(argv[2], argv + 2);
		err(127, "%s", argv[2]);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		err(2, "%s", argv[2]);
	explicit_bzero(page, len);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
